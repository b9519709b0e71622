"""Table -> terminal: a rich table that fits the window with what needs a look on top; plain and whole where piped."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

from mikurabe.i18n import Lang, words
from mikurabe.i18n.alphabet import can_spell, spelled
from mikurabe.records import Thumbnail, Verdict
from mikurabe.reports.order import LISTED, NAME, ordered, sorted_by
from mikurabe.reports.said import print_problems, print_remarks, print_skipped
from mikurabe.reports.screen import COLUMNS, LINES, Screen
from mikurabe.reports.verdicts import Shape, limits_passed, reasons, verdict_lines, verdict_summary
from mikurabe.reports.view import Cell, ReportView, ViewColumn, ViewRow, build_view
from mikurabe.table import Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

# Where a table is printed at a prompt or in a notebook's text form, more rows than these hide the prompt.
REPR_ROWS = 20

# Longer names are folded, where the window is wide; a narrow one leaves them two fifths.
NAME_WIDTH = 44
LEAST_NAME_WIDTH = 12

# Where it is piped, nothing is folded: a line is a picture.
PIPED_WIDTH = 100_000

# However small the window: fewer pictures are no list.
LEAST_ROWS = 5
# Lines of the window for each problem that is told where the table has to fit in.
LINES_PER_PROBLEM = 10

# Bars are as long as they can be without needing one more part of the table.
BAR_WIDTHS = (10, 8, 7, 6, 5, 4, 3)
EIGHTHS = " ▏▎▍▌▋▊▉█"

# A frame of one line below the headings, for encodings without box characters.
RULE_ONLY = "    \n    \n -- \n    \n    \n    \n    \n    \n"

VERDICT_STYLES: dict[Verdict, str] = {"ok": "", "ng": "bold dark_orange", "unknown": "bold magenta"}
BAR_STYLE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the table is shown.

    ``sort`` is a column's key, ``worst``, ``name`` or ``listed``; ``rows`` how many pictures: a number, all, or what
    fits the ``screen``. On paper (``on_screen`` false) there are neither bars nor explanations.
    """

    sort: str = LISTED
    rows: int | Literal["all", "screen"] = "all"
    on_screen: bool = False
    pictures: Screen | None = None


class _Line(NamedTuple):
    row: ViewRow
    verdict: Verdict | None
    reasons: tuple[str, ...]


class _Layout(NamedTuple):
    """How wide things are; ``blocks`` are the columns that stand beside each other, as (place, number, bar)."""

    names: int
    verdicts: int
    shape: Shape
    blocks: tuple[tuple[tuple[int, int, int], ...], ...]


