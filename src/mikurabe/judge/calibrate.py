"""Calibration: from the scores of N normals, each against a baseline that has not seen it, to a limit and a promise.

Three limits, by what is known of the score's shape:

- a similarity index, on a scale where it is about normal: Student's prediction limits, k(N) = t sqrt(1 + 1/N);
- the combined index, a maximum of many deviations: its tail is that of an extreme value. With D its equivalent
  deviation, -log(1 - 2 Φ(-D)) is exponential with one unknown, the number of directions that count; the ratio of a new
  one to the mean of N known ones has Fisher's F distribution with 2 and 2N degrees of freedom. A Student limit
  would have four times the false alarms: the tail is longer than it thinks. Measured with D itself in the place of its
  equivalent, five normals had 2 % instead of 1 %;
- any score of N >= 1/α - 1 normals: the place among the normals (conformal prediction, Vovk, Gammerman & Shafer 2005),
  which assumes nothing but that the next normal picture is like the known ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.judge.grid import Floats
from mikurabe.records import Column

Promise: TypeAlias = Literal["values", "ranking", "provisional", "limit", "distribution_free"]

FEWEST_FOR_LIMIT = 5
FEWEST_FOR_CONFORMAL = 20


def promise_of(normals: int, alpha: float) -> Promise:
    """Return what N normal pictures allow to promise at a false-alarm rate ``alpha``."""
    if normals < 2:
        return "values"
    if normals < FEWEST_FOR_LIMIT:
        return "ranking"
    if normals < FEWEST_FOR_CONFORMAL:
        return "provisional"
    return "distribution_free" if normals >= fewest_distribution_free(alpha) else "limit"


def fewest_distribution_free(alpha: float) -> int:
    """Return how many normals it takes for a distribution-free limit: their largest score is passed by 1 in N + 1."""
    return max(FEWEST_FOR_CONFORMAL, math.ceil(1 / alpha - 1e-9) - 1)


def extreme_limit(equivalents: Floats, alpha: float) -> float:
    """Return the equivalent deviation that another normal picture passes with probability ``alpha``."""
    from scipy.stats import f, norm

    rates = -np.log1p(-2 * norm.sf(equivalents))
    below = float(rates.mean()) * float(f.ppf(alpha, 2, 2 * len(equivalents)))
    return float(norm.isf(-math.expm1(-below) / 2))


def conformal_limit(scores: Floats, alpha: float) -> float:
    """Return the score that another normal picture passes with probability at most ``alpha``, whatever its shape.

    It is the ceil((N + 1)(1 - alpha))-th smallest of the N scores. Raises ValueError where N is too small.
    """
    place = math.ceil((len(scores) + 1) * (1 - alpha) - 1e-9)
    if place > len(scores):
        raise ValueError(f"{len(scores)} scores have no distribution-free limit at {alpha}")
    return float(np.sort(scores)[place - 1])


def conformal_p(scores: Floats, value: float) -> float:
    """Return the share of pictures, this one among them, whose score is at least as large: 1/(N+1) at least."""
    return (1 + int(np.count_nonzero(scores >= value))) / (len(scores) + 1)


def prediction_limits(values: Sequence[float], column: Column, alpha: float) -> tuple[float, float] | None:
    """Return the two values of an index between which another normal picture lies with probability 1 - ``alpha``.

    Student's prediction interval on the scale on which the index is nearest to normal: the logarithm of its distance
    from the value of identical pictures where all distances are above 0, else the values themselves. None where the
    values do not vary or are not all finite: then there is nothing to reckon with.
    """
    from scipy.stats import t

    known = np.asarray(values, dtype=np.float64)
    if len(known) < 2 or not np.isfinite(known).all() or np.ptp(known) == 0:
        return None
    k = float(t.ppf(1 - alpha / 2, len(known) - 1)) * math.sqrt(1 + 1 / len(known))
    distance = np.abs(known - column.identical)
    if math.isfinite(column.identical) and (distance > 0).all():
        logs = np.log(distance)
        near, far = (math.exp(logs.mean() + side * k * logs.std(ddof=1)) for side in (-1, 1))
        sign = 1 if known[0] > column.identical else -1
        low, high = sorted((column.identical + sign * near, column.identical + sign * far))
    else:
        low, high = (float(known.mean() + side * k * known.std(ddof=1)) for side in (-1, 1))
    return low, high
