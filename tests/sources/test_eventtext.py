"""Lists of events as text: encodings of spreadsheet programs."""

from __future__ import annotations

import pytest

from mikurabe.errors import UnreadablePicture
from mikurabe.sources.eventtext import is_event_text, open_event_text

TEXT = "前方散乱,FL1\n1,2.5\n3,4\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_list_is_read_as_spreadsheet_programs_save_it(encoding: str) -> None:
    content = TEXT.encode(encoding)
    assert is_event_text(content)
    assert is_event_text(content[:-1]), "the beginning of a file may end within a character"
    file = open_event_text(content)
    assert [channel.name for channel in file.channels] == ["前方散乱", "FL1"]
    assert file.read([0, 1]).data.tolist() == [[1, 2.5], [3, 4]]


@pytest.mark.parametrize("content", [b"\x81\x20,y\n1,2\n", "x,y\n1,2\n".encode("utf-16") + b"\x00"])
def test_text_in_no_encoding_is_told(content: bytes) -> None:
    with pytest.raises(UnreadablePicture, match="neither UTF-8 nor Shift_JIS text"):
        open_event_text(content)


@pytest.mark.parametrize(
    "text",
    [
        "x;y\n1,5;2,75\n3;0,125\n",
        "x\ty\n1,5\t2,75\n3\t0,125\n",
        "x\ty\n1.5\t2.75\n3\t0.125\n",
        "x;y\n1.5;2.75\n3;0.125\n",
        '"x";"y"\n"1,5";"2,75"\n3;0,125\n',
    ],
)
def test_decimal_commas_between_semicolons_or_tabs_are_read(text: str) -> None:
    assert is_event_text(text.encode())
    assert open_event_text(text.encode()).read([0, 1]).data.tolist() == [[1.5, 2.75], [3, 0.125]]


def test_commas_in_quoted_names_are_no_delimiters() -> None:
    file = open_event_text(b'"scatter, forward, area";"FL1, height"\n1,5;2\n')
    assert [channel.name for channel in file.channels] == ["scatter, forward, area", "FL1, height"]
    assert file.read([0, 1]).data.tolist() == [[1.5, 2]]


def test_three_decimals_are_decimals_where_another_number_says_so() -> None:
    assert open_event_text(b"x;y\n1,234;2,5\n").read([0, 1]).data.tolist() == [[1.234, 2.5]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x;y\n1,234;2\n5;6,789\n", "'1,234' in line 2, which is 1234 or 1.234"),
        ("x\ty\n1.5\t2\n3\t4,5\n", "'4,5' in line 3 and '1.5' in line 2: whether commas or points"),
        ("x;y\n1.234,5;2\n", "whether commas or points stand before decimals cannot be told"),
        ("x;y\n1,234,567;2\n", "no number as x: '1,234,567'"),
        ("x,y\n1,5,2,75\n", "4 fields, and the header row names 2; where commas are decimal ones, save it"),
    ],
)
def test_commas_that_may_be_either_are_refused_in_one_line(text: str, told: str) -> None:
    with pytest.raises(UnreadablePicture) as refused:
        open_event_text(text.encode()).read([0, 1])
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
