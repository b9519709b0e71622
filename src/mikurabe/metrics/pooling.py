"""Pooling a local map into one value, where a mask may say which places count."""

from __future__ import annotations

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.records import Array, Bools


def pooled_mean(values: Array, mask: Bools | None = None) -> float:
    """Return the mean of a local map, float64; of the places under the mask where there is one."""
    return float(np.mean(values if mask is None else values[mask], dtype=np.float64))


def pooled_deviation(values: Array, mask: Bools | None = None) -> float:
    """Return the population standard deviation of a local map; of the places under the mask where there is one."""
    return float(np.std(values if mask is None else values[mask], dtype=np.float64))


def weighted_mean(values: Array, weights: Array, mask: Bools | None = None) -> float:
    """Return the mean of a local map weighted by another; raise UndefinedScore where all weights are 0."""
    if mask is not None:
        values, weights = values[mask], weights[mask]
    total = float(np.sum(weights, dtype=np.float64))
    if total == 0:
        raise UndefinedScore("nothing in either picture has any weight for this index")
    return float(np.sum(values * weights, dtype=np.float64)) / total


def shrunk(mask: Bools | None, factor: int) -> Bools | None:
    """Return the mask for a plane of which every ``factor``-th pixel was kept; None stays None."""
    return None if mask is None else mask[::factor, ::factor]
