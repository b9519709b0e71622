"""Document -> Excel workbook: a sheet of conclusions, then a sheet per table, numbers as numbers."""

from __future__ import annotations

import io
import math
from typing import Any

from mikurabe.i18n import words
from mikurabe.reports.excel.book import CREATED, FAINT_INK, HEAD_FILL, LARGEST, LESS_SIMILAR, MORE_SIMILAR, PROBLEM_INK
from mikurabe.reports.excel.cell_text import cell_text, cut, text_px, wrapped_lines
from mikurabe.reports.findings.document import Cell, Document, Heading, Section

WIDEST_PX, NARROWEST_PX = 420, 56
TEXT_PX = 900
ROW_PX = 20


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
            self._text(sheet, row, 0, label, self.style(font_color=FAINT_INK))
            self._text(sheet, row, 1, text, self.style(text_wrap=True))

    def section(self, section: Section) -> None:
        """Write a table: headings that stay in view and filter, then its rows."""
        sheet = self.sheet(section.name)
        shown = [at for at in range(len(section.headings)) if not all(row[at].strip for row in section.rows)]
        self._text(sheet, 0, 0, section.about, self.style(text_wrap=True, font_color=FAINT_INK, valign="top"))
        widths = [_width(section, at) for at in shown]
        across = sum(widths[:8])
        if len(shown) > 1:
            sheet.merge_range(0, 0, 0, min(len(shown), 8) - 1, "", self.style(text_wrap=True, valign="top"))
            self._text(sheet, 0, 0, section.about, self.style(text_wrap=True, font_color=FAINT_INK, valign="top"))
        sheet.set_row_pixels(0, ROW_PX * wrapped_lines(section.about, across) + 6)
        head: dict[str, Any] = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": HEAD_FILL,
            "text_wrap": True,
            "border": 1,
        }
        lines = 1
        for column, (at, width) in enumerate(zip(shown, widths, strict=True)):
            heading = section.headings[at]
            sheet.set_column_pixels(column, column, width)
            lines = max(lines, wrapped_lines(heading.text, width))
            self._text(sheet, 1, column, heading.text, self.style(align=_side(heading), **head))
            if heading.more:
                sheet.write_comment(1, column, cut(cell_text(heading.more), 1000), {"x_scale": 2})
        sheet.set_row_pixels(1, ROW_PX * lines + 4)
        for number, row in enumerate(section.rows, start=2):
            for column, at in enumerate(shown):
                self._cell(sheet, number, column, row[at], section.headings[at])
        sheet.freeze_panes(2, 1)
        if section.rows:
            sheet.autofilter(1, 0, len(section.rows) + 1, len(shown) - 1)

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, heading: Heading) -> None:
        look: dict[str, Any] = {"align": _side(heading), "border": 1, "border_color": "#D0D0D0"}
        if cell.shade is not None and round(cell.shade, 2):
            look["bg_color"] = _mixed(MORE_SIMILAR if cell.shade > 0 else LESS_SIMILAR, abs(cell.shade))
        look |= {"bold": True} if cell.is_strong else {}
        look |= {"font_color": FAINT_INK} if cell.is_quiet else {}
        look |= {"font_color": PROBLEM_INK} if cell.is_warned else {}
        if heading.is_number and cell.value is not None and math.isfinite(cell.value) and abs(cell.value) <= LARGEST:
            star = '"★"' if "★" in cell.text else ""
            sheet.write_number(row, column, cell.value, self.style(num_format=_format(cell, star), **look))
        else:
            look |= {"text_wrap": True} if text_px(cell.text) > WIDEST_PX else {}
            self._text(sheet, row, column, cell.text, self.style(**look))
        if cell.interval is not None or (cell.more and not heading.is_number):
            told = cell.text if cell.interval is not None else cell.more
            sheet.write_comment(row, column, cut(cell_text(told), 1000), {"x_scale": 2})

    @staticmethod
    def _text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
        """Write text as text, whatever it begins with."""
        if text:
            sheet.write_string(row, column, cell_text(text), style)
        else:
            sheet.write_blank(row, column, None, style)


def _side(heading: Heading) -> str:
    return "right" if heading.is_number else "left"


def _width(section: Section, at: int) -> int:
    widest = max((text_px(row[at].text) for row in section.rows), default=0)
    least = text_px(section.headings[at].text) // (2 if section.is_matrix else 1)
    return min(WIDEST_PX, max(NARROWEST_PX, widest + 16, min(least, 120) + 16))


def _format(cell: Cell, star: str) -> str:
    """Return a number format that shows as many decimals as the text has."""
    value = cell.value or 0.0
    if value == int(value) and abs(value) < 1e6:
        return f"0{star}"
    decimals = 3 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    if 0 < abs(value) < 0.001:
        return f"0.0E+00{star}"
    return f"0.{'0' * decimals}{star}" if decimals else f"0{star}"


def _mixed(colour: str, share: float) -> str:
    """Return the colour mixed with white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * min(1.0, share)):02X}" for part in parts)
