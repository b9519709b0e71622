"""The native moments; the specification is the NumPy twin, ``kernels/moments.py``."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.moments import Array, Moments, require_floats, require_pair, require_stack
from mikurabe.kernels.native.reach import reachable


def moments(a: Array, b: Array) -> Moments:
    """Return the sums over two arrays of one shape and one dtype; the specification is the NumPy twin."""
    require_pair(a, b)
    return Moments(a.size, *_native.moments(reachable(a), reachable(b)))


def products(a: Array, b: Array) -> tuple[float, float]:
    """Return the sums of b x b and of a x b; the specification is the NumPy twin."""
    require_floats(a, b)
    return _native.products(reachable(a), reachable(b))


def moments_of_stack(a: Array, stack: Array) -> list[Moments]:
    """Return the sums of one array with each of a stack; the specification is the NumPy twin."""
    require_stack(a, stack)
    sums = np.empty((len(stack), 7), np.int64)
    _native.moments_of_stack(
        np.ascontiguousarray(a).reshape(-1), np.ascontiguousarray(stack).reshape(len(stack), a.size), sums
    )
    return list(map(Moments._make, zip(repeat(a.size), *sums.T.tolist(), strict=False)))
