"""The sheets of facts: what the indices mean, what went wrong, and how the table was made."""

from __future__ import annotations

from mikurabe.reports.excel.book import FAINT_INK, PROBLEM_INK, Book, Sheet
from mikurabe.reports.excel.cell_text import fitted_px, wrapped_lines
from mikurabe.reports.excel.limits import Limits
from mikurabe.reports.maps import map_columns

# How wide the settings' text stands; it then prints on one page.
_TEXT_PX = 640
# Excel's own limit is 546.
_TALLEST_PX = 540


def write_indices(book: Book) -> None:
    """Write a row per metric: its name, direction, range and origin; below, what the colours of its map mean."""
    word = book.word
    sheet = book.add_sheet(word["indices"])
    headings = ("index", "key", "direction", "range", "identical", "unit", "source")
    widths = _write_rows(
        book,
        sheet,
        [word[heading] for heading in headings],
        [
            [
                column.title,
                column.key,
                f"{word[column.better]} {column.arrow}",
                column.range,
                column.identical,
                column.unit,
                column.source,
            ]
            for column in book.view.columns
        ],
        most=480,
    )
    if book.images == "none":
        return
    look = book.style(text_wrap=True, valign="top")
    for at, each in enumerate(map_columns(book.view), start=len(book.view.columns) + 2):
        sheet.merged(at, 0, len(widths) - 1, each.note, look)
        sheet.raw.set_row_pixels(at, min(book.line_px * wrapped_lines(each.note, sum(widths)), _TALLEST_PX))


def write_problems(book: Book) -> None:
    """Write what has no value and what was passed over, with the reasons; no sheet where there is nothing to say."""
    word, view = book.word, book.view
    rows: list[list[str]] = []
    for row in view.rows:
        if row.problem is not None:
            rows.append([word["problem"], row.name, "", row.problem])
            continue
        for column, cell in zip(view.columns, row.cells, strict=True):
            if cell.problem is not None:
                rows.append([word["problem"], row.name, column.key, cell.problem])
    rows += [[word["skipped"], skipped.name, "", skipped.reason] for skipped in view.skipped]
    if rows:
        headings = [word["kind"], word["name"], word["index"], word["reason"]]
        _write_rows(book, book.add_sheet(word["problems"]), headings, rows, most=600)


def write_settings(book: Book, limits: Limits) -> None:
    """Write the summary, the notes, the audit trail, and what this workbook had to leave out."""
    word, view = book.word, book.view
    sheet = book.add_sheet(word["settings"])
    sections: list[tuple[str, list[tuple[str, str]]]] = [
        (word["summary"], list(view.summary)),
        (word["notes"], [("", note) for note in view.notes]),
        (word["settings"], list(view.footer)),
        (word["workbook"], [("", note) for note in _own_notes(book, limits)]),
    ]
    sheet.raw.set_column_pixels(
        0, 0, fitted_px([label for _, lines in sections for label, _ in lines], least=110, most=260)
    )
    sheet.raw.set_column_pixels(1, 1, _TEXT_PX)
    label_style = book.style(font_color=FAINT_INK, text_wrap=True, valign="top")
    text_style = book.style(text_wrap=True, valign="top")
    sheet.text(0, 0, view.title, book.style(bold=True, font_size=14))
    at = 2
    for title, lines in sections:
        if not lines:
            continue
        sheet.merged(at, 0, 1, title, book.head_style)
        for label, text in lines:
            at += 1
            sheet.text(at, 0, label, label_style)
            sheet.text(at, 1, text, text_style)
            sheet.raw.set_row_pixels(at, min(book.line_px * wrapped_lines(text, _TEXT_PX), _TALLEST_PX))
        at += 2


def _own_notes(book: Book, limits: Limits) -> list[str]:
    notes = [book.word[f"excel_{book.images}"], *book.notes]
    notes += [book.word["excel_limit_left_out"].format(limit=each) for each in limits.left_out]
    if book.long_links:
        notes.append(book.word["excel_long_links"].format(count=book.long_links))
    if book.surplus_links:
        notes.append(book.word["excel_many_links"].format(count=book.surplus_links))
    return notes


def _write_rows(book: Book, sheet: Sheet, headings: list[str], rows: list[list[str]], *, most: int) -> list[int]:
    """Return the columns' widths after writing headings and rows of text with a filter.

    Every column is as wide as its content, up to ``most`` pixels.
    """
    plain = book.style(text_wrap=True, valign="top")
    widths = []
    for column, heading in enumerate(headings):
        content = [row[column] for row in rows]
        width = max(fitted_px([heading], least=60, most=most) + 20, fitted_px(content, least=0, most=most))
        widths.append(width)
        sheet.raw.set_column_pixels(column, column, width)
        sheet.text(0, column, heading, book.head_style)
    alert = book.style(text_wrap=True, valign="top", font_color=PROBLEM_INK)
    for at, row in enumerate(rows, start=1):
        lines = max(wrapped_lines(text, width) for text, width in zip(row, widths, strict=True))
        # Said outright, because LibreOffice would show one line only.
        sheet.raw.set_row_pixels(at, min(book.line_px * lines, _TALLEST_PX))
        for column, text in enumerate(row):
            sheet.text(at, column, text, alert if text == book.word["problem"] and column == 0 else plain)
    if rows:
        sheet.raw.autofilter(0, 0, len(rows), len(headings) - 1)
    sheet.raw.freeze_panes(1, 0)
    sheet.raw.repeat_rows(0)
    return widths