def plain_text(table: Table, *, lang: Lang = "en") -> str:
    """Return the table as text of 100 columns without colour: the first rows, and how many there are."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=100, color_system=None, legacy_windows=False)
    print_view(build_view(table, lang=lang), console, Look(rows=REPR_ROWS))
    return out.getvalue().rstrip("\n")


def console_for(stream: TextIO, *, piped_width: int = 200) -> Console:
    """Return a console on the stream: as wide as the window, and as told where it is piped."""
    from rich.console import Console

    return Console(file=stream, width=None if stream.isatty() else piped_width, legacy_windows=False, soft_wrap=False)


def print_view(view: ReportView, console: Console, look: Look | None = None) -> None:
    """Print the reference, then the pictures in the order asked for, then problems and what was passed over."""
    look = look or Look()
    if not view.columns:  # nothing to sort by
        look = replace(look, sort=LISTED)
    table = view.table
    why = limits_passed if look.on_screen else reasons
    lines = [
        _Line(view.rows[at], table.rows[at].verdict, why(view, at) if table.criteria else ())
        for at in ordered(view, look.sort)
    ]
    layout = _layout(view, lines, console, look)
    shown = lines[: _room(view, layout, lines, console, look)]
    if console.width >= PIPED_WIDTH and look.pictures is None:
        _write_lines(view, shown, layout, console)
    for number, block in enumerate(layout.blocks if console.width < PIPED_WIDTH or look.pictures else ()):
        _print_block(view, shown, layout, block, console, look, is_first=number == 0)
    _print_below(view, len(shown), console, look)


def _layout(view: ReportView, lines: Sequence[_Line], console: Console, look: Look) -> _Layout:
    from rich.cells import cell_len

    word = words(view.lang)
    rows = (view.reference, *(line.row for line in lines))
    spell = partial(spelled, encoding=console.encoding)
    names = max(
        cell_len(spell(name))
        for name in (word["picture"], _name(view, view.reference), *(row.name for row in view.rows))
    )
    if console.width < PIPED_WIDTH:
        names = min(names, NAME_WIDTH, max(LEAST_NAME_WIDTH, 2 * console.width // 5))
    left = console.width - names - (COLUMNS + 2 if look.pictures else 0)
    texts = [[row.cells[at].text for row in rows] for at in range(len(view.columns))]
    headings = [len(spell(_heading(column))) for column in view.columns]
    numbers = [max(len(spell(text)) for text in column) for column in texts]
    # At least one column has to stand beside the reasons.
    widest = max(map(max, zip(headings, numbers, strict=True)), default=0)
    verdicts, shape = _verdict_width(view, lines, left - 4 - widest, console) if view.table.criteria else (0, "line")
    blocks = _blocks(headings, numbers, left - (verdicts + 2 if verdicts else 0), left, 0)
    if look.on_screen:
        narrow = left - (verdicts + 2 if verdicts else 0)
        tried = [_blocks(headings, numbers, narrow, left, width) for width in BAR_WIDTHS]
        blocks = next(each for each in tried if len(each) == len(tried[-1]))
    return _Layout(names, verdicts, shape, blocks)


def _verdict_width(view: ReportView, lines: Sequence[_Line], most: int, console: Console) -> tuple[int, Shape]:
    """Return the width of the verdicts' column, at most ``most`` where that is enough for a word, and their shape."""
    from rich.cells import cell_len

    heading = words(view.lang)["terminal_verdict"]

    def width(shape: Shape) -> int:
        said = (part for line in lines for part in verdict_lines(line.verdict, line.reasons, shape, view.lang))
        return max(cell_len(spelled(part, console.encoding)) for part in (heading, *said))

    if console.width >= PIPED_WIDTH:
        return width("line"), "line"
    if width("beside") <= most:
        return width("beside"), "beside"
    return max(LEAST_NAME_WIDTH, min(width("below"), most)), "below"


def _blocks(
    headings: Sequence[int], numbers: Sequence[int], first: int, further: int, bar: int
) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    """Return the columns that fit beside each other: a number that is cut is a wrong number.

    The ``first`` block may have less room than the ``further`` ones. A heading that is longer than number and bar
    lengthens the bar.
    """
    blocks: list[tuple[tuple[int, int, int], ...]] = []
    block: list[tuple[int, int, int]] = []
    left = first
    for at, (heading, number) in enumerate(zip(headings, numbers, strict=True)):
        needed = max(heading, number + 1 + bar if bar else number)
        if block and needed + 2 > left:
            blocks.append(tuple(block))
            block, left = [], further
        block.append((at, number, needed - number - 1 if bar else 0))
        left -= needed + 2
    return (*blocks, tuple(block))


def _room(view: ReportView, layout: _Layout, lines: Sequence[_Line], console: Console, look: Look) -> int:
    """Return how many pictures are shown: as asked for, or as many as fit the window with all that stands around."""
    if look.rows == "all":
        return len(lines)
    if look.rows != "screen":
        return look.rows
    from rich.text import Text

    with console.capture() as below:
        _print_below(view, 0, console, look)

    def height(name: str) -> int:
        return len(Text(spelled(name, console.encoding)).wrap(console, layout.names, overflow="fold"))

    parts = len(layout.blocks)
    name = height(_name(view, view.reference))
    # Each part has headings, a rule, the reference and two empty lines; at the end there is the prompt.
    taken = below.get().count("\n") + 1 + 4 * parts + max(LINES if look.pictures else 1, name) + name * (parts - 1)
    for count, line in enumerate(lines):
        name = height(line.row.name)
        verdict = verdict_lines(line.verdict, line.reasons, layout.shape, view.lang)
        taken += max(LINES if look.pictures else 1, len(verdict), name) + name * (parts - 1)
        if taken > console.size.height and count >= LEAST_ROWS:
            return count
    return len(lines)


