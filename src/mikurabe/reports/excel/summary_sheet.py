"""The summary: what was compared, the limits that may be changed, what they do, and the values in charts."""

from __future__ import annotations

import math
from statistics import median

from mikurabe.reports.excel.book import (
    FAINT_INK,
    HEAD_FILL,
    INPUT_FILL,
    INPUT_INK,
    LARGEST,
    LINE,
    Book,
    Sheet,
    Style,
    drawn_px,
)
from mikurabe.reports.excel.cell_text import cell_text, cut, wrapped_lines
from mikurabe.reports.excel.charts import CHART_PX, CHARTS_ACROSS, charted, place_charts, step_of
from mikurabe.reports.excel.data_sheet import data_ranges
from mikurabe.reports.excel.formulas import INFINITE, LIMITS_SET, count_beyond, count_known, count_of, letters, quoted
from mikurabe.reports.excel.layout import MARGIN_PX, title_of
from mikurabe.reports.excel.limits import MINUS_INFINITY, Limit, Limits, holdable, limit_content
from mikurabe.reports.excel.marks import VERDICT_LOOKS
from mikurabe.reports.view import INFINITY, MISSING, ViewColumn

TITLE, KEY, SIGN, LIMIT, OK, NG, UNKNOWN, LEAST, MEDIAN, GREATEST, IDENTICAL = range(11)
# Together as wide as three charts.
_WIDTHS = (280, 150, 112, 84, 56, 56, 66, 74, 74, 74, 74)
# What is up to so tall goes on one page of A4, upright; more would be too small to read there.
_ONE_PAGE_PX = 1_900
# Excel's own limit is 546.
_TALLEST_PX = 540


class _Rows:
    """The rows of the summary from top to bottom, and how far down they reach."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.count = 0
        self.px = 0

    def add(self, *texts: tuple[str, int], least_px: int = 0) -> int:
        """Return the number of a new row that is tall enough for each (text, width of its cell)."""
        lines = max((wrapped_lines(text, width) for text, width in texts), default=1)
        height = min(max(lines * self.book.line_px + 4, least_px), _TALLEST_PX)
        self.sheet.raw.set_row_pixels(self.count, height)
        self.count += 1
        self.px += height
        return self.count - 1


def write_summary(book: Book, limits: Limits) -> None:
    """Write the summary; the limits' cells get the names that formulas on all sheets use."""
    sheet = book.add_sheet(book.word["summary"])
    for column, width in enumerate(_WIDTHS):
        sheet.raw.set_column_pixels(column, column, width)
    sheet.raw.hide_gridlines(2)
    sheet.raw.set_portrait()
    rows = _Rows(book, sheet)
    title = rows.add((book.view.title, round(0.6 * sum(_WIDTHS))))
    sheet.merged(title, 0, IDENTICAL, book.view.title, book.style(bold=True, font_size=14, text_wrap=True))
    sheet.raw.freeze_panes(title + 1, 0)
    _write_facts(rows)
    _write_verdicts(rows, limits)
    rows.add()
    if limits.main:
        _write_limits(rows, limits)
        rows.add()
    _write_charts(rows, limits)
    sheet.raw.fit_to_pages(1, 1 if rows.px <= _ONE_PAGE_PX else 0)


def _write_facts(rows: _Rows) -> None:
    """Write what was compared: the reference with its picture, the counts, the command."""
    book, sheet, view = rows.book, rows.sheet, rows.book.view
    label = book.style(font_color=FAINT_INK, text_wrap=True)
    bold = book.style(bold=True, text_wrap=True, align="left", reading_order=1)
    thumbnail = view.reference.thumbnail if book.images != "none" else None
    tall = 0 if thumbnail is None else drawn_px(thumbnail)[1] + 2 * MARGIN_PX
    first = KEY if thumbnail is None else SIGN
    at = rows.add((view.reference.name, sum(_WIDTHS[first:])), least_px=tall)
    sheet.text(at, TITLE, book.word["reference"], label)
    sheet.merged(at, first, IDENTICAL, view.reference.name, bold)
    if thumbnail is not None:
        sheet.picture(at, KEY, view.reference.name, thumbnail, (_WIDTHS[KEY], tall))
    facts = list(view.summary[1:])
    if "command" in view.table.settings:
        facts.append((book.word["excel_command"], view.table.settings["command"]))
    wrapped = book.style(text_wrap=True, align="left")
    for name, text in facts:
        at = rows.add((text, sum(_WIDTHS[KEY:])))
        sheet.text(at, TITLE, name, label)
        sheet.merged(at, KEY, IDENTICAL, text, wrapped)


