"""Indices that look at frequencies and forget where things are."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools


@metric(
    title="Cosine of |FFT|",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    tolerates=("movement of the whole, in a circle or on an even frame", "a common factor", "a constant added"),
    blind=("where things are", "a negative", "a turn by 180°"),
    masked=True,
    source="Oppenheim & Lim 1981, Proc. IEEE 69(5), on what the magnitude alone keeps; cosine of the magnitudes of the "
    "discrete Fourier transforms of the lumas less their means, no window",
)
def fft_magnitude(reference: Picture, candidate: Picture) -> float:
    """Return the cosine of the angle between the magnitudes of the two lumas' Fourier transforms, means removed.

    1 for identical pictures and for a picture that was moved in a circle, nearer to 0 the less their frequencies have
    in common; unlike photographs still share their low frequencies (0.5 and more). With a mask, what it leaves out is
    set to the mean of the rest. Undefined where a picture is one flat level.
    """
    a, b = _magnitudes(reference, "reference"), _magnitudes(candidate, "candidate")
    if np.array_equal(a, b):
        return 1.0
    together, in_a, in_b = (float(np.dot(x.ravel(), y.ravel())) for x, y in ((a, b), (a, a), (b, b)))
    return max(0.0, min(1.0, together / (math.sqrt(in_a) * math.sqrt(in_b))))


def _magnitudes(picture: Picture, which: str) -> NDArray[np.float64]:
    size = picture.derive("fft magnitudes", lambda: fft_features(picture.luma, picture.mask))
    if not size.any():
        raise UndefinedScore(f"the {which} is one flat level: it has no frequencies to compare")
    return size


def fft_features(luma: Array, mask: Bools | None) -> NDArray[np.float64]:
    """Return |rfft2| of a plane less its mean, scaled to a largest value of 1; all 0 where it is flat.

    The columns that stand for two of the whole transform are weighted by the root of 2, so that a sum of
    products counts the whole plane.
    """
    from scipy import fft

    plane = luma.astype(np.float64)
    counted = plane if mask is None else plane[mask]
    level = plane - counted.mean()
    size: NDArray[np.float64] = np.abs(fft.rfft2(level if mask is None else np.where(mask, level, 0.0)))
    size[:, 1 : (luma.shape[1] + 1) // 2] *= np.sqrt(2.0)
    size[0, 0] = 0.0  # what rounding has left of the mean
    largest = float(size.max())
    if counted.min() == counted.max() or largest == 0:
        return np.zeros_like(size)
    return size / largest
