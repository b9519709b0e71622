"""The native changes; the specification is the NumPy twin, ``kernels/changes.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.changes import Array, Bools, limit_of, require_pictures, scale_of
from mikurabe.kernels.room import room


def changed(a: Array, b: Array, white: float, threshold: float, antialias: bool) -> Bools:
    """Return the pixels that differ by more than the threshold; the specification is the NumPy twin."""
    require_pictures(a, b)
    marks = room(a.shape[:2], np.uint8)
    _native.changed(_as_rows(a), _as_rows(b), scale_of(white), limit_of(threshold), antialias, marks)
    return marks.view(np.bool_)


def _as_rows(pixels: Array) -> Array:
    return np.ascontiguousarray(pixels).reshape(*pixels.shape[:2], -1)
