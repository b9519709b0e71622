"""What a decoder says is repeated only where it is words: libpng's can be overwritten before anybody reads them."""

from __future__ import annotations

import pytest

from mikurabe.errors import UnreadablePicture
from mikurabe.images import decode, reader
from mikurabe.inputs import listing_of


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("\x01\x00\x00"), "the PNG cannot be decoded: its data are damaged"),
        (UnicodeDecodeError("utf-8", b"\xd8", 0, 1, "invalid"), "the PNG cannot be decoded: its data are damaged"),
        (ValueError("invalid distance\ntoo far back"), r"the PNG cannot be decoded: invalid distance\\ntoo far back"),
    ],
)
def test_words_that_are_none_are_not_repeated(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    class Broken:
        format = "PNG"

        def load(self) -> None:
            raise error

    path = tmp_path_factory.mktemp("garbled") / "x.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    monkeypatch.setattr(reader, "opener", lambda _content: lambda *_: Broken())
    with pytest.raises(UnreadablePicture, match=told):
        decode(listing_of(path, False).found[0])
