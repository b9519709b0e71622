"""Mutual information against values worked out by hand and by scikit-image."""

from __future__ import annotations

import math

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from peers import camera_and_noise
from pictures import noise


def test_a_negative_tells_all() -> None:
    pixels = noise((20, 20))
    assert mk.nmi(pixels, pixels, bins=256) == 2
    assert mk.nmi(pixels, 255 - pixels, bins=256) == pytest.approx(2, abs=1e-12)


def test_four_pixels_worked_out_by_hand() -> None:
    # Columns tell nothing of rows: H(A) = H(B) = 1 bit, H(A, B) = 2 bits. Then pairs 00 00 01 11: 1 and 0.811 over 1.5.
    columns, rows = np.array([[0, 255], [0, 255]], np.uint8), np.array([[0, 0], [255, 255]], np.uint8)
    assert mk.nmi(columns, rows) == 1
    other = np.array([[0, 0], [0, 255]], np.uint8)
    entropy = -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25))
    assert mk.nmi(rows, other) == pytest.approx((1 + entropy) / 1.5, rel=1e-14)


def test_the_camera_man_with_noise_has_scikit_images_value_in_its_bins() -> None:
    # scikit-image 0.26.0: skimage.metrics.normalized_mutual_information(camera, noisy), and with bins=64
    camera, noisy = camera_and_noise()
    assert mk.nmi(camera, noisy, bins=100, binning="occurring") == pytest.approx(1.1494551207486, abs=1e-12)
    assert mk.nmi(camera, noisy, bins=64, binning="occurring") == pytest.approx(1.1671815894365527, abs=1e-12)
    # Both pictures reach from 0 to 255, so bins of 4 levels differ from bins of 255 / 64 levels only at their edges.
    assert mk.nmi(camera, noisy) == pytest.approx(1.167, abs=1e-3)


def test_occurring_bins_are_those_of_the_installed_scikit_image() -> None:
    metrics = pytest.importorskip("skimage.metrics", reason="scikit-image (extra: peers) is not installed")
    for seed, dtype in enumerate(["uint8", "uint16", "float64"]):
        first, second = noise((30, 41), dtype, seed), noise((30, 41), dtype, seed + 9)
        mixed = ((first.astype(np.float64) + second) / 2).astype(dtype)
        expected = metrics.normalized_mutual_information(first, mixed, bins=17)
        white = 1.0 if dtype == "float64" else None
        assert mk.nmi(first, mixed, bins=17, binning="occurring", white=white) == pytest.approx(expected, abs=1e-12)


def test_a_flat_picture_tells_nothing_and_two_of_them_are_undefined() -> None:
    flat = np.full((8, 8), 7, np.uint8)
    assert mk.nmi(flat, noise((8, 8))) == 1
    assert mk.nmi(flat, flat) == 2
    with pytest.raises(UndefinedScore, match="fall into one of 64 bins each"):
        mk.nmi(flat, flat + np.uint8(100))


def test_the_bins_do_not_depend_on_the_levels_that_occur() -> None:
    # Levels 0 to 3 lie in one bin of 64, whatever the rest of the picture holds.
    faint = noise((16, 16)) % 4
    with pytest.raises(UndefinedScore):
        mk.nmi(faint, 3 - faint)
    assert mk.nmi(faint, 3 - faint, bins=256) == pytest.approx(2, abs=1e-12)
