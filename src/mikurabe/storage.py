"""Table <-> JSON: how a table is kept, so that reports can be made again without comparing again.

``schema`` is 1. A value is a number, ``"inf"`` or ``"-inf"``; where there is none it is null and ``problem``
says why. ``verdict`` is null: not judged. Unknown keys are ignored on reading; another schema is refused.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mikurabe.errors import UsageError
from mikurabe.records import Column, LocalMap, Row, Score, Skipped, Source, Thumbnail
from mikurabe.table import Table

SCHEMA = 1


def to_json(table: Table) -> bytes:
    """Return the table as UTF-8 JSON, the same bytes for the same table."""
    document = {
        "schema": SCHEMA,
        "program": "mikurabe",
        "reference": _row_out(table.reference, table.columns),
        "metrics": [_column_out(column) for column in table.columns],
        "rows": [_row_out(row, table.columns) for row in table.rows],
        "skipped": [{"name": skipped.name, "reason": skipped.reason} for skipped in table.skipped],
        "notes": list(table.notes),
        "settings": dict(table.settings),
        "versions": dict(table.versions),
    }
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8")


def from_json(data: bytes, name: str) -> Table:
    """Return the table that ``to_json`` wrote; ``name`` is what an error calls it.

    Raises UsageError where the bytes are no JSON, no table, or a table of another schema.
    """
    try:
        document = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UsageError(
            f"{name} is not JSON ({error}); give a table that mikurabe wrote with -o table.json."
        ) from None
    if not isinstance(document, dict) or "schema" not in document:
        raise UsageError(f"{name} is JSON, but not a table that mikurabe wrote with -o table.json.")
    if document["schema"] != SCHEMA:
        raise UsageError(
            f"{name} has schema {document['schema']!r} and this mikurabe reads schema {SCHEMA}; update mikurabe, "
            "or compare again."
        )
    try:
        columns = tuple(_column_in(column) for column in document["metrics"])
        return Table(
            reference=_row_in(document["reference"], columns),
            columns=columns,
            rows=tuple(_row_in(row, columns) for row in document["rows"]),
            skipped=tuple(Skipped(name=item["name"], reason=item["reason"]) for item in document["skipped"]),
            notes=tuple(document["notes"]),
            settings=dict(document["settings"]),
            versions=dict(document["versions"]),
        )
    except KeyError as missing:
        raise UsageError(f"{name} lacks {missing} where a table should have it; compare again.") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{name} holds something that a table cannot ({error}); compare again.") from None


def _number_out(value: float | None) -> float | str | None:
    if value is not None and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def _number_in(value: float | str | None) -> float | None:
    return None if value is None else float(value)


def _column_out(column: Column) -> dict[str, object]:
    return {
        "key": column.key,
        "name": column.name,
        "title": column.title,
        "params": dict(column.params),
        "better": column.better,
        "low": _number_out(column.low),
        "high": _number_out(column.high),
        "identical": _number_out(column.identical),
        "resolution": column.resolution,
        "unit": column.unit,
        "reads": column.reads,
        "cap": _number_out(column.cap),
        "source": column.source,
        "version": column.version,
    }


def _column_in(item: Mapping[str, Any]) -> Column:
    if item["better"] not in ("higher", "lower"):
        raise ValueError(f"better is {item['better']!r}, neither higher nor lower")
    return Column(
        key=str(item["key"]),
        name=str(item["name"]),
        title=str(item["title"]),
        params=tuple(item["params"].items()),
        better=item["better"],
        low=float(item["low"]),
        high=float(item["high"]),
        identical=float(item["identical"]),
        resolution=float(item["resolution"]),
        unit=str(item["unit"]),
        reads=item["reads"],
        cap=_number_in(item["cap"]),
        source=str(item["source"]),
        version=int(item["version"]),
    )


def _row_out(row: Row, columns: tuple[Column, ...]) -> dict[str, object]:
    source = row.source
    return {
        "name": source.name,
        "path": None if source.path is None else str(source.path.absolute()).encode("utf-8", "replace").decode(),
        "sha256": source.sha256,
        "size_bytes": source.size_bytes,
        "modified": None if source.modified is None else source.modified.isoformat(),
        "size_px": None if row.size_px is None else list(row.size_px),
        "problem": row.problem,
        "notes": list(row.notes),
        "verdict": None,
        "scores": {
            column.key: {
                "value": _number_out(score.value),
                "problem": score.problem,
                "seconds": round(score.seconds, 6),
            }
            for column, score in zip(columns, row.scores, strict=True)
        },
        "thumbnail": None if row.thumbnail is None else _thumbnail_out(row.thumbnail),
        "maps": [{"key": each.key, "top": each.top, "picture": _thumbnail_out(each.picture)} for each in row.maps],
    }


def _row_in(item: Mapping[str, Any], columns: tuple[Column, ...]) -> Row:
    source = Source(
        name=str(item["name"]),
        path=None if item["path"] is None else Path(item["path"]),
        sha256=item["sha256"],
        size_bytes=item["size_bytes"],
        modified=None if item["modified"] is None else datetime.fromisoformat(item["modified"]),
    )
    size = item["size_px"]
    return Row(
        source=source,
        size_px=None if size is None else (int(size[0]), int(size[1])),
        notes=tuple(item["notes"]),
        scores=tuple(_score_in(item["scores"][column.key]) for column in columns),
        thumbnail=None if item["thumbnail"] is None else _thumbnail_in(item["thumbnail"]),
        problem=item["problem"],
        maps=tuple(
            LocalMap(key=str(each["key"]), top=float(each["top"]), picture=_thumbnail_in(each["picture"]))
            for each in item.get("maps", ())
        ),
    )


def _score_in(item: Mapping[str, Any]) -> Score:
    return Score(value=_number_in(item["value"]), problem=item["problem"], seconds=float(item["seconds"]))


def _thumbnail_out(thumbnail: Thumbnail) -> dict[str, object]:
    return {
        "mime": thumbnail.mime,
        "width": thumbnail.width,
        "height": thumbnail.height,
        "base64": base64.b64encode(thumbnail.data).decode("ascii"),
    }


def _thumbnail_in(item: Mapping[str, Any]) -> Thumbnail:
    if item["mime"] not in ("image/png", "image/jpeg"):
        raise ValueError(f"a thumbnail is of type {item['mime']!r}, neither PNG nor JPEG")
    return Thumbnail(
        data=base64.b64decode(item["base64"], validate=True),
        mime=item["mime"],
        width=int(item["width"]),
        height=int(item["height"]),
    )