def _write_verdicts(rows: _Rows, limits: Limits) -> None:
    """Write how many pictures are OK, NG and neither; a dash while there is no limit."""
    book, sheet = rows.book, rows.sheet
    ranges = data_ranges(book, len(book.view.columns))
    if not limits.main or not ranges:
        return
    for key, verdict in (("ok", "OK"), ("ng", "NG"), ("unknown", "?")):
        at = rows.add()
        look = book.style(**VERDICT_LOOKS[verdict], border=1, border_color=LINE)
        sheet.text(at, TITLE, book.word[f"excel_{key}"], look)
        value = limits.verdicts.count(key) if limits.any_set else MISSING
        formula = f'=IF({LIMITS_SET}=0,"{MISSING}",{count_of(ranges, verdict)})'
        style = book.style(bold=True, align="center", border=1, border_color=LINE, num_format="#,##0")
        sheet.formula(at, KEY, formula, style, value)


def _write_limits(rows: _Rows, limits: Limits) -> None:
    """Write a line per limit: its cell, what it does, and between which ends the values lie."""
    book, sheet, word = rows.book, rows.sheet, rows.book.word
    at = rows.add()
    sheet.merged(at, 0, IDENTICAL, word["excel_limits"], book.style(bold=True, font_size=12))
    at = rows.add((word["excel_limits_hint"], sum(_WIDTHS)))
    sheet.merged(at, 0, IDENTICAL, word["excel_limits_hint"], book.style(text_wrap=True, valign="top"))
    headings = [word["index"], word["key"], word["excel_ng_where"], word["excel_limit"], "OK", "NG"]
    headings += [word[f"excel_{key}"] for key in ("count_missing", "least", "median", "greatest")]
    headings.append(word["excel_identical"])
    head = rows.add(*((text, round(0.9 * width)) for text, width in zip(headings, _WIDTHS, strict=True)))
    for column, heading in enumerate(headings):
        centred = {"align": "center"} if column >= SIGN else {}
        style = book.style(bold=True, font_color="#FFFFFF", bg_color=HEAD_FILL, text_wrap=True, border=1, **centred)
        sheet.text(head, column, heading, style)
    note = cell_text(word["excel_limit_note"].format(name=limits.main[0].name))
    box = {"author": "mikurabe", "width": 360, "height": 18 * (wrapped_lines(note, 360) + 1), "font_size": 9}
    sheet.raw.write_comment(head, LIMIT, note, box)
    for limit in limits.all:
        _write_limit(rows, limits, limit)
    cells = f"{quoted(sheet.raw.get_name())}${letters(LIMIT)}${head + 2}:${letters(LIMIT)}${rows.count}"
    book.workbook.define_name(LIMITS_SET, f"=COUNTA({cells})")
    book.workbook.define_name(INFINITE, f'="{INFINITY}"')
    sheet.raw.set_selection(head + 1, LIMIT, head + 1, LIMIT)


def _write_limit(rows: _Rows, limits: Limits, limit: Limit) -> None:
    book, sheet, word, view = rows.book, rows.sheet, rows.book.word, rows.book.view
    column = view.columns[limit.at]
    line = {"bottom": 1, "bottom_color": LINE}
    at = rows.add((title_of(column), _WIDTHS[TITLE]), (column.key, _WIDTHS[KEY]))
    sheet.text(at, TITLE, title_of(column), book.style(text_wrap=True, **line))
    sheet.text(at, KEY, column.key, book.style(text_wrap=True, font_color=FAINT_INK, **line))
    centred = book.style(align="center", **line)
    sheet.text(at, SIGN, word["excel_value_sign"].format(sign=limit.shown_sign), centred)
    _write_input(rows, at, limit, column)
    ranges = data_ranges(book, limit.at)
    if ranges:
        _write_counts(rows, at, limits, limit, ranges, book.style(align="right", num_format="#,##0", **line))
    values = [row.cells[limit.at].value for row in view.rows]
    there = [value for value in values if value is not None]
    digits = "0." + "0" * column.decimals if column.decimals else "0"
    number, text = book.style(align="right", num_format=digits, **line), book.style(align="right", **line)
    for place, of in ((LEAST, min), (MEDIAN, _median), (GREATEST, max)):
        value = of(there) if there else None
        if value is not None and abs(value) <= LARGEST:
            sheet.number(at, place, value, number)
        else:
            shown = MISSING if value is None else INFINITY if value > 0 else MINUS_INFINITY
            sheet.text(at, place, shown, text)
    sheet.text(at, IDENTICAL, column.identical, book.style(align="right", font_color=FAINT_INK, **line))


