"""A smoothed plane: by SciPy's Gaussian, within the bound it states, and native against twin in every bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import correlate1d

from mikurabe.kernels import smoothing as twin
from pictures import noise

DTYPES = ("uint8", "uint16", "float32", "float64")
SHAPES = ((1, 1), (1, 9), (7, 1), (2, 3), (25, 26), (33, 130), (64, 70))


def gaussian(radius: int) -> NDArray[np.float64]:
    sigma = max(radius, 1) / 4
    taps = np.exp(-(np.arange(-radius, radius + 1) ** 2) / (2 * sigma**2))
    return taps / taps.sum()


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def in_double(plane: NDArray[Any], taps: NDArray[np.float64]) -> NDArray[np.float64]:
    for axis in (0, 1):
        plane = correlate1d(plane.astype(np.float64), taps, axis=axis, mode="reflect")
    return plane


def dots(shape: tuple[int, int]) -> NDArray[np.uint8]:
    plane = np.zeros(shape, np.uint8)
    rng = np.random.default_rng(5)
    plane[rng.integers(0, shape[0], 9), rng.integers(0, shape[1], 9)] = 200
    return plane


def test_three_taps_by_hand(kernel: Any) -> None:
    taps = [0.25, 0.5, 0.25]
    assert kernel.smoothed(np.array([[16, 0, 0, 32]], np.uint8), 1.0, taps).tolist() == [[12, 4, 8, 24]]
    assert kernel.smoothed(np.array([[16], [0], [0]], np.uint8), 0.5, taps).tolist() == [[6], [2], [0]]


@pytest.mark.parametrize("radius", [0, 1, 5, 12, 100, 1000])
def test_it_stays_within_the_bound_of_the_double_sum(kernel: Any, radius: int) -> None:
    bound = 2 * (radius + 5) * 2.0**-24
    for plane in (noise((70, 90)), np.full((40, 50), 255, np.uint8), np.full((40, 50), 254), dots((90, 200))):
        plane = plane.astype(np.uint8)
        found = kernel.smoothed(plane, 1 / 255, gaussian(radius))
        expected = in_double(plane / 255, gaussian(radius))
        apart = np.abs(found - expected)
        assert (apart <= bound * expected + 1e-30).all()
        assert (apart <= 3e-7 * expected + 1e-30).all() or radius > 12
        assert (apart <= 2e-6 * expected + 1e-30).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_native_and_twin_agree_in_every_bit(dtype: str) -> None:
    native = the_native()
    for shape in SHAPES:
        plane = noise(shape, dtype, seed=sum(shape))
        for layout in (plane, np.asfortranarray(plane), np.repeat(plane, 2, axis=1)[::-1, ::-2]):
            for radius in (0, 1, 3, 12, 40):
                expected = twin.smoothed(layout, 1 / 255, gaussian(radius))
                assert np.array_equal(native.smoothed(layout, 1 / 255, gaussian(radius)), expected)


@pytest.mark.parametrize("radius", [1, 3, 12, 300])
def test_what_is_blank_is_skipped_without_a_trace(radius: int) -> None:
    # Wider than a strip, so that dots lie on both sides of its edge; and so sparse that most cells are blank.
    native = the_native()
    for shape in ((70, 9000), (2500, 70), (300, 300)):
        plane = dots(shape)
        plane[min(shape) // 2, 4090 % shape[1]] = 9
        found = native.smoothed(plane, 1.0, gaussian(radius))
        assert np.array_equal(found, twin.smoothed(plane, 1.0, gaussian(radius)))
        assert ((found == 0) == (in_double(plane, gaussian(radius)) == 0)).all()


def test_16_bits_are_the_same_ink_as_8(kernel: Any) -> None:
    plane = noise((30, 40))
    wide = kernel.smoothed(plane.astype(np.uint16) * 257, 1 / 65535, gaussian(12))
    np.testing.assert_allclose(wide, kernel.smoothed(plane, 1 / 255, gaussian(12)), rtol=3e-7)


def test_a_nan_stays_where_it_is_seen(kernel: Any) -> None:
    plane = np.zeros((40, 80))
    plane[20, 30] = np.nan
    rows, columns = np.nonzero(np.isnan(kernel.smoothed(plane, 1.0, gaussian(3))))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (17, 23, 27, 33)
    assert rows.size == 49


def test_what_is_no_plane_is_refused(kernel: Any) -> None:
    with pytest.raises(TypeError, match="not int64"):
        kernel.smoothed(np.zeros((4, 4), np.int64), 1.0, [1.0])
    with pytest.raises(ValueError, match="2 axes"):
        kernel.smoothed(np.zeros(4), 1.0, [1.0])
    with pytest.raises(ValueError, match="at least one pixel"):
        kernel.smoothed(np.zeros((0, 4)), 1.0, [1.0])
    with pytest.raises(ValueError, match="odd number"):
        kernel.smoothed(np.zeros((4, 4)), 1.0, [0.5, 0.5])
