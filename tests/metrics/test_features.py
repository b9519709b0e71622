"""Histograms of oriented gradients: votes counted by hand, and what the cosine does not mind."""

from __future__ import annotations

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, choose
from mikurabe.metrics.features import hog_features, tallied
from mikurabe.picture import Picture
from mikurabe.sources.digits import draw_digit
from pictures import noise, picture


def test_one_upright_edge_votes_for_the_two_bins_beside_0_degrees() -> None:
    # [-1 0 1] over the step 0 0 0 0 | 90 90 90 90 is 90 in columns 3 and 4. 0° lies between bins 8 and 0.
    step = np.zeros((8, 8), np.uint8)
    step[:, 4:] = 90
    cells = tallied(step, None, 8, 9)
    assert cells.shape == (1, 1, 9)
    # Cell middle at 3.5: columns 3 and 4 are half a pixel away, weight 1 - 0.5 / 8; over the rows the weights sum to
    # 2 (0.5 + 1.5 + 2.5 + 3.5) / 8 less than 8.
    expected = 2 * 90 * (1 - 0.5 / 8) * (8 - 2 * (0.5 + 1.5 + 2.5 + 3.5) / 8) / 2
    assert cells[0, 0].tolist() == pytest.approx([expected, 0, 0, 0, 0, 0, 0, 0, expected])


def test_a_45_degree_edge_votes_for_bins_1_and_2() -> None:
    # 45° is a quarter of 9 bins = 2.25, less a half: 1.75, so three quarters go to bin 2 and one to bin 1.
    y, x = np.mgrid[0:8, 0:8]
    cells = tallied(((y + x) * 4).astype(np.uint8), None, 8, 9)[0, 0]
    inner = cells / cells.sum()
    assert inner[2] > 3 * inner[1] * 0.7
    plane = np.zeros((16, 16))
    plane[4:12, 4:12] = ((y + x) * 4)[:8, :8]
    mask = np.zeros((16, 16), np.bool_)
    mask[4:12, 4:12] = True
    votes = tallied(plane, mask, 16, 9)[0, 0]
    assert votes[2] == pytest.approx(3 * votes[1])
    assert votes.sum() == pytest.approx(votes[1] + votes[2])


def test_cells_shrink_until_there_are_4_along_the_shorter_side() -> None:
    # 28 px: cells of 7 px, 4 × 4 cells, 3 × 3 blocks of 2 × 2 cells of 9 bins.
    assert hog_features(noise((28, 28)), None, 8, 9).shape == (3 * 3 * 4 * 9,)
    # 64 × 48 px: cells of 8 px, 8 × 6 cells.
    assert hog_features(noise((48, 64)), None, 8, 9).shape == (7 * 5 * 4 * 9,)


def test_no_entry_of_a_block_dominates() -> None:
    blocks = hog_features(noise((32, 32)), None, 8, 9).reshape(-1, 36)
    assert np.linalg.norm(blocks, axis=1) == pytest.approx(np.ones(len(blocks)))


def test_brightness_contrast_and_a_negative_change_nothing() -> None:
    pixels = noise((40, 40)) // 3
    for other in (pixels + 20, pixels * 3, 255 - pixels):
        assert mk.hog(pixels, other) == pytest.approx(1, abs=1e-12)


def test_a_digit_moved_by_a_pixel_is_nearer_than_another_digit() -> None:
    eight, six = draw_digit(8), draw_digit(6)
    assert mk.hog(eight, np.roll(eight, 1, axis=1)) > 0.85 > mk.hog(eight, six)


def test_upright_and_level_edges_have_nothing_in_common() -> None:
    stripes = np.tile(np.where(np.arange(32) % 8 < 4, 200, 20).astype(np.uint8), (32, 1))
    assert mk.hog(stripes, stripes.T.copy()) == pytest.approx(0, abs=1e-12)


def test_a_flat_picture_has_no_edges() -> None:
    with pytest.raises(UndefinedScore, match="the candidate has no edges"):
        mk.hog(noise((20, 20)), np.full((20, 20), 9, np.uint8))


def test_masks() -> None:
    first, second = noise((32, 32), seed=1), noise((32, 32), seed=1)
    mask = np.zeros((32, 32), np.bool_)
    mask[5:28, 5:28] = True
    second[~mask] = 255
    index = choose(METRICS["hog"], {})
    assert index.value(*(Picture(from_array(each, name="masked"), mask) for each in (first, second))) == 1
    everywhere = np.ones((32, 32), np.bool_)
    masked = index.value(*(Picture(from_array(each, name="masked"), everywhere) for each in (first, second)))
    assert masked == index.value(picture(first), picture(second))
