"""Reading a workbook back: with openpyxl and, where that does not look, from the XML itself."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl

from mikurabe.i18n import Lang
from mikurabe.records import Score, Thumbnail
from mikurabe.reports.excel import render
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from reports.samples import sample_table

EMU = 9525  # a pixel in the drawing's unit
BLUE, ORANGE = "FF9DC3E6", "FFF4B183"
LIST = "xl/worksheets/sheet2.xml"
FOLDER = Path("/somewhere/reports")


def rendered(table: Table, *, lang: Lang = "en", images: Any = "float", folder: Path = FOLDER) -> bytes:
    return render(build_view(table, lang=lang, folder=folder), images=images)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode("utf-8")


def parts(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.namelist()


def with_thumbnails(table: Table, make: Callable[[int], Thumbnail | None]) -> Table:
    rows = tuple(replace(row, thumbnail=make(at)) for at, row in enumerate(table.rows))
    return replace(table, rows=rows)


def with_names(table: Table, *names: str) -> Table:
    rows = tuple(
        replace(row, source=replace(row.source, name=name)) for row, name in zip(table.rows, names, strict=False)
    )
    return replace(table, rows=rows)


def with_values(table: Table, *rows: Sequence[float | None]) -> Table:
    """Return the table with these values, None for a missing one."""
    scores = [tuple(Score(problem="none") if value is None else Score(value=value) for value in row) for row in rows]
    base = table.rows[0]
    return replace(table, rows=tuple(replace(base, scores=each) for each in scores))


def infinite_table() -> Table:
    """Return a table with every kind of value that a limit can meet."""
    return with_values(
        sample_table(1),
        (1.0, math.inf, 1.0, 0.0),
        (0.5, 20.0, 0.5, 1000.0),
        (0.4, -math.inf, 0.4, math.inf),
        (None, None, 0.6, 5.0),
        (0.9, 30.0, None, None),
        (2.0, 30.0, 0.9, -0.0),
    )


@dataclass(frozen=True)
class Anchor:
    """A picture's place as the drawing says it: cells counted from 0, distances in pixels."""

    edit_as: str | None
    first: tuple[int, int]
    last: tuple[int, int]
    start: tuple[float, float]
    end: tuple[float, float]
    description: str


def anchors(data: bytes, drawing: int = 2) -> list[Anchor]:
    root = ElementTree.fromstring(part(data, f"xl/drawings/drawing{drawing}.xml"))
    space = {"x": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"}
    found = []
    for each in root:
        if each.find(".//x:pic", space) is None:
            continue
        assert each.tag.endswith("}twoCellAnchor"), "a picture that is tied to one cell only stays behind in a sort"

        def cell(end: str, each: ElementTree.Element = each) -> dict[str, int]:
            node = each.find(f"x:{end}", space)
            assert node is not None
            return {child.tag.split("}")[1]: int(child.text or "") for child in node}

        start, end = cell("from"), cell("to")
        name = each.find(".//x:cNvPr", space)
        assert name is not None
        found.append(
            Anchor(
                edit_as=each.get("editAs"),
                first=(start["col"], start["row"]),
                last=(end["col"], end["row"]),
                start=(start["colOff"] / EMU, start["rowOff"] / EMU),
                end=(end["colOff"] / EMU, end["rowOff"] / EMU),
                description=name.get("descr") or "",
            )
        )
    return found


def cell_px(data: bytes, column: int, row: int, sheet: int = 2) -> tuple[float, float]:
    """Return a cell's width and height in pixels, from the sheet's own numbers (7 pixels to a digit)."""
    xml = part(data, f"xl/worksheets/sheet{sheet}.xml")
    width = re.search(rf'<col min="{column + 1}" max="{column + 1}" width="([\d.]+)"', xml)
    height = re.search(rf'<row r="{row + 1}"[^>]* ht="([\d.]+)"', xml)
    assert width is not None
    assert height is not None
    return float(width[1]) * 7, float(height[1]) / 0.75


def link_targets(data: bytes, sheet: int = 2) -> list[str]:
    root = ElementTree.fromstring(part(data, f"xl/worksheets/_rels/sheet{sheet}.xml.rels"))
    return [each.get("Target") or "" for each in root if (each.get("Type") or "").endswith("/hyperlink")]


def settings_text(workbook: openpyxl.Workbook) -> str:
    return "\n".join(str(cell.value) for row in workbook["Settings"].iter_rows() for cell in row)


def thumbnail_of(size: tuple[int, int], mime: str = "image/png", **options: Any) -> Thumbnail:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, (90, 140, 200)).save(out, format=mime.split("/")[1], **options)
    return Thumbnail(data=out.getvalue(), mime=mime, width=size[0], height=size[1])  # type: ignore[arg-type]
