"""The Laplacian pyramid of Burt & Adelson 1983, as Simoncelli's matlabPyrTools builds it.

Blurring and halving multiply by the square root of 2 on either axis, so that each level is twice as strong as it
would be by averaging. Borders are mirrored without the edge pixel.
"""

from __future__ import annotations

import math

import numpy as np

from mikurabe.kernels import half_blurred
from mikurabe.metrics.windows import Floats
from mikurabe.records import Array

# Binomial weights, and the same times the square root of 2.
_BINOMIAL = tuple(weight / 16 for weight in (1, 4, 6, 4, 1))
_TAPS = tuple(weight * math.sqrt(2) for weight in _BINOMIAL)


def laplacian_pyramid(plane: Array, levels: int) -> tuple[Floats, ...]:
    """Return ``levels`` planes, finest first: what each blur took away, and last the low-pass remainder.

    Each is half as large as the one before (odd sizes rounded up); the plane has at least 3 px a side at every level.
    """
    bands: list[Floats] = []
    remainder: Floats = plane.astype(np.float64)
    for _ in range(levels - 1):
        # The root of 2 on either axis is 2 on the levels.
        smaller = half_blurred(np.pad(remainder, 2, mode="reflect"), 2.0, _BINOMIAL)
        height, width = remainder.shape
        bands.append(remainder - _spread(_spread(smaller, height).T, width).T)
        remainder = smaller
    return (*bands, remainder)


def _spread(plane: Floats, length: int) -> Floats:
    """Return the plane spread to ``length`` rows: zeros between the rows, then blurred."""
    edge, near, middle = _TAPS[:3]
    # The mirror stands on the last row of the result: on a row of the plane, or on a zero after it.
    after = plane[-2] if length % 2 else plane[-1]
    extended = np.concatenate((plane[1:2], plane, after[np.newaxis]))
    result = np.empty((length, plane.shape[1]))
    result[::2] = edge * (extended[:-2] + extended[2:]) + middle * plane
    result[1::2] = (near * (extended[1:-1] + extended[2:]))[: length // 2]
    return result


def enlarged(plane: Floats, height: int, width: int) -> Floats:
    """Return a coarser level at twice its size, cut to height × width, for looking up each pixel's parent.

    As imenlarge2.m of the IW-SSIM program: bilinear to 4 n - 3 places a side (half-pixel centres), every other of
    these, and one more on either end by going on in a straight line.
    """
    return _enlarged_rows(_enlarged_rows(plane).T).T[:height, :width]


def _enlarged_rows(plane: Floats) -> Floats:
    rows = plane.shape[0]
    dense = 4 * rows - 3
    # Of the dense rows, the first, every odd one and the last two are needed.
    wanted = np.concatenate(([0, 1], np.arange(1, dense, 2), [dense - 2, dense - 1]))
    places = np.clip((wanted + 0.5) * rows / dense - 0.5, 0, rows - 1)
    before = np.minimum(places.astype(np.intp), max(rows - 2, 0))
    part = (places - before)[:, np.newaxis]
    found = (1 - part) * plane[before] + part * plane[np.minimum(before + 1, rows - 1)]
    first, last = 2 * found[:1] - found[1:2], 2 * found[-1:] - found[-2:-1]
    result: Floats = np.concatenate((first, found[2:-2], last))
    return result
