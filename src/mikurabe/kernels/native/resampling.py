"""The native resampling; the specification is the NumPy twin, ``kernels/resampling.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.resampling import Array, Floats, Taps, require_resampling
from mikurabe.kernels.room import room


def resampled(pixels: Array, rows: Taps, columns: Taps, base: Floats) -> Floats:
    """Return every channel resampled along both axes; the specification is the NumPy twin."""
    volume = require_resampling(pixels, rows, columns, base)
    result = room((volume.shape[2], len(rows.places), len(columns.places)))
    _native.resampled(
        reachable(volume),
        rows.places,
        rows.weights,
        columns.places,
        columns.weights,
        np.tile(base, volume.shape[1]),
        result,
    )
    return result
