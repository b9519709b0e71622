"""Tables that hold something in every place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mikurabe.table import Table
from reports.samples import sample_table
from reports.workbooks import thumbnail_of


def full_table(folder: Path | None = Path("/somewhere/pictures")) -> Table:
    """Return a table in which every key of the document holds something."""
    table = sample_table(4, folder=folder, maps=True)
    photograph = replace(table.rows[3], thumbnail=thumbnail_of((40, 30), "image/jpeg"))
    column = replace(
        table.columns[2], cap=100.0, params=(("recipe", "opencv"), ("k1", 0.02), ("win", 7), ("log", True))
    )
    columns = (*table.columns[:2], column, table.columns[3])
    return replace(table, rows=(*table.rows[:3], photograph), columns=columns)


def not_utf8_table() -> Table:
    """Return a table of a picture whose name is not UTF-8, in its path and in all that is said of it."""
    raw = "bad" + chr(0xDCFF) + chr(0xDCFE)
    table = sample_table(1)
    source = replace(table.rows[0].source, name="bad\\xff\\xfe.png", path=Path("/somewhere/pictures") / f"{raw}.png")
    row = replace(table.rows[0], source=source, notes=(f"a note on {raw[:-1]}",))
    return replace(table, rows=(row,), notes=(raw,), settings={"command": f"mikurabe compare {raw}"})
