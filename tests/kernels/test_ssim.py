"""Window statistics and SSIM: by hand, against other programs, and native against twin."""

from __future__ import annotations

import math
from typing import Any, Literal, Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe.kernels as kernels
from mikurabe.kernels import ssim as twin
from mikurabe.kernels.ssim import Border, WindowStats

Array = NDArray[Any]
Taps = NDArray[np.float64]
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
DTYPES = ("uint8", "uint16", "float32", "float64")
BORDERS: tuple[Border, ...] = ("valid", "reflect")


class Kernels(Protocol):
    """What the twin's module and the native one both offer."""

    def window_stats(self, plane: Array, taps: Taps, border: Border) -> WindowStats: ...
    def ssim_map(
        self, a: Array, b: Array, stats_a: WindowStats, taps: Taps, border: Border, c1: float, c2: float,
        covariance_scale: float = 1.0,
    ) -> NDArray[np.float64]: ...  # fmt: skip
    def ssim_mean(
        self, a: Array, b: Array, stats_a: WindowStats, taps: Taps, border: Border, c1: float, c2: float,
        covariance_scale: float = 1.0,
    ) -> float: ...  # fmt: skip


def the_native() -> Kernels:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Kernels:
    return twin if request.param == "twin" else the_native()


def gaussian(n: int = 11, sigma: float = 1.5) -> Taps:
    weights = np.exp(-((np.arange(n) - n // 2) ** 2) / (2 * sigma**2))
    return np.asarray(weights / weights.sum())


def uniform(n: int) -> Taps:
    return np.full(n, 1 / n)


def some(dtype: str, shape: tuple[int, int], seed: int) -> Array:
    rng = np.random.default_rng(seed)
    if dtype.startswith("uint"):
        return rng.integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)
    return rng.normal(0.5, 0.3, shape).astype(dtype)


def white_of(dtype: str) -> float:
    return {"uint8": 255.0, "uint16": 65535.0}.get(dtype, 1.0)


def constants_of(dtype: str) -> tuple[float, float]:
    return (0.01 * white_of(dtype)) ** 2, (0.03 * white_of(dtype)) ** 2


def by_definition(a: Array, b: Array, taps: Taps, c1: float, c2: float, scale: float = 1.0) -> NDArray[np.float64]:
    """SSIM as equation 13 of the paper has it, window by window, from centred values and their covariance."""
    n = len(taps)
    weights = np.outer(taps, taps)
    result = np.empty((a.shape[0] - n + 1, a.shape[1] - n + 1))
    for y, x in np.ndindex(result.shape):
        p, q = (plane[y : y + n, x : x + n].astype(np.longdouble) for plane in (a, b))
        mp, mq = (weights * p).sum(), (weights * q).sum()
        vp, vq, cov = (
            scale * (weights * left * right).sum()
            for left, right in ((p - mp, p - mp), (q - mq, q - mq), (p - mp, q - mq))
        )
        result[y, x] = (2 * mp * mq + c1) * (2 * cov + c2) / ((mp**2 + mq**2 + c1) * (vp + vq + c2))
    return result


# ------------------------------------------------------------------------------------------- by hand


def test_the_statistics_of_one_small_window_by_hand(kernel: Kernels) -> None:
    # Weights 1/4, 1/2, 1/4 both ways over nine pixels, the sums in sixteenths.
    plane = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 18]], np.uint8)
    found = kernel.window_stats(plane, np.array([0.25, 0.5, 0.25]), "valid")
    mean = (1 + 2 * 2 + 3 + 2 * 4 + 4 * 5 + 2 * 6 + 7 + 2 * 8 + 18) / 16
    square = (1 + 2 * 4 + 9 + 2 * 16 + 4 * 25 + 2 * 36 + 49 + 2 * 64 + 324) / 16
    assert found.mean.tolist() == [[mean]]
    assert found.variance[0, 0] == pytest.approx(square - mean**2, rel=1e-14)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_uniform_window_has_numpys_own_mean_and_variance(kernel: Kernels, dtype: str) -> None:
    plane = some(dtype, (20, 23), 1)
    found = kernel.window_stats(plane, uniform(7), "valid")
    windows = np.lib.stride_tricks.sliding_window_view(plane.astype(np.float64), (7, 7))
    np.testing.assert_allclose(found.mean, windows.mean(axis=(2, 3)), rtol=1e-13)
    np.testing.assert_allclose(found.variance, windows.var(axis=(2, 3)), rtol=1e-12)


