"""Where a command's results go: reports to files, the table to stdout, progress and remarks to stderr."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

import click

from mikurabe.errors import MikurabeError, UnwritableReport, UsageError
from mikurabe.i18n import Lang, words
from mikurabe.i18n.alphabet import SPELLED, can_spell
from mikurabe.i18n.messages import translated

if TYPE_CHECKING:
    from mikurabe.reports.originals import Embed
    from mikurabe.reports.screen import Protocol
    from mikurabe.reports.terminal import Look
    from mikurabe.table import Table


# What a command ends with, beside 0.
EXIT_BEYOND_LIMIT = 1
EXIT_UNREADABLE = 3
CONSOLE_FORMATS = ("table", "csv", "tsv", "json", "markdown", "junit")


def spell_everything() -> None:
    """Make stdout and stderr take any text: what their code page (cp932, ASCII) lacks, they spell otherwise."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=SPELLED)


def say(message: str, lang: Lang) -> None:
    """Tell the person at the terminal something that is not the result: on stderr, in the person's language."""
    # To the stream as it is: click would write UTF-8 to one of ASCII.
    click.echo(translated(message, spoken_on_stderr(lang)), file=sys.stderr)


def complain(error: object, lang: Lang) -> None:
    """Tell the person at the terminal what went wrong: on stderr, in the person's language."""
    lang = spoken_on_stderr(lang)
    click.echo(f"{words(lang)['error']}: {translated(str(error), lang)}", file=sys.stderr)


def spoken_on_stderr(lang: Lang) -> Lang:
    """Return the language if stderr has letters for it, else English: a row of question marks tells nobody anything."""
    return _spoken_on(sys.stderr, lang)


def spoken_on_stdout(lang: Lang) -> Lang:
    """Return the language if stdout has letters for it, else English."""
    return _spoken_on(sys.stdout, lang)


def _spoken_on(stream: TextIO, lang: Lang) -> Lang:
    return lang if can_spell(words(lang)["error"], stream.encoding or "utf-8") else "en"


def show(text: str, *, end: str = "\n") -> None:
    """Print on stdout, in characters that it has."""
    click.echo(text + end, nl=False, file=sys.stdout)


def command_line(arguments: Sequence[str]) -> str:
    """Return the command as somebody would type it again."""
    import shlex

    return shlex.join(["mikurabe", *arguments])


def check_outputs(outputs: tuple[Path, ...], junit: tuple[Path, ...] = (), embed: Embed | None = None) -> None:
    """Raise now, before the work, for a report that could not be written after it, or is not what was asked for."""
    from mikurabe.reports import format_for
    from mikurabe.reports.write import check_writable

    for option, path in (*(("-o", each) for each in outputs), *(("--junit", each) for each in junit)):
        if str(path) == "-":
            raise UsageError(f"{option} takes the name of a file; to print, use -f: {', '.join(CONSOLE_FORMATS)}.")
        if option == "-o":
            format_for(path)
        check_writable(path)
    if embed is not None and not any(format_for(path).embeds for path in outputs):
        raise UsageError(f"--embed {embed} is for HTML reports, and none was asked for; add -o report.html.")


def look_of(
    sort: str = "worst", rows: int | Literal["all"] | None = None, pictures: Protocol | Literal["auto"] = "auto"
) -> Look:
    """Return how the table is shown on stdout: bars, pictures and one screenful only where it is a terminal."""
    from mikurabe.reports.screen import Screen, cell_px, protocol_of
    from mikurabe.reports.terminal import Look

    on_screen = sys.stdout.isatty()
    if pictures == "auto":
        pictures = protocol_of(os.environ) if on_screen else "none"
    return Look(
        sort=sort,
        rows=rows or ("screen" if on_screen else "all"),
        on_screen=on_screen,
        pictures=None if pictures == "none" else Screen(protocol=pictures, cell=cell_px(sys.stdout, os.environ)),
    )


def shows_pictures(outputs: tuple[Path, ...], console: str, look: Look | None = None) -> bool:
    """Return whether any of the reports, or what is printed, holds thumbnails."""
    from mikurabe.reports import FORMATS, format_for

    if console == "table" and look is not None and look.pictures is not None:
        return True
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
    look: Look | None = None,
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
                say(f"Wrote {path}", lang)
    try:
        if not quiet:
            print_table(table, console, lang, look)
    finally:
        if failures:
            raise UnwritableReport("\n".join(failures))


def print_table(table: Table, console: str, lang: Lang, look: Look | None = None) -> None:
    """Print the table on stdout, for the eye or in one of the text formats."""
    if console == "table":
        from mikurabe.reports.terminal import PIPED_WIDTH, console_for, print_view
        from mikurabe.reports.view import build_view

        view = build_view(table, lang=spoken_on_stdout(lang))
        print_view(view, console_for(sys.stdout, piped_width=PIPED_WIDTH), look)
        return
    from mikurabe.reports import render

    show_document(render(table, console, lang=lang).decode("utf-8-sig"), console)


def show_document(text: str, console: str) -> None:
    """Print a document in one of the text formats.

    What the stream cannot spell is escaped in JSON and in XML, where that says the same; the others cannot say it.
    """
    if not can_spell(text, sys.stdout.encoding or "utf-8"):
        if console == "json":
            text = re.sub("[^\x00-\x7f]", lambda character: json.dumps(character[0])[1:-1], text)
        elif console == "junit":
            text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    show(text, end="")


@contextmanager
def progress_bar(
    quiet: bool, *, doing: str = "comparing", lang: Lang = "en"
) -> Iterator[Callable[[int, int], None] | None]:
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
    task = bar.add_task(translated(doing, lang), total=None)
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


def exit_code_of(table: Table, *, strict: bool = False) -> int:
    """Return 3 where ``strict`` and a picture could not be read, else 1 where a limit was set and not every picture
    keeps it: what could not be judged does not pass.
    """
    if strict and any(row.problem is not None for row in table):
        return EXIT_UNREADABLE
    return EXIT_BEYOND_LIMIT if any(row.verdict not in {None, "ok"} for row in table) else 0
