"""A table kept as JSON comes back as it was, and what is no table is refused with the place and the reason."""

from __future__ import annotations

import base64
import json
import math
import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mikurabe.errors import UsageError
from mikurabe.records import Source
from mikurabe.reports import render
from mikurabe.storage import from_json, to_json
from reports.samples import sample_table, thumbnail
from reports.workbooks import thumbnail_of
from tables import full_table


def good_document() -> Any:
    return json.loads(to_json(full_table()))


def test_a_table_comes_back_as_it_was() -> None:
    table = full_table()
    again = from_json(to_json(table), "t.json")
    assert again == table


def test_what_was_read_is_written_byte_for_byte_as_it_was() -> None:
    table = full_table()
    # Whole numbers, as the catalogue of indices has them for its ranges.
    whole = replace(table.columns[0], low=-1, high=1, identical=1)
    table = replace(table, columns=(whole, *table.columns[1:]))
    written = to_json(table)
    assert b'"low": -1,' in written
    assert to_json(from_json(written, "t.json")) == written


def test_the_json_is_strict_and_says_infinite_and_missing_in_words() -> None:
    def refuse(token: str) -> float:
        raise AssertionError(f"{token} is not JSON")

    document = json.loads(to_json(sample_table()), parse_constant=refuse)
    assert document["schema"] == 1
    scores = [score for row in document["rows"] for score in row["scores"].values()]
    assert any(score["value"] == "inf" for score in scores)
    assert all((score["value"] is None) == (score["problem"] is not None) for score in scores)
    assert any(score["value"] is None for score in scores)


def test_infinity_comes_back_as_a_number() -> None:
    again = from_json(to_json(sample_table()), "t.json")
    assert any(score.value == math.inf for row in again for score in row.scores)


def test_a_table_from_before_there_were_maps_and_keys_that_nobody_knows_are_read() -> None:
    document = good_document()
    for row in (document["reference"], *document["rows"]):
        del row["maps"]
        row["colour"] = ["of", {"the": "future"}]
    again = from_json(json.dumps(document).encode(), "t.json")
    assert [row.maps for row in again] == [()] * 4


# --- names that are not UTF-8


@pytest.mark.skipif(sys.platform == "win32", reason="names are UTF-16 on Windows: no byte of them is not UTF-8")
def test_a_file_whose_name_is_not_utf8_keeps_its_link() -> None:
    folder = Path("/somewhere/pictures")
    path = folder / os.fsdecode(b"bad\xff\xfe.png")
    table = sample_table(3, folder=folder)
    row = replace(table.rows[0], source=replace(table.rows[0].source, name="bad\\xff\\xfe.png", path=path))
    table = replace(table, rows=(row, *table.rows[1:]), settings={"command": "mikurabe compare " + str(path)})
    written = to_json(table)
    document = json.loads(written.decode("utf-8"))
    assert document["rows"][0]["path"] == "/somewhere/pictures/bad\\xff\\xfe.png"
    assert document["rows"][0]["path_bytes"] == "/somewhere/pictures/bad%FF%FE.png"
    assert document["settings"]["command"] == "mikurabe compare /somewhere/pictures/bad\\xff\\xfe.png"
    assert "path_bytes" not in document["rows"][1], "only where the path cannot say it"
    again = from_json(written, "t.json")
    assert again.rows[0].source.path == path
    assert to_json(again) == written
    links = [
        re.findall(r'href="([^"]*)"', render(each, "html", folder=Path("/somewhere")).decode())
        for each in (table, again)
    ]
    assert "pictures/bad%FF%FE.png" in links[0]
    assert links[0] == links[1]


@pytest.mark.parametrize(("code", "shown"), [(0xDCFF, "\\xff"), (0xD800, "\\ud800")])
def test_half_a_character_anywhere_is_written_escaped_and_the_file_can_be_read(code: int, shown: str) -> None:
    half = chr(code)
    table = sample_table(1)
    source = Source(name=half, path=None, sha256=None, size_bytes=None)
    column = replace(table.columns[0], key=f'onnx[model="{half}\\n"]')
    table = replace(
        table,
        rows=(replace(table.rows[0], source=source, notes=(half,)),),
        columns=(column, *table.columns[1:]),
        notes=(f'"{half}"',),
    )
    again = from_json(to_json(table), "t.json")
    assert again.rows[0].source.name == shown
    assert again.notes == (f'"{shown}"',)
    assert again.columns[0].key == f'onnx[model="{shown}\\n"]'


