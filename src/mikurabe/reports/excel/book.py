"""The workbook under construction: its sheets, formats, words, and the guards that every cell goes through."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias

from mikurabe.i18n import words
from mikurabe.records import Thumbnail
from mikurabe.reports.excel.cell_text import cell_text, cut
from mikurabe.reports.excel.links import MOST_LINKS, external_link
from mikurabe.reports.excel.worksheet import worksheet_class
from mikurabe.reports.view import Cell, ReportView, ViewRow

ImageMode: TypeAlias = Literal["float", "cell", "none"]

# Colours that stay apart for colour-blind eyes too; the more similar end is blue in every column.
MORE_SIMILAR, MIDDLE, LESS_SIMILAR = "#9DC3E6", "#FFFFFF", "#F4B183"
HEAD_FILL, FILTER_FILL, REFERENCE_FILL, LINE = "#34495E", "#D6DCE4", "#F2F2F2", "#D0D0D0"
PROBLEM_INK, FAINT_INK, LINK_INK = "#9C0006", "#808080", "#0563C1"
# Cells that wait for a person's number look as they do in most workbooks: blue on yellow.
INPUT_FILL, INPUT_INK = "#FFF2CC", "#0000FF"

# Excel's largest number; a float may be larger.
LARGEST = 9.99999999999999e307
LARGEST_PICTURE_PX = 128
# Beyond, the sheets wait in temporary files until they are packed: for 10,000 rows that takes 80 MiB less.
MOST_ROWS_IN_MEMORY = 2_000
# Reports do not depend on the clock.
CREATED = datetime(2000, 1, 1)

Style: TypeAlias = Any
"""A cell format of XlsxWriter, which ships no types."""


class _Exact(float):
    """A float that is written with all its digits: XlsxWriter formats with 16, and a float can need 17."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return float.__repr__(self)


class Book:
    """A workbook being written, and what its sheets have to tell each other."""

    def __init__(self, view: ReportView, images: ImageMode) -> None:
        import xlsxwriter

        self.view = view
        self.images = images
        self.word: Mapping[str, str] = words(view.lang)
        self.notes: list[str] = []
        self.long_links = 0
        self.surplus_links = 0
        # A line of Yu Gothic is taller than one of Calibri.
        self.line_px = 25 if view.lang == "ja" else 20
        self.font = "Yu Gothic" if view.lang == "ja" else "Calibri"
        self._styles: dict[tuple[tuple[str, Any], ...], Style] = {}
        self._out = io.BytesIO()
        in_memory = len(view.rows) <= MOST_ROWS_IN_MEMORY
        self.workbook: Any = xlsxwriter.Workbook(self._out, {"in_memory": in_memory})
        self.workbook.set_properties({"title": cut(cell_text(view.title), 255), "created": CREATED})

    def style(self, **properties: Any) -> Style:
        """Return the cell format with these properties of XlsxWriter's, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            base = {"font_name": self.font, "valign": "vcenter"}
            self._styles[key] = self.workbook.add_format(base | properties)
        return self._styles[key]

    @property
    def head_style(self) -> Style:
        """Return the format of a plain sheet's headings."""
        return self.style(bold=True, font_color="#FFFFFF", bg_color=HEAD_FILL, text_wrap=True, border=1)

    def add_sheet(self, name: str, *, at: int = 0) -> Sheet:
        """Return a new sheet of that name, set up to print; ``at`` counts the sheets of one kind from 0."""
        sheet = self.workbook.add_worksheet(self.sheet_name(name, at), worksheet_class=worksheet_class())
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        # "&" starts a code in a footer, "&&" is the character; 255 characters are the limit of the whole.
        title = cut(cell_text(self.view.title).replace("\n", " "), 100).replace("&", "&&")
        sheet.set_footer(f"&L{title}&R&A  &P / &N")
        return Sheet(self, sheet)

    @staticmethod
    def sheet_name(name: str, at: int) -> str:
        """Return the name of one of the sheets of a kind, counted from 0."""
        return name if at == 0 else f"{name} {at + 1}"

    def close(self) -> bytes:
        """Return the finished workbook."""
        self.workbook.close()
        return self._out.getvalue()


