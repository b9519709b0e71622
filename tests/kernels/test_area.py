"""Area averaging: by hand, by exact fractions, and native against twin."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from mikurabe.kernels.area import shrunk as twin
from mikurabe.records import Array
from pictures import noise

Shrunk = Callable[[Array, int, int], Array]


@pytest.fixture(params=["twin", "native"])
def shrunk(request: pytest.FixtureRequest) -> Shrunk:
    return twin if request.param == "twin" else the_native()


def the_native() -> Shrunk:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels.native import shrunk as native

    return native


def test_two_by_two_boxes_round_halves_up(shrunk: Shrunk) -> None:
    pixels = np.array([[0, 1, 10, 20], [0, 1, 30, 40]], np.uint8)
    assert shrunk(pixels, 1, 2).tolist() == [[1, 25]]


def test_three_pixels_on_two_share_the_middle_one(shrunk: Shrunk) -> None:
    # (2 * 30 + 1 * 60) / 3 = 40, (1 * 60 + 2 * 90) / 3 = 80
    assert shrunk(np.array([[30, 60, 90]], np.uint8), 1, 2).tolist() == [[40, 80]]


def overlap(part: int, length: int, count: int, pixel: int) -> Fraction:
    low, high = Fraction(part * length, count), Fraction((part + 1) * length, count)
    return max(Fraction(0), min(high, Fraction(pixel + 1)) - max(low, Fraction(pixel)))


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize(("size", "to"), [((7, 5), (3, 2)), ((5, 9), (5, 4)), ((11, 1), (4, 1)), ((6, 6), (6, 6))])
def test_every_mean_is_the_exact_fraction_rounded(
    shrunk: Shrunk, dtype: str, size: tuple[int, int], to: tuple[int, int]
) -> None:
    pixels = noise(size, dtype)
    found = shrunk(pixels, *to)
    for y in range(to[0]):
        for x in range(to[1]):
            total = sum(
                overlap(y, size[0], to[0], i) * overlap(x, size[1], to[1], j) * int(pixels[i, j])
                for i in range(size[0])
                for j in range(size[1])
            )
            mean = total / (Fraction(size[0], to[0]) * Fraction(size[1], to[1]))
            assert found[y, x] == (mean + Fraction(1, 2)).__floor__()


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize(
    ("size", "to"),
    [((1, 1), (1, 1)), ((40, 300), (16, 128)), ((129, 64), (128, 64)), ((700, 3), (128, 1)), ((3, 900), (3, 128))],
    ids=str,
)
@pytest.mark.parametrize("channels", [(), (3,)])
def test_native_and_twin_agree(
    dtype: str, size: tuple[int, int], to: tuple[int, int], channels: tuple[int, ...]
) -> None:
    pixels = noise((*size, *channels), dtype)
    assert np.array_equal(the_native()(pixels, *to), twin(pixels, *to))
    assert np.array_equal(the_native()(pixels[::-1], *to), twin(pixels[::-1].copy(), *to))


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_white_of_many_rows_does_not_overflow(dtype: str) -> None:
    white = np.iinfo(dtype).max
    for tall in (600, 70_000, 200_000):
        assert (the_native()(np.full((tall, 3), white, dtype), 1, 2) == white).all()


def test_what_cannot_be_shrunk_is_refused(shrunk: Shrunk) -> None:
    with pytest.raises(TypeError, match="float32"):
        shrunk(np.zeros((4, 4), np.float32), 2, 2)
    with pytest.raises(ValueError, match="4 x 4 pixels cannot be shrunk to 5 x 2"):
        shrunk(np.zeros((4, 4), np.uint8), 5, 2)
    with pytest.raises(ValueError, match=r"\(4, 4, 2\)"):
        shrunk(np.zeros((4, 4, 2), np.uint8), 2, 2)
