"""Document -> Excel workbook: a sheet of conclusions, then a sheet per table, numbers as numbers."""

from __future__ import annotations

import io
import re
from typing import Any

from mikurabe.i18n import words
from mikurabe.reports.excel.book import CREATED, FAINT_INK, HEAD_FILL, LARGEST, LESS_SIMILAR, MORE_SIMILAR, PROBLEM_INK
from mikurabe.reports.excel.cell_text import CELL_PX, cell_text, cut, text_px, wrapped_lines
from mikurabe.reports.findings.document import Cell, Document, Heading, Section, spread

WIDEST_PX, NARROWEST_PX = 420, 56
TEXT_PX = 900
ROW_PX, MOST_ROW_PX = 20, 545

_NUMBER = re.compile(r"(?P<number>-?\d+(\.\d+)?)(?![\d.e])")


def render_excel(document: Document) -> bytes:
    """Return the workbook, the same bytes for the same document."""
    import xlsxwriter

    out = io.BytesIO()
    book = _Book(xlsxwriter.Workbook(out, {"in_memory": True}), document)
    book.conclusions()
    for section in document.sections:
        book.section(section)
    book.workbook.close()
    return out.getvalue()


class _Book:
    """The workbook under construction."""

    def __init__(self, workbook: Any, document: Document) -> None:
        self.workbook = workbook
        self.document = document
        self.font = "Yu Gothic" if document.lang == "ja" else "Calibri"
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        workbook.set_properties({"title": cut(cell_text(document.title), 255), "created": CREATED})

    def style(self, **properties: Any) -> Any:
        """Return the cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.workbook.add_format({"font_name": self.font, "valign": "vcenter"} | properties)
        return self._styles[key]

    def sheet(self, name: str) -> Any:
        """Return a new sheet, set up to print."""
        # What Excel does not allow in the name of a sheet.
        sheet = self.workbook.add_worksheet("".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:31])
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{cut(cell_text(self.document.title), 100).replace('&', '&&')}&R&A  &P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def conclusions(self) -> None:
        """Write the first sheet: title, facts, conclusions, cautions, remarks, settings."""
        document, word = self.document, words(self.document.lang)
        sheet = self.sheet(word["summary"])
        sheet.set_column_pixels(0, 0, 190)
        sheet.set_column_pixels(1, 1, TEXT_PX)
        self._text(sheet, 0, 0, document.title, self.style(bold=True, font_size=16))
        row = 2
        for label, text in document.facts:
            self._text(sheet, row, 0, label, self.style(font_color=FAINT_INK))
            self._text(sheet, row, 1, text, self.style(text_wrap=True))
            row += 1
        row += 1
        paragraphs: list[tuple[str, dict[str, Any]]] = [
            (each, {"bold": at == 0}) for at, each in enumerate(document.findings)
        ]
        paragraphs += [(each, {"font_color": PROBLEM_INK}) for each in document.cautions]
        paragraphs += [(each, {"font_color": FAINT_INK}) for each in document.notes]
        for text, look in paragraphs:
            sheet.set_row_pixels(row, ROW_PX * wrapped_lines(text, TEXT_PX))
            self._text(sheet, row, 1, text, self.style(text_wrap=True, **look))
            row += 1
        row += 1
        self._text(sheet, row, 0, word["found_settings"], self.style(bold=True))
        for label, text in document.details:
            row += 1
            self._text(sheet, row, 0, label, self.style(font_color=FAINT_INK, valign="top"))
            # A command may name many files, and Excel shows at most 409 points of a row.
            sheet.set_row_pixels(row, min(MOST_ROW_PX, ROW_PX * wrapped_lines(text, TEXT_PX)))
            self._text(sheet, row, 1, text, self.style(text_wrap=True, valign="top"))

    def section(self, section: Section) -> None:
        """Write a table: headings that stay in view and filter, then its rows."""
        word = words(self.document.lang)
        section = spread(section, word["found_low"], word["found_high"])
        sheet = self.sheet(section.name)
        widths = [_width(section, at) for at in range(len(section.headings))]
        self._about(sheet, section.about, widths)
        head: dict[str, Any] = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": HEAD_FILL,
            "text_wrap": True,
            "border": 1,
        }
        for column, (heading, width) in enumerate(zip(section.headings, widths, strict=True)):
            sheet.set_column_pixels(column, column, width)
            self._text(sheet, 1, column, heading.text, self.style(**_placed(heading), **head))
            if heading.more:
                sheet.write_comment(1, column, cut(cell_text(heading.more), 1000), {"x_scale": 2})
        lines = [wrapped_lines(heading.text, width) for heading, width in zip(section.headings, widths, strict=True)]
        sheet.set_row_pixels(1, ROW_PX * max(lines) + 4)
        for number, row in enumerate(section.rows, start=2):
            height = max(wrapped_lines(cell.text, width) for cell, width in zip(row, widths, strict=True))
            if height > 1:
                sheet.set_row_pixels(number, ROW_PX * height)
            for column, (cell, heading) in enumerate(zip(row, section.headings, strict=True)):
                self._cell(sheet, number, column, cell, heading)
        sheet.freeze_panes(2, 1)
        if section.rows:
            sheet.autofilter(1, 0, len(section.rows) + 1, len(section.headings) - 1)

    def _about(self, sheet: Any, about: str, widths: list[int]) -> None:
        """Write what a table shows above it, over as many columns as there are on a screen."""
        style = self.style(text_wrap=True, font_color=FAINT_INK, valign="top")
        last = next((at for at in range(len(widths)) if sum(widths[: at + 1]) >= TEXT_PX), len(widths) - 1)
        if last > 0:
            sheet.merge_range(0, 0, 0, last, "", style)
        self._text(sheet, 0, 0, about, style)
        sheet.set_row_pixels(0, ROW_PX * wrapped_lines(about, sum(widths[: last + 1])) + 6)

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, heading: Heading) -> None:
        look: dict[str, Any] = {**_placed(heading), "border": 1, "border_color": "#D0D0D0"}
        if cell.shade is not None and round(cell.shade, 2):
            look["bg_color"] = _mixed(MORE_SIMILAR if cell.shade > 0 else LESS_SIMILAR, abs(cell.shade))
        look |= {"bold": True} if cell.is_strong else {}
        look |= {"font_color": FAINT_INK} if cell.is_quiet else {}
        look |= {"font_color": PROBLEM_INK} if cell.is_warned else {}
        if heading.is_number and cell.value is not None and abs(cell.value) <= LARGEST:
            sheet.write_number(row, column, cell.value, self.style(num_format=_format(cell), **look))
        else:
            look |= {"text_wrap": True} if text_px(cell.text) > WIDEST_PX - CELL_PX else {}
            self._text(sheet, row, column, cell.text, self.style(**look))
        if cell.more and not heading.is_number:
            sheet.write_comment(row, column, cut(cell_text(cell.more), 1000), {"x_scale": 2})

    @staticmethod
    def _text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
        """Write text as text, whatever it begins with."""
        if text:
            sheet.write_string(row, column, cell_text(text), style)
        else:
            sheet.write_blank(row, column, None, style)


def _placed(heading: Heading) -> dict[str, Any]:
    """Return where a column's contents stand in their cells: texts so that they do not touch the number before them."""
    return {"align": "right"} if heading.is_number else {"align": "left", "indent": 1}


