"""Reading a picture between its pixels: cubic B-splines, one axis after the other."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.picture import Picture
from mikurabe.records import Array

Plane: TypeAlias = NDArray[np.float64]

# A movement this near to a whole one is taken as whole: resampling would blur more than it mends.
WHOLE_PX = 0.05


def settled(px: float) -> float:
    """Return the movement along one axis, made whole where it very nearly is."""
    return float(round(px)) if abs(px - round(px)) <= WHOLE_PX else px


def shared(side: int, px: float) -> tuple[slice, int, float]:
    """Return for one axis what reference and candidate share, once the candidate's content has moved by ``px``.

    Which of the reference's pixels those are; the candidate's pixel that the first of them lies on or just
    beyond; how far beyond, from 0 to below 1 px.
    """
    first, last = max(0, math.ceil(-px)), min(side - 1, math.floor(side - 1 - px))
    start = math.floor(first + px)
    return slice(first, last + 1), start, first + px - start


def spline_luma(picture: Picture) -> Plane:
    """Return the luma's cubic spline coefficients (Unser, Aldroubi & Eden 1993), mirrored beyond the frame, once."""
    return picture.derive("spline luma", lambda: spline(spline(picture.luma, 0), 1))


def spline(pixels: Array, axis: int) -> Plane:
    """Return the cubic spline coefficients along an axis, with one more pixel before and two after."""
    from scipy.ndimage import spline_filter1d

    bent = spline_filter1d(pixels.astype(np.float64), order=3, axis=axis, mode="mirror")
    around = [(0, 0)] * pixels.ndim
    around[axis] = (1, 2)
    return np.pad(bent, around, mode="reflect")


def read_spline(bent: Plane, axis: int, start: int, count: int, part: float) -> Plane:
    """Return ``count`` values along an axis from ``start + part`` on, of coefficients that ``spline`` has made."""
    left = 1 - part
    weights = (left**3 / 6, 2 / 3 - part**2 + part**3 / 2, 2 / 3 - left**2 + left**3 / 2, part**3 / 6)
    bent = np.moveaxis(bent, axis, 0)
    read = weights[0] * bent[start : start + count]
    for offset in range(1, 4):
        read += weights[offset] * bent[start + offset : start + offset + count]
    return np.moveaxis(read, 0, axis)


def read_pixels(pixels: Array, axis: int, start: int, count: int, part: float) -> Array:
    """Return ``count`` pixels along an axis from ``start + part`` on: as they are for part 0, else splined."""
    if part == 0:
        return np.take(pixels, np.arange(start, start + count), axis=axis)
    return read_spline(spline(pixels, axis), axis, start, count, part)
