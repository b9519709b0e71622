"""The background, the ink, and the cosine of the ink, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import parse
from mikurabe.metrics.ink import background, ink, ink_levels
from mikurabe.picture import Picture
from pictures import noise, picture

DOTS = np.full((6, 8), 255, np.uint8)
DOTS[1, 2], DOTS[4, 5] = 0, 155


@pytest.mark.parametrize("turned", [False, True], ids=["dark on white", "bright on black"])
def test_ink_is_the_distance_from_the_background_whichever_is_darker(turned: bool) -> None:
    given = picture(255 - DOTS if turned else DOTS)
    assert background(given) == (0 if turned else 255)
    expected = np.zeros((6, 8))
    expected[1, 2], expected[4, 5] = 1, 100 / 255
    assert np.array_equal(ink(given), expected)
    assert ink(given).dtype == np.float64


def test_of_a_colour_pictures_channels_the_one_that_differs_most_counts() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[0, 0], pixels[1, 1], pixels[2, 2] = (255, 0, 0), (0, 51, 102), (255, 255, 0)
    assert ink(picture(pixels)).diagonal().tolist() == [1, 102 / 255, 1, 0]
    white = 255 - pixels
    assert background(picture(white)).tolist() == [255, 255, 255]
    assert np.array_equal(ink_levels(picture(white)), ink_levels(picture(pixels)))


def test_the_background_is_a_colour_and_not_one_level_per_channel() -> None:
    # Red is 9 most often, blue 7; the colour that occurs most often has neither.
    pixels = np.array([[[9, 0, 1], [9, 0, 2], [1, 0, 7], [2, 0, 7], [5, 0, 5], [5, 0, 5]]], np.uint8)
    assert background(picture(pixels)).tolist() == [5, 0, 5]


def test_of_equally_frequent_levels_the_lowest_is_the_background() -> None:
    assert background(picture(np.array([[8, 3, 8, 3, 200]], np.uint8))) == 3


@pytest.mark.parametrize("share", [0.011, 0.05, 0.4])
def test_a_large_pictures_background_is_its_commonest_colour(share: float) -> None:
    pixels = noise((600, 700, 3))
    paper = np.random.default_rng(4).random((600, 700)) < share
    pixels[paper] = (250, 3, 7)
    # One colour is a hundredth behind: only counting them all can tell.
    second = np.flatnonzero(~paper)[: int(0.99 * paper.sum())]
    pixels.reshape(-1, 3)[second] = 9
    assert background(picture(pixels)).tolist() == [250, 3, 7]


def test_a_large_picture_without_a_background_is_asked_in_places_that_no_grid_hides() -> None:
    # Columns of levels of their own, all alike in number but one, which is twice as wide, and noise below a third bit.
    wide = np.arange(1024) // 4
    wide[-8:] = 17
    pixels = np.zeros((1024, 1024, 3), np.uint8)
    pixels[..., 0] = wide
    pixels[..., 1:] = noise((1024, 1024, 2)) % 2
    found = background(picture(pixels)).tolist()
    assert found[0] == 17
    assert found == background(picture(pixels.copy())).tolist()


def test_sixteen_bits_of_the_same_picture_have_the_same_ink() -> None:
    deep = picture(DOTS.astype(np.uint16) * 257)
    assert np.array_equal(ink(deep), ink(picture(DOTS)))
    assert ink_levels(deep).dtype == np.uint16


def test_noise_on_the_background_of_a_deep_picture_does_not_hide_it() -> None:
    # No level occurs twice; 90 of them lie within one step of 256, and their median is one of them.
    levels = np.concatenate([np.arange(30000, 30090), np.arange(0, 60000, 6000)]).astype(np.uint16)
    assert background(picture(levels.reshape(10, 10))) == 30044
    floats = (np.concatenate([np.linspace(0.5, 0.501, 9), [0.0, 0.9, 1.0]])).astype(np.float32)
    assert background(picture(floats.reshape(3, 4), white=1.0)) == floats[4]


def test_what_a_mask_leaves_out_has_no_ink_and_no_say_in_the_background() -> None:
    pixels = np.zeros((6, 8), np.uint8)
    pixels[:2] = DOTS[:2]
    mask = np.zeros((6, 8), bool)
    mask[:2] = True
    masked = Picture(from_array(pixels, name="picture"), mask)
    assert background(masked) == 255
    assert ink(masked).sum() == 1
    assert ink(masked)[2:].sum() == 0


def test_ink_is_derived_once() -> None:
    given = picture(DOTS)
    assert ink(given) is ink(given)
    assert ink_levels(given).flags.writeable is False


def test_cosine_ink_by_hand() -> None:
    # Ink (3, 4, 0) and (0, 4, 3) levels on white: 16 / 25.
    first, second = np.full((5, 5), 255, np.uint8), np.full((5, 5), 255, np.uint8)
    first[0, :2], second[0, 1:3] = (252, 251), (251, 252)
    assert mk.cosine_ink(first, second) == 16 / 25
    assert mk.cosine(first, second) > 0.9999


def test_a_common_factor_and_the_backgrounds_colour_change_nothing() -> None:
    dots = np.where(noise((40, 40)) > 240, noise((40, 40), seed=2) // 2, 0).astype(np.uint8)
    assert mk.cosine_ink(dots, dots * 2) == 1
    assert mk.cosine_ink(dots, 255 - dots) == 1


def test_no_common_dot_is_0_and_nothing_but_background_is_undefined() -> None:
    first, blank = np.zeros((5, 5), np.uint8), np.zeros((5, 5), np.uint8)
    first[0, 0] = 255
    assert mk.cosine_ink(first, first[::-1]) == 0
    with pytest.raises(UndefinedScore, match="the candidate is nothing but background"):
        mk.cosine_ink(first, blank)
    with pytest.raises(UndefinedScore, match="the reference is nothing but background"):
        mk.cosine_ink(blank, first)
    with pytest.raises(UndefinedScore, match="both pictures are nothing but background"):
        mk.cosine_ink(blank, blank + np.uint8(7))


def test_a_mask_leaves_out_what_it_leaves_out() -> None:
    first, second = np.zeros((5, 5), np.uint8), np.zeros((5, 5), np.uint8)
    first[0, :2], second[0, 1:3] = (3, 4), (4, 3)
    first[4], second[4] = 200, 90
    mask = np.ones((5, 5), bool)
    index = parse("cosine_ink")

    def value(mask: object) -> float:
        return index.value(*(Picture(from_array(each, name="picture"), mask) for each in (first, second)))  # type: ignore[arg-type]

    assert value(mask) == mk.cosine_ink(first, second)
    mask[4] = False
    assert value(mask) == 16 / 25
