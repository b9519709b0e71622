"""The complex steerable pyramid of Portilla & Simoncelli 2000, one level at a time.

A level is a ring of frequencies an octave wide either way, cut into orientations; its coefficients are complex, so that
a small movement of the picture turns their phases together and leaves their strengths alone. Borders wrap around.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mikurabe.metrics.windows import Floats
from mikurabe.records import Array

Complexes = NDArray[np.complex128]


def level_shape(shape: tuple[int, ...], level: int) -> tuple[int, int]:
    """Return (height, width) of a level's bands: level 1 is as large as the picture, each next half that."""
    height, width = shape
    for _ in range(level - 1):
        height, width = -(-height // 2), -(-width // 2)
    return height, width


def oriented_bands(plane: Array, level: int, orientations: int) -> Complexes:
    """Return one level's coefficients, complex128, (orientations, h, w) with (h, w) from :func:`level_shape`."""
    height, width = plane.shape
    rows, columns = (_kept(length, level) for length in (height, width))
    spectrum = np.fft.fft2(plane.astype(np.float64))[np.ix_(rows % height, columns % width)]
    bands: Complexes = np.fft.ifft2(spectrum * _filters((height, width), level, orientations))
    return bands


def _kept(length: int, level: int) -> NDArray[np.intp]:
    """Return which frequencies of a side are left at a level, in the order of the Fourier transform of its size."""
    kept = length
    for _ in range(level - 1):
        kept = -(-kept // 2)
    order: NDArray[np.intp] = np.fft.ifftshift(np.arange(kept) - kept // 2)
    return order


@lru_cache(maxsize=8)
def _filters(shape: tuple[int, int], level: int, orientations: int) -> Complexes:
    """Return the filters of one level as factors on the frequencies that are left there."""
    height, width = shape
    y = (_kept(height, level) / (height / 2))[:, np.newaxis]
    x = (_kept(width, level) / (width / 2))[np.newaxis]
    radius = np.hypot(x, y)
    radius[0, 0] = 1.0  # the mean, which no band passes: it is taken out below
    octave = np.log2(radius)
    # Above the ring is what finer levels hold, below it what coarser ones do.
    ring = _low_pass(octave + level - 1) * _high_pass(octave + level)
    ring[0, 0] = 0.0
    order = orientations - 1
    power = 2.0**order * math.factorial(order) / math.sqrt(orientations * math.factorial(2 * order))
    angle = np.arctan2(y, x)
    filters = []
    for orientation in range(orientations):
        along = np.cos(angle - math.pi * orientation / orientations)
        # One half of the plane only, twice as strong: that makes the coefficients complex.
        filters.append(2.0 * power * np.where(along > 0, along, 0.0) ** order)
    result: Complexes = np.asarray((-1j) ** order * ring * np.stack(filters), np.complex128)
    result.flags.writeable = False
    return result


def _high_pass(octave: Floats) -> Floats:
    """Return 0 up to an octave below the cut-off, 1 from it on, and a quarter of a cosine between."""
    part: Floats = np.cos(math.pi / 2 * np.clip(-octave, 0.0, 1.0))
    return np.where(octave <= -1, 0.0, part)


def _low_pass(octave: Floats) -> Floats:
    """Return what :func:`_high_pass` leaves, so that the squares of the two sum to 1."""
    part: Floats = np.sin(math.pi / 2 * np.clip(-octave, 0.0, 1.0))
    return part
