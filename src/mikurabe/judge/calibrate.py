"""Calibration: from the scores of N normals, each against a baseline that has not seen it, to a limit and a promise.

Three limits, by what is known of the score's shape:

- a similarity index, on a scale where it is about normal: Student's prediction limits (normal_range.py);
- the combined index D, a soft maximum of many deviations: it is distributed as extreme values are (Gumbel 1935). With b
  the scale of its tail, exp(-D/b) is exponential with one unknown, the number of directions that count; the ratio of a
  new one to the mean of N known ones has Fisher's F distribution with 2 and 2N degrees of freedom. b is known from
  simulated normal pictures, not from the N: an estimate of it from five would cost half of the power;
- any score of N >= 1/α - 1 normals: the place among the normals (conformal prediction, Vovk, Gammerman & Shafer 2005),
  which assumes nothing but that the next normal picture is like the known ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.judge.grid import Floats
from mikurabe.judge.normal_range import from_scale, least_sd, prediction_range, to_scale
from mikurabe.records import Column

Promise: TypeAlias = Literal["values", "ranking", "provisional", "limit", "distribution_free"]

# The scale of the combined index' tail, measured on simulated scattergrams (dots, four seeds, 80 baselines of 5 normals
# and 25 of 10 on each): the scale at which 1 % of fresh normals pass is 0.43 with 5 normals, 0.34 with 10, near 0.32
# with 20. It is wider with few, whose own scatter is in every index.
_TAIL, _TAIL_OF_FEW = 0.31, 10.0
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


def tail_scale(normals: int) -> float:
    """Return the scale b of the combined index' tail: log(10) b further out there are a tenth as many pictures."""
    return _TAIL * (1 + _TAIL_OF_FEW / normals**2)


def extreme_limit(scores: Floats, alpha: float) -> float:
    """Return the combined index that another normal picture passes with probability ``alpha``, from N left-out ones."""
    from scipy.stats import f

    scale = tail_scale(len(scores))
    rates = np.exp(-scores / scale)
    return -scale * math.log(float(rates.mean()) * float(f.ppf(alpha, 2, 2 * len(scores))))


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

    Student's prediction interval on the scale of :func:`mikurabe.judge.normal_range.to_scale`, as ``stress`` has it; on
    the values themselves where they lie on both sides of the value of identical pictures. None where the values do not
    vary or are not all finite: then there is nothing to reckon with.
    """
    known = np.asarray(values, dtype=np.float64)
    if len(known) < 2 or not np.isfinite(known).all() or np.ptp(known) == 0:
        return None
    above = known > column.identical
    if math.isfinite(column.identical) and above.any() and not above.all():
        return prediction_range(known, alpha, column.resolution / math.sqrt(12))
    scaled = to_scale(known, column)
    one, other = (
        from_scale(end, column, above=bool(above.any()))
        for end in prediction_range(scaled, alpha, least_sd(scaled, column))
    )
    return min(one, other), max(one, other)
