"""The list: a row per picture with its thumbnail and its numbers, the reference frozen on top."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from mikurabe.records import Thumbnail
from mikurabe.reports.excel.book import (
    FAINT_INK,
    FILTER_FILL,
    HEAD_FILL,
    LESS_SIMILAR,
    LINE,
    MIDDLE,
    MORE_SIMILAR,
    PROBLEM_INK,
    REFERENCE_FILL,
    Book,
    Sheet,
    number_of,
    problem_text,
)
from mikurabe.reports.excel.cell_text import cell_text, cut, wrapped_lines
from mikurabe.reports.excel.layout import FIRST, HEADINGS, REFERENCE, TITLES, Layout, drawn_px, plan, title_of
from mikurabe.reports.maps import map_of
from mikurabe.reports.view import Cell, ReportView, ViewColumn, ViewRow


def write_list(book: Book) -> None:
    """Write the list, over as many sheets as its pictures need."""
    layout = plan(book)
    rows = book.view.rows
    starts = range(0, max(len(rows), 1), layout.rows_per_sheet)
    for at, start in enumerate(starts):
        sheet = book.add_sheet(book.word["list"], at=at)
        _write_part(book, layout, sheet, start, rows[start : start + layout.rows_per_sheet])
    if len(starts) > 1:
        book.notes.append(book.word["excel_split"].format(sheets=len(starts)))


def _write_part(book: Book, layout: Layout, sheet: Sheet, start: int, rows: tuple[ViewRow, ...]) -> None:
    raw = sheet.raw
    for column, width in enumerate(layout.widths):
        raw.set_column_pixels(column, column, width)
    raw.hide_gridlines(2)
    _write_titles(book, layout, sheet)
    raw.set_row_pixels(REFERENCE, layout.reference_px)
    _write_row(book, layout, sheet, REFERENCE, book.view.reference, number=None, height=layout.reference_px)
    _write_headings(book, layout, sheet)
    for at, row in enumerate(rows):
        height = layout.row_px or layout.text_px(book, row)
        raw.set_row_pixels(FIRST + at, height)
        _write_row(book, layout, sheet, FIRST + at, row, number=start + at + 1, height=height)
    if rows:
        last = FIRST + len(rows) - 1
        raw.autofilter(HEADINGS, 0, last, layout.link)
        for at, ends in enumerate(_scales(book.view)):
            if ends is not None:
                raw.conditional_format(FIRST, layout.metric + at, last, layout.metric + at, ends)
    raw.freeze_panes(FIRST, layout.frozen)
    raw.repeat_rows(TITLES, HEADINGS)


def _write_titles(book: Book, layout: Layout, sheet: Sheet) -> None:
    sheet.raw.set_row_pixels(TITLES, layout.title_px)
    look: dict[str, Any] = {"bg_color": HEAD_FILL, "font_color": "#FFFFFF", "text_wrap": True}
    sheet.merged(TITLES, 0, layout.frozen - 1, book.view.title, book.style(bold=True, **look))
    for at, each in enumerate(layout.maps, start=layout.frozen):
        sheet.text(TITLES, at, book.word["map_short"], book.style(bold=True, align="center", **look))
        _comment(sheet, at, cell_text(each.note))
    for at, column in enumerate(book.view.columns, start=layout.metric):
        sheet.text(TITLES, at, title_of(column), book.style(bold=True, align="center", **look))
        _comment(sheet, at, _note(book, column))
    legend = book.word["colours_hint"] if any(_scales(book.view)) else ""
    sheet.merged(TITLES, layout.size, layout.link, legend, book.style(indent=1, **look))


def _comment(sheet: Sheet, column: int, note: str) -> None:
    """Hang a note on the title of a column."""
    box = {"author": "mikurabe", "width": 320, "height": 18 * (wrapped_lines(note, 320) + 1), "font_size": 9}
    sheet.raw.write_comment(TITLES, column, note, box)


def _note(book: Book, column: ViewColumn) -> str:
    word = book.word
    lines = [
        f"{column.title} ({column.key})",
        column.hint,
        f"{word['range']}: {column.range}",
        f"{word['identical']}: {column.identical}",
    ]
    if column.source:
        lines.append(f"{word['source']}: {column.source}")
    return cell_text("\n".join(lines))


def _write_headings(book: Book, layout: Layout, sheet: Sheet) -> None:
    word = book.word
    sheet.raw.set_row_pixels(HEADINGS, layout.heading_px)
    headings = [word["number"]]
    if layout.picture is not None:
        headings.append(word["picture"])
    headings.append(word["name"])
    headings += [word["map_of"].format(key=each.key) for each in layout.maps]
    headings += [column.key for column in book.view.columns]
    headings += [word["size"], word["problem"], word["notes"], word["file"]]
    for column, heading in enumerate(headings):
        centred = {"align": "center"} if layout.frozen <= column <= layout.size else {}
        style = book.style(bold=True, text_wrap=True, bg_color=FILTER_FILL, bottom=1, **centred)
        sheet.text(HEADINGS, column, heading, style)


def _write_row(
    book: Book, layout: Layout, sheet: Sheet, at: int, row: ViewRow, *, number: int | None, height: int
) -> None:
    """Write one picture's row; the reference has no number and another ground."""
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    if number is None:
        look |= {"bg_color": REFERENCE_FILL, "bold": True}
        sheet.text(at, 0, book.word["reference"], book.style(text_wrap=True, **look))
    else:
        sheet.number(at, 0, number, book.style(align="center", font_color=FAINT_INK, **look))

    def from_top(column: int, text: str) -> dict[str, Any]:
        # Of a text that is taller than its row, the beginning shows; the sheets of data and problems have all of it.
        return {} if layout.fits(book, text, column, height) else {"valign": "top"}

    if layout.picture is not None:
        sheet.text(at, layout.picture, "", book.style(**look))
        if row.thumbnail is not None:
            cell_px = layout.widths[layout.picture], height
            _place(book, sheet, at, layout.picture, row.name, row.thumbnail, cell_px)
    for column, each in enumerate(layout.maps, start=layout.frozen):
        sheet.text(at, column, "", book.style(**look))
        found = map_of(row, each.key)
        if found is not None:
            said = book.word["map_label"].format(key=each.key, name=row.name)
            _place(book, sheet, at, column, said, found.picture, (layout.widths[column], height))
    # A name may hold marks that turn its direction round; the cell at least stays left to right.
    named = look | {"text_wrap": True, "align": "left", "reading_order": 1}
    sheet.text(at, layout.name, row.name, book.style(**named, **from_top(layout.name, row.name)))
    for column, cell in enumerate(row.cells, start=layout.metric):
        _write_value(book, sheet, at, column, cell, book.view.columns[column - layout.metric].decimals, look)
    sheet.text(at, layout.size, row.size, book.style(align="center", **look))
    problem, notes = problem_text(book.view, row), "\n".join(row.notes)
    alert = look | {"text_wrap": True, "font_color": PROBLEM_INK}
    sheet.text(at, layout.problem, problem, book.style(**alert, **from_top(layout.problem, problem)))
    sheet.text(at, layout.notes, notes, book.style(text_wrap=True, **look, **from_top(layout.notes, notes)))
    sheet.link(at, layout.link, row, look)


