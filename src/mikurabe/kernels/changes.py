"""Where a picture has changed by more than a person would notice, anti-aliasing left out: the NumPy twin.

This is the specification of the native kernel, its oracle in the tests, and what runs where no compiler was found.
The two agree in every pixel.

The difference of two colours is that of Kotsarenko & Ramos 2010, in YIQ. A pixel that only anti-aliasing has changed
(Vyšniauskas 2009) may be left out: the same text drawn half a pixel further is the same text.
"""

from __future__ import annotations

from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]
Bools: TypeAlias = NDArray[np.bool_]

# Red, green, blue -> Y, I, Q, and the weight of each in the squared difference (Kotsarenko & Ramos 2010).
_TO_YIQ = (
    (0.29889531, 0.58662247, 0.11448223),
    (0.59597799, -0.27417610, -0.32180189),
    (0.21147017, -0.52261711, 0.31114694),
)
_WEIGHTS = (0.5053, 0.299, 0.1957)
# The largest squared difference that two colours of levels 0..255 can have.
_LARGEST = 35215.0
# The eight neighbours, (right, down), column by column: among equally bright ones the first is taken.
_NEIGHBOURS = tuple((right, down) for right, down in product((-1, 0, 1), repeat=2) if right or down)
# Three like neighbours (the border counts as one) make a flat place.
_FLAT = 2


def changed(a: Array, b: Array, white: float, threshold: float, antialias: bool) -> Bools:
    """Return the (H, W) pixels of ``b`` that differ from ``a`` by more than ``threshold``.

    Args:
        a: (H, W) or (H, W, 3), any strides; uint8, uint16, float32 or float64.
        b: as ``a``, of the same shape and dtype.
        white: the level of full white, above 0.
        threshold: the colour difference that still counts as the same, 0 to 1: a part of the largest possible.
        antialias: whether pixels that only the anti-aliasing of an edge has changed are left out. Such a pixel has, in
            either picture, at most two neighbours as bright as itself, a darker and a brighter one, and its darkest or
            its brightest neighbour lies in a flat place of both pictures.

    Raises:
        TypeError: the dtypes differ or are none of the four.
        ValueError: the shapes differ or are no picture's.
    """
    require_pictures(a, b)
    marks = _different(a, b, scale_of(white), limit_of(threshold))
    if antialias and marks.any():
        down, right = np.nonzero(marks)
        flat = np.pad(_flat_places(a) & _flat_places(b), 1)
        smoothed = _antialiased(a, flat, down, right) | _antialiased(b, flat, down, right)
        marks[down[smoothed], right[smoothed]] = False
    return marks


def scale_of(white: float) -> float:
    """Return what levels are multiplied with to lie on the scale of the largest difference."""
    return 255 / white


def limit_of(threshold: float) -> float:
    """Return the squared difference above which a pixel has changed."""
    return _LARGEST * threshold * threshold


def require_pictures(a: Array, b: Array) -> None:
    """Raise TypeError or ValueError unless these are the pixels of two pictures of one kind."""
    if a.dtype != b.dtype or a.dtype not in DTYPES:
        raise TypeError(f"two pictures of one dtype, uint8, uint16, float32 or float64, not {a.dtype} and {b.dtype}")
    if a.shape != b.shape or a.ndim not in (2, 3) or a.shape[2:] not in ((), (3,)) or a.size == 0:
        raise ValueError(f"two pictures of one shape (H, W) or (H, W, 3), not {a.shape} and {b.shape}")


def _different(a: Array, b: Array, scale: float, limit: float) -> Bools:
    """Return where the colour difference is above the limit."""
    marks = ~_equal(a, b)
    # Only where anything differs at all: in a picture to be checked that is seldom much.
    change = (a[marks].astype(np.float64) - b[marks]) * scale
    red, green, blue = (change, change, change) if change.ndim == 1 else change.T
    squared = np.zeros(red.shape)
    for weight, (of_red, of_green, of_blue) in zip(_WEIGHTS, _TO_YIQ, strict=True):
        part = red * of_red + green * of_green + blue * of_blue
        squared += weight * (part * part)
    marks[marks] = squared > limit
    return marks


def _equal(a: Array, b: Array) -> Bools:
    equal: Bools = a == b
    return equal if equal.ndim == 2 else equal[..., 0] & equal[..., 1] & equal[..., 2]


def _antialiased(pixels: Array, flat: Bools, down: Array, right: Array) -> Bools:
    """Return which of these pixels lie on an anti-aliased edge of this picture; ``flat`` has a rim."""
    height, width = pixels.shape[:2]
    brightness = _brightness(pixels)
    here = brightness[down + 1, right + 1]
    alike = ((down == 0) | (down == height - 1) | (right == 0) | (right == width - 1)).astype(np.int8)
    least, most = np.zeros(here.shape), np.zeros(here.shape)
    at_least, at_most = np.zeros(here.shape, np.bool_), np.zeros(here.shape, np.bool_)
    for step_right, step_down in _NEIGHBOURS:
        rows, columns = down + (1 + step_down), right + (1 + step_right)
        # Beyond the border lies NaN, which is neither alike nor brighter nor darker.
        step = here - brightness[rows, columns]
        flat_there = flat[rows, columns]
        alike += step == 0
        lower, higher = step < least, step > most
        np.copyto(least, step, where=lower)
        np.copyto(at_least, flat_there, where=lower)
        np.copyto(most, step, where=higher)
        np.copyto(at_most, flat_there, where=higher)
    return np.asarray((alike <= _FLAT) & (least < 0) & (most > 0) & (at_least | at_most), dtype=np.bool_)


def _brightness(pixels: Array) -> Array:
    """Return Y of every pixel, (H + 2, W + 2), with a rim of NaN: float32 of float32 pixels, else float64."""
    levels: Array = pixels if pixels.dtype == np.float32 else pixels.astype(np.float64)
    if levels.ndim == 3:
        of_red, of_green, of_blue = np.asarray(_TO_YIQ[0], levels.dtype)
        levels = levels[..., 0] * of_red + levels[..., 1] * of_green + levels[..., 2] * of_blue
    return np.pad(levels, 1, constant_values=np.nan)


def _flat_places(pixels: Array) -> Bools:
    """Return where at least three of the eight neighbours have the pixel's very colour; the border counts as one."""
    height, width = pixels.shape[:2]
    alike = np.zeros((height, width), np.int8)
    alike[[0, -1], :] = 1
    alike[:, [0, -1]] = 1
    # Each of four directions is compared once and counted at both of its ends.
    for right, down in ((1, 0), (0, 1), (1, 1), (-1, 1)):
        left, end = max(0, -right), width - max(0, right)
        near = (slice(0, height - down), slice(left, end))
        far = (slice(down, height), slice(left + right, end + right))
        equal = _equal(pixels[near], pixels[far])
        alike[near] += equal
        alike[far] += equal
    return np.asarray(alike > _FLAT, dtype=np.bool_)
