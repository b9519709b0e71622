"""How far one picture has moved against another, and how alike they are once the movement is undone.

Only movements by a bounded number of pixels are looked for: an unbounded search locks on to chance likenesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.correlation import ncc_surface, overlap
from mikurabe.metrics.definition import metric
from mikurabe.metrics.movement import Shift, estimate_shift, nearest_peak, phase_shift, reach
from mikurabe.picture import Picture
from mikurabe.records import Param, ParamValue

MAX_SHIFT = Param(
    name="max_shift",
    default=8,
    low=1,
    high=1000,
    help="the largest movement looked for, in px; never more than a quarter of the picture's side",
)
_METHOD = Param(
    name="method",
    default="ncc",
    choices=("ncc", "phase"),
    help="ncc: highest normalised cross-correlation of the overlap, then least squares between the pixels; "
    "phase: highest phase correlation",
)


def _capped(params: Mapping[str, ParamValue]) -> Mapping[str, Any]:
    return {"cap": float(params["max_shift"]), "high": float(params["max_shift"])}


_SHIFT_SOURCE = (
    "ncc: Lewis 1995, Fast Normalized Cross-Correlation, Vision Interface (masked: Padfield 2012, IEEE TIP 21(5)), "
    "then Lucas & Kanade 1981, IJCAI; phase: Kuglin & Hines 1975, as shift_response"
)
_PHASE_SOURCE = (
    "Kuglin & Hines 1975, Proc. IEEE Cybernetics and Society, 163-165; upsampled transform of Guizar-Sicairos, Thurman "
    "& Fienup 2008, Opt. Lett. 33(2); periodic component of Moisan 2011, J. Math. Imaging Vis. 39(2), not a window; "
    "cross power damped and the search bounded, which skimage.registration.phase_cross_correlation does not do"
)


def _found(reference: Picture, candidate: Picture, max_shift: int, method: str) -> Shift:
    return (phase_shift if method == "phase" else estimate_shift)(reference, candidate, max_shift)


def told_shift(reference: Picture, candidate: Picture, *, max_shift: int = 8, method: str = "ncc") -> str | None:
    """Return where the candidate lies, with signs: x to the right, y downwards; None where it lies in place."""
    shift = _found(reference, candidate, max_shift, method)
    if shift.length_px < 0.005:
        return None
    return f"it lies at x {shift.x_px:+.2f}, y {shift.y_px:+.2f} px"


@metric(
    title="Movement",
    better="lower",
    low=0,
    high=8,
    identical=0,
    resolution=0.01,
    unit="px",
    reads="luma",
    symmetric=False,
    cap=8,
    params=(MAX_SHIFT, _METHOD),
    tolerates=("brightness", "contrast"),
    blind=("everything but movement",),
    masked=True,
    varies=_capped,
    remark=told_shift,
    source=_SHIFT_SOURCE,
)
def shift_px(reference: Picture, candidate: Picture, *, max_shift: int = 8, method: str = "ncc") -> float:
    """Return how many pixels the candidate has moved against the reference, to 1/100 px.

    0 where it lies in place, ``max_shift`` where it has moved that far or farther: the search ends there. Where
    ``max_ncc`` is low the pictures are unlike and a movement is a chance likeness. Undefined where a picture is flat or
    less than 4 px in both directions. ``registered`` undoes this movement (method ncc) before it compares.
    """
    return min(float(max_shift), _found(reference, candidate, max_shift, method).length_px)


@metric(
    title="Movement sideways",
    better="lower",
    low=0,
    high=8,
    identical=0,
    resolution=0.01,
    unit="px",
    reads="luma",
    symmetric=False,
    cap=8,
    params=(MAX_SHIFT, _METHOD),
    tolerates=("brightness", "contrast"),
    blind=("everything but sideways movement",),
    masked=True,
    varies=_capped,
    remark=told_shift,
    source=_SHIFT_SOURCE,
)
def shift_x_px(reference: Picture, candidate: Picture, *, max_shift: int = 8, method: str = "ncc") -> float:
    """Return how many pixels the candidate has moved to the right or to the left: the size of the movement's x part.

    Without a sign, since 8 px to the left is no better than 3 px to the right; the row's notes give the signs.
    Otherwise as ``shift_px``.
    """
    return abs(_found(reference, candidate, max_shift, method).x_px)


@metric(
    title="Movement up or down",
    better="lower",
    low=0,
    high=8,
    identical=0,
    resolution=0.01,
    unit="px",
    reads="luma",
    symmetric=False,
    cap=8,
    params=(MAX_SHIFT, _METHOD),
    tolerates=("brightness", "contrast"),
    blind=("everything but movement up and down",),
    masked=True,
    varies=_capped,
    remark=told_shift,
    source=_SHIFT_SOURCE,
)
def shift_y_px(reference: Picture, candidate: Picture, *, max_shift: int = 8, method: str = "ncc") -> float:
    """Return how many pixels the candidate has moved up or down: the size of the movement's y part, without a sign.

    Otherwise as ``shift_x_px``.
    """
    return abs(_found(reference, candidate, max_shift, method).y_px)


@metric(
    title="Phase correlation response",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-3,
    reads="luma",
    params=(MAX_SHIFT,),
    tolerates=("movement up to max_shift", "brightness", "contrast"),
    masked=True,
    source=_PHASE_SOURCE,
)
def shift_response(reference: Picture, candidate: Picture, *, max_shift: int = 8) -> float:
    """Return how clearly the pictures agree on one movement: the height of the phase correlation's peak.

    1 where the candidate is the reference moved as a whole, near 0 where no movement explains it. What enters at one
    edge and leaves at the other lowers it. With a mask, what it leaves out is set to the mean of the rest.
    Undefined as ``shift_px`` is.
    """
    return phase_shift(reference, candidate, max_shift).response


@metric(
    title="Best cross-correlation",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    params=(
        Param(
            name="r",
            default=4,
            low=0,
            high=1000,
            help="the largest movement in px along x and along y; never more than a quarter of the picture's side",
        ),
    ),
    tolerates=("movement up to r", "a common factor on all levels", "a constant added to all levels"),
    masked=True,
    source="Lewis 1995, Fast Normalized Cross-Correlation, Vision Interface; over the overlap of the whole pictures "
    "(with a mask: Padfield 2012, IEEE TIP 21(5)), where cv2.matchTemplate needs a template smaller than the picture",
)
def max_ncc(reference: Picture, candidate: Picture, *, r: int = 4) -> float:
    """Return the highest Pearson correlation of the lumas over all whole movements by up to ``r`` px along x and y.

    1 where the candidate is the reference moved (times a positive factor, plus a constant), around 0 where no
    movement makes them alike. Each movement is judged by the pixels that then lie over each other and count in both
    pictures; movements that leave less than half of the counted pixels, or a flat overlap, are passed over.
    Undefined where nothing is left.
    """
    height, width = reference.luma.shape
    reach_y, reach_x = reach(height, r), reach(width, r)
    near = ncc_surface(reference, candidate, reach_y, reach_x).values
    best = near.max()
    if best == -np.inf:
        raise UndefinedScore("a picture is one flat level wherever they overlap: a constant has no correlation")
    dy, dx = nearest_peak(near, reach_y + reach_x)
    here, there = overlap(reference.luma.shape, dy, dx)
    first, second = reference.luma[here], candidate.luma[there]
    if reference.mask is not None:
        counted = reference.mask[here] & reference.mask[there]
        first, second = first[counted], second[counted]
    # Integer pictures are summed exactly, so that a moved picture gives exactly 1.
    if kernels.moments(first, second).sum_dd == 0:
        return 1.0
    return max(-1.0, min(1.0, float(best)))
