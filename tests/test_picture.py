"""What a Picture derives of its image."""

from __future__ import annotations

import numpy as np

from mikurabe.images import from_array
from mikurabe.picture import Picture
from pictures import noise


def test_the_luma_is_derived_once_and_nobody_can_write_to_it() -> None:
    picture = Picture(from_array(noise((23, 7, 3)), name="x"))
    assert picture.luma is picture.luma
    assert picture.luma.shape == (23, 7)
    assert not picture.luma.flags.writeable


def test_a_gray_picture_is_its_own_luma() -> None:
    pixels = noise((23, 7))
    assert np.array_equal(Picture(from_array(pixels, name="x")).luma, pixels)


def test_pictures_are_equal_down_to_the_last_level_of_the_last_row_and_not_beyond() -> None:
    for shape in ((1, 1), (700, 300), (700, 300, 3), (1, 200_000)):
        pixels = noise(shape)
        same, other = pixels.copy(), pixels.copy()
        other.reshape(-1)[-1] ^= 1
        first, copy, changed = (Picture(from_array(each, name="x")) for each in (pixels, same, other))
        assert first.equals(copy)
        assert not first.equals(changed)
        if shape[0] > 1:
            shorter = Picture(from_array(pixels[:-1], name="x"))
            assert not first.equals(shorter)
            assert not shorter.equals(first)
