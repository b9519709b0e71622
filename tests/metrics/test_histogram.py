"""Histogram indices against values worked out by hand, OpenCV's compareHist and SciPy's Wasserstein distance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics.definition import parse
from mikurabe.metrics.histogram import histograms
from mikurabe.picture import Picture
from peers import camera_and_noise
from pictures import noise, picture

NAMES = ("hist_correlation", "hist_chi2", "hist_intersection", "hist_bhattacharyya", "hist_wasserstein")

# Two levels of 3 and 1 pixels against 1 and 3: shares 3/4 1/4 and 1/4 3/4.
FIRST, SECOND = np.array([[0, 0, 0, 9]], np.uint8), np.array([[0, 9, 9, 9]], np.uint8)


def test_the_values_of_two_levels_worked_out_by_hand() -> None:
    assert mk.hist_chi2(FIRST, SECOND) == 0.5  # (1/2)² / 1, twice
    assert mk.hist_intersection(FIRST, SECOND) == 0.5  # 1/4 + 1/4
    assert mk.hist_bhattacharyya(FIRST, SECOND) == pytest.approx(math.sqrt(1 - math.sqrt(3) / 2), rel=1e-14)
    assert mk.hist_wasserstein(FIRST, SECOND) == 4.5  # two of four pixels move by 9 levels
    # 254 bins of 0: mean 1/256; (2 * 3/16 - 256/256²) / (10/16 - 256/256²)
    assert mk.hist_correlation(FIRST, SECOND) == pytest.approx((3 / 8 - 1 / 256) / (5 / 8 - 1 / 256), rel=1e-14)


@pytest.mark.parametrize(
    ("name", "expected"),
    # opencv-contrib-python-headless 5.0.0.93: cv2.compareHist of float32 shares, HISTCMP_CORREL, half of CHISQR_ALT,
    # INTERSECT, BHATTACHARYYA; SciPy 1.17.1: scipy.stats.wasserstein_distance(camera.ravel(), noisy.ravel())
    [
        ("hist_correlation", 0.35719545742321573),
        ("hist_chi2", 0.5713997459389111 / 2),
        ("hist_intersection", 0.6833229064941406),
        ("hist_bhattacharyya", 0.296443632853291),
        ("hist_wasserstein", 6.5072784423828125),
    ],
)
def test_the_camera_man_with_noise_has_the_values_of_opencv_and_scipy(name: str, expected: float) -> None:
    camera, noisy = camera_and_noise()
    assert getattr(mk, name)(camera, noisy) == pytest.approx(expected, abs=2e-8)


def test_the_values_are_those_of_the_installed_opencv_for_each_channel() -> None:
    cv2 = pytest.importorskip("cv2", reason="opencv-contrib-python-headless (extra: peers) is not installed")
    first, second = noise((40, 50, 3), seed=1), noise((40, 50, 3), seed=2) // 2 + 40

    def shares(pixels: NDArray[np.generic], channel: int) -> NDArray[np.float32]:
        counts = np.bincount(pixels[..., channel].ravel(), minlength=256)
        return (counts / counts.sum()).astype(np.float32)

    for name, method, factor in (
        ("hist_correlation", cv2.HISTCMP_CORREL, 1),
        ("hist_chi2", cv2.HISTCMP_CHISQR_ALT, 0.5),
        ("hist_intersection", cv2.HISTCMP_INTERSECT, 1),
        ("hist_bhattacharyya", cv2.HISTCMP_BHATTACHARYYA, 1),
    ):
        each = [factor * cv2.compareHist(shares(first, k), shares(second, k), method) for k in range(3)]
        assert getattr(mk, name)(first, second, channels="rgb") == pytest.approx(np.mean(each), abs=1e-6)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float64"])
def test_the_wasserstein_distance_is_scipys(dtype: str) -> None:
    from scipy.stats import wasserstein_distance

    first, second = noise((30, 20), dtype, 1), noise((30, 20), dtype, 2)
    expected = wasserstein_distance(first.ravel(), second.ravel())
    assert mk.hist_wasserstein(first, second) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("step", [1, 7, 100])
def test_raised_by_k_levels_the_wasserstein_distance_is_k(step: int) -> None:
    pixels = noise((20, 20)) // 2
    assert mk.hist_wasserstein(pixels, pixels + np.uint8(step)) == step


def test_moving_the_pixels_changes_nothing() -> None:
    pixels = noise((16, 20, 3))
    moved = np.roll(pixels, (5, 3), axis=(0, 1))
    for name in NAMES:
        index = parse(name)
        assert index.value(picture(pixels), picture(moved)) == index.metric.identical


def test_histograms_that_share_no_bin_are_at_the_end_of_the_range() -> None:
    dark, light = noise((20, 20)) // 4, 150 + noise((20, 20)) // 4
    assert mk.hist_chi2(dark, light) == 2
    assert mk.hist_intersection(dark, light) == 0
    assert mk.hist_bhattacharyya(dark, light) == 1


def test_a_flat_histogram_has_no_correlation() -> None:
    even = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert mk.hist_correlation(even, even[::-1]) == 1
    with pytest.raises(UndefinedScore, match="histogram of the reference is flat"):
        mk.hist_correlation(even, noise((16, 16)))


def test_bins_divide_black_to_white_evenly_at_every_depth() -> None:
    bytes_, words = np.array([[0, 63, 64, 255]], np.uint8), np.array([[0, 16383, 16384, 65535]], np.uint16)
    for pixels, white in ((bytes_, None), (words, None), (np.array([[-1.0, 0.24, 0.25, 2.0]]), 1.0)):
        assert histograms(picture(pixels, white=white), "luma", 4).tolist() == [[2, 1, 0, 1]]
    first, second = noise((20, 20), seed=1), noise((20, 20), seed=2)
    deep = [pixels.astype(np.uint16) * 257 for pixels in (first, second)]
    assert mk.hist_chi2(*deep) == mk.hist_chi2(first, second)


def test_only_what_the_mask_lets_through_counts() -> None:
    first, second = noise((30, 40), seed=1), noise((30, 40), seed=2)
    everywhere, left = np.ones((30, 40), np.bool_), np.zeros((30, 40), np.bool_)
    left[:, :10] = True

    def value(name: str, mask: NDArray[np.bool_]) -> float:
        pair = (Picture(from_array(pixels, name="masked"), mask) for pixels in (first, second))
        return parse(name).value(*pair)

    for name in (*NAMES, "nmi"):
        assert value(name, everywhere) == parse(name).value(picture(first), picture(second))
        assert value(name, left) == parse(name).value(picture(first[:, :10]), picture(second[:, :10]))
