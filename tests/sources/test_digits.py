from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.errors import UsageError
from mikurabe.sources import mnist
from mikurabe.sources.digits import digit_story, draw_digit


def cosine(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Return the cosine of the angle between two pictures, in exact integers up to the root."""
    first, second = a.ravel().astype(np.int64), b.ravel().astype(np.int64)
    return float(int(first @ second) / (int(first @ first) * int(second @ second)) ** 0.5)


def drawn_story() -> dict[str, NDArray[np.uint8]]:
    return dict(digit_story(draw_digit(2), draw_digit(8), draw_digit(6)))


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_is_white_on_black_in_a_box_of_20_px_by_its_centre_of_mass(digit: int) -> None:
    picture = draw_digit(digit)
    assert picture.shape == (28, 28)
    assert picture.dtype == np.uint8
    assert picture.max() == 255
    rows, columns = np.nonzero(picture)
    assert 19 <= rows.max() - rows.min() + 1 <= 22, "20 px and the soft edge on both sides"
    assert columns.max() - columns.min() + 1 <= 22
    assert rows.min() >= 1
    assert rows.max() <= 26
    # Strokes count by their length, so where two lie on each other the ink's own centre is a little off.
    ink = picture / picture.sum()
    assert (ink.sum(axis=1) * np.arange(28)).sum() == pytest.approx(13.5, abs=0.7)
    assert (ink.sum(axis=0) * np.arange(28)).sum() == pytest.approx(13.5, abs=0.7)
    # Soft edges: grey levels between black and white are there, as in MNIST.
    assert len(np.unique(picture)) > 20


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_has_the_ink_of_a_handwritten_one(digit: int, shared_data: Path) -> None:
    test = mnist.load(shared_data / "mnist")
    assert test.labels is not None
    ink = test.images[test.labels == digit].mean(axis=(1, 2))
    assert ink.min() < draw_digit(digit).mean() < ink.max()


def test_digits_are_told_apart_from_each_other() -> None:
    for a, b in combinations(range(10), 2):
        assert cosine(draw_digit(a), draw_digit(b)) < 0.8, (a, b)


def test_every_drawn_digit_is_nearest_to_handwritten_ones_of_its_kind(shared_data: Path) -> None:
    test = mnist.load(shared_data / "mnist")
    assert test.labels is not None
    written = test.images.reshape(10_000, -1).astype(np.float64)
    lengths = np.linalg.norm(written, axis=1)
    for digit in range(10):
        likeness = written @ draw_digit(digit).ravel().astype(np.float64) / lengths
        nearest = test.labels[np.argsort(-likeness)[:5]]
        assert (nearest == digit).all(), (digit, nearest)


def test_the_pen_and_the_slant_change_the_picture_and_nothing_else_does() -> None:
    assert np.array_equal(draw_digit(2), draw_digit(2))
    assert draw_digit(2, pen_px=3.5).sum() > draw_digit(2, pen_px=2.0).sum()
    upright, leaning = draw_digit(1, slant=0.0), draw_digit(1, slant=0.3)
    assert np.nonzero(leaning[5])[0].mean() > np.nonzero(upright[5])[0].mean()
    assert draw_digit(2, size=112).shape == (112, 112)


def test_the_bytes_are_the_same_on_every_machine() -> None:
    drawn = b"".join(draw_digit(digit).tobytes() for digit in range(10))
    assert hashlib.sha256(drawn).hexdigest() == "689a0f1376f4dae49a207d14159d95bb113835444ecfa837efa2b7501221bd92"


@pytest.mark.parametrize("digit", [-1, 10])
def test_there_is_no_other_digit(digit: int) -> None:
    with pytest.raises(UsageError, match=f"There is no digit {digit}"):
        draw_digit(digit)


def test_a_digit_too_small_to_see_is_refused() -> None:
    with pytest.raises(UsageError, match="draw 8 or more"):
        draw_digit(2, size=7)


def test_the_shift_is_two_right_and_two_down_and_loses_no_ink() -> None:
    reference = draw_digit(2)
    moved = drawn_story()["the same 2, moved 2 px right and down"]
    assert np.array_equal(moved[2:, 2:], reference[:-2, :-2])
    assert not moved[:2].any()
    assert not moved[:, :2].any()
    assert moved.sum() == reference.sum()
    small = np.arange(9, dtype=np.uint8).reshape(3, 3)
    assert digit_story(small, small, small)[1][1].tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_cosine_ranks_the_8_above_the_same_2_moved() -> None:
    reference, moved, eight, six = drawn_story().values()
    assert cosine(reference, moved) < cosine(reference, six) < cosine(reference, eight) < 1


def test_the_story_from_mnist_is_that_of_the_shared_pictures(shared_data: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    folder = shared_data / "mnist" / "digits"
    names = ("ref_2", "an_8", "a_6", "shift_2_down2_right2")
    reference, eight, six, moved = (np.array(image.open(folder / f"{name}.png")) for name in names)
    story = [picture for _, picture in digit_story(reference, eight, six)]
    assert np.array_equal(story[1], moved)
    assert cosine(reference, moved) < cosine(reference, eight)
