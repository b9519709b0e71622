"""Luma: every rounding, and native against twin in every bit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mikurabe.kernels.luma import luma as twin
from mikurabe.records import Array
from pictures import noise


@pytest.fixture(params=["twin", "native"])
def luma(request: pytest.FixtureRequest) -> Callable[[Array], Array]:
    if request.param == "twin":
        return twin
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels.native import luma as native

    return native


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
@pytest.mark.parametrize("shape", [(1, 1, 3), (23, 7, 3), (1, 256, 3), (3, 257, 3), (700, 640, 3)], ids=str)
def test_luma_is_the_weighted_sum_rounded_once(
    luma: Callable[[Array], Array], dtype: str, shape: tuple[int, int, int]
) -> None:
    pixels = noise(shape, dtype)
    red, green, blue = (pixels[..., channel].astype(np.float64) for channel in range(3))
    expected = (299 * red + 587 * green + 114 * blue) / 1000
    if not dtype.startswith("float"):
        expected = np.floor(expected + 0.5)
    found = luma(pixels)
    assert found.dtype == dtype
    assert np.array_equal(found, expected.astype(dtype))
    assert np.array_equal(luma(pixels[::-1, ::-1]), found[::-1, ::-1])


def test_every_sum_of_8_bit_channels_is_rounded_exactly(luma: Callable[[Array], Array]) -> None:
    axis = np.arange(256, dtype=np.uint8)
    for red in range(0, 256, 5):
        pixels = np.stack(np.broadcast_arrays(np.uint8(red), axis[:, np.newaxis], axis), axis=-1)
        wide = pixels.astype(np.int64)
        expected = (299 * wide[..., 0] + 587 * wide[..., 1] + 114 * wide[..., 2] + 500) // 1000
        assert np.array_equal(luma(np.ascontiguousarray(pixels)), expected)


def test_white_stays_white_and_black_black(luma: Callable[[Array], Array]) -> None:
    for dtype, white in (("uint8", 255), ("uint16", 65535), ("float32", 1.0)):
        assert (luma(np.full((2, 3, 3), white, dtype)) == white).all()
        assert (luma(np.zeros((2, 3, 3), dtype)) == 0).all()


def test_what_has_not_three_channels_is_refused(luma: Callable[[Array], Array]) -> None:
    with pytest.raises(ValueError, match=r"\(2, 2, 4\)"):
        luma(np.zeros((2, 2, 4), np.uint8))
    with pytest.raises(TypeError, match="int32"):
        luma(np.zeros((2, 2, 3), np.int32))
