"""The native flow; the specification is the NumPy twin, ``kernels/flow.py``."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.flow import Floats, require_grid

# So that amounts, times the number of cells, stay below 2**62.
_BITS = 45


def least_work(surplus: Floats) -> float:
    """Return the least work that evens out a grid of surplus and lack; the specification is the NumPy twin."""
    amounts = require_grid(surplus)
    total = float(np.abs(amounts).sum())
    if total == 0:
        return 0.0
    # A power of two: whole numbers and all that are not too fine stay as they are.
    power = _BITS - math.frexp(total)[1]
    whole = np.rint(np.ldexp(amounts, power)).astype(np.int64)
    if whole.sum() < 0:
        whole = -whole
    return math.ldexp(_native.least_work(whole), -power)
