"""The options that several commands share: how pictures are compared, which reports, how the table is shown."""

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
EMBED = click.option(
    "--embed",
    type=click.Choice(("thumbs", "full", "none")),
    help="Pictures in the HTML report: thumbs (default; originals are shown where they lie), full (the originals too, "
    "up to 200 MB: a report to send alone), none.",
)
LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=system_language,
    show_default="the system's",
    help="Language of the reports and of the table.",
)

FAIL_ON = click.option(
    "--fail-on",
    multiple=True,
    metavar="LIMITS",
    help="Limits, separated by commas: 'ssim<0.95,psnr<30'. A picture beyond one is NG; the exit code is then 1.",
)


def _row_count(text: str) -> int | str:
    """Return how many rows: a number from 1, or ``all``."""
    if text == "all":
        return text
    if not text.isdecimal() or int(text) < 1:
        raise click.BadParameter(f"{text!r} is neither a number from 1 nor all.")
    return int(text)


def compare_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options that say how pictures are compared."""
    for option in reversed(
        (
            click.option(
                "-m",
                "--metrics",
                multiple=True,
                metavar="NAMES",
                help="Which indices, separated by commas: names as 'mikurabe metrics' lists them, ssim[recipe=opencv], "
                "or a profile: default (cosine, psnr, ssim), dotplot, photo, tolerant, all.",
            ),
            click.option(
                "--fit",
                type=click.Choice(("strict", "resize", "crop", "pad")),
                default="strict",
                show_default=True,
                help="What to do with a picture of another size: strict lists it with a problem.",
            ),
            click.option("-R", "--recursive", is_flag=True, help="Look into folders within folders."),
            click.option(
                "--mask", metavar="PICTURE", help="Compare only where this picture, of the reference's size, is bright."
            ),
            click.option(
                "--roi", multiple=True, metavar="X,Y,W,H", help="Compare only inside; may be given several times."
            ),
            click.option(
                "--auto-mask",
                is_flag=True,
                help="For plots: leave out what all pictures show alike: axes, text, legend.",
            ),
            click.option(
                "--maps",
                multiple=True,
                metavar="NAMES",
                help="Show in the reports where pictures differ by these indices.",
            ),
            FAIL_ON,
            click.option("--white", type=float, help="Full white of float pictures, where it is not 1."),
            click.option(
                "--max-pixels",
                type=click.IntRange(1),
                default=200_000_000,
                show_default=True,
                help="A picture that declares more is refused before it is decoded.",
            ),
            click.option(
                "--thumbs",
                type=click.Choice(("auto", "png", "jpeg", "webp")),
                default="auto",
                show_default=True,
                help="Thumbnails: auto is JPEG for photographs, PNG for plots; webp is smaller, but not for Excel: a "
                "workbook gets PNG or JPEG.",
            ),
            click.option("--threads", type=click.IntRange(1), help="Pictures at a time; default: one per core."),
        )
    ):
        command = option(command)
    return command


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
                type=_row_count,
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
