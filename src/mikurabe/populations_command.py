"""The command ``mikurabe populations``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mikurabe.console import command_line, progress_bar
from mikurabe.helptext import Command, argument, option
from mikurabe.i18n import Lang
from mikurabe.options import LANG, OUTPUT, read_options
from mikurabe.which_index_command import FORMAT, check_findings, deliver_findings


@click.command("populations", cls=Command)
@argument("normal", metavar="NORMAL")
@argument("measured", nargs=-1, metavar="[PICTURES]...")
@option("--full-count", type=float, metavar="COUNT")
@option("-R", "--recursive", is_flag=True)
@read_options
@OUTPUT
@FORMAT
@option("-q", "--quiet", is_flag=True)
@LANG
def populations(
    normal: str,
    measured: tuple[str, ...],
    full_count: float | None,
    recursive: bool,
    white: float | None,
    max_pixels: int,
    outputs: tuple[Path, ...],
    console: str,
    quiet: bool,
    lang: Lang,
) -> int:
    """Return the exit code after populations were learned, measured and listed."""
    from mikurabe.population_census import measure_populations

    check_findings(outputs)
    with progress_bar(quiet, doing="measuring", lang=lang) as progress:
        census = measure_populations(
            normal,
            measured or None,
            full_count=full_count,
            recursive=recursive,
            white=white,
            max_pixels=max_pixels,
            progress=progress,
            command=command_line(sys.argv[1:]),
        )
    deliver_findings(census, outputs, console, quiet, lang)
    return 0
