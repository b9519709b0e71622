"""The page: what was measured, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from abnormality.alarms import Alarms, alarms_section
from abnormality.measures import least_found
from abnormality.pool import CELLS, FAULTS
from abnormality.telling import Pointed, Told

HEAD = """# Can an index tell an abnormal picture from a normal one?

Made by `python benchmarks/judging.py`; every number for each fault and severity is in judging.csv.

Scattergrams of the simulator (`mikurabe simulate`), 256 × 256 px with axes: normal days, and days with one of 12 kinds
of fault at 4 severities (48 cells). AUROC: the chance that a faulty picture scores above a fresh normal one. Power: the
share of faulty pictures beyond the limit that 1 % of the fresh normals pass. Both are means over the 48 cells, and over
baselines of N normals. The day-to-day variation is assumed (gain 0.6 and 0.9 %, count 2.5 %, ...): a fault below it
cannot be seen by any index.
"""


def page_of(
    results: Sequence[Any],
    alarms: Sequence[Alarms],
    told: Told,
    real: Sequence[Any],
    plate: Sequence[Any],
    right: Mapping[str, tuple[str, ...]],
    *,
    seconds: float,
) -> str:
    """Return the page."""
    parts = [
        HEAD,
        _scores(results),
        alarms_section(alarms),
        _promises(results),
        _faults(results),
        _said(told, right),
        _where(told),
        _boards(real),
        plate_section(plate),
    ]
    parts.append(f"Took {seconds:.0f} s of processor time.\n")
    return "\n".join(part for part in parts if part)


def _scores(results: Sequence[Any]) -> str:
    sizes = sorted({each.normals for each in results})
    names = dict.fromkeys(each.score for each in results if each.render == "dots")
    lines = ["## Scores, on dots: AUROC / power at 1 %\n", _row(["score", *(f"N = {size}" for size in sizes)])]
    lines.append(_row(["---", *("---:" for _ in sizes)]))
    table = {(each.score, each.normals): each for each in results if each.render == "dots"}
    order = sorted(
        names, key=lambda name: -max(table[name, size].auroc.mean() for size in sizes if (name, size) in table)
    )
    for name in order:
        cells = [
            f"{table[name, size].auroc.mean():.3f} / {table[name, size].power.mean():.2f}"
            if (name, size) in table
            else ""
            for size in sizes
        ]
        lines.append(_row([f"**{name}**" if name == "combined" else name, *cells]))
    return "\n".join(lines) + "\n"


def _promises(results: Sequence[Any]) -> str:
    lines = [
        "### What the limit finds\n",
        "Of the faulty pictures of all 48 cells, as a mean over baselines.\n",
        _row(["render", "N", "AUROC", "power at the limit"]),
        _row(["---", "---:", "---:", "---:"]),
    ]
    for each in results:
        if each.promised_power is None:
            continue
        numbers = f"{each.auroc.mean():.3f}", f"{each.promised_power.mean():.2f}"
        lines.append(_row([each.render, str(each.normals), *numbers]))
    return "\n".join(lines) + "\n"


def _faults(results: Sequence[Any]) -> str:
    lines = [
        "## Faults: the combined index on dots, N = 20\n",
        "AUROC by severity, and the least severity that the promised limit finds in 9 pictures of 10.\n",
        _row(["fault", "severities", "AUROC", "found at the limit", "90 % found from"]),
        _row(["---", "---", "---", "---", "---:"]),
    ]
    for each in results:
        if (each.render, each.normals, each.score) != ("dots", 20, "combined"):
            continue
        for at, name in enumerate(FAULTS):
            of = slice(4 * at, 4 * at + 4)
            grid = tuple(severity for _, severity in CELLS[of])
            least = least_found(grid, each.promised_power[of])
            lines.append(
                _row(
                    [
                        name,
                        ", ".join(f"{severity:g}" for severity in grid),
                        ", ".join(f"{value:.2f}" for value in each.auroc[of]),
                        ", ".join(f"{value:.0%}" for value in each.promised_power[of]),
                        "—" if least is None else f"{least:.3g}",
                    ]
                )
            )
    return "\n".join(lines) + "\n"


def _said(told: Told, right: Mapping[str, tuple[str, ...]]) -> str:
    words = told.words
    if not words:
        return ""
    kinds = sorted({kind for counts in words.values() for kind in counts})
    lines = [
        "## What is said first of detected faults (dots, N = 20)\n",
        "As check says it: the filters of the whole picture, and a second look at the populations' own numbers.\n",
        _row(["fault", *kinds, "right"]),
    ]
    lines.append(_row(["---", *("---:" for _ in kinds), "---:"]))
    good, total = 0, 0
    for name in FAULTS:
        counts = words.get(name, Counter())
        said = sum(counts.values())
        hits = sum(counts[kind] for kind in right[name])
        good, total = good + hits, total + said
        lines.append(_row([name, *(str(counts[kind]) for kind in kinds), f"{hits / max(said, 1):.0%}"]))
    alone = sum(told.by_filters[name][kind] for name in told.by_filters for kind in right[name])
    lines.append(f"\nRight in {good / total:.0%} of {total} pictures; by the filters alone in {alone / total:.0%}.")
    return "\n".join(lines) + "\n"


def _where(told: Told) -> str:
    if not told.where:
        return ""
    lines = [
        "## Where it points (dots, N = 20, detected faults)\n",
        "The map of check against the fewest cells that hold 90 % of what the fault changed. *Shown*: pictures whose",
        "map shows anything (1 % of normal pictures may). *Inside*: the part of the shown cells that lie in the",
        "changed ones or beside them. *By chance*: the part of the plot that these are. *AUROC*: the chance that a",
        "changed cell stands out more than another one, shown or not.\n",
        _row(["fault", "pictures", "shown", "inside", "by chance", "AUROC"]),
        _row(["---", *("---:" for _ in range(5))]),
    ]
    for name in FAULTS:
        each_one = told.where.get(name, [])
        if each_one:
            lines.append(_row([name, *_pointed(each_one)]))
    lines.append(_row(["**all**", *_pointed([each for name in told.where for each in told.where[name]])]))
    return "\n".join(lines) + "\n"


def _pointed(each_one: Sequence[Pointed]) -> list[str]:
    """Return how many pictures, and the means over them."""
    inside = [each.inside for each in each_one if each.inside is not None]
    mean = f"{sum(inside) / len(inside):.0%}" if inside else ""
    covers, area = (sum(values) / len(each_one) for values in zip(*((e.covers, e.area) for e in each_one), strict=True))
    return [str(len(each_one)), f"{len(inside) / len(each_one):.0%}", mean, f"{covers:.0%}", f"{area:.2f}"]


def _boards(real: Sequence[Any]) -> str:
    if not real:
        return ""
    lines = [
        "## Real pictures: printed circuit boards (DeepPCB)\n",
        "There is one template per board, so there are values and no verdict. The map's strongest places, as many as",
        "there are marked defects, against the marks:\n",
        _row(["board", "values", "defects", "pointed at"]),
        _row(["---", "---", "---:", "---:"]),
    ]
    for each in real:
        values = ", ".join(f"{key} {value:.4g}" for key, value in each.values)
        lines.append(_row([each.name, values, str(each.defects), str(each.pointed_at)]))
    return "\n".join(lines) + "\n"


def plate_section(plate: Sequence[Any]) -> str:
    """Return the section on the wells of the yeast plate; empty where they are not there."""
    if not plate:
        return ""
    lines = [
        "## Real events: a yeast plate (FCS, cytoflow)\n",
        "The first five wells of the row are the normals (1,000 events each; y is FITC); fluorescence falls from well",
        "to well. With five normals the limit is provisional.\n",
        _row(["well", "combined index", "limit", "verdict", "said first"]),
        _row(["---", "---:", "---:", "---", "---"]),
    ]
    for each in plate:
        verdict = "NG" if each.index > each.limit else "OK"
        lines.append(_row([each.name, f"{each.index:.2f}", f"{each.limit:.2f}", verdict, each.said]))
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
