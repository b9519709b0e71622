"""The data sheet: a plain Excel table without pictures, with every number in full, for filters and pivots."""

from __future__ import annotations

from mikurabe.reports.excel.book import Book, Sheet, number_of, problem_text
from mikurabe.reports.excel.cell_text import cell_text, cut, fitted_px
from mikurabe.reports.excel.formulas import ROW, letters, quoted, row_verdict
from mikurabe.reports.excel.limits import VERDICT_TEXT, Limits
from mikurabe.reports.excel.marks import mark_verdicts
from mikurabe.reports.view import ViewRow

SHEET_ROWS = 1_048_576
_HEADER_LIMIT = 255
_ROOM = SHEET_ROWS - 1
# The indices stand behind the name and the path.
FIRST_VALUE = 2


def write_data(book: Book, limits: Limits, limit_cells: str) -> None:
    """Write the data, over more than one sheet where there are more rows than a sheet has.

    ``limit_cells`` repeat the limits in the order of the indices.
    """
    rows = book.view.rows
    for at, start in enumerate(range(0, max(len(rows), 1), _ROOM)):
        sheet = book.add_sheet(book.word["data"], at=at)
        _write_part(book, limits, limit_cells, sheet, start, rows[start : start + _ROOM])


def data_ranges(book: Book, at: int) -> list[str]:
    """Return the cells that hold the values of index ``at``, sheet by sheet; those of the verdicts follow the last."""
    column = letters(FIRST_VALUE + at)
    total = len(book.view.rows)
    return [
        f"{quoted(book.sheet_name(book.word['data'], part))}${column}$2:${column}${min(_ROOM, total - start) + 1}"
        for part, start in enumerate(range(0, total, _ROOM))
    ]


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


def _write_part(
    book: Book, limits: Limits, limit_cells: str, sheet: Sheet, start: int, rows: tuple[ViewRow, ...]
) -> None:
    view, word = book.view, book.word
    ahead = [word["name"], word["path"]]
    behind = [word["excel_verdict"], word["problem"], word["notes"], "sha256", word["width"], word["height"]]
    # The indices choose their names first: other programs look for exactly those.
    keys = [column.key for column in view.columns]
    unique = unique_headers([*keys, *ahead, *behind])
    headers = [*unique[len(keys) : len(keys) + 2], *unique[: len(keys)], *unique[len(keys) + 2 :]]
    verdict = FIRST_VALUE + len(keys)
    after = verdict + 1
    pattern = row_verdict(limits, first=FIRST_VALUE, limit_row=limit_cells) if keys else ""
    plain, right, centred = book.style(), book.style(align="right"), book.style(align="center")
    for at, row in enumerate(rows, start=1):
        whole = view.table.rows[start + at - 1]
        sheet.text(at, 0, row.name, plain)
        sheet.text(at, 1, row.path or "", plain)
        for column, cell in enumerate(row.cells, start=FIRST_VALUE):
            number = number_of(cell)
            if number is not None:
                sheet.number(at, column, number, plain)
            elif cell.value is not None:
                sheet.text(at, column, cell.text, right)
        if pattern:
            said = VERDICT_TEXT[limits.verdicts[start + at - 1]]
            sheet.formula(at, verdict, pattern.replace(ROW, str(at + 1)), centred, said)
        sheet.text(at, after, problem_text(view, row).replace("\n", "; "), plain)
        sheet.text(at, after + 1, "; ".join(row.notes), plain)
        sheet.text(at, after + 2, whole.source.sha256 or "", plain)
        for column, size in enumerate(whole.size_px or (), start=after + 3):
            sheet.number(at, column, size, plain)
    if rows:
        mark_verdicts(book, sheet, 1, len(rows), verdict)
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
