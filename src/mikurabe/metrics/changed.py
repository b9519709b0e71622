"""Changed pixels: how many differ by more than a person would notice, and where.

The difference of two colours is that of Kotsarenko & Ramos 2010, in YIQ. A pixel that only anti-aliasing has changed
(Vyšniauskas 2009) does not count unless one asks for it: the same text drawn half a pixel further is the same text.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import masked_like
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Param

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

_THRESHOLD = Param(
    name="threshold",
    default=0.1,
    low=0,
    high=1,
    help="the colour difference that still counts as the same, as a part of the largest possible: 0 none at all",
)
_ANTIALIAS = Param(
    name="antialias",
    default=True,
    help="true: a pixel that only the anti-aliasing of an edge has changed does not count; false: it does",
)
_SOURCE = (
    "Kotsarenko & Ramos 2010, Programación Matemática y Software 2(2) (difference in YIQ); Vyšniauskas 2009, "
    "Anti-aliased Pixel and Intensity Slope Detector. The count of pixelmatch 5.3 to 7.1 on opaque "
    "pictures (later ones use OKLab; transparent pixels, which lie on white here, vary with the version)"
)


def changed_map(reference: Picture, candidate: Picture, *, threshold: float = 0.1, antialias: bool = True) -> Array:
    """Return a float64 (H, W) map: 1 where a pixel has changed, 0 elsewhere (and outside a mask)."""
    return _marks(reference, candidate, threshold, antialias).astype(np.float64)


# A remark that lists more regions than these is read by nobody.
MOST_BOXES = 5


def told_boxes(reference: Picture, candidate: Picture, *, threshold: float = 0.1, antialias: bool = True) -> str | None:
    """Return the changed regions in words, the largest first, at most MOST_BOXES of them; None where there are none."""
    boxes = changed_boxes(reference, candidate, threshold=threshold, antialias=antialias)
    if not boxes:
        return None
    largest = sorted(boxes, key=lambda box: -box[2] * box[3])[:MOST_BOXES]
    told = "; ".join(f"{width} × {height} px at x {x}, y {y}" for x, y, width, height in largest)
    more = f" and {len(boxes) - len(largest)} more" if len(boxes) > len(largest) else ""
    return f"{len(boxes)} changed {'region' if len(boxes) == 1 else 'regions'}: {told}{more}"


@metric(
    title="Changed pixels",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=1,
    unit="px",
    needs=("white",),
    params=(_THRESHOLD, _ANTIALIAS),
    tolerates=("differences below the threshold", "anti-aliasing of edges"),
    masked=True,
    local=changed_map,
    remark=told_boxes,
    source=_SOURCE,
)
def changed_pixels(reference: Picture, candidate: Picture, *, threshold: float = 0.1, antialias: bool = True) -> float:
    """Return how many pixels differ by more than ``threshold``, those of anti-aliased edges left out.

    0 where none does, the number of pixels where all do. Outside a mask the candidate is taken to be the reference.
    """
    return float(np.count_nonzero(_marks(reference, candidate, threshold, antialias)))


@metric(
    title="Changed pixels, ratio",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-6,
    needs=("white",),
    params=(_THRESHOLD, _ANTIALIAS),
    tolerates=("differences below the threshold", "anti-aliasing of edges"),
    masked=True,
    local=changed_map,
    source=_SOURCE,
)
def changed_ratio(reference: Picture, candidate: Picture, *, threshold: float = 0.1, antialias: bool = True) -> float:
    """Return the part of all pixels (of those under the mask) that ``changed_pixels`` counts: 0 none, 1 all."""
    marks = _marks(reference, candidate, threshold, antialias)
    total = marks.size if reference.mask is None else int(np.count_nonzero(reference.mask))
    return float(np.count_nonzero(marks)) / total


def changed_boxes(
    reference: Picture, candidate: Picture, *, threshold: float = 0.1, antialias: bool = True, reach: int = 8
) -> list[tuple[int, int, int, int]]:
    """Return the changed regions as boxes (x, y, width, height) in px, from top to bottom, then from left to right.

    Changed pixels at most ``reach`` px apart, across and down, belong to one region: 1 joins those that touch.
    """
    from scipy.ndimage import find_objects, label, maximum_filter

    marks = _marks(reference, candidate, threshold, antialias)
    if not marks.any():
        return []
    grown = maximum_filter(marks.astype(np.uint8), size=max(1, reach), mode="constant")
    regions, _ = label(grown, structure=np.ones((3, 3)))
    boxes = [
        (across.start, down.start, across.stop - across.start, down.stop - down.start)
        for down, across in find_objects(np.where(marks, regions, 0))
    ]
    return sorted(boxes, key=lambda box: (box[1], box[0]))


def _marks(reference: Picture, candidate: Picture, threshold: float, antialias: bool) -> Bools:
    """Return the (H, W) places that have changed, found once per pair and setting."""

    def find() -> Bools:
        marks = _different(reference, other, threshold)
        if antialias and marks.any():
            down, right = np.nonzero(marks)
            smoothed = _antialiased(reference, other, down, right) | _antialiased(other, reference, down, right)
            marks[down[smoothed], right[smoothed]] = False
        return marks

    other = masked_like(reference, candidate)
    return candidate.derive(("changed", id(reference), threshold, antialias), find)


def _different(reference: Picture, candidate: Picture, threshold: float) -> Bools:
    """Return where the colour difference is above the threshold, (H, W)."""
    first, second = reference.pixels, candidate.pixels
    unequal = first != second
    marks: Bools = unequal if unequal.ndim == 2 else unequal.any(axis=2)
    # Only where anything differs at all: in a picture to be checked that is seldom much.
    change = (first[marks].astype(np.float64) - second[marks]) * (255 / reference.white)
    red, green, blue = (change, change, change) if change.ndim == 1 else change.T
    squared = np.zeros(red.shape)
    for weight, (of_red, of_green, of_blue) in zip(_WEIGHTS, _TO_YIQ, strict=True):
        squared += weight * (red * of_red + green * of_green + blue * of_blue) ** 2
    marks[marks] = squared > _LARGEST * threshold * threshold
    return marks


def _antialiased(picture: Picture, other: Picture, down: Array, right: Array) -> Bools:
    """Return which of these pixels lie on an anti-aliased edge of ``picture``.

    Such a pixel has at most two neighbours as bright as itself, a darker and a brighter one, and its darkest or its
    brightest neighbour lies in a flat place of both pictures.
    """
    brightness = picture.derive("brightness with a rim", lambda: _brightness(picture))
    flat = picture.derive("flat places", lambda: _flat_places(picture.pixels))
    flat = flat & other.derive("flat places", lambda: _flat_places(other.pixels))
    height, width = flat.shape
    here = brightness[down + 1, right + 1]
    alike = ((down == 0) | (down == height - 1) | (right == 0) | (right == width - 1)).astype(np.int8)
    least, most = np.zeros(here.shape), np.zeros(here.shape)
    at_least, at_most = np.zeros(here.shape, np.bool_), np.zeros(here.shape, np.bool_)
    flat = np.pad(flat, 1)
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


def _brightness(picture: Picture) -> Array:
    """Return Y of every pixel, float64 (H + 2, W + 2), with a rim of NaN."""
    pixels = picture.pixels
    if pixels.ndim == 3:
        of_red, of_green, of_blue = _TO_YIQ[0]
        pixels = pixels[..., 0] * of_red + pixels[..., 1] * of_green + pixels[..., 2] * of_blue
    return np.pad(pixels.astype(np.float64), 1, constant_values=np.nan)


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
        equal = pixels[near] == pixels[far]
        if equal.ndim == 3:
            equal = equal.all(axis=2)
        alike[near] += equal
        alike[far] += equal
    return np.asarray(alike > _FLAT, dtype=np.bool_)
