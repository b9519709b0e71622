"""The area under the ROC curve: with DeLong's variance, an interval, the best cut, and d'.

All of it works on *unlikeness*: a number that is larger the less similar a picture is (the value itself where lower is
more similar, its negative where higher is). Only order counts, so values may be infinite. The numbers are those that
the HTML report's bench shows (``reports/assets/statistics.js``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

Z_95 = 1.959963984540054
# A variance below this is that of classes that do not overlap: 0 but for rounding.
_NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The area under a ROC curve of ``normals`` against ``abnormals``: ``auc`` from 0 to 1, 0.5 is chance.

    ``variance`` is DeLong's; NaN where a class has fewer than two pictures. ``of_normals`` and ``of_abnormals`` are
    each picture's part of the area, from which covariances follow.
    """

    auc: float
    variance: float
    of_normals: Floats
    of_abnormals: Floats

    @property
    def normals(self) -> int:
        """Return how many normal pictures there are."""
        return len(self.of_normals)

    @property
    def abnormals(self) -> int:
        """Return how many abnormal pictures there are."""
        return len(self.of_abnormals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The best cut: ``fails`` is the most similar value on its failing side, ``passes`` the least similar other one.

    Both are unlikeness. ``alarms`` are the normal pictures on the failing side, ``misses`` the abnormal ones on the
    other.
    """

    fails: float
    passes: float
    alarms: int
    misses: int


def midranks(values: Floats) -> Floats:
    """Return the rank, from 1, of each of (N,) values; equal ones share the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[inverse]
    return ranks


def area_under(normal: Floats, abnormal: Floats) -> Area:
    """Return how often an abnormal picture is less similar than a normal one (a tie is half), with its variance.

    Args:
        normal: (M,) unlikeness of the normal pictures, M at least 1, no NaN.
        abnormal: (N,) that of the abnormal ones, N at least 1.

    Source: DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837, by the midranks of Sun & Xu 2014, IEEE Signal
    Processing Letters 21:1389.
    """
    m, n = len(normal), len(abnormal)
    ranks = midranks(np.concatenate([normal, abnormal]))
    of_abnormals = (ranks[m:] - midranks(abnormal)) / m
    of_normals = 1 - (ranks[:m] - midranks(normal)) / n
    variance = _mean_variance(of_normals) + _mean_variance(of_abnormals)
    return Area(auc=float(of_abnormals.mean()), variance=variance, of_normals=of_normals, of_abnormals=of_abnormals)


def _mean_variance(parts: Floats) -> float:
    """Return the variance of the mean of (N,) parts, NaN for a single one."""
    return float(parts.var(ddof=1) / len(parts)) if len(parts) > 1 else math.nan


def interval(area: Area) -> tuple[float, float]:
    """Return the 95 % interval of an area.

    DeLong's variance on the logit scale, which stays within 0 and 1 and is wide for few pictures. Where the classes do
    not overlap that variance is 0, which says nothing; then by Newcombe's method 5 (2006, Statistics in Medicine
    25:559): how large could the area be and still have given this one?
    """
    auc, m, n = area.auc, area.normals, area.abnormals
    if area.variance > _NO_VARIANCE:
        logit = math.log(auc / (1 - auc))
        half = Z_95 * math.sqrt(area.variance) / (auc * (1 - auc))
        return _logistic(logit - half), _logistic(logit + half)

    mean = (m + n) / 2 - 1

    def error(t: float) -> float:
        return math.sqrt(t * (1 - t) * (1 + mean * (1 - t) / (2 - t) + mean * t / (1 + t)) / m / n)

    def end(far: float) -> float:
        near = auc
        for _ in range(50):
            middle = (near + far) / 2
            if abs(middle - auc) < Z_95 * error(middle):
                near = middle
            else:
                far = middle
        return near

    return end(0.0), end(1.0)


def _logistic(logit: float) -> float:
    # Of the two spellings the one that cannot overflow.
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))


def p_of_difference(first: Area, second: Area) -> float | None:
    """Return DeLong's two-sided p that two areas over the very same pictures differ; None where it has no value.

    It has none where neither curve leaves any variance (both perfect) or a class has fewer than two pictures.
    """
    same = first.normals == second.normals and first.abnormals == second.abnormals
    if not same or min(first.normals, first.abnormals) < 2:
        return None
    variance = _mean_variance(first.of_normals - second.of_normals) + _mean_variance(
        first.of_abnormals - second.of_abnormals
    )
    if variance <= _NO_VARIANCE:
        return None
    return math.erfc(abs(first.auc - second.auc) / math.sqrt(2 * variance))


def best_cut(normal: Floats, abnormal: Floats) -> Cut | None:
    """Return the cut with the largest difference of hits and false alarms (Youden 1950); None where none is above 0.

    Of equally good cuts it is the one with the fewest false alarms.
    """
    m, n = len(normal), len(abnormal)
    values = np.unique(np.concatenate([normal, abnormal]))
    # How many of each class are at least so unlike, for every value that could fail.
    alarms = m - np.searchsorted(np.sort(normal), values, side="left")
    hits = n - np.searchsorted(np.sort(abnormal), values, side="left")
    # In whole numbers, so that equal differences are equal; from the least similar value on.
    gains = (hits * m - alarms * n)[::-1]
    at = len(values) - 1 - int(np.argmax(gains))
    if at == 0 or gains.max() <= 0:
        return None
    return Cut(fails=float(values[at]), passes=float(values[at - 1]), alarms=int(alarms[at]), misses=int(n - hits[at]))


def between(low: float, high: float) -> float | None:
    """Return the number of the fewest digits between two, as near to their middle as those digits allow.

    None where they are neighbours and no number is between.
    """

    def reach(end: float, other: float) -> float:
        return end if math.isfinite(end) else math.copysign(1, end) * max(1, abs(other)) * 1.2 + other

    middle = 0.0 if low == -high else (reach(low, high) + reach(high, low)) / 2
    for digits in range(1, 18):
        short = float(f"{middle:.{digits - 1}e}")
        if low < short < high:
            return short
    return None


def d_prime(normal: Floats, abnormal: Floats) -> float | None:
    """Return (mean of the abnormal - mean of the normal) / pooled standard deviation, of unlikeness.

    Above 0 the abnormal pictures are less similar. None where it has no value: a class has one picture, a value is
    infinite, or nothing varies.

    Source: Green & Swets 1966, Signal Detection Theory; pooled over both classes' squares as in Cohen's d.
    """
    if min(len(normal), len(abnormal)) < 2 or not (np.isfinite(normal).all() and np.isfinite(abnormal).all()):
        return None
    squares = float(((normal - normal.mean()) ** 2).sum() + ((abnormal - abnormal.mean()) ** 2).sum())
    pooled = math.sqrt(squares / (len(normal) + len(abnormal) - 2))
    return float(abnormal.mean() - normal.mean()) / pooled if pooled > 0 else None
