"""Colour scales: from the colours of a density map back to densities.

Where colour tells how many events lie at a place (viridis and its like), the distance from the background says little:
the colour of one event may be as far from white as the colour of a hundred. What a colour stands for is seen from
the normal pictures themselves: the colour of high density is found where most is drawn around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mikurabe.judge.grid import cell_side, codes_of
from mikurabe.metrics.ink import background, ink
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools

# Colours are told apart by the five upper bits of each channel.
_CODES = 1 << 15
# A scale has at least so many colours, and mixes them: of drawn pixels two cells apart this share is of other colours.
# Populations' colours keep to themselves.
_FEWEST_COLOURS = 4
_MIXED = 0.3
# A colour of fewer pixels, in all normals, has the meaning of the most similar frequent one.
_FEWEST_PIXELS = 30
# Blends of one colour with the background lie on a line; a scale that bends away from it by this much is another.
_BENT = 0.05
# Where everything around is drawn, the density is not infinite: one pixel in a hundred may be a gap.
_FULL = 0.99
# The mean over a neighbourhood draws densities together. This power draws them apart again; it is measured on the
# simulator's densities, where 1 finds 0.54, 1.5 finds 0.62 and the plain distance from white 0.43 of all faults.
_STRETCHED = 1.5


def colour_scale(pictures: Sequence[Picture], still: Bools) -> Array | None:
    """Return how many events each of the 32,768 colours stands for, in a unit of its own: float32.

    The share d of drawn pixels around the pixels of a colour is a density that has been cut off: of λ events per pixel,
    strewn at random, d = 1 - exp(-λ) leave a mark. So λ = -log(1 - d).

    None where the normals, uint8 RGB pictures, have no colour scale: gray ones, single colours and their blends with
    the background, a colour per population.
    """
    from scipy import ndimage, spatial

    first = pictures[0]
    if first.pixels.ndim != 3 or first.pixels.dtype != np.uint8:
        return None
    sums, numbers = np.zeros(_CODES), np.zeros(_CODES)
    pairs, others = 0, 0
    side = cell_side(*first.pixels.shape[:2])
    for picture in pictures:
        drawn = np.where(still, 0.0, ink(picture))
        inside = drawn > 0
        codes = codes_of(picture.pixels)[inside]
        around = ndimage.gaussian_filter(inside.astype(np.float64), side)
        sums += np.bincount(codes, weights=around[inside], minlength=_CODES)
        numbers += np.bincount(codes, minlength=_CODES)
        every = np.where(inside, codes_of(picture.pixels).astype(np.int64), -1)
        one, other = every[:, 2 * side :], every[:, : -2 * side]
        both = (one >= 0) & (other >= 0)
        pairs += int(both.sum())
        others += int((both & (one != other)).sum())
    known = np.flatnonzero(numbers >= _FEWEST_PIXELS)
    if len(known) < _FEWEST_COLOURS or others < _MIXED * pairs:
        return None
    colours = _colours(known)
    away = (colours - background(first).astype(np.float64)) * np.sqrt(numbers[known])[:, None]
    stretch = np.linalg.svd(away, compute_uv=False)
    if stretch[1] < _BENT * stretch[0]:
        return None
    _, nearest = spatial.cKDTree(colours).query(_colours(np.arange(_CODES)))
    drawn_around = np.minimum(sums[known] / numbers[known], _FULL)
    values = (-np.log1p(-drawn_around)) ** _STRETCHED
    scale: Array = (values / values.max())[nearest].astype(np.float32)
    return scale


def _colours(codes: Array) -> Array:
    """Return the middle colour of each code, float64 (N, 3)."""
    channels = np.stack([codes >> 10, (codes >> 5) & 31, codes & 31], axis=1)
    middle: Array = channels.astype(np.float64) * 8 + 3.5
    return middle