# --- what is no table


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe", "is not JSON"),
        (b"not json", "is not JSON"),
        (b"[1, 2]", "not a table"),
        (b'{"schema": 99}', "schema 99 and this mikurabe reads schema 1"),
        (b'{"schema": true}', "schema is true, not a whole number"),
        (b'{"schema": 1}', "lacks 'metrics'"),
        (b'{"schema": NaN}', r"is not JSON \(NaN is no number in JSON\)"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "is not JSON"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        from_json(data, "t.json")


def test_the_file_s_own_name_cannot_break_the_line() -> None:
    with pytest.raises(UsageError, match=r"^two\\nlines\.json is not JSON"):
        from_json(b"", "two\nlines.json")


def test_webp_thumbnails_are_kept_and_checked_like_the_others() -> None:
    webp = thumbnail_of((40, 30), "image/webp")
    table = full_table()
    rows = tuple(replace(row, thumbnail=webp) for row in table.rows)
    kept = to_json(replace(table, rows=rows))
    assert from_json(kept, "t.json").rows == rows
    document = json.loads(kept)
    document["rows"][0]["thumbnail"]["base64"] = encoded(webp.data[:-20])
    with pytest.raises(UsageError, match=r"rows\[0\].thumbnail.base64 holds a damaged picture.*cut short"):
        from_json(json.dumps(document).encode(), "t.json")
    document["rows"][0]["thumbnail"]["base64"] = encoded(JPEG)
    with pytest.raises(UsageError, match="bytes that are no image/webp"):
        from_json(json.dumps(document).encode(), "t.json")


PNG, JPEG = thumbnail(0).data, thumbnail_of((40, 30), "image/jpeg").data


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


DAMAGES: list[tuple[str, Any, str]] = [
    ("metrics[0].resolution", 0, "is 0, not above 0"),
    ("metrics[0].resolution", math.nan, "NaN is no number in JSON"),
    ("metrics[0].resolution", "inf", "not a finite number"),
    ("metrics[0].identical", "nan", "is 'nan', not a finite number"),
    ("metrics[0].identical", None, "is null, not a finite number"),
    ("metrics[0].low", True, "is true, not a finite number"),
    ("metrics[0].high", 10**400, "beyond what a number of 64 bits holds"),
    ("metrics[0].key", "psnr", "as in a column before it"),
    ("metrics[0].key", 7, "is 7, not a text"),
    ("metrics[0].better", "larger", 'is \'larger\', not "higher" or "lower"'),
    ("metrics[0].reads", ["luma"], 'not "luma" or "rgb"'),
    ("metrics[0].params", [], "is [], not an object"),
    ("metrics[0].params", {"window": [7]}, ".window is [7], not a text, a finite number, true or false"),
    ("metrics[0].version", 1.5, "is 1.5, not a whole number"),
    ("metrics[0]", 3, "is 3, not an object"),
    ("metrics", {}, "not a list"),
    ("reference", None, "is null, not an object"),
    ("rows", None, "is null, not a list"),
    ("rows[0].size_px", [1], "has 1 numbers, not two"),
    ("rows[0].size_px", [2.0, 2], "size_px[0] is 2.0, not a whole number"),
    ("rows[0].size_px", [0, 2], "size_px[0] is 0, not a whole number of at least 1"),
    ("rows[0].size_px", [10**30, 2], "size_px[0] is an integer of more than 30 digits"),
    ("rows[0].size_px", "44", "is '44', not a list"),
    ("rows[0].path", "\0", "which no file can be called"),
    ("rows[0].path", "", "which no file can be called"),
    ("rows[0].path_bytes", "a%00b", "which no file can be called"),
    ("rows[0].path_bytes", 7, "is 7, not a text"),
    ("rows[0].notes", [1], "notes[0] is 1, not a text"),
    ("rows[0].notes", "abc", "is 'abc', not a list"),
    ("rows[0].name", None, "is null, not a text"),
    ("rows[0].name", "half \ud800", "holds half a character"),
    ("rows[0].problem", 5, "is 5, not a text"),
    ("rows[0].sha256", 12, "is 12, not a text"),
    ("rows[0].size_bytes", -1, "is -1, not a whole number of at least 0"),
    ("rows[0].modified", "yesterday", "is 'yesterday', not a time such as"),
    ("rows[0].scores", [], "is [], not an object"),
    ("rows[0].scores.cosine", None, "is null, not an object"),
    ("rows[0].scores.cosine.value", "NaN", "is 'NaN', not a finite number"),
    ("rows[0].scores.cosine.value", None, "has neither a value nor a problem"),
    ("rows[0].scores.cosine.problem", "both", "has both a value and a problem"),
    ("rows[0].scores.cosine.seconds", -1, "is -1, not at least 0"),
    ("rows[0].thumbnail.base64", encoded(b"abc"), "holds 3 bytes that are no image/png"),
    ("rows[0].thumbnail.base64", encoded(JPEG), "bytes that are no image/png"),
    ("rows[0].thumbnail.base64", encoded(PNG[:-20]), "holds a damaged picture: the PNG is cut short"),
    ("rows[0].thumbnail.base64", "a&b", "is not base64"),
    ("rows[0].thumbnail.base64", "ä", "is not base64"),
    ("rows[3].thumbnail.base64", encoded(PNG), "bytes that are no image/jpeg"),
    ("rows[3].thumbnail.base64", encoded(JPEG[:-20]), "holds a damaged picture: the JPEG is cut short"),
    ("rows[0].thumbnail.mime", "image/gif", "is 'image/gif', not"),
    ("rows[0].thumbnail.width", 0, "is 0, not a whole number of at least 1"),
    ("rows[0].thumbnail.width", 480, "is 480 x 36 pixels, but the picture has 48 x 36"),
    ("rows[0].maps[0].top", -2, "is -2, not at least 0"),
    ("rows[0].maps[0].picture", None, "is null, not an object"),
    ("skipped[0].reason", [], "is [], not a text"),
    ("notes", "abc", "is 'abc', not a list"),
    ("settings", [], "is [], not an object"),
    ("settings.fit", ["strict"], "is ['strict'], not a text"),
    ("settings", {"\ud800": ""}, "holds half a character"),
    ("versions.numpy", 2, "is 2, not a text"),
]


def put(document: Any, place: str, value: object) -> None:
    """Put the value at a place such as ``rows[0].name``."""
    *path, last = [int(part) if part.isdecimal() else part for part in re.findall(r"\w+", place)]
    for step in path:
        document = document[step]
    document[last] = value


@pytest.mark.parametrize(("place", "value", "reason"), DAMAGES, ids=[f"{each[0]}={each[2][:20]}" for each in DAMAGES])
def test_one_wrong_thing_is_refused_in_one_line_with_file_place_and_reason(
    place: str, value: object, reason: str
) -> None:
    document = good_document()
    put(document, place, value)
    with pytest.raises(UsageError) as refused:
        from_json(json.dumps(document).encode(), "t.json")
    said = str(refused.value)
    assert said.startswith("t.json")
    assert reason in said
    assert re.findall(r"\w+", place)[-1] in said or "NaN is no number" in said
    assert said.isprintable(), "one line"
    assert len(said) < 200


@pytest.mark.parametrize(
    ("key", "reason"),
    [("low", "is beyond what a number"), ("value", "is beyond what a number"), ("size_px", "[0] is inf, not a whole")],
)
def test_a_number_that_is_too_large_for_any_is_refused(key: str, reason: str) -> None:
    written, count = re.subn(rf'"{key}": (\[?)\s*-?[\d.]+', rf'"{key}": \g<1>1e400', to_json(full_table()).decode())
    assert count >= 4
    with pytest.raises(UsageError, match=re.escape(f"{key}{reason}" if key == "size_px" else f"{key} {reason}")):
        from_json(written.encode(), "t.json")


@pytest.mark.parametrize(
    "place", ["rows[0].name", "rows[0].scores.cosine", "rows[0].thumbnail.mime", "skipped[0].name"]
)
def test_a_key_that_is_not_there_is_named_with_its_place(place: str) -> None:
    document = good_document()
    around, _, key = place.rpartition(".")
    *path, last = [int(part) if part.isdecimal() else part for part in re.findall(r"\w+", place)]
    inside = document
    for step in path:
        inside = inside[step]
    del inside[last]
    with pytest.raises(UsageError, match=re.escape(f"t.json: {around} lacks '{key}'")):
        from_json(json.dumps(document).encode(), "t.json")