def test_black_against_white_has_the_value_by_hand(kernel: Kernels) -> None:
    black, white = np.zeros((16, 20), np.uint8), np.full((16, 20), 255, np.uint8)
    by_hand = C1 / (255**2 + C1)
    assert by_hand == pytest.approx(9.999000099990003e-05, rel=1e-15)
    for border in BORDERS:
        for a, b in ((black, white), (white, black)):
            found = kernel.ssim_mean(a, b, kernel.window_stats(a, gaussian(), border), gaussian(), border, C1, C2)
            assert found == pytest.approx(by_hand, abs=1e-15)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("scale", [1.0, 49 / 48])
def test_the_map_is_equation_13_of_the_paper(kernel: Kernels, dtype: str, scale: float) -> None:
    a, b = some(dtype, (13, 18), 2), some(dtype, (13, 18), 3)
    for taps in (uniform(7), gaussian(11), uniform(1)):
        stats = kernel.window_stats(a, taps, "valid")
        found = kernel.ssim_map(a, b, stats, taps, "valid", *constants_of(dtype), scale)
        expected = by_definition(a, b, taps, *constants_of(dtype), scale)
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-13)


def test_a_uniform_window_with_sample_scale_agrees_with_numpys_covariance(kernel: Kernels) -> None:
    a, b = some("uint8", (7, 7), 4), some("uint8", (7, 7), 5)
    (va, cov), (_, vb) = np.cov(a.ravel(), b.ravel()).tolist()
    ma, mb = float(a.mean()), float(b.mean())
    expected = (2 * ma * mb + C1) * (2 * cov + C2) / ((ma**2 + mb**2 + C1) * (va + vb + C2))
    stats = kernel.window_stats(a, uniform(7), "valid")
    assert kernel.ssim_mean(a, b, stats, uniform(7), "valid", C1, C2, 49 / 48) == pytest.approx(expected, abs=1e-14)


def test_the_mean_is_that_of_the_map(kernel: Kernels) -> None:
    a, b = some("uint8", (40, 1100), 6), some("uint8", (40, 1100), 7)
    for border in BORDERS:
        stats = kernel.window_stats(a, gaussian(), border)
        whole = kernel.ssim_map(a, b, stats, gaussian(), border, C1, C2)
        expected = math.fsum(whole.ravel()) / whole.size
        assert kernel.ssim_mean(a, b, stats, gaussian(), border, C1, C2) == pytest.approx(expected, abs=1e-14)


# -------------------------------------------------------------------------------- what must be exact


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("taps", [gaussian(), uniform(7), uniform(8), uniform(3)], ids=len)
def test_identical_planes_are_exactly_1_at_every_window(
    kernel: Kernels, dtype: str, border: Border, taps: Taps
) -> None:
    flat = np.full((20, 33), white_of(dtype), dtype)
    for plane in (some(dtype, (20, 33), 8), flat, np.zeros_like(flat)):
        stats = kernel.window_stats(plane, taps, border)
        c1, c2 = constants_of(dtype)
        assert (kernel.ssim_map(plane, plane.copy(), stats, taps, border, c1, c2) == 1.0).all()
        assert kernel.ssim_mean(plane, plane.copy(), stats, taps, border, c1, c2) == 1.0


@pytest.mark.parametrize("border", BORDERS)
def test_a_plane_of_one_value_has_exactly_that_mean_and_no_variance(kernel: Kernels, border: Border) -> None:
    for value in (0.1, 1e6 + 0.1, -3.7e200, 0.0):
        found = kernel.window_stats(np.full((15, 17), value), gaussian(), border)
        assert (found.mean == value).all()
        assert (found.variance == 0.0).all()


def test_the_variance_of_a_flat_bright_plane_keeps_its_digits(kernel: Kernels) -> None:
    # A spread of 1 on a brightness of 1e8: sum(w x**2) - mean**2 without a shift is off by more than 1 here.
    plane = 1e8 + np.random.default_rng(9).integers(0, 2, (30, 30)).astype(np.float64)
    found = kernel.window_stats(plane, gaussian(), "valid").variance
    expected = kernel.window_stats(plane - 1e8, gaussian(), "valid").variance
    naive = np.abs(plain_windowed(plane**2) - plain_windowed(plane) ** 2 - expected)
    assert naive.max() > 1
    # The bound that the module states: 4 * taps * 2**-53 * the largest squared distance from the first pixel.
    np.testing.assert_allclose(found, expected, rtol=0, atol=4 * 11 * 2.0**-53)


