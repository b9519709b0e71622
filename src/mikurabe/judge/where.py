"""Where: the signed map of a picture's differences from the mean of the normals."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.judge.grid import Floats
from mikurabe.judge.parts import excess

# The blur, in cells, at which differences are looked at.
BLUR = 1.5
# How many normal pictures may show anything in the map.
FALSE_ALARMS = 0.01


def where_map(mean: Floats, counts: Floats) -> Floats:
    """Return how much more (positive) or less there is in each cell, in standard deviations of counting.

    ``mean`` are the normals' mean counts, (rows, columns), ``counts`` those of N pictures, (N, rows, columns).
    """
    from scipy import ndimage

    signed: Floats = np.ascontiguousarray(excess(counts, ndimage.gaussian_filter(mean, BLUR), BLUR))
    return signed


def family_limit(largest: Floats) -> float:
    """Return the limit for a whole map, from the largest absolute values of N normal pictures' maps, left out.

    Student's prediction limit on their logarithms, for 1 % of normal pictures to pass it anywhere (family-wise).
    """
    from scipy.stats import t

    logs = np.log(largest)
    k = float(t.ppf(1 - FALSE_ALARMS, len(logs) - 1)) * math.sqrt(1 + 1 / len(logs))
    return math.exp(float(logs.mean()) + k * float(logs.std(ddof=1)))
