"""Events as text: a header row of channel names, then a row of numbers per event, apart by commas or the like.

Where decimals are written with commas, fields stand apart by semicolons or tabs: 1,5;2,75. Whether 1,234 is a decimal
or thousands is seen from the other numbers of the file, and where they do not say it, the file is refused.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import math
import re
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnreadablePicture
from mikurabe.events import Channel, EventFile

SUFFIXES = frozenset({".csv", ".tsv"})
_DELIMITERS = ",;\t"
_FEWEST_CHANNELS = 2
# A comma that may stand between thousands as well as before decimals.
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


def is_event_text(head: bytes) -> bool:
    """Return whether a file that begins so is a list of events: a row of names, and numbers under two of them.

    ``head`` is the file's beginning, or all of it.
    """
    try:
        names, delimiter, rows = _split(head.decode(_encoding(head) or "utf-8", errors="ignore"))
    except UnreadablePicture:
        return False
    first = next(csv.reader(rows, delimiter=delimiter), [])
    numbers = sum(_is_number(_pointed(each, delimiter)) for each in first)
    return len(names) >= _FEWEST_CHANNELS and numbers >= _FEWEST_CHANNELS


def open_event_text(content: bytes) -> EventFile:
    """Return the channels that the header row names and how to get the events.

    An empty field is a missing value (NaN). Raises UnreadablePicture where there is no header row or a field of a
    channel that is asked for is no number.
    """
    names, delimiter, rows = _split(_decoded(content))
    channels = tuple(Channel(name=name or f"column {at}", number=at) for at, name in enumerate(names, 1))
    return EventFile(
        format="text",
        channels=channels,
        event_count=sum(1 for row in rows if row.strip()),
        load=partial(_columns, rows, delimiter, channels),
    )


def _encoding(content: bytes) -> str | None:
    """Return the encoding that a file's first bytes declare; None where they do not."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else None


def _decoded(content: bytes) -> str:
    """Return the text: in the encoding that it declares, else UTF-8, else Shift_JIS, which Excel writes in Japan."""
    declared = _encoding(content)
    try:
        return content.decode(declared or "utf-8")
    except UnicodeDecodeError as error:
        if declared is None:
            with contextlib.suppress(UnicodeDecodeError):
                return content.decode("cp932")
        raise UnreadablePicture(
            f"the list of events is neither UTF-8 nor Shift_JIS text (byte {error.start:,})"
        ) from error


def _split(text: str) -> tuple[list[str], str, list[str]]:
    """Return the names of the header row, what stands between fields, and the other rows."""
    head, *rows = text.splitlines() or [""]
    delimiter = _delimiter_of(head, next((row for row in rows if row.strip()), ""))
    names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter), [])]
    if len(names) < 1 or all(_is_number(_pointed(name, delimiter)) or not name for name in names):
        raise UnreadablePicture("the list of events has no header row that names its channels, such as x,y")
    return names, delimiter, rows


def _delimiter_of(head: str, first: str) -> str:
    """Return what stands between the fields: what makes as many of the first row as of the header row, and numbers."""

    def merits(delimiter: str) -> tuple[bool, int, int]:
        names, fields = (next(csv.reader([row], delimiter=delimiter), []) for row in (head, first))
        numbers = sum(_is_number(_pointed(field, delimiter)) for field in fields)
        return len(names) == len(fields) > 1, numbers, len(names)

    return max(_DELIMITERS, key=merits)


def _pointed(field: str, delimiter: str) -> str:
    """Return the field with a decimal comma as a point, where commas are not what stands between fields."""
    return field if delimiter == "," else field.replace(",", ".", 1)


def _columns(
    rows: Sequence[str], delimiter: str, channels: Sequence[Channel], places: Sequence[int]
) -> NDArray[np.float64]:
    taken: list[tuple[int, list[str]]] = []
    for number, row in enumerate(csv.reader(rows, delimiter=delimiter), start=2):
        if not any(field.strip() for field in row):
            continue
        if len(row) != len(channels):
            hint = ""
            if delimiter == "," and len(row) == 2 * len(channels):
                hint = "; where commas are decimal ones, save it with semicolons or tabs between the fields"
            raise UnreadablePicture(
                f"line {number} of the list of events has {len(row)} fields, and the header row names "
                f"{len(channels)}{hint}"
            )
        taken.append((number, [row[at] for at in places]))
    if delimiter != ",":
        _require_plain_commas(taken)
    made = [
        [_number(field, delimiter, number, channels[at]) for field, at in zip(fields, places, strict=True)]
        for number, fields in taken
    ]
    return np.array(made, dtype=np.float64).reshape(-1, len(places))


def _require_plain_commas(taken: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Raise UnreadablePicture where commas in numbers may stand before decimals as well as between thousands."""
    with_comma = [(line, field.strip()) for line, fields in taken for field in fields if "," in field]
    if not with_comma:
        return
    with_point = next(((line, field.strip()) for line, fields in taken for field in fields if "." in field), None)
    if with_point is not None:
        line, field = with_comma[0]
        raise UnreadablePicture(
            f"the list of events has {field!r} in line {line} and {with_point[1]!r} in line {with_point[0]}: whether "
            "commas or points stand before decimals cannot be told; save it with one of them and without thousands "
            "separators"
        )
    if all(_THOUSANDS.fullmatch(field) for _, field in with_comma):
        line, field = with_comma[0]
        raise UnreadablePicture(
            f"the list of events has {field!r} in line {line}, which is {field.replace(',', '')} or "
            f"{field.replace(',', '.')}; save it with decimal points, or without thousands separators"
        )


def _number(field: str, delimiter: str, line: int, channel: Channel) -> float:
    try:
        return float(_pointed(field, delimiter)) if field.strip() else math.nan
    except ValueError:
        raise UnreadablePicture(
            f"line {line} of the list of events has no number as {channel.name}: {field!r}"
        ) from None


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True
