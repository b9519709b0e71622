"""HaarPSI: the similarity of the two pictures' Haar wavelet coefficients, weighed by how strong the coarse ones are."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import channel_sums, haar_losses
from mikurabe.kernels.haar import haar_maps
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import YIQ_I, YIQ_Q, YIQ_Y, mask_of, masked_like
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

# Reisenhofer 2018, section 4: C of the similarity on levels of 0..255, and the slope of the logistic function.
C = 30.0
ALPHA = 4.2


def _sums(picture: Picture, *, subsample: bool) -> Array:
    """Return the sums of the picture's channels, as the kernels take them."""
    return picture.derive(("channel sums", subsample), lambda: channel_sums(picture.pixels, halve=subsample))


def _mixing(picture: Picture, *, subsample: bool) -> Array:
    """Return by what the channels' sums are mixed to planes of levels 0..255: YIQ, or the luminance alone of gray."""
    unit = 255 / picture.white / (4 if subsample else 1)
    if picture.pixels.ndim == 2:
        return np.array([[sum(YIQ_Y)]]) * unit
    return np.array([YIQ_Y, YIQ_I, YIQ_Q]) * unit


@metric(
    title="Haar wavelet perceptual similarity (HaarPSI)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("white",),
    params=(
        Param(
            name="subsample",
            default=True,
            help="average over 2 × 2 pixels and keep every second one first, which stands for looking from a distance",
        ),
    ),
    blind=("the sign of an edge: dark on light or light on dark",),
    masked=True,
    source="Reisenhofer, Bosse, Kutyniok & Wiegand 2018, Signal Processing: Image Communication 61, the equations of "
    "section 3; the authors' HaarPSI.m, which halves the pictures first. piq takes other digits for YIQ, and says inf "
    "of two black pictures, which are identical and 1 here",
)
def haarpsi(reference: Picture, candidate: Picture, *, subsample: bool = True) -> float:
    """Return the similarity of the Haar wavelet coefficients of two scales, weighed by those of the third.

    1 for identical pictures, towards 0 where no detail of one is in the other. Colour pictures are compared in YIQ,
    gray ones by their luma alone. Beyond the border all counts as black: a bright border is a strong edge, and a
    negative shows there. Undefined where neither picture has any coarse detail (both all black). Under a mask the
    candidate takes the reference's pixels outside it, and the places under it are pooled.
    """
    candidate = masked_like(reference, candidate)
    first, second = _sums(reference, subsample=subsample), _sums(candidate, subsample=subsample)
    mixing = _mixing(reference, subsample=subsample)
    mask = mask_of(candidate, 2 if subsample else 1)
    if mask is None or mask.all():
        losses, weights = haar_losses(first, second, mixing, C, ALPHA)
    else:
        lost, weight = (each[:, mask] for each in haar_maps(first, second, mixing, C, ALPHA))
        losses, weights = float(np.sum(lost * weight)), float(np.sum(weight))
    if weights == 0:
        raise UndefinedScore("nothing in either picture has any weight for this index")
    missed = losses / weights
    if missed == 0:
        return 1.0
    faint = math.exp(-ALPHA)
    above, below = 1 / (1 + faint) - missed, faint / (1 + faint) + missed
    return min(1.0, (math.log(above / below) / ALPHA) ** 2)
