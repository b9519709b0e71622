"""The command ``mikurabe simulate``: what is asked for, and what is told about it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mikurabe.console import progress_bar, say, show
from mikurabe.helplayout import columns
from mikurabe.helptext import Command, argument, option
from mikurabe.i18n import Lang, words
from mikurabe.options import LANG

if TYPE_CHECKING:
    from mikurabe.simulation import Series
    from mikurabe.sources.simulate import Plan


@click.command("simulate", cls=Command)
@argument("what", type=click.Choice(("control", "faults", "assay")))
@option("--days", type=click.IntRange(1), metavar="COUNT", default=30, show_default=True)
@option("--fault", "faults", key="fault", multiple=True, metavar="NAME:SEVERITY@DAYS")
@option(
    "--out",
    key="out_days",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("mikurabe-simulated"),
    show_default=True,
)
@option("--seed", type=click.IntRange(0), metavar="NUMBER", default=1, show_default=True)
@option("--size", "size_px", key="size", type=int, metavar="PX", default=256, show_default=True)
@option("--render", type=click.Choice(("dots", "smooth", "density", "classes")), default="classes", show_default=True)
@option("--background", type=click.Choice(("white", "black")), default="white", show_default=True)
@option("--axes", type=click.Choice(("none", "lines", "labels", "legend")), default="lines", show_default=True)
@option("--jpeg", type=int, metavar="QUALITY")
@option("--events", type=float, metavar="COUNT")
@option("--lot-step", "lots", key="lot_step", type=click.IntRange(1), multiple=True, metavar="DAY")
@option("--ageing", is_flag=True)
@option("--ar1", type=float, metavar="R", default=0.0, show_default=True)
@option("--assay", default="wdf", show_default=True, metavar="NAME|FILE")
@option(
    "--truth", "detail", key="truth", type=click.Choice(("full", "short", "none")), default="full", show_default=True
)
@option("--threads", type=click.IntRange(1), metavar="COUNT")
@option("-q", "--quiet", is_flag=True)
@LANG
def simulate(what: str, assay: str, faults: tuple[str, ...], quiet: bool, lang: Lang, **asked: Any) -> int:
    """Return the exit code after a series was drawn, or faults or an assay were printed."""
    from mikurabe.sources import simulate as simulator

    if what == "faults":
        show(faults_table(lang))
        return 0
    if what == "assay":
        show(simulator.assay_text(assay), end="")
        return 0
    from mikurabe.simulation import Series, write_series

    measured = simulator.load_assay(assay)
    out: Path = asked["out"]
    series = Series(
        days=asked["days"],
        seed=asked["seed"],
        assay=measured,
        plans=simulator.parse_faults(faults, asked["days"]),
        course=simulator.Course(ar1=asked["ar1"], lots=asked["lots"], ageing=asked["ageing"]),
        events=asked["events"],
        look=simulator.look(
            asked["render"],
            size_px=asked["size_px"],
            background=asked["background"],
            axes=asked["axes"],
            events=measured.events if asked["events"] is None else asked["events"],
        ),
        jpeg=asked["jpeg"],
        detail=asked["detail"],
    )
    with progress_bar(quiet, doing="drawing", lang=lang) as progress:
        paths = write_series(series, out, threads=asked["threads"] or os.cpu_count() or 1, progress=progress)
    if not quiet:
        _tell(series, paths, out, lang)
    return 0


def _tell(series: Series, paths: list[Path], out: Path, lang: Lang) -> None:
    """Say what lies where, what is wrong with it and when, and what to type next."""
    word = words(lang)
    truth = "" if series.detail == "none" else word[f"simulate_truth_{series.detail}"]
    wrote = word["simulate_wrote_one" if len(paths) == 1 else "simulate_wrote"]
    names = {"first": paths[0].name, "last": paths[-1].name, "truth": truth}
    show(wrote.format(days=len(paths), folder=out, **names))
    for plan in series.plans:
        show(f"  {plan.key} {plan.severity:g}: {', '.join(_when(plan, series.days, lang))}")
    if not series.plans:
        show(word["simulate_no_fault"])
    drawn = {path.name for path in paths}
    others = sum(each.suffix in {".png", ".jpg"} and each.name not in drawn for each in out.iterdir())
    if others:
        say(word["simulate_others"].format(folder=out, count=others), lang)
    if len(paths) > 1:
        show(word["simulate_next"].format(folder=out))


def _when(plan: Plan, days: int, lang: Lang) -> list[str]:
    """Return the days of a plan in words."""
    word = words(lang)
    said = []
    for span in plan.spans:
        last = days if span.last is None else span.last
        if span.drift:
            key = "simulate_drift_to_the_end" if last == days else "simulate_drift"
            said.append(word[key].format(first=span.first, last=last))
        elif span.first == last:
            said.append(word["simulate_one"].format(day=last))
        elif span.last is None:
            said.append(word["simulate_all"] if span.first == 1 else word["simulate_from"].format(day=span.first))
        else:
            said.append(word["simulate_range"].format(first=span.first, last=last))
    return said


def faults_table(lang: Lang) -> str:
    """Return all faults as a table: kind, name, unit, graded severities, what happens; and how they are asked for."""
    from mikurabe.helplayout import wrapped
    from mikurabe.sources.simulate import FAULTS

    word = words(lang)
    rows = [[word[f"simulate_heading_{each}"] for each in ("mode", "fault", "unit", "grid", "title")]]
    for fault in FAULTS:
        grid = ", ".join(f"{each:g}" for each in fault.grid)
        mode = str(fault.mode) if fault.mode else "-"
        rows.append([mode, fault.name, word[f"simulate_unit_{fault.unit}"], grid, word[f"fault_{fault.name}"]])
    wide = [max(columns(row[at]) for row in rows) for at in range(5)]
    lines = ["  ".join(cell + " " * (wide[at] - columns(cell)) for at, cell in enumerate(row)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * (sum(wide) + 8), *lines[1:], "", *wrapped(word["simulate_grammar"], 100)])
