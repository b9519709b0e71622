"""How often fresh normal pictures are beyond the limit that check sets, over many baselines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abnormality.measures import clopper_pearson
from abnormality.pool import cells_of_days, grid_of
from mikurabe.judge.calibrate import conformal_limit, extreme_limit, fewest_distribution_free
from mikurabe.judge.combined import Learned, learn_combined
from mikurabe.judge.grid import Floats, ink_per_event

RATE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """The rates of baselines of N normals on one render: each the part of ``fresh`` fresh normals beyond its limit."""

    render: str
    normals: int
    rates: Floats
    fresh: int


def alarms_of(render: str, baselines: dict[int, int], *, fresh: int, seed: int) -> list[Alarms]:
    """Return the rates for each number of normals and so many baselines, no two of which share a normal picture."""
    grid = grid_of(render, seed)
    others = cells_of_days(render, seed, range(100_001, 100_001 + fresh), grid)
    found, day = [], 1
    for normals, count in baselines.items():
        rates = []
        for _ in range(count):
            own = cells_of_days(render, seed, range(day, day + normals), grid)
            day += normals
            ink = ink_per_event(own)
            learned = learn_combined(own / ink)
            model = learned.model
            scores = model.combined(model.deviations(model.filters.measure(others / ink)))
            rates.append(float((scores > limit_of(learned, normals)).mean()))
        found.append(Alarms(render=render, normals=normals, rates=np.array(rates), fresh=fresh))
    return found


def limit_of(learned: Learned, normals: int) -> float:
    """Return the limit that ``mikurabe check`` would set."""
    if learned.left_out is None:
        raise ValueError("3 normals or more have left-out scores")
    if normals >= fewest_distribution_free(RATE):
        return conformal_limit(learned.left_out, RATE)
    return extreme_limit(learned.left_out, RATE)


def alarms_section(found: Sequence[Alarms]) -> str:
    """Return the section of the page."""
    lines = [
        "## The promised limit: false alarms at most 1 %\n",
        "Fresh normals beyond the limit that check sets, as a mean over baselines that share no picture. The",
        "interval is Clopper and Pearson's for as many trials as there are different fresh normals. Were the rate",
        "exactly 1 %, 95 of 100 runs with 1,000 fresh normals would come out between 0.4 and 1.7 %. Single baselines:",
        "the middle 90 %.\n",
        "| render | N | baselines | false alarms | 95 % interval | single baselines |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for each in found:
        rate = float(each.rates.mean())
        low, high = clopper_pearson(rate * each.fresh, each.fresh)
        least, most = np.quantile(each.rates, [0.05, 0.95])
        lines.append(
            f"| {each.render} | {each.normals} | {len(each.rates)} | {rate:.2%} | {low:.2%} … {high:.2%} | "
            f"{least:.1%} … {most:.1%} |"
        )
    return "\n".join(lines) + "\n"
