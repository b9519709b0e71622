"""Marks that follow the numbers: how verdicts look, and values beyond their limit."""

from __future__ import annotations

from typing import Any

from mikurabe.reports.excel.book import PROBLEM_INK, Book, Sheet
from mikurabe.reports.excel.formulas import is_ng
from mikurabe.reports.excel.limits import Limit, Limits

# Apart in brightness too, for print and colour-blind eyes.
VERDICT_LOOKS: dict[str, dict[str, Any]] = {
    "OK": {"bg_color": "#DDEBF7", "font_color": "#1F4E79"},
    "NG": {"bg_color": "#C55A11", "font_color": "#FFFFFF", "bold": True},
    "?": {"bg_color": "#D9D9D9", "font_color": "#404040", "bold": True},
}
# A value beyond its limit has ink and a frame, because the ground already says how similar it is.
_NG_VALUE: dict[str, Any] = {"bold": True, "font_color": PROBLEM_INK, "border": 1, "border_color": PROBLEM_INK}


def mark_verdicts(book: Book, sheet: Sheet, first: int, last: int, column: int) -> None:
    """Give the verdicts in a column their looks."""
    for text, look in VERDICT_LOOKS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": book.workbook.add_format(look)}
        sheet.raw.conditional_format(first, column, last, column, rule)


def mark_value(
    book: Book, sheet: Sheet, rows: tuple[int, int], column: int, limits: Limits, limit: Limit, cells: tuple[str, str]
) -> None:
    """Give the values of a column that lie beyond the limit the look of NG.

    ``cells`` are the first value's and the limit's as a formula names them.
    """
    rule = {"type": "formula", "criteria": is_ng(*cells, limit, limits), "format": book.workbook.add_format(_NG_VALUE)}
    sheet.raw.conditional_format(rows[0], column, rows[1], column, rule)
