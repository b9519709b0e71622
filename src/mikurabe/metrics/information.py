"""Indices from information theory: how much one picture tells about the other."""

from __future__ import annotations

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.metrics.histogram import binned, planes_of
from mikurabe.picture import Picture
from mikurabe.records import Array, Param


@metric(
    title="Normalised mutual information",
    better="higher",
    low=1,
    high=2,
    identical=2,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    params=(
        Param(
            name="bins",
            default=64,
            low=2,
            high=1024,
            help="how many bins each picture's levels are put into; the value depends on it",
        ),
        Param(
            name="binning",
            default="white",
            choices=("white", "occurring"),
            help="white: the bins lie between black and full white; occurring: between the lowest and the highest "
            "level of each picture, as scikit-image's",
        ),
    ),
    tolerates=("a negative", "any change of levels that keeps different ones different"),
    blind=("which level stands for what",),
    masked=True,
    source="Studholme, Hill & Hawkes 1999, Pattern Recognition 32(1), eq. 8. Fixed bins over black to white; "
    "scikit-image's 100 bins over the levels that occur are nmi[bins=100,binning=occurring]",
)
def nmi(reference: Picture, candidate: Picture, *, bins: int = 64, binning: str = "white") -> float:
    """Return (H(A) + H(B)) / H(A, B) of the two lumas, H being the entropy.

    2 where each picture's level tells the other's (also a negative), 1 where neither tells anything: always so where
    one picture falls into a single bin. Undefined where both do. Few pixels in many bins raise it by chance.
    """
    first, second = _bins_of(reference, bins, binning), _bins_of(candidate, bins, binning)
    joint = np.bincount((first * bins + second).ravel(), minlength=bins * bins).reshape(bins, bins)
    entropy_a, entropy_b, together = _entropy(joint.sum(axis=1)), _entropy(joint.sum(axis=0)), _entropy(joint)
    if together == 0:
        raise UndefinedScore(f"both pictures fall into one of {bins} bins each: there is nothing that one could tell")
    return max(1.0, min(2.0, (entropy_a + entropy_b) / together))


def _bins_of(picture: Picture, bins: int, binning: str) -> Array:
    def compute() -> Array:
        levels = planes_of(picture, "luma")[0]
        if binning == "white":
            return binned(levels, picture.white, bins).astype(np.int64)
        low, high = float(levels.min()), float(levels.max())
        if low == high:
            return np.zeros(levels.shape, np.int64)
        # The very edges of numpy.histogram, so that levels on an edge fall where scikit-image has them.
        edges = np.linspace(low, high, bins + 1)
        return np.minimum(np.searchsorted(edges, levels, side="right") - 1, bins - 1)

    return picture.derive(("bins", bins, binning), compute)


def _entropy(counts: Array) -> float:
    """Return the entropy of these counts in nats."""
    there = counts[counts > 0]
    shares = there / there.sum()
    return -float((shares * np.log(shares)).sum())
