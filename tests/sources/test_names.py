from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikurabe.records import Found
from mikurabe.sources.names import Named, in_natural_order, natural_key, printable, with_unique_names

anything = st.text(st.characters(codec=None), max_size=12) | st.text("0123456789aA.é２１あ _", max_size=12)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2.png", "10.png"),
        ("２.png", "10.png"),
        ("2.png", "１０.png"),
        ("画像2.png", "画像10.png"),
        ("第9回.png", "第１０回.png"),
        ("Pic2.png", "pic10.png"),
        ("pic2.png", "Pic10.png"),
        ("a.png", "a2.png"),
        ("a2b1.png", "a2b10.png"),
        ("a9.png", "b1.png"),
        ("1.2.png", "1.10.png"),
        ("img", "img1"),
        ("٢.png", "10.png"),
    ],
)
def test_the_first_name_sorts_before_the_second(first: str, second: str) -> None:
    assert natural_key(first) < natural_key(second)


def test_numbers_with_leading_zeros_count_by_their_value() -> None:
    names = ["10.png", "009.png", "08.png", "7.png"]
    assert sorted(names, key=natural_key) == ["7.png", "08.png", "009.png", "10.png"]


def test_a_number_too_long_for_an_integer_still_sorts() -> None:
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.text("abcあé-_ ", max_size=6))
def test_names_that_differ_in_a_number_sort_by_that_number(a: int, b: int, text: str) -> None:
    assert (natural_key(f"{text}{a}.png") < natural_key(f"{text}{b}.png")) == (a < b)


@given(st.lists(anything, max_size=8))
def test_the_order_does_not_depend_on_the_order_given(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=natural_key) == sorted(backwards, key=natural_key)


@given(
    st.lists(anything, max_size=8) | st.lists(st.from_regex(r"[ab][0-9]{3}\.?[0-9]{2}a?", fullmatch=True), max_size=8)
)
def test_many_names_stand_in_the_order_of_their_keys(names: list[str]) -> None:
    assert in_natural_order(names, str) == sorted(names, key=natural_key)


def test_names_of_one_pattern_stand_in_the_order_of_their_keys() -> None:
    names = [f"run{first}_{second:03}.h5" for first in (3, 1, 2) for second in (100, 7, 20)]
    assert in_natural_order(names, str) == sorted(names, key=natural_key) == sorted(names)


@given(anything, anything, anything)
def test_the_order_is_total(a: str, b: str, c: str) -> None:
    keys = [natural_key(each) for each in (a, b, c)]
    assert (keys[0] == keys[1]) == (a == b)
    assert (keys[0] < keys[1]) + (keys[0] == keys[1]) + (keys[0] > keys[1]) == 1
    if keys[0] <= keys[1] <= keys[2]:
        assert keys[0] <= keys[2]


@given(anything)
def test_a_printable_name_has_one_line_and_encodes_as_utf_8(name: str) -> None:
    shown = printable(name)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1


def test_names_in_any_language_stay_as_they_are() -> None:
    for name in ["画像　１.png", "Größe.png", "a b#%&<'\".png", "😀.png", "か\u3099.png"]:
        assert printable(name) == name


def test_what_would_garble_a_line_is_escaped() -> None:
    assert printable("a\nb\tc\x1b[31m") == r"a\nb\tc\x1b[31m"
    assert printable("caf\udce9.png") == r"caf\xe9.png"
    assert printable("\ud800") == r"\ud800"
    assert printable("a\u202egnp.exe") == r"a\u202egnp.exe"
    assert printable("\u2028") == r"\u2028"


def picture(path: str, name: str) -> Named:
    return Named(Found(name=name, path=Path(path), read=partial(bytes, 0)))


def test_equal_names_are_lengthened_by_their_folders_until_they_differ() -> None:
    pictures = [picture("/x/a/1.png", "1.png"), picture("/y/a/1.png", "1.png"), picture("/x/a/2.png", "2.png")]
    assert [found.name for found in with_unique_names(pictures)] == ["x/a/1.png", "y/a/1.png", "2.png"]


def test_a_lengthened_name_may_not_meet_one_that_was_there() -> None:
    pictures = [picture("/p/1.png", "1.png"), picture("/q/1.png", "1.png"), picture("/r/q/1.png", "q/1.png")]
    names = [found.name for found in with_unique_names(pictures)]
    assert names[0] == "p/1.png"
    assert len(set(names)) == 3


def test_names_that_look_alike_only_when_escaped_are_numbered() -> None:
    pictures = [picture("/p/a\nb", r"a\nb"), picture("/p/a\\nb", r"a\nb")]
    first, second = [found.name for found in with_unique_names(pictures)]
    assert second == f"{first} (2)"
