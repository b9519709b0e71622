"""What passes between cells, natively; the specification is the NumPy twin, ``kernels/shadows.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.shadows import Floats, Orders, require_orders


def passing(pair: Floats, orders: Orders, gaps: Floats) -> Floats:
    """Return what passes over the gaps of each order; the specification is the NumPy twin."""
    require_orders(pair, orders, gaps)
    work = np.empty((len(orders), 2))
    _native.passing(np.ascontiguousarray(pair), np.ascontiguousarray(orders), np.ascontiguousarray(gaps), work)
    return work
