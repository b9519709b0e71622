"""The information that arrives through a window: by definition, and native against twin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import information as twin
from mikurabe.kernels import window_stats
from pictures import noise

Array = NDArray[Any]
DTYPES = ("uint8", "uint16", "float32", "float64")
NOISE, FLAT = 2.0, 1e-10


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def gaussian(n: int) -> NDArray[np.float64]:
    weights = np.exp(-((np.arange(n) - n // 2) ** 2) / (2 * (n / 5) ** 2))
    return np.asarray(weights / weights.sum())


def scale_of(dtype: str) -> float:
    return {"uint8": 1.0, "uint16": 255 / 65535}.get(dtype, 255.0)


def arrived(kernel: Any, a: Array, b: Array, taps: NDArray[np.float64], scale: float = 1.0) -> float:
    stats = window_stats(a.astype(np.float64) * scale, taps, "valid")
    return float(kernel.information_arrived(a, b, scale, stats, taps, NOISE, FLAT))


def by_definition(a: Array, b: Array, taps: NDArray[np.float64], scale: float) -> float:
    """Return the sum over all windows from centred values and their covariance."""
    n = len(taps)
    weights = np.outer(taps, taps)
    bits = []
    for y, x in np.ndindex(a.shape[0] - n + 1, a.shape[1] - n + 1):
        p, q = (plane[y : y + n, x : x + n].astype(np.longdouble) * scale for plane in (a, b))
        p, q = p - (weights * p).sum(), q - (weights * q).sum()
        spread_a, spread_b, together = ((weights * u * v).sum() for u, v in ((p, p), (q, q), (p, q)))
        gain = together / (spread_a + FLAT)
        if min(spread_a, spread_b) >= FLAT and gain > 0:
            rest = max(spread_b - gain * together, FLAT)
            bits.append(float(np.log2(1 + gain**2 * spread_a / (rest + NOISE))))
    return math.fsum(bits)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("taps", [gaussian(n) for n in (1, 3, 5, 7, 9, 17)], ids=len)
def test_it_is_the_sum_over_all_windows(kernel: Any, dtype: str, taps: NDArray[np.float64]) -> None:
    scale = scale_of(dtype)
    a = noise((20, 23), dtype, seed=1)
    b = (a // 2 + noise((20, 23), dtype, seed=2) // 3 if dtype.startswith("u") else a / 2 + a.T.T[::-1] / 3).astype(
        dtype
    )
    assert arrived(kernel, a, b, taps, scale) == pytest.approx(by_definition(a, b, taps, scale), rel=1e-11, abs=1e-9)


def test_flat_windows_and_negatives_let_nothing_arrive(kernel: Any) -> None:
    a = noise((24, 30), "uint8")
    flat = np.full_like(a, 200)
    for first, second in ((a, flat), (flat, a), (a, 255 - a)):
        assert arrived(kernel, first, second, gaussian(5)) == 0


def test_more_than_a_double_can_multiply_is_still_summed(kernel: Any) -> None:
    # Where b is a multiple of a, what else it shows is rounding or nothing, and a place gives up to 400 bits.
    a = noise((40, 300), "float64") * 1e60
    assert 1e5 < arrived(kernel, a, a * 2, gaussian(3)) < 400 * a.size


def test_a_nan_ends_up_in_the_sum_and_warns_nobody(kernel: Any) -> None:
    a, b = noise((20, 20), "float64", seed=1) * 255, noise((20, 20), "float64", seed=2) * 255
    b[9, 9] = np.nan
    assert math.isnan(arrived(kernel, a, b, gaussian(3)))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [3, 9, 11, 17])
def test_native_and_twin_agree_whatever_the_size_and_the_layout(dtype: str, n: int) -> None:
    native, taps, scale = the_native(), gaussian(n), scale_of(dtype)
    for i, (height, width) in enumerate([(0, 0), (0, 70), (1, 3), (47, 127), (48, 128), (49, 130), (100, 2)]):
        shape = height + n, width + n
        a, b = noise(shape, dtype, seed=2 * i), noise(shape, dtype, seed=2 * i + 1)
        b = (a // 2 + b // 2 if dtype.startswith("u") else (a + b) / 2).astype(dtype)
        if i % 3 == 1:  # flat and bright, one grain on it
            a, b = np.full_like(a, a.max()), np.full_like(a, a.max())
            a[n // 2, n // 2] = b[n // 2, n // 2] = 0
        expected = arrived(twin, a, b, taps, scale)
        backwards = np.ascontiguousarray(a[::-1, ::-1])[::-1, ::-1]
        for first, second in ((a, b), (np.asfortranarray(a), b), (backwards, np.repeat(b, 2, axis=1)[:, ::2])):
            assert arrived(native, first, second, taps, scale) == pytest.approx(expected, rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [3, 5, 17])
def test_a_drawing_is_summed_where_it_is_drawn(dtype: str, n: int) -> None:
    # Rows of windows that see nothing of it are left out, one by one, by tiles, and in groups of four.
    a, scale = np.full((170, 300), noise((9, 9), dtype).max()), scale_of(dtype)
    for y, x in ((50, 20), (51, 21), (57, 200), (99, 140), (169, 299)):
        a[y, x] = 0
    b = a.copy()
    b[100:103, 100:180] = 0
    expected = arrived(twin, a, b, gaussian(n), scale)
    assert expected > 1
    assert arrived(the_native(), a, b, gaussian(n), scale) == pytest.approx(expected, rel=1e-11)


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    plane, taps = noise((20, 20)), gaussian(3)
    stats = window_stats(plane, taps, "valid")
    for arguments, message in (
        ((plane, plane[1:], 1.0, stats, taps, NOISE, FLAT), "one shape"),
        ((plane, plane, 1.0, stats, gaussian(5), NOISE, FLAT), "stats_a has shape"),
        ((plane, plane, 1.0, stats, np.array([0.2, 0.3, 0.5]), NOISE, FLAT), "forwards and backwards"),
        ((plane, plane, 1.0, stats, gaussian(19), NOISE, FLAT), "up to 17"),
        ((plane, plane, 1.0, stats, taps, 0.0, FLAT), "noise"),
    ):
        with pytest.raises(ValueError, match=message):
            kernel.information_arrived(*arguments)
    with pytest.raises(TypeError, match="one dtype"):
        kernel.information_arrived(plane, plane.astype(float), 1.0, stats, taps, NOISE, FLAT)
