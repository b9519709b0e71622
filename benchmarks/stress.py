"""Does `mikurabe stress` name the right indices? Its table beside that of faults that a simulator measures.

    python benchmarks/stress.py --normals 20 --faulty 20 --out docs/stress-figures.md

`mikurabe stress` plants faults into normal pictures. Here the normal pictures come from the scattergram simulator,
which can have the same faults happen to the cells before they are drawn. For both, each index has the severity at which
90 % of the pictures lie beyond its limits. If stress is right, both put the indices in the same order, and the one that
stress names first sees the simulated fault.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

import mikurabe
from mikurabe import api
from mikurabe.images import from_array
from mikurabe.judge.detection import Sighting, order_of, sightings
from mikurabe.judge.normal_range import least_sd, prediction_range, to_scale
from mikurabe.judge.planting import Planter, faults_of
from mikurabe.judge.rank import spearman
from mikurabe.judge.stress import AgainstReference, StressTable, stress
from mikurabe.pairing import Pairing
from mikurabe.records import Image
from mikurabe.sources import simulate

FALSE_ALARMS = 0.01

# Planted fault: the simulated one, its severities, and how many of the planted unit one of them is.
SIMULATED: dict[str, tuple[str, tuple[float, ...], float]] = {
    "shift_x": ("offset_x", (0.5, 1, 2, 4, 8, 16), 1),
    "shift_y": ("offset_y", (0.5, 1, 2, 4, 8, 16), 1),
    "gain_x": ("gain_x", (0.01, 0.02, 0.03, 0.05, 0.08, 0.12), 100),
    "gain_y": ("gain_y", (0.01, 0.02, 0.03, 0.05, 0.08, 0.12), 100),
    "rotate": ("crosstalk", (0.01, 0.02, 0.04, 0.08, 0.16), 180 / np.pi),
    "widen_x": ("widen_x", (0.01, 0.02, 0.03, 0.05, 0.08, 0.12), 100),
    "widen_y": ("widen_y", (0.01, 0.02, 0.03, 0.05, 0.08, 0.12), 100),
    "thin": ("count_loss", (0.05, 0.1, 0.2, 0.4, 0.6), 100),
    "crowd": ("debris", (0.25, 0.5, 1, 2, 4), 100),
    "add_dots": ("background", (0.0025, 0.005, 0.01, 0.02, 0.05, 0.1), 100),
    "new_cluster": ("new_population", (0.002, 0.005, 0.01, 0.02, 0.05), 100),
    "move_cluster": ("cluster_shift_y", (1, 2, 4, 8, 16), 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One fault: which index each side names first, from where it is seen, and how alike the indices' orders are.

    ``place`` is where the index that stress names first stands among the indices by the simulator, from 1; None where
    it does not see the simulated fault. ``shares_lead`` says that no other is shown to see that earlier.
    """

    planted: str
    simulated: str
    rho: float | None
    first_planted: str | None
    planted_from: float | None
    named_from: float | None
    place: int | None
    shares_lead: bool
    first_simulated: str | None
    simulated_from: float | None


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--normals", type=int, default=20)
    parser.add_argument("--faulty", type=int, default=20, help="simulated pictures per fault and severity")
    parser.add_argument("--metrics", default="dotplot")
    parser.add_argument("--render", default="dots", help="as the simulator draws: dots, soft ...")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default=",".join(SIMULATED), help="planted ones, with commas")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args(arguments)
    reference, *normals = drawn(simulate.control_days(asked.normals + 1, asked.seed), asked.render, asked.size)
    scorer = AgainstReference(Pairing(reference), api.indices_of(asked.metrics))
    table = stress(Planter(normals), scorer, reference=reference.source.name, faults=faults_of([asked.faults]))
    names = [fault.name for fault in table.faults]
    found = {name: simulated_sightings(name, table, scorer, normals, asked) for name in names}
    page = markdown([agreement(name, table, found[name]) for name in names], table, asked)
    if asked.out is None:
        sys.stdout.write(page)
    else:
        asked.out.write_text(page, encoding="utf-8")
    return 0


def drawn(days: list[simulate.Measurement], render: str, size: int) -> list[Image]:
    """Return the pictures of simulated days."""
    look = simulate.look(render, size_px=size)
    return [from_array(day.draw(look), name=f"day {day.day}") for day in days]


