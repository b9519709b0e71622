"""The native counts; the specification is the NumPy twin, ``kernels/counts.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels import _native
from mikurabe.kernels.counts import Array, Counts, require_colours, require_levels
from mikurabe.kernels.native.reach import reachable


def level_counts(levels: Array) -> Counts:
    """Return how often each level occurs; the specification is the NumPy twin."""
    require_levels(levels)
    counts = np.zeros(np.iinfo(levels.dtype).max + 1, np.int64)
    _native.level_counts(reachable(levels if levels.ndim == 2 else levels[np.newaxis]), counts)
    return counts


def commonest_colour(colours: Array) -> NDArray[np.uint8]:
    """Return the colour that occurs most often; the specification is the NumPy twin."""
    require_colours(colours)
    colour = _native.commonest_colour(np.ascontiguousarray(colours).reshape(-1, 3))
    return np.array([colour >> 16, colour >> 8 & 255, colour & 255], np.uint8)
