"""The native FLIP; the specification is the NumPy twin, ``kernels/flip.py``."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.flip import Array, FlipFilters, Singles, require_seen, seen_shape
from mikurabe.kernels.light import require_pixels
from mikurabe.kernels.native.colour import levels_of
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room


def flip_seen(pixels: Array, white: float, filters: FlipFilters) -> Singles:
    """Return what FLIP compares of a picture, float32 (5, H, W) or (3, H, W); the specification is the NumPy twin."""
    require_pixels(pixels, white)
    result = room(seen_shape(pixels), np.float32)
    _native.flip_seen(reachable(pixels), levels_of(pixels, white), white, _filters_of(filters), result)
    return result


def flip(seen: Singles, reference: Array, candidate: Array, white: float, filters: FlipFilters) -> Singles:
    """Return the FLIP difference of every pixel, float32 (H, W); the specification is the NumPy twin."""
    require_seen(seen, reference, candidate, white)
    result = room(reference.shape[:2], np.float32)
    table = levels_of(candidate, white)
    _native.flip(
        np.ascontiguousarray(seen),
        reachable(reference),
        reachable(candidate),
        table,
        white,
        _filters_of(filters),
        result,
    )
    return result


def flip_mean(seen: Singles, reference: Array, candidate: Array, white: float, filters: FlipFilters) -> float:
    """Return the mean FLIP difference; the specification is the NumPy twin."""
    require_seen(seen, reference, candidate, white)
    first, table = np.ascontiguousarray(seen), levels_of(candidate, white)
    return _native.flip_mean(first, reachable(reference), reachable(candidate), table, white, _filters_of(filters))


@lru_cache(maxsize=8)
def _filters_of(filters: FlipFilters) -> _native.FlipFilters:
    f = filters
    return _native.FlipFilters(f.y, f.red_green, f.blue_down, f.blue_right, f.smooth, f.edge, f.point)
