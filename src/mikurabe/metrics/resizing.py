"""Resizing as MATLAB's imresize does it, which the saliency indices are defined with."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np

from mikurabe.records import Array

Kernel: TypeAlias = Literal["bilinear", "bicubic"]


def resized(plane: Array, shape: tuple[int, int], kernel: Kernel) -> Array:
    """Return the plane at another size, float64, as MATLAB's ``imresize(plane, [h w], kernel)``.

    Where it shrinks the kernel is widened, so that nothing aliases; beyond the border the plane is mirrored. A flat
    plane stays exactly flat.
    """
    if plane.shape == shape:
        return plane.astype(np.float64)
    base = float(plane[0, 0])
    down, across = _weights(plane.shape[0], shape[0], kernel), _weights(plane.shape[1], shape[1], kernel)
    # The axis that shrinks most goes first, as in MATLAB; it only saves work.
    if shape[0] / plane.shape[0] <= shape[1] / plane.shape[1]:
        result = (across @ (down @ (plane - base)).T).T
    else:
        result = down @ (across @ (plane - base).T).T
    # In rows: sums over planes of another memory order would differ in the last digit.
    return np.ascontiguousarray(result, dtype=np.float64) + base


@lru_cache(maxsize=32)
def _weights(before: int, after: int, kernel: Kernel) -> Any:
    """Return the sparse (after, before) matrix that resizes one axis.

    Sparse, because a product with it adds up in the same order on every machine.
    """
    from scipy.sparse import csr_matrix

    scale = after / before
    stretch = max(1.0, 1 / scale)
    reach = (1.0 if kernel == "bilinear" else 2.0) * stretch
    # The centre of every new pixel on the old axis, the first old pixel's centre being 0.
    centres = (np.arange(after) + 0.5) / scale - 0.5
    first = np.floor(centres - reach).astype(int)
    taps = first[:, np.newaxis] + np.arange(int(np.ceil(2 * reach)) + 2)
    distances = np.abs(centres[:, np.newaxis] - taps) / stretch
    weights = _triangle(distances) if kernel == "bilinear" else _cubic(distances)
    weights = weights / weights.sum(axis=1, keepdims=True)
    # Mirrored with the edge pixel repeated, as often as it takes.
    taps = taps % (2 * before)
    taps = np.where(taps < before, taps, 2 * before - 1 - taps)
    rows = np.repeat(np.arange(after), taps.shape[1])
    return csr_matrix((weights.ravel(), (rows, taps.ravel())), shape=(after, before))


def _triangle(distance: Array) -> Array:
    weights: Array = np.maximum(0.0, 1 - distance)
    return weights


def _cubic(distance: Array) -> Array:
    """Return Keys' cubic convolution kernel with a = -1/2."""
    near = 1.5 * distance**3 - 2.5 * distance**2 + 1
    far = -0.5 * distance**3 + 2.5 * distance**2 - 4 * distance + 2
    weights: Array = np.where(distance <= 1, near, np.where(distance <= 2, far, 0.0))
    return weights