def plain_windowed(x: NDArray[np.float64]) -> NDArray[np.float64]:
    windows = np.lib.stride_tricks.sliding_window_view(x, (11, 11))
    return np.asarray(np.einsum("yxij,i,j->yx", windows, gaussian(), gaussian()))


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_variance_stays_within_the_stated_bound_and_is_never_negative(kernel: Kernels, dtype: str) -> None:
    plane = some(dtype, (40, 40), 10)
    plane[10:30, 10:30] = plane[11, 11]  # windows of one value that is not the first pixel's
    found = kernel.window_stats(plane, gaussian(), "valid").variance
    windows = np.lib.stride_tricks.sliding_window_view(plane.astype(np.longdouble), (11, 11))
    weights = np.outer(gaussian(), gaussian()).astype(np.longdouble)
    means = (windows * weights).sum(axis=(2, 3), keepdims=True)
    expected = (weights * (windows - means) ** 2).sum(axis=(2, 3))
    farthest = float(np.abs(plane.astype(np.float64) - float(plane[0, 0])).max())
    assert float(np.abs(found - expected).max()) <= 4 * 11 * 2.0**-53 * farthest**2
    assert float(found.min()) >= 0.0


def test_exchanging_the_planes_changes_nothing_but_the_last_bits(kernel: Kernels) -> None:
    a, b = some("uint8", (30, 31), 11), some("uint8", (30, 31), 12)
    for border in BORDERS:
        there = kernel.ssim_mean(a, b, kernel.window_stats(a, gaussian(), border), gaussian(), border, C1, C2)
        back = kernel.ssim_mean(b, a, kernel.window_stats(b, gaussian(), border), gaussian(), border, C1, C2)
        assert there == pytest.approx(back, abs=1e-14)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("border", BORDERS)
def test_values_do_not_depend_on_how_the_planes_lie_in_memory(kernel: Kernels, dtype: str, border: Border) -> None:
    a, b = some(dtype, (21, 34), 13), some(dtype, (21, 34), 14)
    c1, c2 = constants_of(dtype)
    stats = kernel.window_stats(a, gaussian(), border)
    expected = kernel.ssim_mean(a, b, stats, gaussian(), border, c1, c2)
    spread = np.zeros((43, 69), dtype)
    spread[1::2, 1::2] = b
    packed = np.zeros((21, 34), np.dtype([("flag", "u1"), ("value", dtype)]))
    packed["value"] = a
    backwards = np.ascontiguousarray(a[::-1, ::-1])[::-1, ::-1]
    for first, second in ((np.asfortranarray(a), spread[1::2, 1::2]), (backwards, b), (packed["value"], b)):
        other = kernel.window_stats(first, gaussian(), border)
        assert np.array_equal(other.mean, stats.mean)
        assert np.array_equal(other.variance, stats.variance)
        assert kernel.ssim_mean(first, second, other, gaussian(), border, c1, c2) == expected


def test_a_nan_reaches_only_the_windows_that_cover_it_and_warns_nobody(kernel: Kernels) -> None:
    a = some("float64", (20, 20), 15)
    b = a.copy()
    b[10, 10] = np.nan
    found = kernel.ssim_map(a, b, kernel.window_stats(a, uniform(3), "reflect"), uniform(3), "reflect", 1e-4, 9e-4)
    covered = np.zeros((20, 20), bool)
    covered[9:12, 9:12] = True
    assert np.array_equal(np.isnan(found), covered)
    assert np.isnan(kernel.window_stats(b, uniform(3), "reflect").variance[10, 10])


