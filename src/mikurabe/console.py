"""Where a command's results go: reports to files, the table to stdout, progress and remarks to stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mikurabe.errors import MikurabeError, UnwritableReport, UsageError
from mikurabe.i18n import Lang

if TYPE_CHECKING:
    from mikurabe.reports.originals import Embed
    from mikurabe.table import Table


CONSOLE_FORMATS = ("table", "csv", "tsv", "json", "markdown")

_OUTPUT = click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report; the suffix says which: .html .xlsx .csv .tsv .json .md .xml (JUnit). Several may be given.",
)
_JUNIT = click.option(
    "--junit",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write JUnit XML for build servers, whatever the file's suffix.",
)
_EXCEL_IMAGES = click.option(
    "--excel-images",
    type=click.Choice(("float", "cell", "none")),
    default="float",
    show_default=True,
    help="Pictures in .xlsx: over their cells, in them (only Excel for Microsoft 365 shows these), or none.",
)
_EMBED = click.option(
    "--embed",
    type=click.Choice(("thumbs", "full", "none")),
    help="Pictures in the HTML report: thumbs (default; originals are shown where they lie), full (the originals too, "
    "up to 200 MB: a report to send alone), none.",
)


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options that say which reports are written, and what is in them."""
    for option in (_EXCEL_IMAGES, _JUNIT, _EMBED, _OUTPUT):
        command = option(command)
    return command


def say(text: str) -> None:
    """Tell the person at the terminal something that is not the result: on stderr."""
    click.echo(text, err=True)


def check_outputs(outputs: tuple[Path, ...], embed: Embed | None = None) -> None:
    """Raise now, before the work, for a report that could not be written after it, or is not what was asked for."""
    from mikurabe.reports import format_for
    from mikurabe.reports.write import check_writable

    for path in outputs:
        if str(path) == "-":
            raise UsageError(f"-o takes the name of a file; to print, use -f: {', '.join(CONSOLE_FORMATS)}.")
        format_for(path)
        check_writable(path)
    if embed is not None and not any(format_for(path).embeds for path in outputs):
        raise UsageError(f"--embed {embed} is for HTML reports, and none was asked for; add -o report.html.")


def shows_pictures(outputs: tuple[Path, ...], console: str) -> bool:
    """Return whether any of the reports, or what is printed, holds thumbnails."""
    from mikurabe.reports import FORMATS, format_for

    printed = [] if console == "table" else [FORMATS[console]]
    return any(each.has_pictures for each in (*(format_for(path) for path in outputs), *printed))


def deliver(
    table: Table,
    outputs: tuple[Path, ...],
    console: str,
    quiet: bool,
    lang: Lang,
    *,
    junit: tuple[Path, ...] = (),
    excel_images: str = "float",
    embed: Embed | None = None,
) -> None:
    """Write all reports, then print the table; a report that fails does not cost the others, nor the table."""
    options = {"excel": {"images": excel_images}}
    failures = []
    for path, name in (*((each, None) for each in outputs), *((each, "junit") for each in junit)):
        try:
            table.write(path, format_name=name, lang=lang, embed=embed or "thumbs", options=options)
        except MikurabeError as failure:
            failures.append(str(failure))
        except (OSError, MemoryError, ImportError, ValueError) as failure:
            failures.append(f"{path} cannot be written: {str(failure) or type(failure).__name__}.")
        else:
            if not quiet:
                say(f"Wrote {path}")
    try:
        if not quiet:
            print_table(table, console, lang)
    finally:
        if failures:
            raise UnwritableReport("\n".join(failures))


def print_table(table: Table, console: str, lang: Lang) -> None:
    """Print the table on stdout, for the eye or in one of the text formats."""
    if console == "table":
        from mikurabe.reports.terminal import console_for, print_view
        from mikurabe.reports.view import build_view

        print_view(build_view(table, lang=lang), console_for(sys.stdout))
        return
    from mikurabe.reports import render

    text = render(table, console, lang=lang).decode("utf-8-sig")
    click.echo(text, nl=False)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give a callback that draws a progress bar on stderr once the work has taken a second."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    started = time.monotonic()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("comparing", total=None)
    running = False

    def advance(done: int, total: int) -> None:
        nonlocal running
        if not running and time.monotonic() - started > 1:
            running = True
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield advance
    finally:
        if running:
            bar.stop()
