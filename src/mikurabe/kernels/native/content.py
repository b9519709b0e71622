"""The native information content; the specification is the NumPy twin, ``kernels/content.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.content import Floats, require_bands
from mikurabe.kernels.room import room


def information_content(
    a: Floats, b: Floats, strength: Floats, eigenvalues: ArrayLike, noise: float, nothing: float, rim: int
) -> Floats:
    """Return the information content of a band's places in bits; the specification is the NumPy twin."""
    values, shape = require_bands(a, b, strength, eigenvalues, noise, nothing, rim)
    result = room(shape)
    first, second, local = (np.ascontiguousarray(each) for each in (a, b, strength))
    _native.information_content(first, second, local, values, noise, nothing, rim, result)
    return result
