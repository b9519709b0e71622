"""The list's layout: which column stands where, and how large cells must be for what goes into them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mikurabe.reports.excel.book import Book, drawn_px, problem_text
from mikurabe.reports.excel.cell_text import fitted_px, wrapped_lines
from mikurabe.reports.excel.data_sheet import SHEET_ROWS
from mikurabe.reports.maps import MapColumn, map_columns
from mikurabe.reports.view import ViewColumn, ViewRow

# Four rows stand frozen above the data: titles, the reference, the limits, and the headings that hold the filter
# buttons. All but those stand above the headings because whatever is below them is sorted and filtered.
TITLES, REFERENCE, LIMITS, HEADINGS, FIRST = 0, 1, 2, 3, 4

# LibreOffice piles pictures up below 59.65 m (169,000 pt) of rows; 165,000 pt are 220,000 pixels.
SHEET_PX = 220_000
# Pictures keep this distance from the cell's edge: how cells measure differs a little from screen to screen.
MARGIN_PX = 4
_BUTTON_PX = 20
_MOST_LINES = 6
# So many lines of text are worth a row that is taller than its pictures; what is longer is cut off below.
_LINES_BESIDE_PICTURES = 3
# The share of a line of plain text that a line of bold text holds.
_BOLD = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where each column stands, how wide it is, and how tall the rows are, in pixels; alike on every part of the list.

    ``picture`` is None where the list has no thumbnails, ``maps`` are () for most lists. ``row_px`` is None where there
    are neither: each row is then as tall as its text.
    """

    picture: int | None
    name: int
    maps: tuple[MapColumn, ...]
    metric: int
    size: int
    widths: tuple[int, ...]
    title_px: int
    reference_px: int
    limits_px: int
    heading_px: int
    row_px: int | None

    @property
    def frozen(self) -> int:
        """Return how many columns stay in view sideways: all up to the verdict."""
        return self.verdict + 1

    @property
    def verdict(self) -> int:
        """Return the column of the verdicts."""
        return self.name + 1

    @property
    def problem(self) -> int:
        """Return the column of the problems."""
        return self.size + 1

    @property
    def notes(self) -> int:
        """Return the column of the notes."""
        return self.size + 2

    @property
    def link(self) -> int:
        """Return the last column, that of the links."""
        return self.size + 3

    def text_px(self, book: Book, row: ViewRow) -> int:
        """Return how tall a row must be for its text; said outright, because LibreOffice would show one line only."""
        texts = (
            (row.name, self.name),
            (problem_text(book.view, row), self.problem),
            ("\n".join(row.notes), self.notes),
        )
        lines = max(wrapped_lines(text, self.widths[column]) for text, column in texts)
        return min(lines, _MOST_LINES) * book.line_px + 2 * MARGIN_PX

    def fits(self, book: Book, text: str, column: int, height_px: int) -> bool:
        """Return whether a row of that height shows the whole text in the column."""
        return wrapped_lines(text, self.widths[column]) * book.line_px <= height_px

    @property
    def rows_per_sheet(self) -> int:
        """Return how many rows go on one sheet."""
        rows = SHEET_ROWS - FIRST
        if self.row_px is not None:
            above = self.title_px + self.reference_px + self.limits_px + self.heading_px
            rows = min(rows, (SHEET_PX - 1 - above) // self.row_px)
        return rows


def plan(book: Book) -> Layout:
    """Return the layout that fits the view's largest picture and longest texts."""
    view, word, line = book.view, book.word, book.line_px
    everybody = [view.reference, *view.rows]
    drawn = [drawn_px(row.thumbnail) for row in everybody if row.thumbnail is not None]
    pictures = book.images != "none" and bool(drawn)
    maps = map_columns(view) if book.images != "none" else ()

    widths = [_filtered_px(word["number"], [word["reference"], str(len(view.rows))], most=120)]
    if pictures:
        widest = max(width for width, _ in drawn) + 2 * MARGIN_PX
        widths.append(max(widest, _filtered_px(word["picture"], [], most=200)))
    name = len(widths)
    widths.append(max(150, _filtered_px(word["name"], [row.name for row in everybody], most=240)))
    widths.append(_filtered_px(word["excel_verdict"], ["999 NG"], most=140))
    behind = len(widths)
    for each in maps:
        widest = max(drawn_px(one.picture)[0] for row in view.rows for one in row.maps if one.key == each.key)
        widths.append(max(widest + 2 * MARGIN_PX, _filtered_px(word["map_of"].format(key=each.key), [], most=200)))
    metric = len(widths)
    for at, column in enumerate(view.columns):
        texts = [row.cells[at].text for row in everybody]
        # Room for the longest word of the title, so that none is broken; the whole title then wraps.
        longest_word = fitted_px(title_of(column).split(), least=90, most=160)
        widths.append(max(_filtered_px(column.key, texts, most=160), longest_word))
    size = len(widths)
    widths.append(_filtered_px(word["size"], [row.size for row in everybody], most=160))
    widths.append(_filtered_px(word["problem"], [problem_text(view, row) for row in everybody], most=340))
    widths.append(_filtered_px(word["notes"], ["\n".join(row.notes) for row in everybody], most=480))
    widths.append(_filtered_px(word["file"], [word["open"]], most=120))

    titles = [(view.title, sum(widths[:behind])), (word["colours_hint"], sum(widths[size:]))]
    titles += [(title_of(column), widths[metric + at]) for at, column in enumerate(view.columns)]
    keys = [(column.key, widths[metric + at] - _BUTTON_PX) for at, column in enumerate(view.columns)]
    titles += [(word[each.short], widths[behind + at]) for at, each in enumerate(maps)]
    keys += [(word["map_of"].format(key=each.key), widths[behind + at] - _BUTTON_PX) for at, each in enumerate(maps)]
    layout = Layout(
        picture=1 if pictures else None,
        name=name,
        maps=maps,
        metric=metric,
        size=size,
        widths=tuple(widths),
        # The keys are bold too, but have their button's room besides.
        title_px=_head_px([(text, round(_BOLD * width)) for text, width in titles], line),
        reference_px=0,
        limits_px=_head_px([(word["excel_limit_row"], round(_BOLD * sum(widths[: name + 1])))], line),
        heading_px=_head_px(keys, line),
        row_px=None,
    )

    def tall_px(row: ViewRow) -> int:
        shown = [row.thumbnail] if pictures and row.thumbnail is not None else []
        shown += [each.picture for each in row.maps] if maps else []
        # One height for all rows with pictures (below): a single long text must not make the whole list tall.
        text_px = layout.text_px(book, row)
        if pictures or maps:
            text_px = min(text_px, _LINES_BESIDE_PICTURES * line + 2 * MARGIN_PX)
        return max([text_px, *(drawn_px(each)[1] + 2 * MARGIN_PX for each in shown)])

    # Sorting moves the pictures but not the heights.
    row_px = max(map(tall_px, view.rows), default=line) if pictures or maps else None
    return replace(layout, reference_px=tall_px(view.reference), row_px=row_px)


def _head_px(texts: list[tuple[str, int]], line_px: int) -> int:
    """Return how tall a row must be for (text, width of its cell) pairs, within what a screen can spare."""
    lines = max((wrapped_lines(text, width) for text, width in texts), default=1)
    return min(lines, _MOST_LINES) * line_px + 2 * MARGIN_PX


def _filtered_px(heading: str, texts: list[str], *, most: int) -> int:
    """Return the width of a column under a heading with a filter button."""
    return max(fitted_px([heading], least=0, most=220) + _BUTTON_PX, fitted_px(texts, least=0, most=most))


def title_of(column: ViewColumn) -> str:
    """Return a metric's title with its unit and its arrow."""
    return f"{column.title} ({column.unit}) {column.arrow}" if column.unit else f"{column.title} {column.arrow}"
