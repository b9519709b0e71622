"""Table -> the original pictures' bytes, for a page that shows them without the files beside it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.images.reader import decode
from mikurabe.records import Found, Row
from mikurabe.table import Table
from mikurabe.thumbnail import whole_png

Embed: TypeAlias = Literal["thumbs", "full", "none"]
EMBEDS: tuple[Embed, ...] = get_args(Embed)

# A page with more takes long to open, and browsers give up on a text of more than about 500 MB.
MOST_BYTES = 200_000_000

# What browsers show as it is, by its first bytes; all else becomes PNG.
_SHOWN: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(beginning, re.DOTALL), mime)
    for beginning, mime in (
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF.{4}WEBP", "image/webp"),
        (rb".{4}ftypavi[fs]", "image/avif"),
        (rb"BM", "image/bmp"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An original picture in a type that browsers show: the file's own bytes, or a PNG of its pixels."""

    data: bytes
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """The originals of a table: of the reference, and by row. None where there is none to show.

    ``changed`` are the files that are no longer those that were compared: scores and picture would not belong together.
    """

    reference: Original | None
    rows: tuple[Original | None, ...]
    changed: frozenset[Path]


def originals_of(table: Table, *, most: int = MOST_BYTES) -> Originals:
    """Return the original pictures of a table, as far as their files exist and are those that were compared.

    Raises UsageError where they are more than ``most`` bytes in total, before any is read if their sizes say so.
    """
    everybody = (table.reference, *table.rows)
    _check_total(sum(size for row in everybody if (size := _size(row)) is not None), most)
    found: list[Original | None] = []
    changed: set[Path] = set()
    total = 0
    for row in everybody:
        content = _content(row)
        if content is not None and row.source.path and hashlib.sha256(content).hexdigest() != row.source.sha256:
            changed.add(row.source.path)
            content = None
        made = None if content is None else _original(row, content, table)
        total += 0 if made is None else len(made.data)
        _check_total(total, most)
        found.append(made)
    return Originals(reference=found[0], rows=tuple(found[1:]), changed=frozenset(changed))


def _check_total(total: int, most: int) -> None:
    if total > most:
        raise UsageError(
            f"The original pictures have at least {total / 1e6:,.0f} MB in total, and a page holds at most "
            f"{most / 1e6:,.0f} MB of them. Type --embed thumbs (in Python: embed='thumbs'): the page then shows the "
            "files where they lie. Or compare fewer pictures at a time."
        )


def _path(row: Row) -> Path | None:
    """Return the file of a picture that could be read; one of another size than the reference's is such a picture."""
    return None if row.source.sha256 is None else row.source.path


def _size(row: Row) -> int | None:
    try:
        return None if (path := _path(row)) is None else path.stat().st_size
    except (OSError, ValueError):
        return None


def _content(row: Row) -> bytes | None:
    try:
        return None if (path := _path(row)) is None else path.read_bytes()
    except (OSError, ValueError):
        return None


def _original(row: Row, content: bytes, table: Table) -> Original | None:
    for beginning, mime in _SHOWN:
        if beginning.match(content):
            return Original(data=content, mime=mime)
    read = partial(bytes, content)
    found = Found(name=row.source.name, path=row.source.path, read=read, explicit=True, holds="file")
    try:
        # The table says which white its floats were compared with.
        image = decode(found, white=_white(table.settings.get("white of float pictures", "1")))
    except UnreadablePicture:
        return None
    return Original(data=whole_png(image), mime="image/png")


def _white(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0
