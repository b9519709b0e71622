"""HaarPSI: the similarity of the two pictures' Haar wavelet coefficients, weighed by how strong the coarse ones are."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import YIQ_I, YIQ_Q, YIQ_Y, likeness, mask_of, masked_like, mixed
from mikurabe.metrics.pooling import weighted_mean
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

# Reisenhofer 2018, section 4: C of the similarity on levels of 0..255, and the slope of the logistic function.
C = 30.0
ALPHA = 4.2


def haar_details(plane: Array, scale: int) -> tuple[Array, Array]:
    """Return the size of the difference between lower and upper half, and between right and left half, of each window.

    float64 of the plane's shape. Windows are 2^scale pixels wide and high, the sums are divided by 2^scale. A window
    reaches half its width to the right and below, half less one to the left and above; beyond the border there are
    zeros, as in MATLAB's ``conv2(..., 'same')``.
    """
    half = 2 ** (scale - 1)
    padded = np.pad(plane, (half - 1, half))
    halves_down, halves_right = _runs(padded, 0, scale - 1), _runs(padded, 1, scale - 1)
    across_rows = _runs(halves_down[half:] - halves_down[:-half], 1, scale)
    across_columns = _runs(halves_right[:, half:] - halves_right[:, :-half], 0, scale)
    return np.abs(across_rows) / 2**scale, np.abs(across_columns) / 2**scale


def _runs(plane: Array, axis: int, doublings: int) -> Array:
    """Return the sums of 2^doublings neighbours along an axis, where all of them are inside."""
    for step in range(doublings):
        apart = 2**step
        plane = plane[apart:] + plane[:-apart] if axis == 0 else plane[:, apart:] + plane[:, :-apart]
    return plane


def _details(picture: Picture, factor: int) -> tuple[tuple[Array, Array], ...]:
    """Return the details of the luminance at the scales 1 to 3."""

    def compute() -> tuple[tuple[Array, Array], ...]:
        plane = mixed(picture, YIQ_Y, factor)
        return tuple(haar_details(plane, scale) for scale in (1, 2, 3))

    return picture.derive(("haar details", factor), compute)


def _chroma(picture: Picture, factor: int) -> tuple[Array, ...]:
    """Return the sizes of the two chromaticities, averaged over 2 x 2 places."""

    def compute() -> tuple[Array, ...]:
        return tuple(np.abs(_averaged(mixed(picture, weights, factor))) for weights in (YIQ_I, YIQ_Q))

    return picture.derive(("haar chroma", factor), compute)


def _averaged(plane: Array) -> Array:
    below = np.pad(plane, ((0, 1), (0, 1)))
    mean: Array = (below[:-1, :-1] + below[1:, :-1] + below[:-1, 1:] + below[1:, 1:]) / 4
    return mean


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
    factor = 2 if subsample else 1
    first, second = _details(reference, factor), _details(candidate, factor)
    similarities, weights = [], []
    for direction in (0, 1):
        fine, coarse = (likeness(first[scale][direction], second[scale][direction], C) for scale in (0, 1))
        similarities.append((fine + coarse) / 2)
        weights.append(np.maximum(first[2][direction], second[2][direction]))
    if reference.pixels.ndim == 3:
        pairs = zip(_chroma(reference, factor), _chroma(candidate, factor), strict=True)
        of_i, of_q = (likeness(a, b, C) for a, b in pairs)
        similarities.append((of_i + of_q) / 2)
        weights.append((weights[0] + weights[1]) / 2)
    mask = mask_of(candidate, factor)
    stacked = np.stack(similarities)
    everywhere = None if mask is None else np.broadcast_to(mask, stacked.shape)
    # l(1) - l(s) for the logistic l, in a form that is exactly 0 where the similarity is 1.
    faint = math.exp(-ALPHA)
    rising = np.expm1(ALPHA * (1 - stacked))
    missed = weighted_mean(faint * rising / ((1 + faint) * (1 + faint * (1 + rising))), np.stack(weights), everywhere)
    if missed == 0:
        return 1.0
    above, below = 1 / (1 + faint) - missed, faint / (1 + faint) + missed
    return min(1.0, (math.log(above / below) / ALPHA) ** 2)
