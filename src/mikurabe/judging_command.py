"""The commands ``learn`` and ``check``: what is normal, and what is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from mikurabe.console import (
    CONSOLE_FORMATS,
    EXIT_UNREADABLE,
    check_outputs,
    command_line,
    deliver,
    exit_code_of,
    look_of,
    progress_bar,
    say,
    show,
    shows_pictures,
)
from mikurabe.helptext import Command, argument, option
from mikurabe.i18n import Lang
from mikurabe.options import EMBED, EXCEL_IMAGES, JUNIT, LANG, OUTPUT, RATE, table_options

if TYPE_CHECKING:
    from mikurabe.reports.originals import Embed
    from mikurabe.reports.screen import Protocol

_WHITE = option("--white", type=float, metavar="LEVEL")
_MAX_PIXELS = option("--max-pixels", type=click.IntRange(1), metavar="COUNT", default=200_000_000, show_default=True)
_QUIET = option("-q", "--quiet", is_flag=True)
_RECURSIVE = option("-R", "--recursive", is_flag=True)


@click.command("learn", cls=Command)
@argument("normals_learned", nargs=-1, required=True, metavar="NORMALS...")
@option("-b", "--baseline", type=click.Path(path_type=Path), required=True, metavar="FILE.mkb", key="baseline_written")
@option("-r", "--reference", metavar="PICTURE", key="reference_learned")
@option("-m", "--metrics", multiple=True, metavar="NAMES", key="metrics_learned")
@_RECURSIVE
@option("--mask", metavar="PICTURE")
@option("--roi", multiple=True, metavar="X,Y,W,H")
@option("--auto-mask", is_flag=True)
@_WHITE
@_MAX_PIXELS
@option("--strict", is_flag=True)
@_QUIET
@LANG
def learn(normals_learned: tuple[str, ...], baseline: Path, quiet: bool, strict: bool, lang: Lang, **how: Any) -> int:
    """Return the exit code after a baseline was learned and kept."""
    from mikurabe import judging
    from mikurabe.judge.summary import summary

    how["metrics"] = how["metrics"] or None
    with progress_bar(quiet, doing="learning", lang=lang) as progress:
        learned = judging.learn(normals_learned, baseline, progress=progress, command=command_line(sys.argv[1:]), **how)
    if not quiet:
        say(f"Wrote {baseline}", lang)
        show(summary(learned, lang))
    return EXIT_UNREADABLE if strict and learned.skipped else 0


@click.command("check", cls=Command)
@argument("pictures_checked", nargs=-1, required=True, metavar="PICTURES...")
@option("-b", "--baseline", type=click.Path(path_type=Path), required=True, metavar="FILE.mkb")
@option("--false-alarms", type=RATE, metavar="RATE", default=0.01, show_default=True, key="false_alarms_checked")
@option("--judge-by", multiple=True, metavar="NAMES", default=("combined",), show_default="help_default_judge_by")
@option("--maps", is_flag=True, key="maps_checked")
@_RECURSIVE
@_WHITE
@_MAX_PIXELS
@option("--thumbs", type=click.Choice(("auto", "png", "jpeg", "webp")), default="auto", show_default=True)
@option("--threads", type=click.IntRange(1), metavar="COUNT")
@OUTPUT
@JUNIT
@EXCEL_IMAGES
@EMBED
@option("-f", "--format", "console", type=click.Choice(CONSOLE_FORMATS), default="table", key="format")
@_QUIET
@option("--strict", is_flag=True)
@table_options
@LANG
def check(
    pictures_checked: tuple[str, ...],
    outputs: tuple[Path, ...],
    embed: Embed | None,
    junit: tuple[Path, ...],
    excel_images: str,
    console: str,
    quiet: bool,
    strict: bool,
    sort: str,
    rows: int | Literal["all"] | None,
    pictures_shown: Protocol | Literal["auto"],
    lang: Lang,
    **how: Any,
) -> int:
    """Return the exit code after pictures were judged by a baseline: 1 where one is abnormal or cannot be judged."""
    from mikurabe import judging

    check_outputs(outputs, junit, embed)
    look = look_of(sort, rows, pictures_shown)
    if not shows_pictures(outputs, console, look):
        how["thumbnail_px"] = None
    with progress_bar(quiet, lang=lang) as progress:
        table = judging.check(pictures_checked, progress=progress, lang=lang, command=command_line(sys.argv[1:]), **how)
    deliver(
        table,
        outputs,
        console,
        quiet,
        lang,
        junit=junit,
        look=look,
        excel_images=excel_images,
        embed=embed,
    )
    return exit_code_of(table, strict=strict)
