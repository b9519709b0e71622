"""Table -> pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mikurabe.reports.text import encodable, problems
from mikurabe.reports.view import build_view
from mikurabe.sources.names import printable
from mikurabe.table import Table

if TYPE_CHECKING:
    import pandas as pd


def to_frame(table: Table) -> pd.DataFrame:
    r"""Return one row per picture: name, a float64 column per metric, problem, notes, width_px, height_px, path.

    A missing value is NaN, pandas' own mark for it, and ``problem`` says why. ``attrs["reference"]`` is the
    reference's name, ``attrs["metrics"]`` maps each column to its direction and its value for identical pictures.
    Bytes of file names that are not UTF-8 stand as ``\xNN``, for pandas can write no file with them.
    """
    import pandas as pd

    view = build_view(table)
    keys = [encodable(column.key) for column in table.columns]
    columns: dict[str, object] = {"name": [encodable(row.name) for row in view.rows]}
    for at, key in enumerate(keys):
        values = [row.scores[at].value for row in table.rows]
        columns[key] = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    columns["problem"] = [encodable(problems(row, keys)) or None for row in view.rows]
    columns["notes"] = [encodable("; ".join(row.notes)) for row in view.rows]
    sizes = [row.size_px or (None, None) for row in table.rows]
    columns["width_px"] = pd.array([size[0] for size in sizes], dtype="Int64")
    columns["height_px"] = pd.array([size[1] for size in sizes], dtype="Int64")
    columns["path"] = [None if row.source.path is None else printable(str(row.source.path)) for row in table.rows]
    frame = pd.DataFrame(columns)
    frame.attrs["reference"] = encodable(table.reference.source.name)
    frame.attrs["metrics"] = {
        key: {"better": column.better, "identical": column.identical}
        for key, column in zip(keys, table.columns, strict=True)
    }
    return frame
