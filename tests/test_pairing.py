"""Laying a candidate over the reference: sizes, colour and depth."""

from __future__ import annotations

import numpy as np
import pytest

import mikurabe as mk
from mikurabe import pairing as module
from mikurabe.errors import UnequalPictures, UsageError
from mikurabe.images import from_array
from mikurabe.pairing import Pairing
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


def test_forms_of_the_reference_are_kept_by_what_they_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    # A pixel of 8 bits costs itself and two float64 of window statistics: 17 bytes. 19 x 19 + 18 x 18 of them fit.
    monkeypatch.setattr(module, "KEPT_BYTES", 17 * (19 * 19 + 18 * 18))
    pairing = Pairing(image(noise((30, 30))), "crop")
    own = pairing.pair(image(noise((30, 30))))[0]
    for side in range(2, 20):
        pairing.pair(image(noise((side, side))))
    assert [form.image.width for form in pairing._forms.values()] == [18, 19]
    pairing.pair(image(noise((27, 27))))
    assert list(pairing._forms) == [], "a form that costs more than all may is not kept, and makes room for itself"
    assert pairing.pair(image(noise((30, 30))))[0] is own


def test_padding_that_multiplies_two_long_sides_is_refused_before_it_is_made() -> None:
    pairing = Pairing(image(noise((1, 300_000)), "strip"), "pad")
    with pytest.raises(UnequalPictures, match=r"300000 × 300000 .*90,000,000,000 pixels, more than .*--max-pixels"):
        pairing.pair(image(noise((300_000, 1)), "column"))


@pytest.mark.parametrize("fit", ["foo", "Strict", "", None])
def test_a_fit_that_does_not_exist_is_refused_and_the_choices_are_named(fit: str) -> None:
    with pytest.raises(UsageError, match="it can be strict, resize, crop, pad"):
        Pairing(image(noise((3, 3))), fit)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="it can be strict, resize, crop, pad"):
        mk.ssim(noise((20, 20)), noise((20, 20)), fit=fit)


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


@pytest.mark.parametrize("other", ["int64", "float64", "uint16", "float32"])
def test_levels_with_the_same_full_white_are_compared_as_they_are(other: str) -> None:
    assert mk.mse(np.full((9, 9), 7, np.uint8), np.full((9, 9), 8).astype(other), white=255) == 1
    assert mk.psnr(np.full((9, 9), 7, np.uint8), np.full((9, 9), 8).astype(other), white=255) == pytest.approx(
        20 * np.log10(255), abs=1e-12
    )
    first, second, notes = Pairing(image(noise((3, 3)), white=255)).pair(image(noise((3, 3)).astype(other), white=255))
    assert first.pixels.dtype == second.pixels.dtype == np.float64
    assert np.array_equal(first.pixels, second.pixels)
    assert first.white == second.white == 255
    assert "uint8 with full white 255" in notes[0]
    assert notes[0].endswith("both compared as float64, in the same levels")


def test_a_full_white_that_whole_numbers_exceed_brings_nothing_together() -> None:
    with pytest.raises(UnequalPictures, match="--white VALUE, in Python white=VALUE"):
        mk.mse(np.full((9, 9), 7, np.uint8), np.full((9, 9), 0.5), white=1)
