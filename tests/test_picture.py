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
        first = Picture(from_array(pixels, name="a.png"))
        assert first.equals(Picture(from_array(same, name="b.png")))
        assert not first.equals(Picture(from_array(other, name="c.png")))
        if shape[0] > 1:
            assert not first.equals(Picture(from_array(pixels[:-1], name="d.png")))
            assert not Picture(from_array(pixels[:-1], name="d.png")).equals(first)
