"""The flags of a row: every note that this package writes about a change is told in short."""

from __future__ import annotations

import numpy as np
import pytest

from mikurabe.i18n import LANGUAGES, Lang, words
from mikurabe.images.arrays import from_array
from mikurabe.pairing import Fit, Pairing
from mikurabe.reports.flags import FLAGS, flags_of


@pytest.mark.parametrize(("fit", "flag"), [("resize", "resized"), ("crop", "cropped"), ("pad", "padded")])
def test_another_size_has_the_flag_of_what_was_done_about_it(fit: Fit, flag: str) -> None:
    reference = from_array(np.zeros((20, 20), dtype=np.uint8), name="reference")
    *_, notes = Pairing(reference, fit).pair(from_array(np.zeros((30, 10), dtype=np.uint8), name="other"))
    assert flags_of(notes) == {flag: notes[0]}


def test_another_depth_and_another_number_of_colours_have_a_flag_each() -> None:
    reference = from_array(np.zeros((20, 20), dtype=np.uint8), name="reference")
    *_, notes = Pairing(reference).pair(from_array(np.zeros((20, 20, 3), dtype=np.uint16), name="other"))
    assert list(flags_of(notes)) == ["depth", "colour"]


@pytest.mark.parametrize(
    ("note", "flag"),
    [
        ("turned by EXIF orientation 6", "turned"),
        ("full white is 4095", "depth"),
        ("12 bits read as 8", "depth"),
        ("64-bit floats rounded to 32 bits", "depth"),
        ("int32 samples read as uint16, full white 65535", "depth"),
        ("CMYK shown as RGB", "colour"),
        ("ICC profile not applied", "colour"),
        ("transparent parts shown on white", "alpha"),
        ("frame 1 of 12", "frame"),
        ("the GIF is cut short after its first frame", "frame"),
    ],
)
def test_what_decoding_changed_has_a_flag(note: str, flag: str) -> None:
    assert flags_of([note]) == {flag: note}


def test_other_notes_have_none() -> None:
    assert flags_of(["a PNG named .jpg", "moved by 3 px to the left", "4 bytes after the picture's end ignored"]) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_flag_has_a_word(lang: Lang) -> None:
    word = words(lang)
    assert all(f"flag_{flag}" in word for flag in FLAGS)
