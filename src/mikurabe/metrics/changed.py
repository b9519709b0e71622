"""Changed pixels: how many differ by more than a person would notice, and where.

The difference of two colours is that of Kotsarenko & Ramos 2010, in YIQ. A pixel that only anti-aliasing has changed
(Vyšniauskas 2009) does not count unless one asks for it: the same text drawn half a pixel further is the same text.
"""

from __future__ import annotations

import math

import numpy as np

from mikurabe import kernels
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import masked_like
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Param

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
    from scipy.ndimage import find_objects, label

    marks = _marks(reference, candidate, threshold, antialias)
    if not marks.any():
        return []
    regions, _ = label(_grown(_grown(marks, reach).T, reach).T, structure=np.ones((3, 3)))
    boxes = [
        (across.start, down.start, across.stop - across.start, down.stop - down.start)
        for down, across in find_objects(np.where(marks, regions, 0))
    ]
    return sorted(boxes, key=lambda box: (box[1], box[0]))


def _grown(marks: Bools, reach: int) -> Bools:
    """Return whether any of the ``reach`` places around is marked, down axis 0: half of them before, the rest after."""
    places = max(1, reach)
    grown: Bools = np.pad(marks, ((places // 2, places - 1 - places // 2), (0, 0)))
    # Runs of marks are doubled until they are long enough.
    done = 1
    while done < places:
        step = min(done, places - done)
        grown = grown[:-step] | grown[step:]
        done += step
    return grown


def _marks(reference: Picture, candidate: Picture, threshold: float, antialias: bool) -> Bools:
    """Return the (H, W) places that have changed, found once per pair and setting."""
    other = masked_like(reference, candidate)
    return candidate.derive(
        ("changed", id(reference), threshold, antialias),
        lambda: kernels.changed(reference.pixels, other.pixels, reference.white, threshold, antialias),
    )
