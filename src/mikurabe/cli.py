"""The command ``mikurabe``: one thin function per command over ``api``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

from mikurabe import __version__
from mikurabe.console import (
    CONSOLE_FORMATS,
    check_outputs,
    command_line,
    complain,
    deliver,
    exit_code_of,
    look_of,
    print_table,
    progress_bar,
    say,
    show,
    show_document,
    shows_pictures,
    spell_everything,
    spoken_on_stderr,
)
from mikurabe.errors import MikurabeError, UnwritableReport
from mikurabe.helptext import Group, argument, language_of, option
from mikurabe.i18n import Lang
from mikurabe.i18n.messages import translated
from mikurabe.interrupts import counted
from mikurabe.judging_command import check, learn
from mikurabe.misuse import misuse
from mikurabe.options import (
    EMBED,
    EXCEL_IMAGES,
    FAIL_ON,
    JUNIT,
    LANG,
    LANG_OF_ALL,
    LANG_OF_HELP,
    OUTPUT,
    compare_options,
    plot_of,
    plot_options,
    table_options,
)
from mikurabe.plotcommand import plot
from mikurabe.populations_command import populations
from mikurabe.simulate_command import simulate
from mikurabe.which_index_command import rank, stress

if TYPE_CHECKING:
    from mikurabe.pairing import Fit
    from mikurabe.reports.originals import Embed
    from mikurabe.reports.screen import Protocol

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; never returns: exits with 0, 2 (usage), 3 (unreadable, with --strict) or 130 (Ctrl-C)."""
    with counted():
        try:
            code = _code_of(arguments)
        except KeyboardInterrupt:
            code = EXIT_INTERRUPTED
        if code == EXIT_INTERRUPTED:
            # Python's own exit would wait for the rows that nobody waited for, and the next Ctrl-C would find it half
            # taken apart. All that was to be kept is on the disk.
            os._exit(code)
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    sys.exit(code)


