"""Laying a candidate over the reference: sizes, colour and depth."""

from __future__ import annotations

import numpy as np
import pytest

from mikurabe.errors import UnequalPictures
from mikurabe.images import from_array
from mikurabe.pairing import KEPT_FORMS, Pairing
from pictures import noise


def image(pixels: object, name: str = "x", white: float | None = None):
    return from_array(np.asarray(pixels), name=name, white=white)


def test_strict_names_both_pictures_both_sizes_and_what_to_type() -> None:
    pairing = Pairing(image(noise((5, 8)), "ref"))
    with pytest.raises(UnequalPictures) as caught:
        pairing.pair(image(noise((6, 7)), "cand"))
    for part in ("cand is 7 × 6", "ref is 8 × 5", "--fit resize", "--fit crop", "--fit pad"):
        assert part in str(caught.value)


def test_equal_pictures_pass_unchanged_and_without_notes() -> None:
    pixels = noise((5, 8))
    first, second, notes = Pairing(image(pixels)).pair(image(pixels + 1))
    assert notes == ()
    assert np.array_equal(first.pixels, pixels)
    assert np.array_equal(second.pixels, pixels + 1)


def test_the_reference_is_the_same_picture_each_time_so_that_it_is_derived_once() -> None:
    pairing = Pairing(image(noise((5, 8))))
    assert pairing.pair(image(noise((5, 8))))[0] is pairing.pair(image(noise((5, 8))))[0]
    colour = noise((5, 8, 3))
    assert pairing.pair(image(colour))[0] is pairing.pair(image(colour))[0]


def test_only_a_few_forms_of_the_reference_are_kept() -> None:
    pairing = Pairing(image(noise((30, 30))), "crop")
    for side in range(2, 20):
        pairing.pair(image(noise((side, side))))
    assert len(pairing._forms) == KEPT_FORMS


def test_crop_keeps_what_both_share_at_the_top_left() -> None:
    big, small = noise((9, 4)), noise((5, 8))
    first, second, notes = Pairing(image(big), "crop").pair(image(small))
    assert np.array_equal(first.pixels, big[:5, :4])
    assert np.array_equal(second.pixels, small[:5, :4])
    assert notes == ("both cropped to 4 × 5 at the top left (8 × 5 against 4 × 9)",)


def test_pad_fills_with_black_at_the_right_and_the_bottom() -> None:
    first, second, notes = Pairing(image([[9, 9]], white=255), "pad").pair(image([[7], [7]], white=255))
    assert first.pixels.tolist() == [[9, 9], [0, 0]]
    assert second.pixels.tolist() == [[7, 0], [7, 0]]
    assert "padded with black to 2 × 2" in notes[0]


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_resize_brings_the_candidate_to_the_references_size_in_its_own_depth(
    dtype: str, channels: tuple[int, ...]
) -> None:
    pairing = Pairing(image(noise((10, 12, *channels), dtype), white=1.0 if dtype == "float32" else None), "resize")
    flat = np.full((20, 31, *channels), 7 if dtype != "float32" else 0.25).astype(dtype)
    _, second, notes = pairing.pair(image(flat, white=1.0 if dtype == "float32" else None))
    assert second.pixels.shape == (10, 12, *channels)
    assert second.pixels.dtype == dtype
    assert np.all(second.pixels == flat.flat[0])
    assert notes == ("resized to 12 × 10 (31 × 20 against 12 × 10)",)


def test_gray_against_colour_stands_in_all_three_channels_and_is_noted() -> None:
    gray, colour = noise((4, 4)), noise((4, 4, 3))
    first, second, notes = Pairing(image(gray)).pair(image(colour))
    assert np.array_equal(first.pixels, np.stack([gray] * 3, axis=2))
    assert np.array_equal(second.pixels, colour)
    assert "the reference is gray, the candidate has colour" in notes[0]
    _, second, notes = Pairing(image(colour)).pair(image(gray))
    assert np.array_equal(second.pixels, np.stack([gray] * 3, axis=2))
    assert "the candidate is gray" in notes[0]


def test_eight_bits_against_sixteen_are_compared_in_sixteen_without_loss() -> None:
    first, second, notes = Pairing(image(np.array([[0, 128, 255]], np.uint8))).pair(
        image(np.array([[0, 128 * 257, 65535]], np.uint16))
    )
    assert first.pixels.tolist() == second.pixels.tolist() == [[0, 32896, 65535]]
    assert "compared as uint16" in notes[0]


def test_integers_against_floats_are_compared_as_fractions_of_white() -> None:
    first, second, _ = Pairing(image(np.array([[0, 51, 255]], np.uint8))).pair(
        image(np.array([[0, 0.2, 1]], np.float32), white=1.0)
    )
    assert first.pixels.dtype == np.float32
    assert first.pixels.tolist() == second.pixels.tolist()


def test_unknown_full_white_is_never_guessed_to_bring_depths_together() -> None:
    with pytest.raises(UnequalPictures, match="unknown full white"):
        Pairing(image(noise((3, 3)))).pair(image(noise((3, 3), "float32")))
