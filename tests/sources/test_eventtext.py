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
