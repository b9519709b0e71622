"""A plane smoothed by a symmetric window of any size, in single precision: the NumPy twin.

This is the specification of the native kernel, its oracle in the tests, and what runs where no compiler was found.
Both do the same float32 operations in the same order and agree in every bit.

Accuracy. Where neither levels nor taps are negative, nothing cancels: a window of 2 r + 1 taps is off by at most
2 (r + 5) * 2**-24 of the float64 value (2e-6 for r = 12), and in practice by less than 3e-7 of it. Taps are added from
the outermost to the middle: of a Gaussian the smallest first, so that long windows lose little.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.kernels.moments import DTYPES
from mikurabe.kernels.single import require_symmetric

Array: TypeAlias = NDArray[Any]
Singles: TypeAlias = NDArray[np.float32]


def smoothed(plane: Array, scale: float, taps: ArrayLike) -> Singles:
    """Return ``plane * scale`` under the window ``outer(taps, taps)`` at every pixel, float32 (H, W).

    The border is mirrored with the edge pixel repeated, as often as the window reaches beyond it. Levels are scaled in
    float64; where all under a window are 0, so is the result.

    Args:
        plane: (H, W), any strides; uint8, uint16, float32 or float64.
        scale: what levels are multiplied with, finite.
        taps: 1-D weights that sum to 1, an odd number of them, the same from both ends.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the plane is not 2-D or is empty, or the taps are no such weights.
    """
    weights = require_symmetric(taps)
    require_plane(plane)
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):
        levels = (plane.astype(np.float64) * scale).astype(np.float32)
        return _along_columns(_along_columns(levels, weights).T, weights).T


def require_plane(plane: Array) -> None:
    """Raise TypeError or ValueError if this is no plane."""
    if plane.dtype not in DTYPES:
        raise TypeError(f"a plane must be uint8, uint16, float32 or float64, not {plane.dtype}: convert with astype")
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(f"a plane must have 2 axes and at least one pixel, not shape {plane.shape}")


def _along_columns(plane: Singles, weights: Singles) -> Singles:
    """Return the windowed sums down axis 0, both pixels of a pair added before they are weighted."""
    radius, height = weights.size // 2, plane.shape[0]
    padded = np.pad(plane, ((radius, radius), (0, 0)), mode="symmetric")
    total: Singles = np.zeros_like(plane)
    for away in range(radius, 0, -1):
        total += weights[radius + away] * (padded[radius - away :][:height] + padded[radius + away :][:height])
    total += weights[radius] * plane
    return total