def _width(section: Section, at: int) -> int:
    """Return a column's width: as wide as its texts and its heading's words, up to what is left to wrap."""
    widest = max((text_px(row[at].text) for row in section.rows), default=0)
    words_of_heading = section.headings[at].text.replace("_", " ").split() or [""]
    filter_button = 18
    return min(WIDEST_PX, max(NARROWEST_PX, widest + 24, min(120, max(map(text_px, words_of_heading))) + filter_button))


def _format(cell: Cell) -> str:
    """Return a number format that shows the number as the text does, with what stands behind it there."""
    value = cell.value or 0.0
    spelled = _NUMBER.match(cell.text.replace("−", "-"))
    if spelled is None:
        return "0.0E+00" if 0 < abs(value) < 1e-4 else "General"
    decimals = len(spelled["number"].partition(".")[2])
    digits = f"0.{'0' * decimals}" if decimals else "0"
    behind = cell.text[spelled.end() :]
    rounding = 0.501 * 10.0**-decimals
    if behind.strip() == "%" and abs(float(spelled["number"]) - 100 * value) <= rounding:
        return f"{digits}%"
    if abs(float(spelled["number"]) - value) > rounding or '"' in behind:
        return "General"
    return f'{digits}"{behind}"' if behind else digits


def _mixed(colour: str, share: float) -> str:
    """Return the colour mixed with white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * min(1.0, share)):02X}" for part in parts)
