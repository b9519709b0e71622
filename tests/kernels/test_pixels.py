"""Transparency shown on white and colours of a palette: by hand, exactly rounded, and native against twin."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe.kernels as kernels
from mikurabe.kernels import pixels as twin
from pictures import noise

Array = NDArray[Any]
SHAPES = [(1, 1), (1, 7), (7, 1), (3, 5), (16, 16), (31, 33), (64, 100)]


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> ModuleType:
    if request.param == "twin":
        return twin
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


def exactly(pixels: Array) -> Array:
    """Return the pixels on white in whole numbers of 64 bits: the quotient's nearest whole number."""
    full = int(np.iinfo(pixels.dtype).max)
    wide = pixels.astype(np.int64)
    colour, alpha = wide[..., :-1], wide[..., -1:]
    shown = (2 * (colour * alpha + full * (full - alpha)) + full) // (2 * full)
    return (shown[..., 0] if pixels.shape[2] == 2 else shown).astype(pixels.dtype)


def test_half_transparent_black_is_gray_and_fully_transparent_is_white(kernel: ModuleType) -> None:
    shown, changed = kernel.over_white(np.array([[[0, 0, 0, 0], [10, 20, 30, 255], [0, 0, 0, 51]]], np.uint8))
    assert shown.tolist() == [[[255, 255, 255], [10, 20, 30], [204, 204, 204]]]
    assert changed
    shown, changed = kernel.over_white(np.array([[[9, 65535], [0, 13107]]], np.uint16))
    assert shown.tolist() == [[9, 52428]]
    assert changed


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("channels", [2, 4])
def test_opaque_pixels_come_back_as_they_were(kernel: ModuleType, dtype: str, channels: int) -> None:
    for shape in SHAPES:
        pixels = noise((*shape, channels), dtype)
        pixels[..., -1] = np.iinfo(dtype).max
        shown, changed = kernel.over_white(pixels)
        assert np.array_equal(shown, pixels[..., 0] if channels == 2 else pixels[..., :3])
        assert shown.flags.c_contiguous
        assert not changed
        pixels[-1, -1, -1] -= 1
        assert kernel.over_white(pixels)[1]


def test_all_65536_pairs_of_8_bits_are_exactly_rounded(kernel: ModuleType) -> None:
    pairs = np.stack(np.meshgrid(np.arange(256), np.arange(256)), axis=-1).astype(np.uint8)
    assert np.array_equal(kernel.over_white(pairs)[0], exactly(pairs))
    four = np.concatenate([pairs[..., :1], 255 - pairs[..., :1], pairs], axis=-1)
    assert np.array_equal(kernel.over_white(four)[0], exactly(four))


def test_16_bits_are_exactly_rounded_at_every_change_of_the_quotient(kernel: ModuleType) -> None:
    # On black the value is 65535 - alpha; with colour 65534 and 1 the sums lie beside every half.
    alpha = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    for colour in (0, 1, 2, 255, 256, 32766, 32767, 32768, 65534, 65535):
        pixels = np.stack([np.full_like(alpha, colour), alpha], axis=-1)
        assert np.array_equal(kernel.over_white(pixels)[0], exactly(pixels)), colour
    pixels = noise((700, 500, 4), "uint16")
    assert np.array_equal(kernel.over_white(pixels)[0], exactly(pixels))


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("channels", [2, 4])
def test_native_and_twin_agree_whatever_the_strides(dtype: str, channels: int) -> None:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    for shape in SHAPES:
        pixels = noise((shape[0] * 2, shape[1] * 2, channels), dtype)
        pixels[: shape[0], :, -1] = np.iinfo(dtype).max  # whole rows opaque, others not
        for view in (pixels, pixels[::2, ::2], pixels[::-1, ::-1], pixels.swapaxes(0, 1), pixels[..., ::-1]):
            ours, expected = native.over_white(view), twin.over_white(view)
            assert np.array_equal(ours[0], expected[0])
            assert ours[1] == expected[1]
            assert ours[0].dtype == expected[0].dtype == np.dtype(dtype)


