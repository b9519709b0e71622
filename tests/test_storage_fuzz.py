"""Whatever stands in a table's JSON: it is refused in one line, or it is a table that every exit can show."""

from __future__ import annotations

import base64
import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from mikurabe.errors import UsageError
from mikurabe.reports import FORMATS, render
from mikurabe.reports.notebook import notebook_html
from mikurabe.reports.terminal import plain_text
from mikurabe.storage import from_json, to_json
from mikurabe.table import Table
from tables import full_table

# It becomes 1e400 on its way into the file, which Python's own writer cannot write.
TOO_LARGE = "a number beyond all"
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 7.5, -0.0, 1e-320, 1e308, -1e308, 10**18, 10**25, 10**400, TOO_LARGE, "", "a",
    "nan", "inf", "-inf", "NaN", "abc" * 400, "\0", "\n", "\r\n", "\t", "\x1b[31m", "\u2028", "\ud800", "\udcff\udcfe",
    "\uffff", "画像", "\u202e", "<script>", "=1+1", "<r>a</r>", "../..", "//host/share", "http://x", "C:\\x", "%",
    "%ff", "{", "a b", "|", "[red]", "[/]", [], [1], [1, 2], [2**31, 1], [[]], [None], ["a"], {}, {"a": 1}, {"": ""},
    {"": {}}, "image/png", "image/jpeg", "higher", "lower", "rgb", "2024-01-01", "/", ".", "x" * 40_000, "x y " * 9000,
)  # fmt: skip


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in a document."""
    if path:
        yield path
    for step in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield from places(node[step], (*path, step))


def value_at(node: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        node = node[step]
    return node


def other_bytes(text: str, chance: random.Random) -> str:
    """Return the base64 of a picture that was cut short, changed in one byte, or goes on behind its end."""
    data = base64.b64decode(text)
    at = chance.randrange(len(data))
    changed = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return base64.b64encode(chance.choice((data[:at], changed, changed, data + data))).decode()


def mutated(document: Any, chance: random.Random) -> bytes:
    """Return the document with one to three things in it changed."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        every = list(places(document))
        path = chance.choice(every)
        inside, last = value_at(document, path[:-1]), path[-1]
        old = inside[last]
        how = chance.randrange(10)
        if last == "base64" and isinstance(old, str) and old and how < 8:
            inside[last] = other_bytes(old, chance)
        elif how == 0:
            del inside[last]
        elif how == 1:
            inside[last] = copy.deepcopy(value_at(document, chance.choice(every)))
        elif how == 2 and isinstance(inside, list):
            inside.insert(last, copy.deepcopy(old))
        elif how == 3:
            inside[last] = copy.deepcopy(chance.choice(JUNK))
        else:
            # Of the same kind: that is what a reader lets through.
            alike = [each for each in JUNK if type(each) is type(old)]
            inside[last] = copy.deepcopy(chance.choice(alike or JUNK))
        if not document:
            break
    return json.dumps(document).replace(f'"{TOO_LARGE}"', "1e400").encode()


def read(data: bytes) -> Table | None:
    """Return the table, None where it was refused as it should be."""
    refusal = None
    try:
        return from_json(data, "t.json")
    except UsageError as error:
        refusal = str(error)
    assert refusal.startswith("t.json")
    assert refusal.isprintable(), "one line"
    assert len(refusal) < 250
    return None


def check_every_exit(table: Table) -> None:
    """Fail where a table that was read cannot be shown, or is not written as it was read."""
    for each in FORMATS:
        assert render(table, each.name)
    assert notebook_html(table, lang="ja").encode("utf-8")
    assert plain_text(table).encode("utf-8")
    assert table.to_pandas().to_csv().encode("utf-8")
    written = to_json(table)
    assert to_json(from_json(written, "again.json")) == written


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_document_with_anything_changed_is_refused_or_goes_through_every_exit(seed: int) -> None:
    chance = random.Random(seed)
    good = to_json(full_table())
    tables = [read(mutated(json.loads(good), chance)) for _ in range(60)]
    sound = [table for table in tables if table is not None]
    assert 10 <= len(sound) <= 50, "neither kind alone would show anything"
    for table in sound:
        check_every_exit(table)


@pytest.mark.slow
def test_a_document_with_a_byte_changed_is_refused_or_goes_through_every_exit() -> None:
    chance = random.Random(99)
    good = to_json(full_table())
    for _ in range(150):
        data = bytearray(good)
        data[chance.randrange(len(data))] = chance.choice(b'\x00"[]{},:0129einf \\\x80\xff')
        table = read(bytes(data))
        if table is not None:
            check_every_exit(table)
