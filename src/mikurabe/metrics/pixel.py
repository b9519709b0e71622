"""Indices that compare level with level, pixel by pixel: all of them come from one pass over the pixels.

Integer depths are summed exactly; the only rounding is that of the last division and root.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.kernels import Moments
from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture, Stack
from mikurabe.records import Array, Param


def pair_moments(reference: Picture, candidate: Picture) -> Moments:
    """Return the sums over all channels of both pictures, computed once per pair."""
    return candidate.derive(("moments", id(reference)), lambda: kernels.moments(reference.counted, candidate.counted))


def of_each(formula: Callable[[Moments], float]) -> Callable[[Picture, Stack], list[float | Exception]]:
    """Return what computes a formula of the sums for every picture of a stack: the value or why there is none."""

    def batch(reference: Picture, stack: Stack) -> list[float | Exception]:
        sums = stack.derive("moments", lambda: kernels.moments_of_stack(reference.pixels, stack.pixels))
        try:
            return [formula(each) for each in sums]
        except UndefinedScore:
            return [_tried(formula, each) for each in sums]

    return batch


def _tried(formula: Callable[[Moments], float], sums: Moments) -> float | Exception:
    try:
        return formula(sums)
    except UndefinedScore as undefined:
        return undefined


def direction_moments(reference: Picture, candidate: Picture, *, centred: bool) -> Moments:
    """Return the sums for an index that no factor changes (``centred``: nor an added constant), once per pair.

    Integer depths are summed as they are, exactly. Floats are first brought to a largest size between 1/2 and 1 by a
    power of two, which changes no digit, so that squares neither overflow nor vanish; where the mean does not matter
    it is taken off before, or a small spread on a high level would drown in rounding.
    """
    if np.issubdtype(reference.pixels.dtype, np.integer):
        return pair_moments(reference, candidate)
    first, second = _direction(reference, centred), _direction(candidate, centred)
    return candidate.derive(("direction moments", id(reference), centred), lambda: kernels.moments(first, second))


def _direction(picture: Picture, centred: bool) -> Array:
    def compute() -> Array:
        values = _scaled(picture.counted.astype(np.float64))
        return _scaled(values - values.mean()) if centred else values

    return picture.derive(("direction", centred), compute)


def _scaled(values: Array) -> Array:
    largest = float(np.abs(values).max())
    return values if largest == 0 else np.ldexp(values, -math.frexp(largest)[1])


def _cosine(sums: Moments) -> float:
    if sums.sum_aa == 0 or sums.sum_bb == 0:
        which = "reference" if sums.sum_aa == 0 else "candidate"
        raise UndefinedScore(f"the {which} is all black: there is no angle to a vector of zeros")
    if sums.sum_dd == 0:
        return 1.0
    # Equality in Cauchy-Schwarz: one is a multiple of the other. Integer sums show it exactly, where roots would round.
    if isinstance(sums.sum_ab, int) and sums.sum_ab * sums.sum_ab == sums.sum_aa * sums.sum_bb:
        return 1.0
    return max(-1.0, min(1.0, sums.sum_ab / (math.sqrt(sums.sum_aa) * math.sqrt(sums.sum_bb))))


@metric(
    title="Cosine similarity",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-5,
    tolerates=("a common factor on all levels",),
    masked=True,
    batch=of_each(_cosine),
    source="Salton & McGill 1983, Introduction to Modern Information Retrieval, 4.1; on raw levels, all channels",
)
def cosine(reference: Picture, candidate: Picture) -> float:
    """Return the cosine of the angle between the two pictures taken as vectors of levels.

    Between 0 and 1 for pictures (no negative levels): 1 where one is a multiple of the other, 0 where no pixel is
    lit in both. A bright background dominates it. Undefined where one picture is all black.
    """
    return _cosine(direction_moments(reference, candidate, centred=False))


@metric(
    title="Pearson correlation",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-5,
    tolerates=("a common factor on all levels", "a constant added to all levels"),
    masked=True,
    source="Pearson 1896, Phil. Trans. R. Soc. A 187; the zero-mean normalised cross-correlation at lag 0",
)
def pearson(reference: Picture, candidate: Picture) -> float:
    """Return Pearson's r of the two pictures' levels over all channels.

    1 where one is the other times a positive factor plus a constant, -1 where the factor is negative (a negative
    image), 0 where neither tells anything of the other. Undefined where a picture has one level only.
    """
    # Floats that are all alike leave a rounding remainder instead of no spread: ask the pixels.
    flat_a, flat_b = _is_flat(reference), _is_flat(candidate)
    if flat_a or flat_b:
        which = "both pictures are" if flat_a and flat_b else f"the {'reference' if flat_a else 'candidate'} is"
        raise UndefinedScore(f"{which} one flat level: there is no correlation with a constant")
    sums = direction_moments(reference, candidate, centred=True)
    if sums.sum_dd == 0:
        return 1.0
    spread_a = sums.n * sums.sum_aa - sums.sum_a * sums.sum_a
    spread_b = sums.n * sums.sum_bb - sums.sum_b * sums.sum_b
    together = sums.n * sums.sum_ab - sums.sum_a * sums.sum_b
    if isinstance(together, int) and together * together == spread_a * spread_b:
        return 1.0 if together > 0 else -1.0
    return max(-1.0, min(1.0, together / (math.sqrt(spread_a) * math.sqrt(spread_b))))


def _is_flat(picture: Picture) -> bool:
    return picture.derive("flat", lambda: bool(picture.counted.min() == picture.counted.max()))


def _finite(error: float) -> float:
    """Return the error, or raise UndefinedScore where float64 cannot hold it."""
    if math.isinf(error):
        raise UndefinedScore("the differences between the levels are too large for float64")
    return error


def _mae(sums: Moments) -> float:
    return _finite(sums.sum_abs_d / sums.n)


def _mse(sums: Moments) -> float:
    return _finite(sums.sum_dd / sums.n)


def _rmse(sums: Moments) -> float:
    return math.sqrt(_mse(sums))


def _psnr(sums: Moments, white: float = 255.0) -> float:
    error = _mse(sums)
    return math.inf if error == 0 else 10 * math.log10(white * white / error)


@metric(
    title="Mean absolute error",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    unit="levels",
    masked=True,
    batch=of_each(_mae),
    source="mean of |reference - candidate| over all pixels and channels, in the pictures' own levels",
)
def mae(reference: Picture, candidate: Picture) -> float:
    """Return the mean absolute difference of levels: 0 for identical pictures, full white for black against white."""
    return _mae(pair_moments(reference, candidate))


@metric(
    title="Mean squared error",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    unit="levels²",
    masked=True,
    batch=of_each(_mse),
    source="mean of (reference - candidate)² over all pixels and channels, in the pictures' own levels",
)
def mse(reference: Picture, candidate: Picture) -> float:
    """Return the mean squared difference of levels: 0 for identical pictures, white² for black against white."""
    return _mse(pair_moments(reference, candidate))


@metric(
    title="Root mean squared error",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    unit="levels",
    masked=True,
    batch=of_each(_rmse),
    source="square root of the mean squared error over all pixels and channels",
)
def rmse(reference: Picture, candidate: Picture) -> float:
    """Return the root of the mean squared difference of levels: 0 if identical, white for black against white."""
    return _rmse(pair_moments(reference, candidate))


@metric(
    title="Peak signal-to-noise ratio",
    better="higher",
    low=-math.inf,
    high=math.inf,
    identical=math.inf,
    resolution=0.01,
    unit="dB",
    needs=("white",),
    masked=True,
    batch=of_each(_psnr),
    source="10 log10(white² / MSE) over all pixels and channels together; identical pictures give ∞, "
    "where OpenCV's PSNR says 361.20 and piq 80",
)
def psnr(reference: Picture, candidate: Picture) -> float:
    """Return 10 log10(white² / MSE) in dB: infinite for identical pictures, 0 for black against white.

    Full white is that of the pictures' depth (255, 65535, 1.0), never the largest level seen. Over colour the MSE
    is that of all channels together, not the mean of three PSNRs. A picture with fewer dots can score *higher*.
    """
    return _psnr(pair_moments(reference, candidate), reference.white)


@metric(
    title="Normalised root mean squared error",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=1e-4,
    symmetric=False,
    masked=True,
    params=(
        Param(
            name="norm",
            default="euclidean",
            choices=("euclidean", "minmax", "mean"),
            help="what the error is divided by, always of the reference: the root of its mean square, its range of "
            "levels, or its mean",
        ),
    ),
    tolerates=("a common factor on both pictures",),
    source="root of the mean squared error over a measure of the reference; the three denominators of scikit-image's "
    "normalized_root_mse, where 0 / 0 and x / 0 come out as NaN and infinity",
)
def nrmse(reference: Picture, candidate: Picture, *, norm: str = "euclidean") -> float:
    """Return the root of the mean squared error as a fraction of the reference.

    0 for identical pictures; with ``euclidean`` 1 for a black candidate. Not symmetric: the reference alone is in the
    denominator. Undefined where that is 0: a black reference, or with ``minmax`` a flat one.
    """
    sums = pair_moments(reference, candidate)
    if norm == "euclidean":
        below, why = math.sqrt(sums.sum_aa / sums.n), "the reference is all black"
    elif norm == "minmax":
        levels = reference.counted
        below, why = float(levels.max()) - float(levels.min()), "the reference is one flat level"
    else:
        below, why = sums.sum_a / sums.n, "the mean of the reference is not above 0"
    if below <= 0:
        raise UndefinedScore(f"{why}: there is nothing to divide by; nrmse[norm=...] has other denominators, rmse none")
    return rmse(reference, candidate) / below
