from __future__ import annotations

import pytest

from mikurabe.plotting.lettering import LINE_PX, lettering, width_px


def drawn(text: str) -> list[str]:
    return ["".join("#" if ink else "." for ink in row) for row in lettering(text)]


def test_a_letter_has_ink_and_its_advance() -> None:
    assert lettering("A").shape == (LINE_PX, 6)
    assert lettering("A").any()
    assert width_px("SSC 10") == 36
    assert width_px("SSC 10", 2) == 72


def test_a_scale_makes_every_pixel_a_square() -> None:
    one, two = lettering("4"), lettering("4", 2)
    assert two.shape == (22, 12)
    assert (two[::2, ::2] == one).all()
    assert (two[1::2, 1::2] == one).all()


def test_powers_of_ten_have_raised_digits() -> None:
    assert width_px("10⁴") == 6 + 6 + 4
    assert not lettering("⁴")[6:].any()
    assert drawn("⁴")[1:6] == ["#.#.", "#.#.", "###.", "..#.", "..#."]


@pytest.mark.parametrize("character", ["漢", "α", "🙂", "\n"])
def test_a_character_that_the_font_lacks_is_a_box(character: str) -> None:
    assert drawn(character) == drawn("□")
    assert lettering(character).any()


def test_what_reads_alike_is_drawn_alike() -> None:
    assert drawn("−1") == drawn("-1")


def test_no_text_is_no_pixels() -> None:
    assert lettering("").shape == (LINE_PX, 0)
