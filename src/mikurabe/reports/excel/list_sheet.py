"""The list: a row per picture with its thumbnail and its numbers, the reference frozen on top."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mikurabe.records import Verdict
from mikurabe.reports.excel.book import (
    FAINT_INK,
    FILTER_FILL,
    HEAD_FILL,
    INPUT_FILL,
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
from mikurabe.reports.excel.cell_text import cell_text, wrapped_lines
from mikurabe.reports.excel.formulas import LIMITS_SET, ROW, letters, quoted, row_verdict
from mikurabe.reports.excel.layout import (
    FIRST,
    HEADINGS,
    LIMITS,
    REFERENCE,
    TITLES,
    Layout,
    plan,
    title_of,
)
from mikurabe.reports.excel.limits import VERDICT_TEXT, Limits, limit_content
from mikurabe.reports.excel.marks import mark_value, mark_verdicts
from mikurabe.reports.maps import map_of
from mikurabe.reports.view import Cell, ReportView, ViewColumn, ViewRow


def write_list(book: Book, limits: Limits) -> str:
    """Return the cells that repeat the limits, as other sheets' formulas name them, after writing the list.

    It goes over as many sheets as its pictures need.
    """
    layout = plan(book)
    rows = book.view.rows
    starts = range(0, max(len(rows), 1), layout.rows_per_sheet)
    for at, start in enumerate(starts):
        sheet = book.add_sheet(book.word["list"], at=at)
        _write_part(book, layout, limits, sheet, start, rows[start : start + layout.rows_per_sheet])
    if len(starts) > 1:
        book.notes.append(book.word["excel_split"].format(sheets=len(starts)))
    return quoted(book.word["list"]) + _limit_cells(layout, limits)


def _write_part(
    book: Book, layout: Layout, limits: Limits, sheet: Sheet, start: int, rows: tuple[ViewRow, ...]
) -> None:
    raw = sheet.raw
    for column, width in enumerate(layout.widths):
        raw.set_column_pixels(column, column, width)
    raw.hide_gridlines(2)
    _write_titles(book, layout, sheet)
    raw.set_row_pixels(REFERENCE, layout.reference_px)
    _write_row(book, layout, sheet, REFERENCE, book.view.reference, number=None, height=layout.reference_px)
    verdicts = limits.verdicts[start : start + len(rows)]
    _write_limits(book, layout, limits, sheet, verdicts)
    _write_headings(book, layout, sheet)
    pattern = row_verdict(limits, first=layout.metric, limit_row=_limit_cells(layout, limits)) if limits.main else ""
    for at, row in enumerate(rows):
        height = layout.row_px or layout.text_px(book, row)
        raw.set_row_pixels(FIRST + at, height)
        _write_row(book, layout, sheet, FIRST + at, row, number=start + at + 1, height=height)
        if pattern:
            style = book.style(align="center", bottom=1, bottom_color=LINE)
            formula = pattern.replace(ROW, str(FIRST + at + 1))
            sheet.formula(FIRST + at, layout.verdict, formula, style, VERDICT_TEXT[verdicts[at]])
    if rows:
        last = FIRST + len(rows) - 1
        raw.autofilter(HEADINGS, 0, last, layout.link)
        mark_verdicts(book, sheet, FIRST, last, layout.verdict)
        _mark_values(book, layout, limits, sheet, last)
        for at, ends in enumerate(_scales(book.view)):
            if ends is not None:
                raw.conditional_format(FIRST, layout.metric + at, last, layout.metric + at, ends)
    raw.freeze_panes(FIRST, layout.frozen)
    raw.repeat_rows(TITLES, HEADINGS)


def _limit_cells(layout: Layout, limits: Limits) -> str:
    """Return the cells above the headings that repeat the limits."""
    first, last = letters(layout.metric), letters(layout.metric + max(len(limits.main), 1) - 1)
    return f"${first}${LIMITS + 1}:${last}${LIMITS + 1}"


def _write_limits(
    book: Book, layout: Layout, limits: Limits, sheet: Sheet, verdicts: tuple[Verdict | None, ...]
) -> None:
    """Write the limits as they stand in the summary, and how many pictures of this sheet are beyond them."""
    sheet.raw.set_row_pixels(LIMITS, layout.limits_px)
    look: dict[str, Any] = {"bg_color": INPUT_FILL, "text_wrap": True, "bold": True}
    plain = book.style(**look)
    sheet.merged(LIMITS, 0, layout.name, book.word["excel_limit_row"], plain)
    if limits.main:
        # To where they are set.
        sheet.raw.write_url(LIMITS, 0, f"internal:{limits.main[0].name}", plain, book.word["excel_limit_row"])
    for column in range(layout.verdict, layout.link + 1):
        sheet.text(LIMITS, column, "", plain)
    for limit in limits.main:
        # The sign is part of how the number is shown: the cell itself holds the bare number.
        style = book.style(align="right", num_format=f'"{limit.shown_sign} "General', **look)
        formula = f'=IF({limit.name}="","",{limit.name})'
        sheet.formula(LIMITS, layout.metric + limit.at, formula, style, limit_content(limit))
    if limits.main and verdicts:
        beside = letters(layout.verdict)
        cells = f"{beside}{FIRST + 1}:{beside}{FIRST + len(verdicts)}"
        formula = f'=IF({LIMITS_SET}=0,"",COUNTIF({cells},"NG")&" NG")'
        counted = f"{verdicts.count('ng')} NG" if limits.any_set else ""
        sheet.formula(LIMITS, layout.verdict, formula, book.style(align="center", **look), counted)


def _mark_values(book: Book, layout: Layout, limits: Limits, sheet: Sheet, last: int) -> None:
    for limit in limits.all:
        at = layout.metric + limit.at
        limit_cell = limit.name if limit in limits.extra else f"{letters(at)}${LIMITS + 1}"
        mark_value(book, sheet, (FIRST, last), at, limits, limit, (f"{letters(at)}{FIRST + 1}", limit_cell))


def _write_titles(book: Book, layout: Layout, sheet: Sheet) -> None:
    sheet.raw.set_row_pixels(TITLES, layout.title_px)
    look: dict[str, Any] = {"bg_color": HEAD_FILL, "font_color": "#FFFFFF", "text_wrap": True}
    sheet.merged(TITLES, 0, layout.frozen - 1, book.view.title, book.style(bold=True, **look))
    _comment(sheet, layout.verdict, book.word["excel_verdict_note"], row=HEADINGS)
    for at, each in enumerate(layout.maps, start=layout.frozen):
        sheet.text(TITLES, at, book.word[each.short], book.style(bold=True, align="center", **look))
        _comment(sheet, at, cell_text(each.note))
    for at, column in enumerate(book.view.columns, start=layout.metric):
        sheet.text(TITLES, at, title_of(column), book.style(bold=True, align="center", **look))
        _comment(sheet, at, _note(book, column))
    legend = book.word["colours_hint"] if any(_scales(book.view)) else ""
    sheet.merged(TITLES, layout.size, layout.link, legend, book.style(indent=1, **look))


def _comment(sheet: Sheet, column: int, note: str, *, row: int = TITLES) -> None:
    """Hang a note on a cell at the head of a column."""
    box = {"author": "mikurabe", "width": 320, "height": 18 * (wrapped_lines(note, 320) + 1), "font_size": 9}
    sheet.raw.write_comment(row, column, note, box)


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
    headings += [word["name"], word["excel_verdict"]]
    headings += [word["map_of"].format(key=each.key) for each in layout.maps]
    headings += [column.key for column in book.view.columns]
    headings += [word["size"], word["problem"], word["notes"], word["file"]]
    for column, heading in enumerate(headings):
        centred = {"align": "center"} if layout.verdict <= column <= layout.size else {}
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
            sheet.picture(at, layout.picture, row.name, row.thumbnail, cell_px)
    for column, each in enumerate(layout.maps, start=layout.frozen):
        sheet.text(at, column, "", book.style(**look))
        found = map_of(row, each.key)
        if found is not None:
            said = book.word["map_label"].format(key=each.key, name=row.name)
            sheet.picture(at, column, said, found.picture, (layout.widths[column], height))
    # A name may hold marks that turn its direction round; the cell at least stays left to right.
    named = look | {"text_wrap": True, "align": "left", "reading_order": 1}
    sheet.text(at, layout.name, row.name, book.style(**named, **from_top(layout.name, row.name)))
    sheet.text(at, layout.verdict, "", book.style(**look))
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
