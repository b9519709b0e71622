"""Table -> terminal: a rich table that fits the window, plain text where it is piped."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, TextIO

from mikurabe.i18n import Lang, words
from mikurabe.reports.view import ReportView, ViewRow, build_view
from mikurabe.table import Table

if TYPE_CHECKING:
    from rich.console import Console

# Where a table is printed at a prompt or in a notebook's text form, more rows than these hide the prompt.
REPR_ROWS = 20


def plain_text(table: Table, *, lang: Lang = "en") -> str:
    """Return the table as text of 100 columns without colour: the first rows, and how many there are."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=100, color_system=None, legacy_windows=False)
    print_view(build_view(table, lang=lang), console, most=REPR_ROWS)
    return out.getvalue().rstrip("\n")


def console_for(stream: TextIO) -> Console:
    """Return a console on the stream: as wide as the window, or wide enough for everything where it is piped."""
    from rich.console import Console

    return Console(file=stream, width=None if stream.isatty() else 200, legacy_windows=False, soft_wrap=False)


def print_view(view: ReportView, console: Console, *, most: int | None = None) -> None:
    """Print the reference, then the pictures in the view's order, then problems and what was passed over."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    word = words(view.lang)
    encoding = console.encoding.lower().replace("-", "")
    grid = RichTable(box=box.SIMPLE_HEAD if encoding.startswith("utf") else box.ASCII2, pad_edge=False, expand=False)
    grid.add_column(word["picture"], overflow="fold", min_width=12)
    for column in view.columns:
        grid.add_column(f"{column.key} {column.arrow}", justify="right", no_wrap=True)
    grid.add_row(Text(view.reference.name, style="bold"), *_cells(view.reference), style="bold", end_section=True)
    shown = view.rows if most is None else view.rows[:most]
    for row in shown:
        grid.add_row(Text(row.name), *_cells(row))
    console.print(grid)
    if len(shown) < len(view.rows):
        console.print(Text(word["shown"].format(shown=len(shown), total=len(view.rows))))
    _print_pairs(console, word["problems"], _problems(view))
    _print_pairs(console, word["skipped"], [(skipped.name, skipped.reason) for skipped in view.skipped])
    for note in view.notes:
        console.print(Text(note, style="dim"))


def _cells(row: ViewRow) -> list[str]:
    return [cell.text for cell in row.cells]


def _problems(view: ReportView) -> list[tuple[str, str]]:
    """Return (name, problem) pairs; a problem that single values share is said once with its columns' keys."""
    pairs = []
    for row, table_row in zip(view.rows, view.table.rows, strict=True):
        if row.problem is not None:
            # Without its own path, the problem of one picture is the problem of all of that size, and said once.
            own = str(table_row.source.path)
            pairs.append((row.name, row.problem.replace(own, "the picture")))
            continue
        keys_of: dict[str, list[str]] = {}
        for column, cell in zip(view.columns, row.cells, strict=True):
            if cell.problem is not None:
                keys_of.setdefault(cell.problem, []).append(column.key)
        pairs += [(row.name, f"{', '.join(keys)}: {problem}") for problem, keys in keys_of.items()]
    return pairs


def _print_pairs(console: Console, heading: str, pairs: list[tuple[str, str]]) -> None:
    """Print (name, reason) pairs under a heading; many names with one reason are counted instead of listed."""
    from rich.text import Text

    if not pairs:
        return
    console.print(Text(f"{heading} ({len(pairs)})", style="bold"))
    counts = Counter(reason for _, reason in pairs)
    listed: set[str] = set()
    for name, reason in pairs:
        if counts[reason] <= 3:
            console.print(Text.assemble("  ", name, (": " + reason, "dim")))
        elif reason not in listed:
            listed.add(reason)
            same = [other for other, because in pairs if because == reason]
            names = ", ".join(same)
            console.print(Text.assemble(f"  {len(same)} × ", (f"{reason}: ", "dim"), names))
