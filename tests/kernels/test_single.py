"""SSIM in single precision: by hand, native against twin in every bit, and how far from double precision."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import single as twin
from mikurabe.kernels import ssim as double

Array = NDArray[Any]
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
OFFSETS = np.arange(11) - 5
GAUSS = np.exp(-(OFFSETS**2) / 4.5)
GAUSS /= GAUSS.sum()


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> ModuleType:
    return twin if request.param == "twin" else native()


def native() -> ModuleType:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels.native import single

    return single


def some(dtype: str, shape: tuple[int, int], seed: int) -> Array:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, shape).astype(dtype) if dtype == "uint8" else rng.random(shape).astype(dtype)


def mean(kernel: ModuleType, a: Array, b: Array, taps: Array = GAUSS, c1: float = C1, c2: float = C2) -> float:
    value: float = kernel.single_ssim_mean(a, b, kernel.single_stats(a, taps), taps, c1, c2)
    return value


def exact_mean(a: Array, b: Array) -> float:
    return double.ssim_mean(a, b, double.window_stats(a, GAUSS, "valid"), GAUSS, "valid", C1, C2)


def test_one_window_of_three_by_three_by_hand(kernel: ModuleType) -> None:
    taps = (0.25, 0.5, 0.25)
    a, b = np.zeros((3, 3), np.uint8), np.zeros((3, 3), np.uint8)
    a[1, 1], b[1, 1] = 8, 4
    # Weights: 1/4 in the middle. Means 2 and 1; variances 64/4 - 4 = 12, 16/4 - 1 = 3; covariance 32/4 - 2 = 6.
    expected = ((2 * 2 * 1 + 1) * (2 * 6 + 1)) / ((4 + 1 + 1) * (12 + 3 + 1))
    assert kernel.single_ssim_map(a, b, kernel.single_stats(a, taps), taps, 1.0, 1.0)[0, 0] == np.float32(expected)
    stats = kernel.single_stats(a, taps)
    assert (stats.mean[0, 0], stats.variance[0, 0], stats.shift) == (2, 12, 0)


def cases() -> Iterator[tuple[str, tuple[int, int]]]:
    for dtype in ("uint8", "float32"):
        for shape in ((11, 11), (11, 40), (40, 11), (12, 75), (33, 64), (75, 1100), (60, 2100)):
            yield dtype, shape


@pytest.mark.parametrize(("dtype", "shape"), list(cases()))
@pytest.mark.parametrize("taps", [GAUSS, np.full(7, 1 / 7), np.array([0.25, 0.5, 0.25]), np.ones(1)], ids=len)
def test_native_and_twin_agree_in_every_bit(dtype: str, shape: tuple[int, int], taps: Array) -> None:
    a, b = some(dtype, shape, 1), some(dtype, shape, 2)
    b[: shape[0] // 2] = a[: shape[0] // 2]  # windows that see no difference
    b[0, 0] = a[0, 0]
    stats, other = twin.single_stats(a, taps), native().single_stats(a, taps)
    assert np.array_equal(stats.mean, other.mean)
    assert np.array_equal(stats.variance, other.variance)
    assert stats.shift == other.shift
    found = native().single_ssim_map(a, b, stats, taps, C1, C2)
    assert np.array_equal(found, twin.single_ssim_map(a, b, stats, taps, C1, C2))
    means = native().single_ssim_means(a, b, stats, taps, C1, C2)
    assert means == twin.single_ssim_means(a, b, stats, taps, C1, C2)
    assert means[0] == native().single_ssim_mean(a, b, stats, taps, C1, C2)


def test_the_second_mean_is_that_of_contrast_and_structure_alone(kernel: ModuleType) -> None:
    a, b = some("uint8", (40, 70), 1), some("uint8", (40, 70), 2) // 2 + 90
    _, structure = kernel.single_ssim_means(a, b, kernel.single_stats(a, GAUSS), GAUSS, C1, C2)
    expected = double.ssim_mean(a, b, double.window_stats(a, GAUSS, "valid"), GAUSS, "valid", 1e30, C2)
    assert structure == pytest.approx(expected, abs=1e-7)
    # A level higher, all else the same: nothing is wrong with the structure.
    b = a // 2
    flat, rise = kernel.single_ssim_means(b, b + 9, kernel.single_stats(b, GAUSS), GAUSS, C1, C2)
    assert flat < 1 == rise


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_values_do_not_depend_on_how_the_planes_lie_in_memory(kernel: ModuleType, dtype: str) -> None:
    wide = [some(dtype, (60, 200), seed) for seed in (1, 2)]
    views = (lambda x: x[::2, 1::3], lambda x: x.T, lambda x: x[::-1, ::-1])
    for view in views:
        a, b = (view(plane) for plane in wide)
        assert mean(kernel, a, b) == mean(kernel, a.copy(), b.copy())


def test_windows_without_a_difference_are_exactly_1(kernel: ModuleType) -> None:
    a = some("uint8", (90, 300), 1)
    b = a.copy()
    b[70:, 200:] = 255 - b[70:, 200:]
    found = kernel.single_ssim_map(a, b, kernel.single_stats(a, GAUSS), GAUSS, C1, C2)
    assert (found[:60] == 1).all()
    assert (found[:, :190] == 1).all()
    assert (found[70:, 200:] < 0.5).all()
    assert mean(kernel, a, a) == 1.0


FLAT_AND_BRIGHT = {
    "flat, one level apart": (np.full((64, 64), 250, np.uint8), np.full((64, 64), 251, np.uint8)),
    "flat, fifty levels apart": (np.full((64, 64), 200, np.uint8), np.full((64, 64), 250, np.uint8)),
    "black and white": (np.zeros((64, 64), np.uint8), np.full((64, 64), 255, np.uint8)),
}


@pytest.mark.parametrize("name", FLAT_AND_BRIGHT)
def test_flat_bright_planes_lose_nothing(kernel: ModuleType, name: str) -> None:
    a, b = FLAT_AND_BRIGHT[name]
    assert mean(kernel, a, b) == pytest.approx(exact_mean(a, b), abs=1e-7)
    assert (kernel.single_stats(a, GAUSS).variance == 0).all()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("low", [0, 48, 120, 204, 245])
@pytest.mark.parametrize("spread", [2, 10])
def test_bright_planes_with_a_little_noise_keep_the_stated_bounds(seed: int, low: int, spread: int) -> None:
    a, b = np.random.default_rng(seed).integers(low, low + spread, (2, 80, 90)).astype(np.uint8)
    assert mean(twin, a, b) == pytest.approx(exact_mean(a, b), abs=1e-7)
    # A step in one of them, where single precision is worst.
    b[:, 45:] = 255 - b[:, 45:]
    assert mean(twin, a, b) == pytest.approx(exact_mean(a, b), abs=2e-5)
    first = twin.single_ssim_map(a, b, twin.single_stats(a, GAUSS), GAUSS, C1, C2)
    second = double.ssim_map(a, b, double.window_stats(a, GAUSS, "valid"), GAUSS, "valid", C1, C2)
    assert np.abs(first - second).max() < 2e-4


def test_exchanging_the_planes_changes_nothing(kernel: ModuleType) -> None:
    a, b = some("uint8", (50, 60), 1), some("uint8", (50, 60), 2)
    assert mean(kernel, a, b) == mean(kernel, b, a)


def test_a_band_of_a_plane_has_the_rows_of_the_whole(kernel: ModuleType) -> None:
    a, b = some("uint8", (60, 70), 1), some("uint8", (60, 70), 2)
    whole = kernel.single_ssim_map(a, b, kernel.single_stats(a, GAUSS), GAUSS, C1, C2)
    stats = kernel.single_stats(a[20:45], GAUSS, float(a[0, 0]))
    part = kernel.single_ssim_map(a[20:45], b[20:45], stats, GAUSS, C1, C2, float(b[0, 0]))
    assert np.array_equal(part, whole[20:35])


def test_what_is_no_pair_is_refused_with_both_named(kernel: ModuleType) -> None:
    a = some("uint8", (20, 20), 1)
    stats = kernel.single_stats(a, GAUSS)
    with pytest.raises(TypeError, match="uint8 and float32"):
        kernel.single_ssim_mean(a, a.astype(np.float32), stats, GAUSS, C1, C2)
    with pytest.raises(TypeError, match="not uint16"):
        kernel.single_stats(a.astype(np.uint16), GAUSS)
    with pytest.raises(ValueError, match=r"\(20, 20\) and \(20, 19\)"):
        kernel.single_ssim_mean(a, a[:, :19], stats, GAUSS, C1, C2)
    with pytest.raises(ValueError, match="no room"):
        kernel.single_stats(a[:10], GAUSS)
    with pytest.raises(ValueError, match="stats_a has shape"):
        kernel.single_ssim_map(a[:19], a[:19], stats, GAUSS, C1, C2)
    with pytest.raises(ValueError, match="c2 must be above 0"):
        kernel.single_ssim_map(a, a, stats, GAUSS, C1, 0.0)
    for taps, reason in (((0.5, 0.5), "odd"), ((0.2, 0.5, 0.3), "both ends"), ((1.0, 1.0, 1.0), "sum to 1")):
        with pytest.raises(ValueError, match=reason):
            kernel.single_stats(a, taps)