def simulated_sightings(
    name: str, table: StressTable, scorer: AgainstReference, normals: list[Image], asked: argparse.Namespace
) -> dict[str, Sighting]:
    """Return from which severity on each index sees the simulated fault, by the limits of all the normal pictures.

    The faulty days are none of the normal ones, so that nothing has to be left out.
    """
    fault, severities, unit = SIMULATED[name]
    pictures = [
        drawn(simulate.faulty_days({fault: severity}, asked.faulty, asked.seed), asked.render, asked.size)
        for severity in severities
    ]
    seen = {row.column.key: np.zeros((asked.faulty, len(severities))) for row in table.rows}
    normal = np.array([[score.value for score in scorer.scores(image, 0)] for image in normals], dtype=np.float64)
    ranges = []
    for at, column in enumerate(scorer.columns):
        scaled = to_scale(normal[:, at], column)
        ranges.append(prediction_range(scaled, FALSE_ALARMS, least_sd(scaled, column)))
    for level, several in enumerate(pictures):
        for picture, image in enumerate(several):
            for column, (low, high), score in zip(scorer.columns, ranges, scorer.scores(image, 0), strict=True):
                value = np.nan if score.value is None else score.value
                inside = low <= to_scale(np.array([value]), column)[0] <= high
                seen[column.key][picture, level] = np.nan if np.isnan(value) else float(not inside)
    return sightings([severity * unit for severity in severities], seen)


def agreement(name: str, table: StressTable, simulated: dict[str, Sighting]) -> Agreement:
    """Return how well the stress table and the simulator agree on one fault."""
    at = [fault.name for fault in table.faults].index(name)
    planted = {row.column.key: row.sightings[at] for row in table.rows}
    keys = list(planted)
    orders = [np.array([order_of(each[key]) for key in keys]) for each in (planted, simulated)]
    first, other = first_of(planted), first_of(simulated)
    place = None
    if first is not None and order_of(simulated[first]) < np.inf:
        place = 1 + int(np.sum(orders[1] < order_of(simulated[first])))
    return Agreement(
        planted=name,
        simulated=SIMULATED[name][0],
        rho=spearman(*orders),
        first_planted=first,
        planted_from=None if first is None else order_of(planted[first]),
        named_from=None if first is None else order_of(simulated[first]),
        place=place,
        shares_lead=first is not None and simulated[first].is_leader,
        first_simulated=other,
        simulated_from=None if other is None else order_of(simulated[other]),
    )


def first_of(found: dict[str, Sighting]) -> str | None:
    """Return the index that sees a fault first, as the report names it; None where none sees it."""
    seeing = [key for key, each in found.items() if each.state in ("at", "below")]
    return min(seeing, key=lambda key: (not found[key].is_leader, order_of(found[key])), default=None)


def markdown(rows: list[Agreement], table: StressTable, asked: argparse.Namespace) -> str:
    """Return the page's table, with what it was made from."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, mikurabe {mikurabe.__version__}: {len(table.normals)} simulated normal days, "
        f"{asked.faulty} faulty days per severity, `-m {asked.metrics}`, {asked.render} of {asked.size} px, seed "
        f"{asked.seed}, false alarms {FALSE_ALARMS:g}.",
        "",
        "| planted | simulated | first by stress | from | it sees the simulated one from | its place | first by the "
        "simulator | from | ρ over indices |",
        "|---|---|---|---:|---:|---:|---|---:|---:|",
    ]
    for row in rows:
        place = (
            "not seen" if row.place is None else f"{row.place} of {len(table.rows)}{' ★' if row.shares_lead else ''}"
        )
        rho = "–" if row.rho is None else f"{row.rho:.2f}"
        cells = (
            row.planted,
            row.simulated,
            row.first_planted or "–",
            spelled(row.planted_from),
            spelled(row.named_from),
            place,
            row.first_simulated or "–",
            spelled(row.simulated_from),
            rho,
        )
        lines.append(f"| {' | '.join(cells)} |")
    rhos = [row.rho for row in rows if row.rho is not None]
    if rhos:
        lines += ["", f"Median ρ {np.median(rhos):.2f} over {len(rhos)} faults."]
    return "\n".join(lines) + "\n"


def spelled(severity: float | None) -> str:
    """Return a severity in three digits; 0 is one below the smallest, infinity one beyond the largest."""
    if severity is None or np.isinf(severity):
        return "–"
    return "≤ least" if severity == 0 else f"{severity:.3g}"


if __name__ == "__main__":
    sys.exit(main())
