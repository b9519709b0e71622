"""The Excel report: a list with pictures, the bare data, the indices, the problems and the settings."""

from __future__ import annotations

from typing import get_args

from mikurabe.errors import UnknownName
from mikurabe.reports.excel.book import Book, ImageMode
from mikurabe.reports.excel.data_sheet import write_data
from mikurabe.reports.excel.fact_sheets import write_indices, write_problems, write_settings
from mikurabe.reports.excel.list_sheet import write_list
from mikurabe.reports.view import ReportView

__all__ = ["ImageMode", "render"]


def render(view: ReportView, *, images: ImageMode = "float") -> bytes:
    """Return the view as an Excel workbook (.xlsx), the same bytes for the same view.

    ``images``: ``float`` lays the thumbnails over their cells (every Excel, LibreOffice), ``cell`` places them in the
    cells (only Excel for Microsoft 365 from 2023 on), ``none`` leaves them out. Raises UnknownName for another word.
    """
    if images not in get_args(ImageMode):
        raise UnknownName.among("way to place pictures", images, get_args(ImageMode))
    book = Book(view, images)
    write_list(book)
    write_data(book)
    write_indices(book)
    write_problems(book)
    # Last, because it also tells what the other sheets had to leave out.
    write_settings(book)
    return book.close()
