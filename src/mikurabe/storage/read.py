"""JSON -> Table; what is no table is refused with the place and the reason."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal, NoReturn, TypeAlias, get_args
from urllib.parse import unquote_to_bytes

from mikurabe.criteria import Criterion, check_criteria, parse_criterion
from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.images.jpeg import open_jpeg
from mikurabe.images.opened import Opened
from mikurabe.images.png import SIGNATURE, open_png
from mikurabe.images.webp import open_webp
from mikurabe.records import Better, Column, LocalMap, Reads, Row, Score, Skipped, Source, Thumbnail, Verdict
from mikurabe.sources.names import printable
from mikurabe.storage.fields import Fields, Unsound, shown
from mikurabe.storage.write import SCHEMA
from mikurabe.table import Table

Mime: TypeAlias = Literal["image/png", "image/jpeg", "image/webp"]
_MIMES: tuple[Mime, ...] = get_args(Mime)
# Nothing is decoded here, so that no size is too large.
_ANY_SIZE = 2**64
# Who reads the header and checks that nothing is missing, and the first bytes that tell the type.
_PICTURES: Mapping[Mime, tuple[Callable[[bytes, int], Opened], re.Pattern[bytes]]] = {
    "image/png": (open_png, re.compile(re.escape(SIGNATURE))),
    "image/jpeg": (open_jpeg, re.compile(rb"\xff\xd8\xff")),
    "image/webp": (open_webp, re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
}


def from_json(data: bytes, name: str) -> Table:
    """Return the table that ``to_json`` wrote; ``name`` is what an error calls it.

    Raises UsageError, in one line, where the bytes are no JSON, no table, or a table of another schema.
    """
    name = printable(name)
    try:
        document = json.loads(data, parse_constant=_refused)
    # A ValueError is no JSON, no UTF-8, NaN, or an integer of thousands of digits.
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else printable(str(error))
        raise UsageError(
            f"{name} is not JSON ({reason}); give a table that mikurabe wrote with -o table.json."
        ) from None
    if not isinstance(document, dict) or "schema" not in document:
        raise UsageError(f"{name} is JSON, but not a table that mikurabe wrote with -o table.json.")
    try:
        return _table(Fields(document), name)
    except Unsound as error:
        raise UsageError(f"{name}: {printable(str(error))}; mend that or compare again.") from None


def _refused(token: str) -> NoReturn:
    raise ValueError(f"{token} is no number in JSON")


def _table(fields: Fields, name: str) -> Table:
    schema = fields.whole("schema", least=0)
    if schema != SCHEMA:
        raise UsageError(
            f"{name} has schema {schema} and this mikurabe reads schema {SCHEMA}; update mikurabe, or compare again."
        )
    columns: dict[str, Column] = {}
    for each in fields.children("metrics"):
        column = _column(each)
        if column.key in columns:
            raise Unsound(f"{each.place('key')} is {shown(column.key)}, as in a column before it")
        columns[column.key] = column
    return Table(
        reference=_row(fields.child("reference"), tuple(columns)),
        columns=tuple(columns.values()),
        rows=tuple(_row(each, tuple(columns)) for each in fields.children("rows")),
        skipped=tuple(
            Skipped(name=each.text("name"), reason=each.text("reason")) for each in fields.children("skipped")
        ),
        notes=fields.texts("notes"),
        settings=fields.child("settings").text_by_text(),
        versions=fields.child("versions").text_by_text(),
        # A table from before there were limits lacks the key.
        criteria=_criteria(fields, tuple(columns.values())) if fields.holds("criteria") else (),
    )


def _criteria(fields: Fields, columns: tuple[Column, ...]) -> tuple[Criterion, ...]:
    try:
        criteria = tuple(map(parse_criterion, fields.texts("criteria")))
        if fields.holds("criteria_why"):
            # A table from before there were learned limits lacks the key.
            whys = fields.texts("criteria_why")
            if len(whys) != len(criteria):
                raise Unsound(f"{fields.place('criteria_why')} has {len(whys)} texts for {len(criteria)} criteria")
            criteria = tuple(replace(each, why=why) for each, why in zip(criteria, whys, strict=True))
        check_criteria(criteria, columns)
    except UsageError as error:
        raise Unsound(f"{fields.place('criteria')}: {str(error).rstrip('.')}") from None
    return criteria


def _column(fields: Fields) -> Column:
    resolution = fields.number("resolution")
    if resolution <= 0:
        raise Unsound(f"{fields.place('resolution')} is {shown(resolution)}, not above 0")
    return Column(
        key=fields.text("key"),
        name=fields.text("name"),
        title=fields.text("title"),
        params=tuple(fields.child("params").plain_by_text().items()),
        better=fields.word("better", get_args(Better)),
        low=fields.number("low", infinite=True),
        high=fields.number("high", infinite=True),
        identical=fields.number("identical", infinite=True),
        resolution=resolution,
        unit=fields.text("unit"),
        reads=fields.word("reads", get_args(Reads)),
        cap=None if fields.value("cap") is None else fields.number("cap", infinite=True),
        source=fields.text("source"),
        version=fields.whole("version", least=0),
    )


def _row(fields: Fields, keys: tuple[str, ...]) -> Row:
    scores = fields.child("scores")
    return Row(
        source=Source(
            name=fields.text("name"),
            path=_path(fields),
            sha256=fields.text_or_null("sha256"),
            size_bytes=None if fields.value("size_bytes") is None else fields.whole("size_bytes", least=0),
            modified=_time(fields),
        ),
        size_px=_size(fields),
        notes=fields.texts("notes"),
        scores=tuple(_score(scores.child(key), scores.place(key)) for key in keys),
        thumbnail=None if fields.value("thumbnail") is None else _thumbnail(fields.child("thumbnail")),
        problem=fields.text_or_null("problem"),
        # A table from before there were maps lacks the key.
        maps=tuple(map(_map, fields.children("maps"))) if fields.holds("maps") else (),
        verdict=fields.word("verdict", get_args(Verdict)) if fields.holds("verdict") else None,
    )


def _path(fields: Fields) -> Path | None:
    """Return the file's path; the bytes decide where it has them, because its text is then not the file's name."""
    text = fields.text_or_null("path")
    if text is None:
        return None
    key = "path"
    if fields.holds("path_bytes"):
        key = "path_bytes"
        raw = unquote_to_bytes(fields.text(key))
        try:
            text = os.fsdecode(raw)
        except UnicodeDecodeError:  # from a system with other rules for names than this one
            text = raw.decode("utf-8", "surrogateescape")
    if not text or "\0" in text:
        raise Unsound(f"{fields.place(key)} is {shown(text)}, which no file can be called")
    return Path(text)


def _time(fields: Fields) -> datetime | None:
    text = fields.text_or_null("modified")
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise Unsound(
            f"{fields.place('modified')} is {shown(text)}, not a time such as 2024-05-06T07:08:09+00:00"
        ) from None


def _size(fields: Fields) -> tuple[int, int] | None:
    if fields.value("size_px") is None:
        return None
    size = fields.wholes("size_px", least=1)
    if len(size) != 2:
        raise Unsound(f"{fields.place('size_px')} has {len(size)} numbers, not two: [width, height]")
    return size[0], size[1]


def _score(fields: Fields, place: str) -> Score:
    value = None if fields.value("value") is None else fields.number("value", infinite=True)
    problem = fields.text_or_null("problem")
    if (value is None) == (problem is None):
        has = "neither a value nor a problem" if value is None else "both a value and a problem"
        raise Unsound(f"{place} has {has}; it must have one of the two")
    return Score(value=value, problem=problem, seconds=fields.number("seconds", least=0))


def _map(fields: Fields) -> LocalMap:
    return LocalMap(
        key=fields.text("key"),
        top=fields.number("top", least=0),
        # Tables of earlier versions have no such field, and no such maps.
        signed=fields.holds("signed") and fields.value("signed") is True,
        picture=_thumbnail(fields.child("picture")),
    )


def _thumbnail(fields: Fields) -> Thumbnail:
    """Return the picture: whole, of the stated type and size, for a workbook with any other does not open."""
    mime = fields.word("mime", _MIMES)
    size = fields.whole("width", least=1), fields.whole("height", least=1)
    text, place = fields.text("base64"), fields.place("base64")
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Unsound(f"{place} is not base64 ({error})") from None
    open_it, signature = _PICTURES[mime]
    if not signature.match(data):
        raise Unsound(f"{place} holds {len(data)} bytes that are no {mime}")
    try:
        picture = open_it(data, _ANY_SIZE)
    except UnreadablePicture as error:
        raise Unsound(f"{place} holds a damaged picture: {error}") from None
    if (picture.width, picture.height) != size:
        has = f"{picture.width} x {picture.height}"
        raise Unsound(f"width x height at {place} is {size[0]} x {size[1]} pixels, but the picture has {has}")
    return Thumbnail(data=data, mime=mime, width=size[0], height=size[1])
