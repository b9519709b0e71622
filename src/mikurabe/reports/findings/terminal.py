"""Document -> terminal: the conclusions first, then the tables that fit, in parts where the window is narrow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mikurabe.i18n.alphabet import spelled
from mikurabe.reports.findings.document import Cell, Document, Heading, Section

if TYPE_CHECKING:
    from rich.console import Console


def text_of(document: Document) -> str:
    """Return the report as text of 100 columns without colour."""
    from rich.console import Console

    out = io.StringIO()
    print_document(document, Console(file=out, width=100, color_system=None, legacy_windows=False))
    return out.getvalue().rstrip("\n")


def print_document(document: Document, console: Console) -> None:
    """Print title, facts, tables, and then what follows from them: it is read where the prompt comes back."""
    from rich.text import Text

    def say(text: str, style: str = "") -> None:
        console.print(Text(spelled(text, console.encoding), style=style))

    say(document.title, "bold")
    say(" · ".join(f"{label}: {text}" for label, text in document.facts))
    for section in document.sections:
        if section.is_printed and not section.is_long:
            _print_section(section, console)
    for finding in document.findings:
        say(f"• {finding}", "bold" if finding is document.findings[0] else "")
    for caution in document.cautions:
        say(f"! {caution}", "dark_orange")
    for note in document.notes:
        say(f"  {note}", "dim")


def _print_section(section: Section, console: Console) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    shown = [at for at in range(len(section.headings)) if not all(row[at].strip for row in section.rows)]
    # A column in which nobody has anything to say takes room from those that do.
    shown = [at for at in shown if at == 0 or any(row[at].text for row in section.rows)]

    def width(at: int) -> int:
        texts = [row[at].text for row in section.rows]
        longest = max((cell_len(spelled(text, console.encoding)) for text in texts), default=0)
        # A heading of several words may stand on several lines.
        words = section.headings[at].text.split()
        return max(longest, *(cell_len(spelled(part, console.encoding)) for part in words), 1)

    room = console.width - width(0)
    blocks: list[list[int]] = [[]]
    left = room
    for at in shown[1:]:
        # Between columns stand a space of each and one of the box.
        needed = width(at) + 3
        if blocks[-1] and needed > left:
            blocks.append([])
            left = room
        blocks[-1].append(at)
        left -= needed
    for block in blocks:
        _print_block(section, [0, *block], [width(at) for at in (0, *block)], console)
    if section.is_matrix:
        console.print(Text(spelled(section.about, console.encoding), style="dim"))


def _print_block(section: Section, columns: list[int], widths: list[int], console: Console) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(
        box=box.SIMPLE_HEAD if console.encoding.lower().startswith("utf") else box.ASCII2,
        pad_edge=False,
        show_edge=False,
    )
    for at, width in zip(columns, widths, strict=True):
        heading: Heading = section.headings[at]
        grid.add_column(
            Text(spelled(heading.text, console.encoding)),
            justify="right" if heading.is_number else "left",
            min_width=width,
            overflow="fold",
            no_wrap=False,
        )
    for row in section.rows:
        grid.add_row(*(Text(spelled(row[at].text, console.encoding), style=_style(row[at])) for at in columns))
    console.print()
    console.print(grid)
    console.print()


def _style(cell: Cell) -> str:
    if cell.is_warned:
        return "dark_orange"
    if cell.is_strong:
        return "bold"
    return "dim" if cell.is_quiet else ""
