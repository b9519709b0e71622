"""Changed pixels: by hand, and native against twin in every pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import changes as twin
from pictures import noise

WHITE = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0, "float64": 1.0}
DTYPES = pytest.mark.parametrize("dtype", sorted(WHITE))
SHAPES = ((1, 1), (1, 7), (8, 1), (2, 2), (3, 5), (20, 63), (21, 64), (19, 65), (40, 131))


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def drawn(shape: tuple[int, int], right: float) -> NDArray[np.float64]:
    """A slanted soft edge, white on black, with a few gray dots: flat places, and anti-aliasing between them."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    plane = np.clip(x - shape[1] / 2 + y * 0.3 - right, 0, 1)
    rng = np.random.default_rng(3)
    plane[rng.integers(0, shape[0], 5), rng.integers(0, shape[1], 5)] = 0.4 + right / 4
    return plane


def as_dtype(plane: NDArray[np.float64], dtype: str, channels: int) -> NDArray[Any]:
    levels = plane * WHITE[dtype]
    levels = (np.rint(levels) if dtype.startswith("u") else levels).astype(dtype)
    return levels if channels == 1 else np.stack([levels, levels[::-1], levels[:, ::-1]], axis=2)


def pairs(shape: tuple[int, int], dtype: str, channels: int) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    full = shape if channels == 1 else (*shape, 3)
    few = [noise(full, "uint8", seed=seed) % 2 * 0.7 for seed in (1, 2)]
    return [
        (as_dtype(drawn(shape, 0), dtype, channels), as_dtype(drawn(shape, 0.5), dtype, channels)),
        (noise(full, dtype, seed=1), noise(full, dtype, seed=2)),
        ((few[0] * WHITE[dtype]).astype(dtype), (few[1] * WHITE[dtype]).astype(dtype)),
    ]


def test_what_only_antialiasing_changed_is_left_out(kernel: Any) -> None:
    edge = np.zeros((9, 9), np.uint8)
    edge[:, 5:] = 255
    first, second = edge.copy(), edge.copy()
    first[4, 4], second[4, 4] = 90, 180
    assert not kernel.changed(first, second, 255.0, 0.1, True).any()
    assert np.argwhere(kernel.changed(first, second, 255.0, 0.1, False)).tolist() == [[4, 4]]
    assert kernel.changed(first, second, 255.0, 0.1, False).dtype == np.bool_


def test_the_limit_is_a_part_of_the_largest_difference(kernel: Any) -> None:
    # Grays d levels apart: 0.5053 d² > 35215 t². With t = 0.1 that is d > 26.4.
    flat = np.full((3, 70, 3), 100, np.uint8)
    assert not kernel.changed(flat, flat + 26, 255.0, 0.1, True).any()
    assert kernel.changed(flat, flat + 27, 255.0, 0.1, True).all()


@DTYPES
@pytest.mark.parametrize("channels", [1, 3])
def test_native_and_twin_agree_in_every_pixel(dtype: str, channels: int) -> None:
    native = the_native()
    left_out = 0
    for shape in SHAPES:
        for first, second in pairs(shape, dtype, channels):
            for threshold in (0.0, 0.1, 0.5):
                for antialias in (True, False):
                    expected = twin.changed(first, second, WHITE[dtype], threshold, antialias)
                    found = native.changed(first, second, WHITE[dtype], threshold, antialias)
                    assert np.array_equal(found, expected)
                    left_out += int(expected.sum()) * (1 if not antialias else -1)
    assert left_out > 100


@DTYPES
def test_it_does_not_matter_how_pixels_lie(kernel: Any, dtype: str) -> None:
    first, second = pairs((30, 44), dtype, 3)[0]
    expected = kernel.changed(first, second, WHITE[dtype], 0.1, True)
    for layout in (np.asfortranarray, lambda x: np.repeat(x, 2, axis=1)[:, ::2], lambda x: x[::-1].copy()[::-1]):
        assert np.array_equal(kernel.changed(layout(first), layout(second), WHITE[dtype], 0.1, True), expected)


def test_what_are_no_pictures_of_one_kind_is_refused(kernel: Any) -> None:
    plane = np.zeros((4, 4), np.uint8)
    with pytest.raises(TypeError, match="one dtype"):
        kernel.changed(plane, plane.astype(np.uint16), 255.0, 0.1, True)
    for other in (np.zeros((4, 5), np.uint8), np.zeros((4, 4, 3), np.uint8)):
        with pytest.raises(ValueError, match="one shape"):
            kernel.changed(plane, other, 255.0, 0.1, True)
    with pytest.raises(ValueError, match="one shape"):
        kernel.changed(np.zeros((4, 4, 2), np.uint8), np.zeros((4, 4, 2), np.uint8), 255.0, 0.1, True)
