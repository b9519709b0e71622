"""Linear light and CIE Lab: by hand, native against twin in every bit, and how far from double precision."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pictures import noise

twin = importlib.import_module("mikurabe.kernels.light")

Array = NDArray[Any]
WHITES = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0, "float64": 1.0}
SHAPES = [(1, 1), (1, 7), (9, 1), (2, 3), (5, 4), (13, 40), (1, 1100), (37, 33), (3, 521)]
# How much red and blue make X, Y and Z of the white point; the rest is green.
RED, BLUE = np.array([0.4338769, 0.2126, 0.017722681]), np.array([0.18990006, 0.0722, 0.8728191])


def the_native() -> ModuleType:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    return importlib.import_module("mikurabe.kernels.native.colour")


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> ModuleType:
    return twin if request.param == "twin" else the_native()


def some(shape: tuple[int, ...], dtype: str, seed: int = 5) -> Array:
    """Return random pixels; of floats some lie beyond black and white."""
    pixels = noise(shape, dtype, seed)
    return pixels if pixels.dtype.kind == "u" else (pixels * 1.2 - 0.1).astype(dtype)


def kinds(dtype: str, side: int = 150) -> dict[str, Array]:
    """Return pictures of many colours: all of them, dark, bright and gray ones, and those with a channel at an end."""
    pixels, white = some((side, side, 3), dtype), WHITES[dtype]
    ends = pixels.copy()
    ends[: side // 2, :, 0], ends[side // 2 :, :, 2], ends[::2, :, 1] = 0, white, 0
    return {
        "all": pixels,
        "dark": (pixels.astype(np.float64) / 20).astype(dtype),
        "bright": (white - pixels.astype(np.float64) / 20).astype(dtype),
        "gray": np.repeat(pixels[..., :1], 3, axis=2),
        "vivid": ends,
    }


def exact_light(pixels: Array, white: float) -> Array:
    levels = np.clip(pixels.astype(np.float64) / white, 0, 1)
    return np.asarray(np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4))


def exact_lab(pixels: Array, white: float) -> Array:
    """Return Lab in double precision, (3, H, W)."""
    shares = exact_light(pixels, white) @ np.stack([RED, 1 - RED - BLUE, BLUE])
    roots = np.where(shares > (6 / 29) ** 3, np.cbrt(shares), shares * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = np.moveaxis(roots, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("colour", [True, False], ids=["colour", "gray"])
def test_native_and_twin_agree_in_every_bit_whatever_the_size_and_the_layout(dtype: str, colour: bool) -> None:
    native = the_native()
    for seed, shape in enumerate(SHAPES):
        pixels = some((*shape, 3) if colour else shape, dtype, seed)
        layouts = [pixels, np.asfortranarray(pixels), pixels[::-1, ::-1], pixels.swapaxes(0, 1), pixels[::2, ::3]]
        if colour:
            layouts += [pixels[..., ::-1], np.moveaxis(np.ascontiguousarray(np.moveaxis(pixels, -1, 0)), 0, -1)]
        for layout in layouts:
            found = native.lab(layout, WHITES[dtype])
            assert (found.shape, found.dtype) == ((3 if colour else 1, *layout.shape[:2]), np.float32)
            assert np.array_equal(found, twin.lab(layout, WHITES[dtype]))
            assert np.array_equal(found, twin.lab(layout.copy(), WHITES[dtype]))


@pytest.mark.parametrize("dtype", ["uint16", "float32", "float64"])
def test_pixels_between_the_machines_words_are_read_too(kernel: ModuleType, dtype: str) -> None:
    pixels = some((6, 7, 3), dtype)
    unaligned = np.frombuffer(b"\0" + pixels.tobytes(), dtype, offset=1).reshape(pixels.shape)
    assert np.array_equal(kernel.lab(unaligned, WHITES[dtype]), kernel.lab(pixels, WHITES[dtype]))


@pytest.mark.parametrize("white", [100.0, 255.0, 4095.0, 0.5])
@pytest.mark.parametrize("dtype", WHITES)
def test_native_and_twin_agree_whatever_full_white_is(dtype: str, white: float) -> None:
    for kind in kinds(dtype, 40).values():
        assert np.array_equal(the_native().lab(kind, white), twin.lab(kind, white))


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_the_light_of_whole_levels_is_rounded_once(dtype: str) -> None:
    levels = np.arange(int(WHITES[dtype]) + 1).astype(dtype)[np.newaxis]
    found, exact = twin.linear_light(levels, WHITES[dtype]), exact_light(levels, WHITES[dtype])
    assert (found.dtype, found[0, 0], found[0, -1]) == (np.float32, 0, 1)
    assert (np.abs(found - exact) <= 0.5000001 * np.spacing(exact.astype(np.float32))).all()
    assert (np.diff(found) > 0).all()


def relative_error_of_light(dtype: str) -> float:
    levels = np.linspace(0, 1, 200_001)[np.newaxis, 1:].astype(dtype)
    return float(np.abs(twin.linear_light(levels, 1.0) / exact_light(levels, 1.0) - 1).max())


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_light_of_floats_is_within_1_1e_6(dtype: str) -> None:
    assert relative_error_of_light(dtype) < 1.1e-6
    assert twin.linear_light(np.array([[-1.0, 0, 1, 7]], dtype), 1.0).tolist() == [[0, 0, 1, 1]]


@pytest.mark.parametrize("dtype", WHITES)
def test_planes_of_light_are_those_of_the_channels(dtype: str) -> None:
    pixels = some((5, 4, 3), dtype)
    light = twin.linear_light(pixels, WHITES[dtype])
    assert light.shape == (3, 5, 4)
    for channel in range(3):
        assert np.array_equal(light[channel], twin.linear_light(pixels[..., channel], WHITES[dtype]))


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("kind", ["all", "dark", "bright", "gray", "vivid"])
def test_lab_keeps_the_stated_bounds(kernel: ModuleType, dtype: str, kind: str) -> None:
    pixels = kinds(dtype)[kind]
    error = np.abs(kernel.lab(pixels, WHITES[dtype]) - exact_lab(pixels, WHITES[dtype])).max(axis=(1, 2))
    assert (error < (5e-5, 2e-4, 2e-4)).all(), error


@pytest.mark.parametrize("dtype", WHITES)
def test_grays_are_exactly_neutral_and_as_light_as_gray_pictures(kernel: ModuleType, dtype: str) -> None:
    gray = some((40, 50), dtype)
    in_colour = kernel.lab(np.repeat(gray[..., np.newaxis], 3, axis=2), WHITES[dtype])
    assert (in_colour[1:] == 0).all()
    assert np.array_equal(in_colour[:1], kernel.lab(gray, WHITES[dtype]))


@pytest.mark.parametrize("dtype", WHITES)
def test_black_is_0_and_white_is_100(kernel: ModuleType, dtype: str) -> None:
    for shape in ((1, 2), (1, 2, 3)):
        ends = np.zeros(shape, dtype)
        ends[:, 1] = WHITES[dtype]
        found = kernel.lab(ends, WHITES[dtype])
        assert found[0].tolist() == [[0, 100]]
        assert (found[1:] == 0).all()


@pytest.mark.parametrize("dtype", WHITES)
def test_levels_beyond_black_and_white_are_black_and_white(kernel: ModuleType, dtype: str) -> None:
    pixels = some((20, 20, 3), dtype)
    white = WHITES[dtype] * 0.5
    within = np.clip(pixels.astype(np.float64), 0, white if pixels.dtype.kind == "f" else int(white)).astype(dtype)
    beyond = pixels.astype(np.float64) > white
    found, expected = kernel.lab(pixels, white), kernel.lab(within, white)
    untouched = ~beyond.any(axis=2)
    assert np.array_equal(found[:, untouched], expected[:, untouched])
    assert np.array_equal(found[0, beyond.all(axis=2)], np.full(beyond.all(axis=2).sum(), 100, np.float32))


def test_pixels_are_left_untouched_and_may_be_read_only(kernel: ModuleType) -> None:
    pixels = some((9, 9, 3), "float32")
    before = pixels.copy()
    pixels.flags.writeable = False
    kernel.lab(pixels, 1.0)
    assert np.array_equal(pixels, before)


def test_what_are_no_pixels_is_refused(kernel: ModuleType) -> None:
    for dtype in ("int64", "float16", "bool", "int8"):
        with pytest.raises(TypeError, match=f"not {dtype}"):
            kernel.lab(np.zeros((4, 4), dtype), 1.0)
    for shape in ((4,), (4, 4, 2), (4, 4, 4), (0, 4), (4, 0, 3), (1, 4, 4, 3)):
        with pytest.raises(ValueError, match="at least one pixel"):
            kernel.lab(np.zeros(shape, np.uint8), 255.0)
    for white in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="full white must be a finite number above 0"):
            kernel.lab(np.zeros((4, 4), np.uint8), white)