# -------------------------------------------------------------------------------- against other programs


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(30, 41), (6, 4), (1, 1), (1, 9), (2, 3), (3, 1)])
@pytest.mark.parametrize("taps", [gaussian(), uniform(7), uniform(8), uniform(2), uniform(1)], ids=len)
def test_reflected_windows_are_those_of_scipy(kernel: Kernels, dtype: str, shape: tuple[int, int], taps: Taps) -> None:
    from scipy import ndimage

    plane = some(dtype, shape, 16)
    wide = plane.astype(np.float64)
    mean, square = (
        ndimage.correlate1d(ndimage.correlate1d(x, taps, 0, mode="mirror"), taps, 1, mode="mirror")
        for x in (wide, wide**2)
    )
    found = kernel.window_stats(plane, taps, "reflect")
    np.testing.assert_allclose(found.mean, mean, rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.variance, square - mean**2, rtol=0, atol=1e-13)


@pytest.mark.parametrize("shape", [(30, 41), (6, 4), (1, 1), (1, 9), (2, 3)])
@pytest.mark.parametrize("taps", [gaussian(), uniform(7), uniform(8)], ids=len)
def test_reflected_windows_are_those_of_opencv(kernel: Kernels, shape: tuple[int, int], taps: Taps) -> None:
    cv2: Any = pytest.importorskip("cv2", reason="OpenCV is not installed (extra: peers)")
    plane = some("float64", shape, 17)
    mean = cv2.sepFilter2D(plane, cv2.CV_64F, taps, taps, borderType=cv2.BORDER_REFLECT_101)
    found = kernel.window_stats(plane, taps, "reflect")
    np.testing.assert_allclose(found.mean, mean, rtol=0, atol=1e-13)


@pytest.mark.parametrize(("dtype", "shape"), [("uint8", (60, 47)), ("uint16", (24, 90)), ("float64", (33, 33))])
@pytest.mark.parametrize("window", ["gaussian", "uniform"])
def test_ssim_is_that_of_scikit_image(
    kernel: Kernels, dtype: str, shape: tuple[int, int], window: Literal["gaussian", "uniform"]
) -> None:
    metrics: Any = pytest.importorskip("skimage.metrics", reason="scikit-image is not installed (extra: peers)")
    a, b = some(dtype, shape, 18), some(dtype, shape, 19)
    taps = gaussian() if window == "gaussian" else uniform(7)
    options: dict[str, Any] = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    scale = 1.0
    if window == "uniform":
        options, scale = {"win_size": 7, "use_sample_covariance": True}, 49 / 48
    expected = metrics.structural_similarity(a, b, data_range=white_of(dtype), **options)
    stats = kernel.window_stats(a, taps, "valid")
    found = kernel.ssim_mean(a, b, stats, taps, "valid", *constants_of(dtype), scale)
    assert found == pytest.approx(float(expected), abs=1e-10)


# ------------------------------------------------------------------------------------ native against twin


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("taps", [gaussian(), uniform(7), uniform(8), gaussian(9, 2.0), uniform(1)], ids=len)
def test_native_and_twin_agree_on_planes_of_many_sizes(dtype: str, border: Border, taps: Taps) -> None:
    native = the_native()
    rng = np.random.default_rng(20)
    n = len(taps) if border == "valid" else 1
    sizes = [(n, n), (n, 70), (50, n), (50, 70), (n + 1, 600), (max(n, 2), 1030)]
    sizes += [(int(h), int(w)) for h, w in zip(rng.integers(n, 51, 12), rng.integers(n, 71, 12), strict=True)]
    for i, shape in enumerate(sizes):
        step = i % 3 + 1
        a, b = (some(dtype, (shape[0], shape[1] * step), seed)[:, ::step] for seed in (2 * i, 2 * i + 1))
        if i % 4 == 1:  # flat and bright, one grain on it
            a, b = (np.full_like(plane, white_of(dtype)) for plane in (a, b))
            b[-1, -1] = 0
        c1, c2 = constants_of(dtype)
        found, expected = native.window_stats(a, taps, border), twin.window_stats(a, taps, border)
        spread = white_of(dtype)
        np.testing.assert_allclose(found.mean, expected.mean, rtol=1e-14, atol=1e-14 * spread)
        np.testing.assert_allclose(found.variance, expected.variance, rtol=0, atol=1e-13 * spread**2)
        scale = 1.0 if i % 2 else 1.02
        np.testing.assert_allclose(
            native.ssim_map(a, b, found, taps, border, c1, c2, scale),
            twin.ssim_map(a, b, expected, taps, border, c1, c2, scale),
            rtol=0,
            atol=1e-12,
        )
        assert native.ssim_mean(a, b, found, taps, border, c1, c2, scale) == pytest.approx(
            twin.ssim_mean(a, b, expected, taps, border, c1, c2, scale), abs=1e-12
        )


