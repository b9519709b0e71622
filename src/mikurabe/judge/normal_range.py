"""Between which values a further normal picture's score will lie: a t prediction interval on a suitable scale."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.judge.grid import Floats
from mikurabe.records import Column


def to_scale(values: Floats, column: Column) -> Floats:
    """Return values of an index on the scale on which those of normal pictures are nearly normally distributed.

    That is the cube root of the distance from the value of identical pictures, for such distances add up squared
    differences (Wilson & Hilferty 1931, PNAS 17:684), so that 0 is identical and larger is less similar. An index
    whose identical value is infinite (PSNR, in dB) is logarithmic already: its negative is taken. Infinite values stay
    infinite.
    """
    if math.isinf(column.identical):
        return -values if column.better == "higher" else values.copy()
    scaled: Floats = np.cbrt(np.abs(values - column.identical))
    return scaled


def from_scale(scaled: float, column: Column, *, above: bool) -> float:
    """Return the value of an index at a place on the scale: the way back from :func:`to_scale`.

    ``above`` says on which side of the value of identical pictures it lies; below 0 on the scale nothing lies, and the
    value is that of identical pictures.
    """
    if math.isinf(column.identical):
        return -scaled if column.better == "higher" else scaled
    distance = max(scaled, 0.0) ** 3
    return column.identical + distance if above else column.identical - distance


def prediction_range(scaled: Floats, false_alarms: float, least_sd: float = 0.0) -> tuple[float, float]:
    """Return between which two numbers a further one lies with probability 1 - ``false_alarms``; the rest is halved.

    mean ± t(1 - false_alarms/2; N - 1) · s · sqrt(1 + 1/N): unlike mean ± 3 s it knows how little N numbers say about
    mean and spread. It holds as far as the numbers are normally distributed.

    Args:
        scaled: (N,) finite numbers, N at least 2, of normal pictures.
        false_alarms: the share of further normal pictures that may lie outside, between 0 and 1.
        least_sd: what the standard deviation is at least: an index in steps may show none by chance.
    """
    from scipy.special import stdtrit

    count = len(scaled)
    factor = float(stdtrit(count - 1, 1 - false_alarms / 2)) * math.sqrt(1 + 1 / count)
    middle, half = float(scaled.mean()), factor * max(float(scaled.std(ddof=1)), least_sd)
    return middle - half, middle + half


def least_sd(scaled: Floats, column: Column) -> float:
    """Return the standard deviation on the scale of rounding to the column's resolution, at the numbers' middle."""
    step = column.resolution / math.sqrt(12)
    if math.isinf(column.identical):
        return step
    # The slope of the cube root at d = middle³ is 1 / (3 middle²); at 0 it has none, and the step's own root counts.
    middle, root = float(np.median(scaled)), math.pow(step, 1 / 3)
    return min(root, step / (3 * middle**2)) if middle > 0 else root
