"""The Excel report: a summary with limits and charts, a list with pictures, the bare data, and the facts about them."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from mikurabe.errors import UnknownName
from mikurabe.reports.excel.book import Book, ImageMode
from mikurabe.reports.excel.charts import write_chart_data
from mikurabe.reports.excel.data_sheet import write_data
from mikurabe.reports.excel.fact_sheets import write_indices, write_problems, write_settings
from mikurabe.reports.excel.limits import limits_of
from mikurabe.reports.excel.list_sheet import write_list
from mikurabe.reports.excel.summary_sheet import write_summary
from mikurabe.reports.view import ReportView, ViewRow
from mikurabe.thumbnail import without_webp

__all__ = ["ImageMode", "render"]


def render(view: ReportView, *, images: ImageMode = "float") -> bytes:
    """Return the view as an Excel workbook (.xlsx), the same bytes for the same view.

    ``images``: ``float`` lays the thumbnails over their cells (every Excel, LibreOffice), ``cell`` places them in the
    cells (only Excel for Microsoft 365 from 2023 on), ``none`` leaves them out. WebP, which Excel does not show,
    becomes PNG or JPEG. Raises UnknownName for another word.
    """
    if images not in get_args(ImageMode):
        raise UnknownName.among("way to place pictures", images, get_args(ImageMode))
    view = replace(view, reference=_showable(view.reference), rows=tuple(map(_showable, view.rows)))
    book = Book(view, images)
    limits = limits_of(view)
    write_summary(book, limits)
    limit_cells = write_list(book, limits)
    write_data(book, limits, limit_cells)
    write_indices(book)
    write_problems(book)
    # Behind the others, because it also tells what they had to leave out.
    write_settings(book, limits)
    write_chart_data(book, limits)
    return book.close()


def _showable(row: ViewRow) -> ViewRow:
    """Return the row with pictures that Excel shows."""
    return replace(
        row,
        thumbnail=None if row.thumbnail is None else without_webp(row.thumbnail),
        maps=tuple(replace(each, picture=without_webp(each.picture)) for each in row.maps),
    )