def test_statistics_of_the_one_can_be_given_to_the_other() -> None:
    native = the_native()
    a, b = some("uint8", (40, 40), 21), some("uint8", (40, 40), 22)
    of_twin, of_native = (k.window_stats(a, gaussian(), "valid") for k in (twin, native))
    expected = twin.ssim_mean(a, b, of_native, gaussian(), "valid", C1, C2)
    assert native.ssim_mean(a, b, of_twin, gaussian(), "valid", C1, C2) == pytest.approx(expected, abs=1e-12)
    assert native.ssim_mean(a, a, of_twin, gaussian(), "valid", C1, C2) == 1.0


def test_the_package_gives_the_kernels_that_are_active() -> None:
    expected: Kernels = twin if kernels.ACTIVE == "numpy" else the_native()
    assert kernels.window_stats is expected.window_stats
    assert kernels.ssim_map is expected.ssim_map
    assert kernels.ssim_mean is expected.ssim_mean


# ------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("shape", [(10, 11), (11, 10), (1, 1)])
def test_valid_without_room_for_one_window_is_refused_with_both_sizes(kernel: Kernels, shape: tuple[int, int]) -> None:
    height, width = shape
    with pytest.raises(ValueError, match=f"{width} x {height} pixels has no room for a window of 11 x 11"):
        kernel.window_stats(np.zeros(shape, np.uint8), gaussian(), "valid")


def test_planes_that_do_not_match_are_refused_with_both_named(kernel: Kernels) -> None:
    a = np.zeros((20, 20), np.uint8)
    stats = kernel.window_stats(a, gaussian(), "valid")
    with pytest.raises(ValueError, match=r"not \(20, 20\) and \(20, 21\)"):
        kernel.ssim_mean(a, np.zeros((20, 21), np.uint8), stats, gaussian(), "valid", C1, C2)
    with pytest.raises(TypeError, match="not uint8 and uint16"):
        kernel.ssim_map(a, a.astype(np.uint16), stats, gaussian(), "valid", C1, C2)
    with pytest.raises(ValueError, match=r"stats_a has shape \(10, 10\), but .* give \(20, 20\)"):
        kernel.ssim_mean(a, a, stats, gaussian(), "reflect", C1, C2)


@pytest.mark.parametrize("shape", [(20,), (20, 20, 3), (0, 20)])
def test_what_is_no_plane_is_refused(kernel: Kernels, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="2 axes and at least one pixel"):
        kernel.window_stats(np.zeros(shape, np.uint8), gaussian(), "reflect")


@pytest.mark.parametrize("dtype", ["bool", "int16", "float16", ">f4"])
def test_other_dtypes_are_refused(kernel: Kernels, dtype: str) -> None:
    with pytest.raises(TypeError, match="uint8, uint16, float32 or float64"):
        kernel.window_stats(np.zeros((20, 20), dtype), gaussian(), "valid")


@pytest.mark.parametrize(
    "taps", [np.ones(3), np.ones((1, 1)), np.array([]), np.array([0.5, np.nan]), np.full(10, 0.1, np.float32)]
)
def test_taps_that_are_no_weights_are_refused(kernel: Kernels, taps: Taps) -> None:
    with pytest.raises(ValueError, match="the taps must"):
        kernel.window_stats(np.zeros((20, 20)), taps, "valid")


def test_a_border_that_does_not_exist_is_refused_with_the_two_that_do(kernel: Kernels) -> None:
    border: Any = "wrap"
    with pytest.raises(ValueError, match="no border 'wrap': use 'valid' or 'reflect'"):
        kernel.window_stats(np.zeros((20, 20)), gaussian(), border)


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
@pytest.mark.parametrize("name", ["c1", "c2", "covariance_scale"])
def test_constants_that_could_divide_by_nothing_are_refused(kernel: Kernels, name: str, value: float) -> None:
    a = np.zeros((20, 20))
    constants = {"c1": C1, "c2": C2, "covariance_scale": 1.0, name: value}
    with pytest.raises(ValueError, match=f"{name} must be a finite number above 0"):
        kernel.ssim_mean(a, a, kernel.window_stats(a, gaussian(), "valid"), gaussian(), "valid", **constants)
