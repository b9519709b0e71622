"""Table -> terminal: a rich table that fits the window, plain text where it is piped."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

from mikurabe.i18n import Lang, words
from mikurabe.reports.view import ReportView, ViewColumn, ViewRow, build_view
from mikurabe.table import Table

if TYPE_CHECKING:
    from rich.console import Console

# Where a table is printed at a prompt or in a notebook's text form, more rows than these hide the prompt.
REPR_ROWS = 20

# Longer names are folded.
NAME_WIDTH = 44

# More files than these with one and the same reason are listed together.
TOGETHER = 3


def plain_text(table: Table, *, lang: Lang = "en") -> str:
    """Return the table as text of 100 columns without colour: the first rows, and how many there are."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=100, color_system=None, legacy_windows=False)
    print_view(build_view(table, lang=lang), console, most=REPR_ROWS)
    return out.getvalue().rstrip("\n")


def console_for(stream: TextIO) -> Console:
    """Return a console on the stream: as wide as the window, 200 columns where it is piped."""
    from rich.console import Console

    return Console(file=stream, width=None if stream.isatty() else 200, legacy_windows=False, soft_wrap=False)


def print_view(view: ReportView, console: Console, *, most: int | None = None) -> None:
    """Print the reference, then the pictures in the view's order, then problems and what was passed over."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table as RichTable
    from rich.text import Text

    word = words(view.lang)
    encoding = console.encoding.lower().replace("-", "")
    look = box.SIMPLE_HEAD if encoding.startswith("utf") else box.ASCII2
    shown = view.rows if most is None else view.rows[:most]
    names = min(NAME_WIDTH, max(cell_len(row.name) for row in (view.reference, *shown)))
    for block in _blocks(view, shown, console.width - names - 2):
        grid = RichTable(box=look, pad_edge=False, expand=False)
        grid.add_column(
            word["picture"], overflow="fold", min_width=names, max_width=max(names, cell_len(word["picture"]))
        )
        for at in block:
            # Text, because brackets in a plain string are rich's markup, and a key has brackets.
            grid.add_column(Text(_heading(view.columns[at])), justify="right", no_wrap=True)
        for row in (view.reference, *shown):
            texts = (row.cells[at].text for at in block)
            is_reference = row is view.reference
            grid.add_row(Text(row.name), *texts, style="bold" if is_reference else None, end_section=is_reference)
        console.print(grid)
    if len(shown) < len(view.rows):
        console.print(Text(word["shown"].format(shown=len(shown), total=len(view.rows))))
    _print_said(console, word["problems"], _problems(view))
    skipped = [_Said(each.name, each.reason, each.reason) for each in view.skipped]
    _print_said(console, word["skipped"], skipped)
    for note in view.notes:
        console.print(Text(note, style="dim"))


def _heading(column: ViewColumn) -> str:
    return f"{column.key} {column.arrow}"


def _blocks(view: ReportView, rows: Sequence[ViewRow], width: int) -> Iterator[list[int]]:
    """Yield the columns that fit beside each other into ``width``: a number that is cut is a wrong number."""
    from rich.cells import cell_len

    block: list[int] = []
    taken = 0
    for at, column in enumerate(view.columns):
        texts = [_heading(column), *(row.cells[at].text for row in (view.reference, *rows))]
        needed = max(map(cell_len, texts)) + 3
        if block and taken + needed > width:
            yield block
            block, taken = [], 0
        block.append(at)
        taken += needed
    yield block


class _Said(NamedTuple):
    """What is to be said of one file; ``shared`` is the same without its own path, so that equal problems show."""

    name: str
    reason: str
    shared: str


def _problems(view: ReportView) -> list[_Said]:
    """Return what is wrong with each picture; a problem that single values share is said once with their keys."""
    said = []
    for row, kept in zip(view.rows, view.table.rows, strict=True):
        if row.problem is not None:
            own = str(kept.source.path)
            said.append(_Said(row.name, row.problem, row.problem.replace(own, "the picture")))
            continue
        keys_of: dict[str, list[str]] = {}
        for column, cell in zip(view.columns, row.cells, strict=True):
            if cell.problem is not None:
                keys_of.setdefault(cell.problem, []).append(column.key)
        reasons = (f"{', '.join(keys)}: {problem}" for problem, keys in keys_of.items())
        said += [_Said(row.name, reason, reason) for reason in reasons]
    return said


def _print_said(console: Console, heading: str, all_said: list[_Said]) -> None:
    """Print names and reasons under a heading; many files with one reason stand together behind it."""
    from rich.text import Text

    if not all_said:
        return
    console.print(Text(f"{heading} ({len(all_said)})", style="bold"))
    names_of: dict[str, list[str]] = {}
    for said in all_said:
        names_of.setdefault(said.shared, []).append(said.name)
    for said in all_said:
        names = names_of[said.shared]
        if len(names) <= TOGETHER:
            console.print(Text.assemble("  ", said.name, (": " + said.reason, "dim")))
        elif said.name == names[0]:
            console.print(Text.assemble(f"  {len(names)} files: ", (f"{said.shared}: ", "dim"), ", ".join(names)))