class Sheet:
    """One sheet: XlsxWriter's worksheet (``raw``) and the only ways in which cells are written to it."""

    def __init__(self, book: Book, raw: Any) -> None:
        self.raw = raw
        self._book = book
        self._links = 0

    def text(self, row: int, column: int, text: str, style: Style | None = None) -> None:
        """Write text as text: never a formula, a number or a link, whatever it begins with."""
        text = cell_text(text)
        if not text:
            self.raw.write_blank(row, column, None, style)
        elif text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would take this for its own markup and paste it in unescaped.
            plain = self._book.style()
            self.raw.write_rich_string(row, column, plain, text[:2], plain, text[2:], *([style] if style else []))
        else:
            self.raw.write_string(row, column, text, style)

    def number(self, row: int, column: int, value: float, style: Style | None = None) -> None:
        """Write a finite number with all its digits."""
        self.raw.write_number(row, column, _Exact(value), style)

    def formula(self, row: int, column: int, formula: str, style: Style | None, value: float | str) -> None:
        """Write a formula with the value that it has now, for programs that do not calculate."""
        self.raw.write_formula(row, column, formula, style, _Exact(value) if isinstance(value, float) else value)

    def merged(self, row: int, first: int, last: int, text: str, style: Style) -> None:
        """Write text over several columns of a row."""
        if last > first:
            self.raw.merge_range(row, first, row, last, "", style)
        self.text(row, first, text, style)

    def link(self, row: int, column: int, target: ViewRow, look: dict[str, Any]) -> None:
        """Write the word "open" with a link to the row's file, the path as text where Excel cannot link to it."""
        book = self._book
        plain = book.style(**look | {"text_wrap": True, "font_color": FAINT_INK})
        if target.href is None or target.path is None:
            self.text(row, column, "", plain)
            return
        link = external_link(target.href)
        if link is None:
            book.long_links += 1
        elif self._links >= MOST_LINKS:
            book.surplus_links += 1
            link = None
        if link is None:
            self.text(row, column, target.path, plain)
            return
        self._links += 1
        blue = book.style(**look | {"font_color": LINK_INK, "underline": 1, "align": "center"})
        self.raw.write_url(row, column, link, blue, book.word["open"], cut(cell_text(target.path), 255))

    def picture(self, row: int, column: int, said: str, picture: Thumbnail, cell_px: tuple[int, int]) -> None:
        """Put the picture into the middle of its cell, at its size in pixels whatever resolution the file claims."""
        from xlsxwriter.image import Image

        book = self._book
        options: dict[str, Any] = {"description": cut(cell_text(said), 255)}
        image = Image(io.BytesIO(picture.data))
        if book.images == "cell":
            options["cell_format"] = book.style(align="center", bottom=1, bottom_color=LINE)
            self.raw.embed_image(row, column, image, options)
            return
        width, height = drawn_px(picture)
        options |= {
            # Moves and sizes with its cell: the one kind that Excel sorts and filters with its row.
            "object_position": 1,
            "x_offset": (cell_px[0] - width) // 2,
            "y_offset": (cell_px[1] - height) // 2,
            "x_scale": width / image.width * image.x_dpi / 96,
            "y_scale": height / image.height * image.y_dpi / 96,
        }
        self.raw.insert_image(row, column, image, options)


def drawn_px(thumbnail: Thumbnail) -> tuple[int, int]:
    """Return the width and height in pixels at which a thumbnail is drawn: its own, shrunk where it is too large."""
    scale = min(1.0, LARGEST_PICTURE_PX / max(thumbnail.width, thumbnail.height))
    return max(1, round(thumbnail.width * scale)), max(1, round(thumbnail.height * scale))


def number_of(cell: Cell) -> float | None:
    """Return the cell's value where Excel can hold it as a number, else None (missing, infinite, beyond 1e308)."""
    return cell.value if cell.value is not None and abs(cell.value) <= LARGEST else None


def problem_text(view: ReportView, row: ViewRow) -> str:
    """Return all that went wrong with a row: the picture's own problem, or those of single indices, line by line."""
    if row.problem is not None:
        return row.problem
    return "\n".join(
        f"{column.key}: {cell.problem}"
        for column, cell in zip(view.columns, row.cells, strict=True)
        if cell.problem is not None
    )
