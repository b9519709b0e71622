"""The command ``mikurabe populations``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from mikurabe.console import EXIT_UNREADABLE, command_line, progress_bar
from mikurabe.helptext import Command, argument, option
from mikurabe.i18n import Lang
from mikurabe.options import LANG, OUTPUT, plot_of, plot_options, read_options
from mikurabe.which_index_command import FORMAT, check_findings, deliver_findings


@click.command("populations", cls=Command)
@argument("normal", metavar="NORMAL")
@argument("measured", nargs=-1, metavar="[PICTURES]...")
@option("--full-count", type=float, metavar="COUNT")
@option("-R", "--recursive", is_flag=True)
@read_options
@plot_options(axes=False)
@OUTPUT
@FORMAT
@option("-q", "--quiet", is_flag=True)
@LANG
def populations(
    normal: str,
    measured: tuple[str, ...],
    full_count: float | None,
    recursive: bool,
    outputs: tuple[Path, ...],
    console: str,
    quiet: bool,
    lang: Lang,
    **how: Any,
) -> int:
    """Return the exit code after populations were learned, measured and listed."""
    from mikurabe.population_census import measure_populations

    check_findings(outputs)
    plot = plot_of(how)
    with progress_bar(quiet, doing="measuring", lang=lang) as progress:
        census = measure_populations(
            normal,
            measured or None,
            full_count=full_count,
            recursive=recursive,
            plot=plot,
            progress=progress,
            command=command_line(sys.argv[1:]),
            **how,
        )
    deliver_findings(census, outputs, console, quiet, lang)
    return 0 if any(row.problem is None for row in census.rows) else EXIT_UNREADABLE
