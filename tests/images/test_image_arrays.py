"""Arrays and lists from Python -> Image."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from mikurabe.errors import UsageError
from mikurabe.images import decode, from_array
from mikurabe.records import Array, Found


def found(pixels: Array) -> Found:
    return Found(name="x", path=None, read=lambda: pixels)


def test_an_array_from_a_source_is_hashed_over_type_shape_and_bytes() -> None:
    one = decode(found(np.arange(6, dtype=np.uint8).reshape(2, 3)))
    other = decode(found(np.arange(6, dtype=np.uint8).reshape(3, 2)))
    wide = decode(found(np.arange(6, dtype=np.uint16).reshape(2, 3)))
    assert len({one.source.sha256, other.source.sha256, wide.source.sha256}) == 3
    assert (one.white, wide.white, one.source.size_bytes) == (255.0, 65535.0, 6)
    assert decode(found(np.zeros((2, 2), np.float32)), white=2.0).white == 2.0
    assert decode(found(np.zeros((2, 2), np.uint8)), white=2.0).white == 255.0


def test_a_vector_becomes_one_row_and_no_full_white_is_guessed() -> None:
    image = from_array([3, 8], name="v")
    assert image.pixels.tolist() == [[3.0, 8.0]]
    assert image.pixels.dtype == np.float64
    assert image.white is None
    assert from_array([3, 8], name="v", white=9).white == 9.0


@pytest.mark.parametrize(
    ("given", "kept", "white"),
    [
        ("bool", "uint8", 255.0),
        ("uint8", "uint8", 255.0),
        ("uint16", "uint16", 65535.0),
        (">u2", "uint16", 65535.0),
        ("float16", "float32", None),
        ("float32", "float32", None),
        ("float64", "float64", None),
        ("int8", "float64", None),
        ("int64", "float64", None),
        ("uint32", "float64", None),
    ],
)
def test_types_are_kept_or_widened_without_loss(given: str, kept: str, white: float | None) -> None:
    pixels = np.array([[0, 1], [1, 0]]).astype(given)
    image = from_array(pixels, name="a")
    assert image.pixels.dtype == np.dtype(kept)
    assert image.white == white
    assert np.array_equal(image.pixels, pixels.astype(kept) * (255 if given == "bool" else 1))


def test_the_pixels_are_a_copy_that_nobody_can_write_to() -> None:
    pixels = np.zeros((2, 2), np.uint8)
    image = from_array(pixels, name="a")
    pixels[:] = 9
    assert image.pixels.max() == 0
    assert not image.pixels.flags.writeable
    assert pixels.flags.writeable
    assert image.source.size_bytes == 4
    assert image.source.sha256 == hashlib.sha256(b"|u1(2, 2)" + bytes(4)).hexdigest()


def test_shapes_become_gray_or_rgb_and_alpha_is_shown_on_white() -> None:
    assert from_array(np.zeros((2, 3, 1)), name="a").pixels.shape == (2, 3)
    assert from_array(np.zeros((2, 3, 3)), name="a").pixels.shape == (2, 3, 3)
    image = from_array(np.array([[[0, 0, 0, 0], [10, 20, 30, 255], [0, 0, 0, 51]]], np.uint8), name="a", notes=("n",))
    assert image.pixels.tolist() == [[[255, 255, 255], [10, 20, 30], [204, 204, 204]]]
    assert image.notes == ("n", "transparent parts shown on white")
    floats = from_array(np.array([[[0.5, 0.25]]]), name="a", white=1.0)
    assert floats.pixels.tolist() == [[0.875]]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "no pixels"),
        (np.zeros((0, 4)), "no pixels"),
        (5, r"shape \(\)"),
        (np.zeros((2, 2, 5)), r"\(2, 2, 5\) is no picture"),
        (np.zeros((2, 2, 2, 2)), "is no picture"),
        ([[1, 2], [3]], "no array can be made"),
        (np.zeros((2, 2), complex), "complex128"),
        (np.array([[None]]), "object"),
        (np.array(["a"]), "<U1"),
        (np.array(["2026-01-01"], "datetime64[D]"), "datetime64"),
        ([[1.0, float("nan")]], "1 of 2 values"),
        ([[1.0, float("inf")]], "1 of 2 values"),
        ([2**60], "2\\^53"),
        (np.zeros((2, 2, 4)), "need the value of full white"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(value: object, reason: str) -> None:
    with pytest.raises(UsageError, match=f"^a.png: .*{reason}"):
        from_array(value, name="a.png")


@pytest.mark.parametrize("white", [0, -1.0, float("nan"), float("inf")])
def test_full_white_is_a_positive_number(white: float) -> None:
    with pytest.raises(UsageError, match="full white must be a positive number"):
        from_array([1.0], name="a", white=white)
