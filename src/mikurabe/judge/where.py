"""Where: the signed map of a picture's differences from the mean of the normals."""

from __future__ import annotations

import numpy as np

from mikurabe.judge.combined import Model
from mikurabe.judge.grid import Floats
from mikurabe.judge.parts import excess

# The blur, in cells, at which differences are looked at.
BLUR = 1.5


def where_map(model: Model, counts: Floats) -> Floats:
    """Return how much more (positive) or less there is in each cell, in standard deviations of counting."""
    from scipy import ndimage

    expected = ndimage.gaussian_filter(model.filters.mean, BLUR)
    signed: Floats = excess(counts[None], expected, BLUR)[0]
    return np.ascontiguousarray(signed)
