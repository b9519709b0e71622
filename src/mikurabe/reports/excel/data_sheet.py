"""The data sheet: a plain Excel table without pictures, with every number in full, for filters and pivots."""

from __future__ import annotations

from mikurabe.reports.excel.book import Book, Sheet, number_of, problem_text
from mikurabe.reports.excel.cell_text import cell_text, cut, fitted_px
from mikurabe.reports.view import ViewRow

SHEET_ROWS = 1_048_576
_HEADER_LIMIT = 255


def write_data(book: Book) -> None:
    """Write the data, over more than one sheet where there are more rows than a sheet has."""
    rows = book.view.rows
    room = SHEET_ROWS - 1
    for at, start in enumerate(range(0, max(len(rows), 1), room)):
        sheet = book.add_sheet(book.word["data"], at=at)
        _write_part(book, sheet, start, rows[start : start + room])


def unique_headers(names: list[str]) -> list[str]:
    """Return the headings made distinct, letter case ignored: an Excel table refuses two that are alike."""
    taken: set[str] = set()
    unique = []
    for name in names:
        base = chosen = cut(cell_text(name), _HEADER_LIMIT - 4)
        count = 1
        while chosen.lower() in taken:
            count += 1
            chosen = f"{base} {count}"
        taken.add(chosen.lower())
        unique.append(chosen)
    return unique


def _write_part(book: Book, sheet: Sheet, start: int, rows: tuple[ViewRow, ...]) -> None:
    view, word = book.view, book.word
    ahead = [word["name"], word["path"]]
    behind = [word["problem"], word["notes"], "sha256", word["width"], word["height"]]
    # The indices choose their names first: other programs look for exactly those.
    keys = [column.key for column in view.columns]
    unique = unique_headers([*keys, *ahead, *behind])
    headers = [*unique[len(keys) : len(keys) + 2], *unique[: len(keys)], *unique[len(keys) + 2 :]]
    after = 2 + len(keys)
    plain, right = book.style(), book.style(align="right")
    for at, row in enumerate(rows, start=1):
        whole = view.table.rows[start + at - 1]
        sheet.text(at, 0, row.name, plain)
        sheet.text(at, 1, row.path or "", plain)
        for column, cell in enumerate(row.cells, start=2):
            number = number_of(cell)
            if number is not None:
                sheet.number(at, column, number, plain)
            elif cell.value is not None:
                sheet.text(at, column, cell.text, right)
        sheet.text(at, after, problem_text(view, row).replace("\n", "; "), plain)
        sheet.text(at, after + 1, "; ".join(row.notes), plain)
        sheet.text(at, after + 2, whole.source.sha256 or "", plain)
        for column, size in enumerate(whole.size_px or (), start=after + 3):
            sheet.number(at, column, size, plain)
    if rows:
        options = {
            # The format is for LibreOffice, which knows no table styles.
            "columns": [{"header": header, "header_format": book.head_style} for header in headers],
            "style": "Table Style Light 9",
        }
        sheet.raw.add_table(0, 0, len(rows), len(headers) - 1, options)
        # XlsxWriter's note of every cell, against a second table over this one: 20 MiB for 10,000 rows.
        sheet.raw.table_cells = {}
    else:
        for column, header in enumerate(headers):
            sheet.text(0, column, header, book.head_style)
    _set_widths(sheet, headers, rows, after)


def _set_widths(sheet: Sheet, headers: list[str], rows: tuple[ViewRow, ...], after: int) -> None:
    button = 20
    for column, header in enumerate(headers):
        content: list[str] = []
        most = 200
        if column == 0:
            content, most = [row.name for row in rows], 320
        elif column == 1:
            content, most = [row.path or "" for row in rows], 320
        elif column in (after, after + 1):
            most = 240
            content = ["m" * 30] if any(row.problem or row.notes for row in rows) else []
        sheet.raw.set_column_pixels(
            column,
            column,
            max(fitted_px([header], least=60, most=240) + button, fitted_px(content, least=90, most=most)),
        )
    sheet.raw.freeze_panes(1, 1)
    sheet.raw.repeat_rows(0)