def _code_of(arguments: Sequence[str] | None) -> int:
    """Return the exit code of the command after it ran and what went wrong was told in one line."""
    spell_everything()
    lang = language_of(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(args=arguments, prog_name="mikurabe", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        say(misuse(error, spoken_on_stderr(lang)), "en")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("Interrupted.", lang)
        return EXIT_INTERRUPTED
    except MikurabeError as error:
        complain(error, lang)
        return EXIT_USAGE
    except BrokenPipeError:
        # Whoever read our output has left (| head).
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        what = "What should be printed" if error.filename is None else error.filename
        complain(f"{what} cannot be written: {error.strerror or error}.", lang)
        return EXIT_USAGE
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Send what is still buffered for stdout nowhere, instead of failing once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from mikurabe import kernels

        show(f"mikurabe {__version__}, kernels: {kernels.describe()}")
        context.exit()


@click.group("mikurabe", cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version)
@LANG_OF_ALL
def cli() -> None:
    """Do nothing before the commands."""


@cli.command()
@argument("pictures", nargs=-1, required=True, metavar="[REFERENCE] PICTURES...")
@option("-r", "--reference", metavar="PICTURE")
@compare_options
@plot_options(axes=False)
@OUTPUT
@JUNIT
@EXCEL_IMAGES
@EMBED
@option("-f", "--format", "console", type=click.Choice(CONSOLE_FORMATS), default="table", key="format")
@option("-q", "--quiet", is_flag=True)
@option("--strict", is_flag=True)
@table_options
@LANG
def compare(
    pictures: tuple[str, ...],
    reference: str | None,
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
    """Return the exit code after the pictures were compared, and listed where they were to be."""
    from mikurabe import api
    from mikurabe.comparison import ComparisonInterrupted
    from mikurabe.reports.order import check_sort

    check_outputs(outputs, junit, embed)
    how["metrics"] = how["metrics"] or None
    how["plot"] = plot_of(how)
    look = look_of(sort, rows, pictures_shown)
    check_sort(sort, api.column_keys(how["metrics"], how["maps"], how["fail_on"]))
    chosen, candidates = _reference_and_candidates(reference, pictures)
    if not shows_pictures(outputs, console, look):
        how["thumbnail_px"] = None
    delivered = partial(
        deliver,
        outputs=outputs,
        console=console,
        quiet=quiet,
        lang=lang,
        junit=junit,
        look=look,
        excel_images=excel_images,
        embed=embed,
    )
    try:
        with progress_bar(quiet, lang=lang) as progress:
            table = api.compare(chosen, candidates, progress=progress, command=command_line(sys.argv[1:]), **how)
    except ComparisonInterrupted as interrupted:
        compared = f"{len(interrupted.table)} of {interrupted.total} pictures were compared"
        try:
            delivered(interrupted.table)
        except UnwritableReport as failure:
            say(f"Interrupted: {compared}.", lang)
            complain(failure, lang)
        else:
            kept = " and are in the reports" if outputs else ""
            say(f"Interrupted: {compared}{kept}.", lang)
        return EXIT_INTERRUPTED
    delivered(table)
    return exit_code_of(table, strict=strict)


cli.add_command(plot)


@cli.command()
@argument("table", type=click.Path(path_type=Path))
@OUTPUT
@JUNIT
@EXCEL_IMAGES
@EMBED
@option("-f", "--format", "console", type=click.Choice(CONSOLE_FORMATS), key="format_instead")
@FAIL_ON
@table_options
@LANG
def report(
    table: Path,
    outputs: tuple[Path, ...],
    embed: Embed | None,
    junit: tuple[Path, ...],
    excel_images: str,
    console: str | None,
    fail_on: tuple[str, ...],
    sort: str,
    rows: int | Literal["all"] | None,
    pictures_shown: Protocol | Literal["auto"],
    lang: Lang,
) -> int:
    """Return the exit code after reports were made again from a table that was kept."""
    from mikurabe import api

    check_outputs(outputs, junit, embed)
    look = look_of(sort, rows, pictures_shown)
    shown = console or ("table" if not outputs and not junit else None)
    kept = api.read_table(table)
    if fail_on:
        kept = kept.judged_by(api.criteria_of(fail_on))
    deliver(
        kept,
        outputs,
        shown or "table",
        shown is None,
        lang,
        junit=junit,
        look=look,
        excel_images=excel_images,
        embed=embed,
    )
    return exit_code_of(kept)


cli.add_command(learn)
cli.add_command(check)
cli.add_command(rank)
cli.add_command(stress)
cli.add_command(populations)


@cli.command()
@argument("name", required=False)
@option("--markdown", is_flag=True)
@LANG_OF_HELP
def metrics(name: str | None, markdown: bool) -> int:
    """Return the exit code after the catalogue of indices, or one of them, was printed."""
    from mikurabe import api, catalogue
    from mikurabe.metrics import METRICS, parse
    from mikurabe.reports.terminal import console_for

    if markdown:
        show(catalogue.markdown(api.profiles()), end="")
    elif name is not None:
        # A key with parameters shows the facts that these parameters make.
        show(catalogue.card(parse(name).metric if "[" in name else METRICS[name]))
    else:
        catalogue.print_overview(api.profiles(), console_for(sys.stdout))
    return 0


@cli.command()
@argument("reference")
@argument("candidate")
@option(
    "--fit",
    type=click.Choice(("strict", "resize", "crop", "pad")),
    default="strict",
    show_default=True,
    key="fit_of_a_pair",
)
@option("--white", type=float, metavar="LEVEL")
@option(
    "-f",
    "--format",
    "console",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    key="format_of_answers",
)
@LANG_OF_HELP
def crosscheck(reference: str, candidate: str, fit: Fit, white: float | None, console: str) -> int:
    """Return the exit code after it was printed what other programs say about the pair."""
    from mikurabe import crosscheck as peers
    from mikurabe.comparison import Limits
    from mikurabe.inputs import read_picture
    from mikurabe.reports.terminal import console_for

    limits = Limits(white=white)
    pair = read_picture(reference, "reference", limits), read_picture(candidate, "candidate", limits)
    *_, notes = peers.as_peers_see(*pair, fit=fit)
    with progress_bar(quiet=False) as progress:
        checks = peers.crosscheck(*pair, fit=fit, progress=progress)
    if console == "json":
        show_document(peers.to_json(checks, notes=notes), "json")
    else:
        peers.print_checks(checks, console_for(sys.stdout), notes=notes)
    return 0


@cli.command()
@argument("story", type=click.Choice(("scattergrams", "digits")), default="scattergrams")
@option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("mikurabe-demo"), show_default=True)
@option("--open", "open_report", is_flag=True, key="open")
@option("--mnist", type=click.Path(path_type=Path))
@option("--download", is_flag=True)
@LANG
def demo(story: str, out: Path, open_report: bool, mnist: Path | None, download: bool, lang: Lang) -> int:
    """Return the exit code after a story was drawn, compared and told."""
    from mikurabe import demo as stories

    if story == "digits":
        told = stories.digits(out, mnist_path=mnist, download=download, lang=lang)
    else:
        told = stories.scattergrams(out, lang=lang)
    print_table(told.table, "table", lang, look_of("listed", "all"))
    for path in told.reports:
        show(translated(f"Wrote {path}", lang))
    if open_report:
        click.launch(str(told.reports[0]))
    return 0


cli.add_command(simulate)


def _reference_and_candidates(reference: str | None, pictures: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Return the reference that the arguments name, None where the first picture is to be it, and the candidates."""
    if reference is not None:
        return reference, pictures
    if len(pictures) > 1 and names_one_picture(pictures[0]):
        return pictures[0], pictures[1:]
    return None, pictures


def names_one_picture(argument: str) -> bool:
    """Return whether an argument names one picture rather than a folder, glob or list of them."""
    from mikurabe.sources.mnist import is_spec

    path = Path(argument)
    if path.exists():
        return not path.is_dir()
    if is_spec(argument):
        inside = argument.rpartition("[")[2].rstrip("]")
        return argument.endswith("]") and inside.isdecimal()
    # A name that does not exist is taken as the reference, so that the error is about that name.
    return not argument.startswith("@") and not any(sign in argument for sign in "*?[")