def _write_value(
    book: Book, sheet: Sheet, at: int, column: int, cell: Cell, decimals: int, look: dict[str, Any]
) -> None:
    number = number_of(cell)
    if number is not None:
        pattern = "0." + "0" * decimals if decimals else "0"
        sheet.number(at, column, number, book.style(align="right", num_format=pattern, **look))
    elif cell.value is None:
        sheet.text(at, column, cell.text, book.style(align="right", font_color=FAINT_INK, **look))
    else:
        # No scale colours text, so infinity brings along the colour of its end.
        ground = {1.0: MORE_SIMILAR, 0.0: LESS_SIMILAR}
        fill = {"bg_color": ground[cell.closeness]} if cell.closeness in ground else {}
        sheet.text(at, column, cell.text, book.style(align="right", **(look | fill)))


def _place(
    book: Book, sheet: Sheet, at: int, column: int, said: str, picture: Thumbnail, cell_px: tuple[int, int]
) -> None:
    """Put the picture into the middle of its cell, at its size in pixels whatever resolution the file claims."""
    from xlsxwriter.image import Image

    options: dict[str, Any] = {"description": cut(cell_text(said), 255)}
    image = Image(io.BytesIO(picture.data))
    if book.images == "cell":
        options["cell_format"] = book.style(align="center", bottom=1, bottom_color=LINE)
        sheet.raw.embed_image(at, column, image, options)
        return
    width, height = drawn_px(picture)
    options |= {
        "object_position": 1,  # moves and sizes with its cell: the one kind that Excel sorts and filters with its row
        "x_offset": (cell_px[0] - width) // 2,
        "y_offset": (cell_px[1] - height) // 2,
        "x_scale": width / image.width * image.x_dpi / 96,
        "y_scale": height / image.height * image.y_dpi / 96,
    }
    sheet.raw.insert_image(at, column, image, options)


def _scales(view: ReportView) -> Iterator[dict[str, Any] | None]:
    """Yield a colour scale per metric that makes the more similar end blue, None where all values are alike."""
    for at, column in enumerate(view.columns):
        cells = [row.cells[at] for row in view.rows if number_of(row.cells[at]) is not None]
        worst = next((cell.value for cell in cells if cell.closeness == 0.0), None)
        best = next((cell.value for cell in cells if cell.closeness == 1.0), None)
        if worst is None or best is None:
            yield None
            continue
        rising = column.better == "higher"
        low, high = (worst, best) if rising else (best, worst)
        yield {
            "type": "3_color_scale",
            # Fixed ends, so that a list over several sheets has one scale.
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": low,
            "mid_value": low / 2 + high / 2,
            "max_value": high,
            "min_color": LESS_SIMILAR if rising else MORE_SIMILAR,
            "mid_color": MIDDLE,
            "max_color": MORE_SIMILAR if rising else LESS_SIMILAR,
        }
