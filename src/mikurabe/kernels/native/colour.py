"""The native Lab and CIEDE2000; the specifications are the NumPy twins, ``kernels/light.py`` and ``colour.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.colour import require_lab
from mikurabe.kernels.light import Array, Singles, light_table, require_pixels
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room


def lab(pixels: Array, white: float) -> Singles:
    """Return L, a, b of every pixel, float32 (3, H, W) or (1, H, W); the specification is the NumPy twin."""
    require_pixels(pixels, white)
    result = room((3 if pixels.ndim == 3 else 1, *pixels.shape[:2]), np.float32)
    _native.lab(reachable(pixels), levels_of(pixels, white), white, result)
    return result


def ciede2000(lab_of_reference: Singles, reference: Array, candidate: Array, white: float) -> Singles:
    """Return CIEDE2000 of every pixel, float32 (H, W); the specification is the NumPy twin."""
    require_lab(lab_of_reference, reference, candidate, white)
    result = room(reference.shape[:2], np.float32)
    first = np.ascontiguousarray(lab_of_reference)
    _native.ciede2000(first, reachable(reference), reachable(candidate), levels_of(candidate, white), white, result)
    return result


def ciede2000_mean(lab_of_reference: Singles, reference: Array, candidate: Array, white: float) -> float:
    """Return the mean CIEDE2000; the specification is the NumPy twin."""
    require_lab(lab_of_reference, reference, candidate, white)
    first, table = np.ascontiguousarray(lab_of_reference), levels_of(candidate, white)
    return _native.ciede2000_mean(first, reachable(reference), reachable(candidate), table, white)


def levels_of(pixels: Array, white: float) -> Singles:
    """Return the light of every whole level, which the native kernels look up; of floats there is no table."""
    return light_table(pixels.dtype, white) if pixels.dtype.kind == "u" else np.empty(0, np.float32)