def test_other_types_and_shapes_have_no_alpha_here(kernel: ModuleType) -> None:
    with pytest.raises(TypeError, match="uint8 or uint16 here, not float32"):
        kernel.over_white(np.zeros((2, 2, 4), np.float32))
    for shape in ((2, 2), (2, 2, 3), (2, 2, 5), (0, 2, 4)):
        with pytest.raises(ValueError, match="not \\("):
            kernel.over_white(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("colours", [1, 2, 255, 256])
def test_every_index_has_its_colour(kernel: ModuleType, colours: int) -> None:
    palette = noise((colours, 3), seed=colours)
    for shape in SHAPES:
        indices = (noise(shape).astype(int) % colours).astype(np.uint8)
        assert np.array_equal(kernel.coloured(indices, palette), palette[indices])
    assert kernel.coloured(np.zeros((0, 4), np.uint8), palette).shape == (0, 4, 3)


def test_an_index_without_a_colour_and_what_is_no_palette_are_refused(kernel: ModuleType) -> None:
    indices = np.array([[0, 2]], np.uint8)
    with pytest.raises(ValueError, match="an index 2, and the palette has 2 colours"):
        kernel.coloured(indices, np.zeros((2, 3), np.uint8))
    for wrong in (np.zeros((0, 3), np.uint8), np.zeros((257, 3), np.uint8), np.zeros((4, 4), np.uint8)):
        with pytest.raises(ValueError, match="a palette"):
            kernel.coloured(indices, wrong)
    with pytest.raises(TypeError, match="uint8"):
        kernel.coloured(indices.astype(np.int64), np.zeros((3, 3), np.uint8))
    with pytest.raises(ValueError, match="C-contiguous"):
        kernel.coloured(np.zeros((4, 4), np.uint8)[:, ::2], np.zeros((3, 3), np.uint8))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64", "bool"])
@pytest.mark.parametrize("channels", [None, 1, 2, 3, 4])
def test_rows_laid_anew_hold_the_same_pixels(kernel: ModuleType, dtype: str, channels: int | None) -> None:
    for shape in [*SHAPES, (0, 5), (33, 65), (100, 32)]:
        whole = noise((2 * shape[0], 2 * shape[1], *([channels] if channels else [])), "uint16").astype(dtype)
        pixels = np.ascontiguousarray(whole[: shape[0], : shape[1]])
        views = [pixels, pixels.swapaxes(0, 1), pixels[::-1], pixels[:, ::-1].swapaxes(0, 1), whole[1::2, ::2]]
        views += [pixels[..., ::-1], whole.swapaxes(0, 1)[::-2], np.broadcast_to(pixels[:1], pixels.shape)]
        for view in views:
            laid = kernel.contiguous(view)
            assert laid.flags.c_contiguous
            assert laid.dtype == view.dtype
            assert np.array_equal(laid, view)
        assert kernel.contiguous(pixels) is pixels


def test_pixels_that_are_not_aligned_are_laid_anew_too(kernel: ModuleType) -> None:
    packed = np.zeros((5, 7), np.dtype([("flag", "u1"), ("value", "u2")]))
    packed["value"] = noise((5, 7), "uint16")
    assert np.array_equal(kernel.contiguous(packed["value"].T), packed["value"].T)
    with pytest.raises(ValueError, match="not \\(3,\\)"):
        kernel.contiguous(np.zeros(3, np.uint8))


def test_the_package_gives_the_kernels_that_are_active() -> None:
    if kernels.ACTIVE == "numpy":
        expected: ModuleType = twin
    else:
        from mikurabe.kernels import native

        expected = native
    for name in ("coloured", "contiguous", "over_white"):
        assert getattr(kernels, name) is getattr(expected, name)