def _write_lines(view: ReportView, shown: Sequence[_Line], layout: _Layout, console: Console) -> None:
    """Write a line per picture, padded by hand: nothing folds, and rich would take 18 s for 10,000 rows."""
    from rich.cells import set_cell_size

    word = words(view.lang)
    spell = partial(spelled, encoding=console.encoding)
    (columns,) = layout.blocks  # there is room for all
    headings = [spell(_heading(view.columns[at])) for at, _, _ in columns]
    widths = [max(len(heading), number) for heading, (_, number, _) in zip(headings, columns, strict=True)]

    def written(name: str, verdict: str, texts: Sequence[str]) -> str:
        parts = [set_cell_size(spell(name), layout.names)]
        if layout.verdicts:
            parts.append(set_cell_size(spell(verdict), layout.verdicts))
        parts += [spell(text).rjust(width) for text, width in zip(texts, widths, strict=True)]
        return "  ".join(parts).rstrip() + "\n"

    def texts_of(row: ViewRow) -> list[str]:
        return [row.cells[at].text for at, _, _ in columns]

    head = written(word["picture"], word["terminal_verdict"], headings)
    whole = layout.names + sum(width + 2 for width in (*widths, *([layout.verdicts] if layout.verdicts else [])))
    out = [head, spell("─") * whole + "\n", written(_name(view, view.reference), "", texts_of(view.reference)), "\n"]
    for line in shown:
        verdict = "".join(verdict_lines(line.verdict, line.reasons, layout.shape, view.lang))
        out.append(written(line.row.name, verdict, texts_of(line.row)))
    console.file.write("".join([*out, "\n"]))


