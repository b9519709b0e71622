"""The commands ``rank`` and ``stress``: which index can judge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mikurabe.console import command_line, progress_bar, say, show_document, spoken_on_stdout
from mikurabe.errors import MikurabeError, UnwritableReport, UsageError
from mikurabe.helptext import Command, argument, option
from mikurabe.i18n import Lang
from mikurabe.options import LANG, OUTPUT, RATE, plot_of, plot_options, score_options

if TYPE_CHECKING:
    from mikurabe.judge.exits import Exits

PRINTED = ("table", "csv", "tsv", "json", "markdown")
FORMAT = option("-f", "--format", "console", type=click.Choice(PRINTED), default="table", key="format_of_findings")


@click.command("rank", cls=Command)
@argument("labelled", nargs=-1, required=True, metavar="PICTURES...|TABLE.json")
@option("-l", "--labels", type=click.Path(path_type=Path), metavar="FILE.csv")
@option("-r", "--reference", metavar="PICTURE", key="reference_normal")
@score_options
@plot_options(axes=False)
@OUTPUT
@FORMAT
@option("-q", "--quiet", is_flag=True)
@LANG
def rank(
    labelled: tuple[str, ...],
    labels: Path | None,
    outputs: tuple[Path, ...],
    console: str,
    quiet: bool,
    lang: Lang,
    **how: Any,
) -> int:
    """Return the exit code after the indices were ranked by labels."""
    from mikurabe import which_index

    check_findings(outputs)
    how["metrics"] = how["metrics"] or None
    how["plot"] = plot_of(how)
    with progress_bar(quiet, lang=lang) as progress:
        found = which_index.rank(labelled, labels=labels, progress=progress, command=command_line(sys.argv[1:]), **how)
    deliver_findings(found, outputs, console, quiet, lang)
    return 0


@click.command("stress", cls=Command)
@argument("normals", nargs=-1, required=True, metavar="PICTURES...")
@option("-r", "--reference", metavar="PICTURE", key="reference_stress")
@option("--faults", multiple=True, metavar="NAMES")
@option("--false-alarms", type=RATE, metavar="SHARE", default=0.01, show_default=True)
@option(
    "--planted", "most_planted", type=click.IntRange(1), metavar="COUNT", default=30, show_default=True, key="planted"
)
@option("--seed", type=click.IntRange(0), metavar="NUMBER", default=1, show_default=True, key="seed_of_planting")
@score_options
@plot_options(axes=False)
@OUTPUT
@FORMAT
@option("-q", "--quiet", is_flag=True)
@LANG
def stress(
    normals: tuple[str, ...],
    outputs: tuple[Path, ...],
    console: str,
    quiet: bool,
    lang: Lang,
    **how: Any,
) -> int:
    """Return the exit code after faults were planted into normal pictures."""
    from mikurabe import which_index

    check_findings(outputs)
    how["metrics"] = how["metrics"] or None
    how["plot"] = plot_of(how)
    with progress_bar(quiet, lang=lang) as progress:
        found = which_index.stress(normals, progress=progress, command=command_line(sys.argv[1:]), **how)
    deliver_findings(found, outputs, console, quiet, lang)
    return 0


def check_findings(outputs: tuple[Path, ...]) -> None:
    """Raise now, before the work, for a report that could not be written after it."""
    from mikurabe.reports.findings import format_of_finding
    from mikurabe.reports.write import check_writable

    for path in outputs:
        if str(path) == "-":
            raise UsageError(f"-o takes the name of a file; to print, use -f: {', '.join(PRINTED)}.")
        format_of_finding(path)
        check_writable(path)


def deliver_findings(found: Exits, outputs: tuple[Path, ...], console: str, quiet: bool, lang: Lang) -> None:
    """Write all reports, then print the finding; a report that fails does not cost the others, nor the printed one."""
    from mikurabe.reports.findings import document_of, render_findings
    from mikurabe.reports.findings.terminal import print_document
    from mikurabe.reports.terminal import console_for

    failures = []
    for path in outputs:
        try:
            found.write(path, lang=lang)
        except (MikurabeError, OSError, MemoryError) as failure:
            failures.append(str(failure))
        else:
            if not quiet:
                say(f"Wrote {path}", lang)
    if not quiet:
        if console == "table":
            print_document(document_of(found, spoken_on_stdout(lang)), console_for(sys.stdout))
        else:
            show_document(render_findings(found, console, lang=lang).decode("utf-8-sig"), console)
    if failures:
        raise UnwritableReport("\n".join(failures))
