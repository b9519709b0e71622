"""The command ``mikurabe plot``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mikurabe.console import EXIT_UNREADABLE, progress_bar, say, show
from mikurabe.errors import UsageError
from mikurabe.helptext import Command, argument, option
from mikurabe.i18n import Lang
from mikurabe.i18n.messages import translated
from mikurabe.options import LANG, plot_of, plot_options

if TYPE_CHECKING:
    from mikurabe.events import Channel


@click.command(cls=Command)
@argument("files", nargs=-1, required=True, metavar="FILES...")
@plot_options(axes=True)
@option("-o", "--output", "folder", type=click.Path(path_type=Path), metavar="FOLDER", key="plot_output")
@option("--list-channels", is_flag=True)
@option("-R", "--recursive", is_flag=True)
@option("--threads", type=click.IntRange(1), metavar="COUNT")
@option("-q", "--quiet", is_flag=True)
@option("--strict", is_flag=True)
@LANG
def plot(
    files: tuple[str, ...],
    folder: Path | None,
    list_channels: bool,
    recursive: bool,
    threads: int | None,
    quiet: bool,
    strict: bool,
    lang: Lang,
    **how: Any,
) -> int:
    """Return the exit code after files of events were drawn, or their channels were listed."""
    from mikurabe.drawing import draw_files

    wanted = plot_of(how)
    if list_channels:
        return _list_channels(files, recursive, lang)
    if folder is None:
        raise UsageError("Where should the plots go? Add -o FOLDER, such as -o plots/.")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; the plots go into a folder, such as -o plots/.")
    with progress_bar(quiet, doing="drawing", lang=lang) as progress:
        drawings = draw_files(files, folder, wanted, recursive=recursive, threads=threads, progress=progress)
    for note in () if quiet else drawings.notes:
        say(note, lang)
    for each in drawings.files:
        if each.problem is not None:
            say(f"{each.name}: {translated(each.problem, lang)}", lang)
        elif not quiet:
            show("; ".join((str(each.path), *(translated(note, lang) for note in each.notes))))
    failed = sum(1 for each in drawings.files if each.problem is not None)
    if not quiet:
        others = f"; {drawings.passed_over} other files passed over" if drawings.passed_over else ""
        say(
            f"Drew {len(drawings.files) - failed} of {len(drawings.files)} files of events into {folder}{others}.", lang
        )
    if failed == len(drawings.files):
        return 2
    return EXIT_UNREADABLE if strict and failed else 0


def _list_channels(files: tuple[str, ...], recursive: bool, lang: Lang) -> int:
    """Print each file's channels, those of files that have the same once."""
    from mikurabe.eventplots import channels_of
    from mikurabe.sources.files import find

    alike: dict[tuple[Channel, ...], list[str]] = {}
    problems = []
    for found, channels in channels_of(find(list(files), recursive=recursive)):
        if isinstance(channels, str):
            problems.append(f"{found.name}: {translated(channels, lang)}")
        else:
            alike.setdefault(channels, []).append(found.name)
    for channels, names in alike.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        show(f"{names[0]}{more}")
        for channel in channels:
            show(f"  {channel.number:>3}  {channel.label}{_facts(channel)}")
    for problem in problems:
        say(problem, lang)
    if not alike and not problems:
        raise UsageError("There is no file of events: FCS, or CSV with a header row of channel names.")
    return 0 if alike else 2


def _facts(channel: Channel) -> str:
    facts = []
    if channel.decades > 0:
        facts.append(f"{channel.decades:g} decades")
    if channel.top is not None:
        facts.append(f"up to {channel.top:g}")
    return f"  [{', '.join(facts)}]" if facts else ""
