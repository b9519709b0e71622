"""The command line's options for what comes out: reports, their language, and how the table is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mikurabe.i18n import LANGUAGES
from mikurabe.i18n.system import system_language

OUTPUT = click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report; the suffix says which: .html .xlsx .csv .tsv .json .md .xml (JUnit). Several may be given.",
)
JUNIT = click.option(
    "--junit",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write JUnit XML for build servers, whatever the file's suffix.",
)
EXCEL_IMAGES = click.option(
    "--excel-images",
    type=click.Choice(("float", "cell", "none")),
    default="float",
    show_default=True,
    help="Pictures in .xlsx: over their cells, in them (only Excel for Microsoft 365 shows these), or none.",
)
LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=system_language,
    show_default="the system's",
    help="Language of the reports and of the table.",
)


class RowCount(click.ParamType[int | str]):
    """How many rows: a number from 1, or ``all``."""

    name = "rows"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """Return the number, or ``all``."""
        if value == "all":
            return "all"
        return click.IntRange(1).convert(value, param, ctx)


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options that say how the table is shown on the terminal."""
    for option in reversed(
        (
            click.option(
                "--sort",
                metavar="KEY",
                default="worst",
                help="The printed table's order: a column (least similar first), name or listed. By default the worst "
                "are first: what has no value, what is beyond a limit, then by the first limit's or the first column.",
            ),
            click.option(
                "--rows",
                type=RowCount(),
                metavar="N|all",
                help="How many pictures are printed; default: what fits the window, all where it is piped.",
            ),
            click.option(
                "--pictures",
                "pictures_shown",
                type=click.Choice(("auto", "none", "kitty", "sixel")),
                default="auto",
                show_default=True,
                help="Thumbnails in the printed table, where the terminal is known to show them (kitty, Ghostty, foot, "
                "WezTerm, iTerm2, Konsole, mlterm). Windows Terminal 1.22 and later, and xterm -ti vt340: sixel.",
            ),
        )
    ):
        command = option(command)
    return command
