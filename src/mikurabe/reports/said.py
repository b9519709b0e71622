"""What the terminal says below the table: what is wrong with which picture, and what was passed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mikurabe.i18n import words
from mikurabe.i18n.alphabet import spelled
from mikurabe.reports.view import ReportView

if TYPE_CHECKING:
    from rich.console import Console

# More files than these with one and the same reason are listed together.
TOGETHER = 3


class _Said(NamedTuple):
    """What is to be said of one file; ``shared`` is the same without its own path, so that equal problems show."""

    name: str
    reason: str
    shared: str


def print_problems(view: ReportView, console: Console, *, most: int | None = None) -> None:
    """Print what is wrong with each picture, at most so many lines of it; that many share it is said once."""
    said = []
    the_picture = words(view.lang)["terminal_the_picture"]
    for row, kept in zip(view.rows, view.table.rows, strict=True):
        if row.problem is not None:
            own = str(kept.source.path)
            said.append(_Said(row.name, row.problem, row.problem.replace(own, the_picture)))
            continue
        keys_of: dict[str, list[str]] = {}
        for column, cell in zip(view.columns, row.cells, strict=True):
            if cell.problem is not None:
                keys_of.setdefault(cell.problem, []).append(column.key)
        reasons = (f"{', '.join(keys)}: {problem}" for problem, keys in keys_of.items())
        said += [_Said(row.name, reason, reason) for reason in reasons]
    _print_said(view, console, "problems", said, most)


def print_remarks(view: ReportView, console: Console, order: Sequence[int], *, most: int | None = None) -> None:
    """Print what is noted about the pictures that are not OK, in this order, at most so many lines of it."""
    said = [
        _Said(view.rows[at].name, note, note)
        for at in order
        if view.table.rows[at].verdict in ("ng", "unknown")
        for note in view.rows[at].notes
    ]
    _print_said(view, console, "terminal_remarks", said, most)


def print_skipped(view: ReportView, console: Console, *, most: int | None = None) -> None:
    """Print what was passed over and why, at most so many lines of it."""
    _print_said(view, console, "skipped", [_Said(each.name, each.reason, each.reason) for each in view.skipped], most)


def _print_said(view: ReportView, console: Console, heading: str, all_said: list[_Said], most: int | None) -> None:
    """Print names and reasons under a heading; many files with one reason stand together behind it."""
    from rich.text import Text

    if not all_said:
        return
    word = words(view.lang)
    names_of: dict[str, list[str]] = {}
    for said in all_said:
        names_of.setdefault(said.shared, []).append(said.name)
    lines: list[tuple[int, Text]] = []
    for said in all_said:
        names = names_of[said.shared]
        name, reason, shared = (spelled(text, console.encoding) for text in said)
        if len(names) <= TOGETHER:
            lines.append((1, Text.assemble("  ", name, (": " + reason, "dim"))))
        elif said.name == names[0]:
            files = word["terminal_files"].format(count=len(names))
            listed = ", ".join(names if most is None else [*names[:TOGETHER], "..."])
            texts = (spelled(text, console.encoding) for text in (f"  {files}: ", listed))
            lines.append((len(names), Text(f"{shared}: ", "dim").join([*map(Text, texts)])))
    console.print(Text(spelled(f"{word[heading]} ({len(all_said)})", console.encoding), style="bold"))
    for _, text in lines[:most]:
        console.print(text)
    rest = sum(count for count, _ in lines[most:]) if most is not None else 0
    if rest:
        console.print(Text(spelled(f"  {word['terminal_more_said'].format(count=rest)}", console.encoding)))
