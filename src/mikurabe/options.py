"""The options that several commands share: how pictures are compared, which reports, how the table is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mikurabe.helptext import language, option
from mikurabe.i18n import LANGUAGES

if TYPE_CHECKING:
    from mikurabe.eventplots import Plot


class Rate(click.ParamType):  # type: ignore[type-arg]  # older clicks have no parameter here
    """A part of 1, or a percentage: 0.01 or 1%."""

    name = "float"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the part of 1; what is no number is a usage error."""
        text = str(value).strip()
        try:
            return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            self.fail(f"{value!r} is not a valid float.", param, ctx)


RATE = Rate()

OUTPUT = option(
    "-o",
    "--output",
    "outputs",
    key="output",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
)
JUNIT = option(
    "--junit",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
)
EXCEL_IMAGES = option(
    "--excel-images",
    type=click.Choice(("float", "cell", "none")),
    default="float",
    show_default=True,
)
EMBED = option(
    "--embed",
    type=click.Choice(("thumbs", "full", "none")),
)
_lang = partial(option, "--lang", type=click.Choice(LANGUAGES), default=language, show_default="help_default_lang")
LANG = _lang()
# Before the command's name, for all that follows; helptext reads it from there.
LANG_OF_ALL = _lang(expose_value=False)
# Where what the command prints is English in any case.
LANG_OF_HELP = _lang(expose_value=False, key="lang_only_help")

FAIL_ON = option(
    "--fail-on",
    multiple=True,
    metavar="LIMITS",
)


def _row_count(text: str) -> int | str:
    """Return how many rows: a number from 1, or ``all``."""
    if text == "all":
        return text
    if not text.isdecimal() or int(text) < 1:
        raise click.BadParameter(f"{text!r} is neither a number from 1 nor all.")
    return int(text)


METRICS = option(
    "-m",
    "--metrics",
    multiple=True,
    metavar="NAMES",
)
# How pictures are read and laid over each other, before and after what only a table has.
_LAID = (
    option(
        "--fit",
        type=click.Choice(("strict", "resize", "crop", "pad")),
        default="strict",
        show_default=True,
    ),
    option(
        "-R",
        "--recursive",
        is_flag=True,
    ),
    option(
        "--mask",
        metavar="PICTURE",
    ),
    option(
        "--roi",
        multiple=True,
        metavar="X,Y,W,H",
    ),
    option(
        "--auto-mask",
        is_flag=True,
    ),
)
_READ = (
    option("--white", type=float, metavar="LEVEL"),
    option(
        "--max-pixels",
        type=click.IntRange(1),
        metavar="COUNT",
        default=200_000_000,
        show_default=True,
    ),
)


def read_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options that say how pictures are read."""
    return _with(command, _READ)


_THREADS = option("--threads", type=click.IntRange(1), metavar="COUNT")


def _with(command: Callable[..., Any], options: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    for decorate in reversed(options):
        command = decorate(command)
    return command


def compare_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options that say how pictures are compared."""
    maps = option(
        "--maps",
        multiple=True,
        metavar="NAMES",
    )
    thumbs = option(
        "--thumbs",
        type=click.Choice(("auto", "png", "jpeg", "webp")),
        default="auto",
        show_default=True,
    )
    return _with(command, (METRICS, *_LAID, maps, FAIL_ON, *_READ, thumbs, _THREADS))


def score_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with those of these options that matter where scores are wanted, and no table."""
    return _with(command, (METRICS, *_LAID, *_READ, _THREADS))


def _size(text: str) -> int | tuple[int, int]:
    """Return a plot's side, or its width and height: ``256`` or ``400x300``."""
    parts = text.lower().split("x")
    if not 1 <= len(parts) <= 2 or not all(part.isdecimal() for part in parts):
        raise click.BadParameter(f"{text!r} is neither a number of pixels nor WIDTHxHEIGHT.")
    return int(parts[0]) if len(parts) == 1 else (int(parts[0]), int(parts[1]))


def plot_options(*, axes: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what gives a command the options that say how files of events are drawn; ``axes``: whether lines are."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        for decorate in reversed(
            (
                option("--x", metavar="CHANNEL"),
                option("--y", metavar="CHANNEL"),
                option("--scale", metavar="SCALE"),
                option("--x-scale", metavar="SCALE"),
                option("--y-scale", metavar="SCALE"),
                option("--x-range", metavar="LOW,HIGH"),
                option("--y-range", metavar="LOW,HIGH"),
                option("--size", "size_px", type=_size, metavar="PIXELS", default="256", show_default=True),
                option(
                    "--render",
                    key="events_render",
                    type=click.Choice(("dots", "smooth", "density")),
                    default="dots",
                    show_default=True,
                ),
                option(
                    "--background",
                    key="events_background",
                    type=click.Choice(("white", "black")),
                    default="white",
                    show_default=True,
                ),
                option("--dot", "dot_px", type=int, metavar="PIXELS", default=1, show_default=True),
                option("--max-events", type=click.IntRange(1), metavar="COUNT"),
                option("--axes/--no-axes", default=axes, key="axes_drawn" if axes else "axes_left_out"),
            )
        ):
            command = decorate(command)
        return command

    return decorated


def plot_of(how: dict[str, Any]) -> Plot:
    """Return the Plot that the options ask for, taken out of ``how``."""
    from dataclasses import fields

    from mikurabe.eventplots import Plot

    return Plot(**{each.name: how.pop(each.name) for each in fields(Plot) if each.name in how})


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options that say how the table is shown on the terminal."""
    for decorate in reversed(
        (
            option(
                "--sort",
                metavar="KEY",
                default="worst",
            ),
            option(
                "--rows",
                type=_row_count,
                metavar="N|all",
            ),
            option(
                "--pictures",
                "pictures_shown",
                key="pictures",
                type=click.Choice(("auto", "none", "kitty", "sixel")),
                default="auto",
                show_default=True,
            ),
        )
    ):
        command = decorate(command)
    return command
