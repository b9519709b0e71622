"""The measures: AUROC, power, the least fault that is found, the realised false-alarm rate with its interval."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import beta

from mikurabe.judge.grid import Floats


def auroc(fresh: Floats, faulty: Floats) -> Floats:
    """Return for each row of ``faulty``, (cells, pictures), the chance that it scores above a fresh normal one."""
    ordered = np.sort(fresh)
    below = np.searchsorted(ordered, faulty, "left") + np.searchsorted(ordered, faulty, "right")
    area: Floats = (below / 2 / len(ordered)).mean(axis=-1)
    return area


def power_at(fresh: Floats, faulty: Floats, rate: float) -> Floats:
    """Return which part of each row of ``faulty`` lies beyond the limit that ``rate`` of the fresh normals pass."""
    found: Floats = (faulty > np.quantile(fresh, 1 - rate)).mean(axis=-1)
    return found


def clopper_pearson(hits: float, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate (Clopper & Pearson 1934)."""
    low = float(beta.ppf(0.025, hits, trials - hits + 1)) if hits > 0 else 0.0
    high = float(beta.ppf(0.975, hits + 1, trials - hits)) if hits < trials else 1.0
    return low, high


def least_found(severities: tuple[float, ...], power: Floats, wanted: float = 0.9) -> float | None:
    """Return the severity that is found with the wanted power, interpolated in its logarithm, or None."""
    for at, found in enumerate(power):
        if found >= wanted:
            if at == 0:
                return severities[0]
            part = (wanted - power[at - 1]) / (found - power[at - 1])
            return math.exp(
                math.log(severities[at - 1]) + part * (math.log(severities[at]) - math.log(severities[at - 1]))
            )
    return None
