"""The charts of the summary: an index's values picture by picture with its limit, and the sheet they are drawn of.

The list and the data hold "∞" where a value is infinite, which Excel would draw as 0. So the charts have numbers of
their own, with gaps, on a hidden sheet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from mikurabe.reports.excel.book import LARGEST, Book, Sheet, number_of
from mikurabe.reports.excel.formulas import is_ng, letters, quoted
from mikurabe.reports.excel.layout import title_of
from mikurabe.reports.excel.limits import Limit, Limits
from mikurabe.reports.excel.points import quick_points
from mikurabe.reports.view import Cell

MOST_CHARTS = 12
CHARTS_ACROSS = 3
# More points than this are slow to draw, and lie on each other.
MOST_POINTS = 1_000
CHART_PX = 366, 232
_POINT_INK, LIMIT_INK = "#2E75B6", "#C55A11"
_FEW_POINTS = 200
_FAR_FROM_1 = 0.5
NOT_DRAWN = "#N/A"


def charted(book: Book) -> int:
    """Return how many indices have a chart: none without at least two pictures."""
    return min(len(book.view.columns), MOST_CHARTS) if len(book.view.rows) > 1 else 0


def step_of(book: Book) -> int:
    """Return how many pictures one point stands for."""
    return math.ceil(len(book.view.rows) / MOST_POINTS)


def write_chart_data(book: Book, limits: Limits) -> None:
    """Write the hidden sheet with what the charts draw.

    These are the points, those beyond their limit once more, and the two ends of each limit's line.
    """
    view, step = book.view, step_of(book)
    shown = charted(book)
    if not shown:
        return
    sheet = book.add_sheet(book.word["excel_chart_data"])
    sheet.raw.hide()
    sheet.text(0, 0, book.word["number"], book.head_style)
    starts = range(0, len(view.rows), step)
    values = [
        [_least_similar([row.cells[column] for row in view.rows[start : start + step]]) for start in starts]
        for column in range(shown)
    ]
    for at, start in enumerate(starts, start=1):
        sheet.number(at, 0, start + 1)
    for column in range(shown):
        sheet.text(0, 1 + column, view.columns[column].key, book.head_style)
        for at, value in enumerate(values[column], start=1):
            if value is not None:
                sheet.number(at, 1 + column, value)
    for column in range(shown):
        own = [limit for limit in limits.all if limit.at == column]
        sheet.text(0, 1 + shown + column, f"{view.columns[column].key} NG", book.head_style)
        for at, value in enumerate(values[column], start=1):
            cell = f"{letters(1 + column)}{at + 1}"
            tests = [is_ng(cell, limit.name, limit, limits).removeprefix("=") for limit in own]
            test = tests[0] if len(tests) == 1 else "+".join(f"({each})" for each in tests) + ">0"
            drawn = value if value is not None and any(limit.fails(value) for limit in own) else NOT_DRAWN
            sheet.formula(at, 1 + shown + column, f"=IF({test},{cell},NA())", None, drawn)
    ends = 1 + 2 * shown
    sheet.text(0, ends, book.word["number"], book.head_style)
    for at, number in enumerate((1, len(view.rows)), start=1):
        sheet.number(at, ends, number)
        for column, limit in enumerate(_lined(limits, shown)):
            sheet.text(0, ends + 1 + column, limit.name, book.head_style)
            drawn = limit.value if limit.value is not None and limit.value <= LARGEST else NOT_DRAWN
            sheet.formula(at, ends + 1 + column, f"=IF(ISNUMBER({limit.name}),{limit.name},NA())", None, drawn)


def _lined(limits: Limits, shown: int) -> list[Limit]:
    """Return the limits that have a line, in the order of their columns: one per chart, then those of other sides."""
    return [*limits.main[:shown], *(limit for limit in limits.extra if limit.at < shown)]


def _least_similar(cells: list[Cell]) -> float | None:
    """Return the least similar value that can be drawn."""
    drawn = [(cell.rank or 0, number) for cell in cells if (number := number_of(cell)) is not None]
    return max(drawn)[1] if drawn else None


def chart_of(book: Book, limits: Limits, at: int) -> Any:
    """Return the chart of one index, ready to be placed."""
    view = book.view
    column, shown = view.columns[at], charted(book)
    points = math.ceil(len(view.rows) / step_of(book))
    sheet = quoted(book.word["excel_chart_data"])

    def cells(of: int, last: int) -> str:
        return f"={sheet}${letters(of)}$2:${letters(of)}${last + 1}"

    chart = quick_points(book.workbook.add_chart({"type": "scatter", "subtype": "straight"}))
    size = 5 if points <= _FEW_POINTS else 3
    chart.add_series(
        {
            "name": _plain(column.key),
            "categories": cells(0, points),
            "values": cells(1 + at, points),
            "line": {"none": True},
            "marker": {"type": "circle", "size": size, "fill": {"color": _POINT_INK}, "border": {"none": True}},
        }
    )
    chart.add_series(
        {
            "name": "NG",
            "categories": cells(0, points),
            "values": cells(1 + shown + at, points),
            "line": {"none": True},
            # So large that it is seen where a program draws the point on top of it.
            "marker": {"type": "diamond", "size": size + 5, "fill": {"color": LIMIT_INK}, "border": {"none": True}},
        }
    )
    for line, limit in enumerate(_lined(limits, shown)):
        if limit.at == at:
            chart.add_series(
                {
                    "name": book.word["excel_limit"],
                    "categories": cells(1 + 2 * shown, 2),
                    "values": cells(2 + 2 * shown + line, 2),
                    "line": {"color": LIMIT_INK, "width": 1.75, "dash_type": "dash"},
                    "marker": {"type": "none"},
                }
            )
    font = {"name": book.font, "size": 9}
    chart.set_title(
        {"name": _plain(title_of(column)), "name_font": font | {"size": 10, "bold": True}, "overlay": False}
    )
    chart.set_legend({"none": True})
    chart.set_x_axis(
        {
            "name": book.word["number"],
            "name_font": font | {"bold": False},
            "num_font": font,
            "min": 0,
            "max": len(view.rows) + 1,
            "label_position": "low",
            "major_gridlines": {"visible": False},
        }
    )
    facts = view.table.columns[at]
    least = min((number for row in view.rows if (number := number_of(row.cells[at])) is not None), default=1.0)
    # Programs that begin the axis at 0 would end it at 1.2. Values close to 1 have an axis of their own.
    ends = {"max": 1} if facts.high == facts.identical == 1 and least < _FAR_FROM_1 else {}
    chart.set_y_axis(
        {
            "num_font": font,
            "num_format": "General",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3", "width": 0.75}},
        }
        # All other ends depend on the values, and on where somebody puts the limit.
        | ends
    )
    chart.show_blanks_as("gap")
    chart.show_na_as_empty_cell()
    chart.show_hidden_data()
    chart.set_size({"width": CHART_PX[0], "height": CHART_PX[1]})
    return chart


def place_charts(book: Book, limits: Limits, sheet: Sheet, row: int, indices: Iterable[int]) -> None:
    """Lay the charts of some indices beside each other in a row that is as tall as they are."""
    for place, at in enumerate(indices):
        options = {
            "x_offset": place * CHART_PX[0],
            "object_position": 2,  # moves with its cell, and keeps its size
            "description": title_of(book.view.columns[at]),
        }
        sheet.raw.insert_chart(row, 0, chart_of(book, limits, at), options)


def _plain(text: str) -> str:
    """Return the text so that it is not taken for a formula."""
    return f" {text}" if text.startswith("=") else text
