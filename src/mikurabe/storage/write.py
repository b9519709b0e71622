"""Table -> JSON."""

from __future__ import annotations

import base64
import json
import math
import os
from pathlib import Path
from urllib.parse import quote_from_bytes

from mikurabe.records import Column, Row, Thumbnail
from mikurabe.sources.names import printable
from mikurabe.storage.fields import HALF
from mikurabe.table import Table

SCHEMA = 1


def to_json(table: Table) -> bytes:
    r"""Return the table as UTF-8 JSON, the same bytes for the same table.

    A byte in a text that is not UTF-8 stands as ``\xNN``; a file with such a name also has ``path_bytes``.
    """
    document = {
        "schema": SCHEMA,
        "program": "mikurabe",
        "reference": _row(table.reference, table.columns),
        "metrics": [_column(column) for column in table.columns],
        "rows": [_row(row, table.columns) for row in table.rows],
        "skipped": [{"name": skipped.name, "reason": skipped.reason} for skipped in table.skipped],
        "notes": list(table.notes),
        "criteria": [criterion.text for criterion in table.criteria],
        # Only learned limits say where they come from.
        **({"criteria_why": [each.why for each in table.criteria]} if any(each.why for each in table.criteria) else {}),
        "settings": dict(table.settings),
        "versions": dict(table.versions),
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    # Halves stand in nothing but JSON strings, where a backslash is written twice.
    return HALF.sub(lambda half: printable(half[0]).replace("\\", "\\\\"), text).encode("utf-8")


def _number(value: float | None) -> float | str | None:
    if value is not None and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def _column(column: Column) -> dict[str, object]:
    return {
        "key": column.key,
        "name": column.name,
        "title": column.title,
        "params": dict(column.params),
        "better": column.better,
        "low": _number(column.low),
        "high": _number(column.high),
        "identical": _number(column.identical),
        "resolution": column.resolution,
        "unit": column.unit,
        "reads": column.reads,
        "cap": _number(column.cap),
        "source": column.source,
        "version": column.version,
    }


def _row(row: Row, columns: tuple[Column, ...]) -> dict[str, object]:
    source = row.source
    return {
        "name": source.name,
        **_path(source.path),
        "sha256": source.sha256,
        "size_bytes": source.size_bytes,
        "modified": None if source.modified is None else source.modified.isoformat(),
        "size_px": None if row.size_px is None else list(row.size_px),
        "problem": row.problem,
        "notes": list(row.notes),
        "verdict": row.verdict,
        "scores": {
            column.key: {"value": _number(score.value), "problem": score.problem, "seconds": round(score.seconds, 6)}
            for column, score in zip(columns, row.scores, strict=True)
        },
        "thumbnail": None if row.thumbnail is None else _thumbnail(row.thumbnail),
        "maps": [
            {"key": each.key, "top": each.top, "signed": each.signed, "picture": _thumbnail(each.picture)}
            for each in row.maps
        ],
    }


def _path(path: Path | None) -> dict[str, object]:
    """Return the absolute path and, where that is no valid UTF-8, its bytes too: they lead back to the file."""
    if path is None:
        return {"path": None}
    text = str(path.absolute())
    if HALF.search(text) is None:
        return {"path": text}
    return {"path": printable(text), "path_bytes": quote_from_bytes(os.fsencode(text))}


def _thumbnail(thumbnail: Thumbnail) -> dict[str, object]:
    return {
        "mime": thumbnail.mime,
        "width": thumbnail.width,
        "height": thumbnail.height,
        "base64": base64.b64encode(thumbnail.data).decode("ascii"),
    }
