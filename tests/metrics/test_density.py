"""The density of dot plots: counts in cells by hand and by scikit-image, and the indices on them in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, parse
from mikurabe.metrics.density import density, local_chi2, mass
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.picture import Picture
from mikurabe.sources.simulate import control_days, faulty_days
from pictures import noise, picture


def plot(*cells: int, side: int = 8) -> NDArray[np.uint8]:
    """Return a row of cells on white, each with so many black dots."""
    pixels = np.full((len(cells), side * side), 255, np.uint8)
    for cell, dots in zip(pixels, cells, strict=True):
        cell[:dots] = 0
    return np.hstack([cell.reshape(side, side) for cell in pixels])


def test_density_counts_the_dots_of_each_cell() -> None:
    assert density(picture(plot(4, 0, 9)), 8).tolist() == [[4, 0, 9]]
    assert density(picture(255 - plot(4, 0, 9)), 8).tolist() == [[4, 0, 9]]
    assert density(picture(plot(4, 0, 9)), 16).tolist() == [[4, 9]]
    assert mass(picture(plot(4, 0, 9))) == 13
    half = np.full((8, 8), 255, np.uint8)
    half[0, :3] = 204
    assert density(picture(half), 8).tolist() == [[3 * 51 / 255]]


def test_density_equals_scikit_image_block_reduce() -> None:
    measure = pytest.importorskip("skimage.measure", reason="scikit-image (extra: peers) is not installed")
    # skimage.measure.block_reduce (0.26.0) pads with zeros, which adds nothing to a sum.
    pixels = np.where(noise((61, 83)) > 200, noise((61, 83), seed=2), 0).astype(np.uint8)
    for side in (1, 7, 16, 200):
        expected = measure.block_reduce(pixels.astype(float), (side, side), np.sum) / 255
        assert np.allclose(density(picture(pixels), side), expected, rtol=1e-14, atol=0)


def test_chi2_by_hand() -> None:
    # (4 - 1)² / 5 + (0 - 3)² / 3 + 0 + (9 - 9)² over four cells, the empty one too
    first, second = plot(4, 0, 0, 9), plot(1, 3, 0, 9)
    assert mk.density_chi2(first, second, bin=8) == pytest.approx((9 / 5 + 3) / 4, abs=1e-15)
    assert local_chi2(picture(first), picture(second), bin=8).tolist() == [[9 / 5, 3, 0, 0]]
    # All in one cell: 13 dots against 13.
    assert mk.density_chi2(first, second, bin=64) == 0


def test_hellinger_by_hand_and_in_closed_form() -> None:
    first, second = plot(4, 0, 0, 9), plot(1, 4, 0, 9)
    assert mk.density_hellinger(first, second, bin=8) == pytest.approx(math.sqrt((1 + 4) / (13 + 14)), abs=1e-15)
    # c times as many everywhere: sqrt(1 - 2 sqrt(c) / (1 + c))
    first, second = plot(4, 2, 9, 1), plot(16, 8, 36, 4)
    assert mk.density_hellinger(first, second, bin=8) == pytest.approx(math.sqrt(1 - 4 / 5), abs=1e-15)
    assert mk.density_hellinger(plot(4, 0), plot(0, 7), bin=8) == 1


def test_hellinger_of_equal_counts_is_the_usual_distance() -> None:
    # sqrt(1 - sum sqrt(p q)), with p and q normalised: the Bhattacharyya coefficient's distance
    first, second = plot(4, 6, 9, 1), plot(9, 1, 4, 6)
    p, q = np.array([4, 6, 9, 1]) / 20, np.array([9, 1, 4, 6]) / 20
    expected = math.sqrt(1 - np.sqrt(p * q).sum())
    assert mk.density_hellinger(first, second, bin=8) == pytest.approx(expected, abs=1e-12)


def test_hellinger_equals_opencvs_for_equal_counts() -> None:
    cv2 = pytest.importorskip("cv2", reason="OpenCV (extra: peers) is not installed")
    # cv2.compareHist(..., HISTCMP_BHATTACHARYYA) of opencv-contrib-python-headless 5.0.0.93 normalises the sums away.
    first, second = np.array([4, 6, 9, 1], np.float32), np.array([9, 1, 4, 6], np.float32)
    expected = cv2.compareHist(first, second, cv2.HISTCMP_BHATTACHARYYA)
    assert mk.density_hellinger(plot(4, 6, 9, 1), plot(9, 1, 4, 6), bin=8) == pytest.approx(expected, abs=1e-7)


def test_the_count_ratio_is_the_smaller_over_the_larger() -> None:
    assert mk.count_ratio(plot(10, 0), plot(0, 8)) == 0.8
    assert mk.count_ratio(plot(0, 8), plot(10, 0)) == 0.8
    assert mk.count_ratio(plot(10, 0), plot(0, 0)) == 0
    with pytest.raises(UndefinedScore, match="nothing but background"):
        mk.count_ratio(plot(0), 255 - plot(0))


def test_two_blank_pictures_have_the_same_density() -> None:
    assert mk.density_chi2(plot(0), 255 - plot(0)) == 0
    with pytest.raises(UndefinedScore, match="neither picture has any ink"):
        mk.density_hellinger(plot(0), 255 - plot(0))


def test_a_dot_that_moves_within_its_cell_changes_nothing() -> None:
    first, second = np.zeros((32, 32), np.uint8), np.zeros((32, 32), np.uint8)
    first[3, 20], second[15, 31] = 255, 255
    assert mk.density_chi2(first, second) == 0
    assert mk.density_hellinger(first, second) == 0
    assert mk.density_chi2(first, second, bin=8) == 2 / 16
    assert parse("density_chi2[bin=8]").key == "density_chi2[bin=8]"
    assert parse("density_chi2[bin=16]").key == "density_chi2"


def test_two_draws_from_one_source_differ_by_about_1_per_occupied_cell() -> None:
    # E[(a - b)² / (a + b)] is 1 for two Poisson counts of the same mean, as for a chi-square of one degree of freedom.
    rng = np.random.default_rng(4)
    first, second = ((rng.random((512, 512)) < 0.05) * np.uint8(255) for _ in range(2))
    assert mk.density_chi2(first, second) == pytest.approx(1, abs=0.1)


def test_masks_leave_out_ink_and_cells() -> None:
    first, second = plot(4, 0, 0, 9), plot(1, 3, 0, 9)
    mask = np.ones(first.shape, bool)

    def value(key: str) -> float:
        return parse(key).value(*(Picture(from_array(each, name="picture"), mask) for each in (first, second)))

    for key in ("density_chi2[bin=8]", "density_hellinger[bin=8]", "count_ratio"):
        assert value(key) == parse(key).value(picture(first), picture(second))
    mask[:, 8:] = False
    assert value("density_chi2[bin=8]") == 9 / 5
    assert value("density_hellinger[bin=8]") == pytest.approx(math.sqrt(1 / 5))
    assert value("count_ratio") == 1 / 4
    second[:, 8:] = 77
    assert value("density_chi2[bin=8]") == 9 / 5


def test_the_mean_of_the_map_is_the_value() -> None:
    first, second = picture(noise((70, 50), seed=1)), picture(noise((70, 50), seed=2))
    assert METRICS["density_chi2"].local is local_chi2
    cells = local_chi2(first, second, bin=16)
    assert cells.shape == (5, 4)
    assert pooled_mean(cells) == parse("density_chi2").value(first, second)


@pytest.mark.parametrize("key", ["density_chi2", "density_chi2[bin=8]", "density_hellinger"])
def test_faults_of_a_scattergram_stand_out_from_normal_days(key: str) -> None:
    reference, *days = (picture(each.draw()) for each in control_days(6))
    index = parse(key)
    normal = [index.value(reference, day) for day in days]
    faults = {"widen_x": 0.07, "count_loss": 0.4, "debris": 2, "gain_x": 0.05}
    for name, severity in faults.items():
        assert index.value(reference, picture(faulty_days({name: severity})[0].draw())) > max(normal), name