def _print_block(
    view: ReportView,
    shown: Sequence[_Line],
    layout: _Layout,
    block: Sequence[tuple[int, int, int]],
    console: Console,
    look: Look,
    *,
    is_first: bool,
) -> None:
    from rich import box
    from rich.style import Style
    from rich.table import Table as RichTable
    from rich.text import Text

    word = words(view.lang)
    spell = partial(spelled, encoding=console.encoding)
    look_alike = box.Box(RULE_ONLY, ascii=True)
    frame = box.SIMPLE_HEAD if console.encoding.startswith("utf") else look_alike
    # Between columns are two characters: a space of padding, and the frame's own.
    grid = RichTable(box=frame, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    pictures = look.pictures if is_first else None
    judged = is_first and layout.verdicts > 0
    if pictures:
        grid.add_column("", min_width=COLUMNS)
    grid.add_column(spell(word["picture"]), overflow="fold", min_width=layout.names, max_width=layout.names)
    if judged:
        grid.add_column(
            spell(word["terminal_verdict"]), overflow="fold", min_width=layout.verdicts, max_width=layout.verdicts
        )
    for at, _, bar in block:
        # Text, because brackets in a plain string are rich's markup, and a key has brackets.
        heading = Text(spell(_heading(view.columns[at])))
        grid.add_column(heading, justify="left" if bar else "right", no_wrap=True)
    thumbnails: list[Thumbnail | None] = []
    for line in (_Line(view.reference, None, ()), *shown):
        is_reference = line.row is view.reference
        texts: list[Text] = []
        if pictures:
            # The mark tells on which line of the finished table the picture belongs.
            texts.append(Text().append(" ", Style(meta={"picture": len(thumbnails)})).append("\n" * (LINES - 1)))
            thumbnails.append(line.row.thumbnail)
        texts.append(Text(spell(_name(view, line.row))))
        if judged:
            style = VERDICT_STYLES[line.verdict] if line.verdict else ""
            said = verdict_lines(line.verdict, line.reasons, layout.shape, view.lang)
            texts.append(Text("\n".join(map(spell, said)), style))
        texts += [_cell_text(line.row.cells[at], number, bar, console.encoding) for at, number, bar in block]
        grid.add_row(*texts, style="bold" if is_reference else None, end_section=is_reference)
    if pictures:
        _print_with_pictures(grid, console, pictures, thumbnails)
    else:
        console.print(grid)
    console.print()


def _name(view: ReportView, row: ViewRow) -> str:
    return f"{row.name} ({words(view.lang)['reference']})" if row is view.reference else row.name


def _heading(column: ViewColumn) -> str:
    return f"{column.key} {column.arrow}"


def _cell_text(cell: Cell, number: int, bar: int, encoding: str) -> Text:
    from rich.text import Text

    text = Text(spelled(cell.text, encoding).rjust(number))
    if bar and cell.closeness is not None:
        text.append(" ").append(bar_of(cell.closeness, bar, encoding), BAR_STYLE)
    return text


def bar_of(closeness: float, width: int, encoding: str) -> str:
    """Return a bar of at most ``width`` characters, in eighths of one where the encoding has them.

    It is never empty: a picture without a value has none.
    """
    if not can_spell(EIGHTHS, encoding):
        return "#" * max(1, round(closeness * width))
    full, rest = divmod(max(1, round(closeness * width * 8)), 8)
    return "█" * full + (EIGHTHS[rest] if rest else "")


def _print_with_pictures(
    grid: RichTable, console: Console, screen: Screen, thumbnails: Sequence[Thumbnail | None]
) -> None:
    """Print the table, and each picture as soon as the lines that it lies over are there."""
    from rich.segment import Segment, Segments

    lines = console.render_lines(grid, pad=False)
    marks = [
        (at, segment.style.meta["picture"])
        for at, line in enumerate(lines)
        for segment in line
        if segment.style is not None and "picture" in segment.style.meta
    ]
    stops = [0, *(at + LINES for at, _ in marks), len(lines)]
    drawn = [*(thumbnails[number] for _, number in marks), None]
    for (start, stop), thumbnail in zip(pairwise(stops), drawn, strict=True):
        segments = [segment for line in lines[start:stop] for segment in (*line, Segment.line())]
        console.print(Segments(segments), end="")
        if thumbnail is not None:
            console.file.write(screen.drawn(thumbnail, above=LINES))
            console.file.flush()


def _print_below(view: ReportView, shown: int, console: Console, look: Look) -> None:
    """Print what stands below the table: counts, problems, what was passed over, the table's notes."""
    from rich.text import Text

    _print_counts(view, shown, console, look)
    most = max(1, console.size.height // LINES_PER_PROBLEM) if look.rows == "screen" else None
    print_remarks(view, console, ordered(view, look.sort), most=most)
    print_problems(view, console, most=most)
    print_skipped(view, console, most=most)
    for note in view.notes:
        console.print(Text(spelled(note, console.encoding), style="dim"))


def _print_counts(view: ReportView, shown: int, console: Console, look: Look) -> None:
    """Print how many pictures there are, in which order, how they are judged and, on screen, how to read the table."""
    from rich.text import Text

    word = words(view.lang)
    total = len(view.rows)

    def say(text: str, style: str = "") -> None:
        console.print(Text(spelled(text, console.encoding), style))

    if view.table.criteria:
        say(verdict_summary(view), "bold")
    if not look.on_screen:
        if shown < total:
            say(word["shown"].format(shown=shown, total=total))
        return
    order = {NAME: "terminal_by_name", LISTED: "terminal_listed"}.get(look.sort, "terminal_order")
    said = word[order].format(total=total, key=sorted_by(view, look.sort))
    if shown < total:
        said = f"{said}; {word['terminal_more'].format(count=total - shown)}"
    say(said)
    arrows = dict.fromkeys(f"terminal_arrow_{column.better}" for column in view.columns)
    say("; ".join(word[key] for key in (*sorted(arrows), "terminal_bars")), "dim")