def _median(values: list[float]) -> float | None:
    """Return the median, None where it would lie between −∞ and ∞."""
    middle = median(values)
    return None if math.isnan(middle) else middle


def _write_input(rows: _Rows, at: int, limit: Limit, column: ViewColumn) -> None:
    """Write the cell that waits for a limit, and give it its name."""
    book, sheet, word = rows.book, rows.sheet, rows.book.word
    style = book.style(bg_color=INPUT_FILL, font_color=INPUT_INK, bold=True, border=1, align="right")
    content = limit_content(limit)
    if isinstance(content, float):
        sheet.number(at, LIMIT, content, style)
    else:
        sheet.text(at, LIMIT, content, style)
    where = f"{quoted(sheet.raw.get_name())}${letters(LIMIT)}${at + 1}"
    book.workbook.define_name(limit.name, f"={where}")
    prompt = word["excel_limit_prompt"].format(sign=limit.shown_sign, range=column.range, identical=column.identical)
    sheet.raw.data_validation(
        at,
        LIMIT,
        at,
        LIMIT,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -LARGEST,
            "maximum": LARGEST,
            "input_title": cut(column.key, 32),
            "input_message": cut(prompt, 255),
            "error_title": word["excel_limit"],
            "error_message": word["excel_limit_error"],
        },
    )


def _write_counts(rows: _Rows, at: int, limits: Limits, limit: Limit, ranges: list[str], style: Style) -> None:
    """Write how many values are within the limit, how many beyond, and how many are missing."""
    sheet, view = rows.sheet, rows.book.view
    values = [holdable(row.cells[limit.at]) for row in view.rows]
    there = [value for value in values if value is not None]
    beyond = sum(limit.fails(value) for value in there)
    is_set = limit.value is not None
    known, failed = count_known(ranges, limits), count_beyond(ranges, limit, limits)
    total = "+".join(f"ROWS({cells})" for cells in ranges)
    within = f'=IF({limit.name}="","",{known}-({failed}))'
    sheet.formula(at, OK, within, style, len(there) - beyond if is_set else "")
    sheet.formula(at, NG, f'=IF({limit.name}="","",{failed})', style, beyond if is_set else "")
    sheet.formula(at, UNKNOWN, f"={total}-({known})", style, len(values) - len(there))


def _write_charts(rows: _Rows, limits: Limits) -> None:
    """Lay the charts below the table, on a page of their own where one page is not enough."""
    book, sheet, word = rows.book, rows.sheet, rows.book.word
    count = charted(book)
    if not count:
        return
    said = [word["excel_charts_hint"]]
    if step_of(book) > 1:
        said.append(word["excel_charts_thinned"].format(step=step_of(book)))
    if len(book.view.columns) > count:
        said.append(word["excel_charts_first"].format(shown=count, total=len(book.view.columns)))
    hint = " ".join(said)
    if rows.px + math.ceil(count / CHARTS_ACROSS) * CHART_PX[1] > _ONE_PAGE_PX:
        sheet.raw.set_h_pagebreaks([rows.count])
    at = rows.add()
    sheet.merged(at, 0, IDENTICAL, word["excel_charts"], book.style(bold=True, font_size=12))
    at = rows.add((hint, sum(_WIDTHS)))
    sheet.merged(at, 0, IDENTICAL, hint, book.style(text_wrap=True, valign="top"))
    for first in range(0, count, CHARTS_ACROSS):
        indices = range(first, min(first + CHARTS_ACROSS, count))
        place_charts(book, limits, sheet, rows.add(least_px=CHART_PX[1]), indices)
