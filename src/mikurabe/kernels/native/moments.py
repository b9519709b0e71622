"""The native moments; the specification is the NumPy twin, ``kernels/moments.py``."""

from __future__ import annotations

from mikurabe.kernels import _native
from mikurabe.kernels.moments import Array, Moments, require_pair
from mikurabe.kernels.native.reach import reachable


def moments(a: Array, b: Array) -> Moments:
    """Return the sums over two arrays of one shape and one dtype; the specification is the NumPy twin."""
    require_pair(a, b)
    return Moments(a.size, *_native.moments(reachable(a), reachable(b)))
