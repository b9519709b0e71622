"""Planes of half the size: by definition, and native against twin in every bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mikurabe.kernels import halves as twin
from pictures import noise

DTYPES = ("uint8", "uint16", "float32", "float64")
TAPS = np.array([1, 3, 5, 3, 1]) / 13


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def test_each_pixel_is_the_mean_of_four_and_an_odd_last_one_counts_twice(kernel: Any) -> None:
    plane = np.array([[1, 2, 30], [3, 5, 50], [100, 104, 255]], np.uint8)
    assert kernel.halved(plane).tolist() == [[11 / 4, 40], [102, 255]]


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_second_place_of_a_blurred_plane(kernel: Any, dtype: str) -> None:
    plane = noise((12, 9), dtype)
    windows = np.lib.stride_tricks.sliding_window_view(plane.astype(np.float64) * 0.5, (5, 5))
    expected = np.einsum("yxij,i,j->yx", windows, TAPS, TAPS)[::2, ::2]
    np.testing.assert_allclose(kernel.half_blurred(plane, 0.5, TAPS), expected, rtol=1e-13)


@pytest.mark.parametrize("dtype", DTYPES)
def test_native_and_twin_agree_in_every_bit(dtype: str) -> None:
    native = the_native()
    for shape in [(1, 1), (1, 8), (7, 1), (2, 2), (5, 5), (6, 9), (33, 130), (64, 70)]:
        plane = noise(shape, dtype, seed=sum(shape))
        for layout in (plane, np.asfortranarray(plane), np.repeat(plane, 2, axis=1)[::-1, ::-2]):
            assert np.array_equal(native.halved(layout), twin.halved(layout))
            if dtype in ("uint8", "float32"):
                single = native.halved(layout, single=True)
                assert single.dtype == np.float32
                assert np.array_equal(single, twin.halved(layout, single=True))
            if min(shape) >= len(TAPS):
                expected = twin.half_blurred(layout, 255 / 65535, TAPS)
                assert np.array_equal(native.half_blurred(layout, 255 / 65535, TAPS), expected)


def test_single_precision_loses_nothing_of_bytes(kernel: Any) -> None:
    first = second = noise((255, 130), "uint8")
    for _ in range(8):
        first, second = kernel.halved(first), kernel.halved(second, single=True)
        assert np.array_equal(first, second)
    with pytest.raises(TypeError, match="uint8 or float32 to be halved in single precision, not uint16"):
        kernel.halved(noise((4, 4), "uint16"), single=True)


def test_a_nan_stays_where_it_is_seen(kernel: Any) -> None:
    plane = noise((8, 8), "float64")
    plane[3, 4] = np.nan
    assert np.argwhere(np.isnan(kernel.halved(plane))).tolist() == [[1, 2]]
    assert np.isnan(kernel.half_blurred(plane, 1.0, TAPS)).tolist() == [[True, True], [True, True]]


def test_what_is_no_plane_is_refused(kernel: Any) -> None:
    with pytest.raises(TypeError, match="not int64"):
        kernel.halved(np.zeros((4, 4), np.int64))
    with pytest.raises(ValueError, match="2 axes"):
        kernel.halved(np.zeros(4))
    with pytest.raises(ValueError, match="no room"):
        kernel.half_blurred(np.zeros((4, 9)), 1.0, TAPS)
    with pytest.raises(ValueError, match="sum to 1"):
        kernel.half_blurred(np.zeros((9, 9)), 1.0, TAPS * 2)
