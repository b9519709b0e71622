"""DSS: the similarity of the two pictures' DCT subbands, judged by its worst places."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import levels, masked_like
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools

# Balanov 2015, section 3: blocks, the weights of the subbands, the window, the constants and the share that is pooled.
BLOCK_PX = 8
SUBBAND_SIGMA = 1.55
LEAST_WEIGHT = 0.01
WINDOW_SIGMA = 1.5
C_FLAT, C_DETAIL = 1000.0, 300.0
WORST_SHARE = 0.05


def subband_weights() -> dict[tuple[int, int], float]:
    """Return the weight of each subband (down, across) that counts: one quarter of an even Gaussian window."""
    weights = {}
    for down in range(BLOCK_PX):
        for across in range(BLOCK_PX):
            squares = (down + 0.5) ** 2 + (across + 0.5) ** 2
            weight = math.exp(-squares / (2 * SUBBAND_SIGMA**2))
            if weight >= LEAST_WEIGHT:
                weights[down, across] = weight
    return weights


WEIGHTS = subband_weights()


def subbands(luma: Array) -> Array:
    """Return the DCT coefficients that count, of every whole 8 x 8 block: float64 (subbands, H // 8, W // 8)."""
    from scipy import fft

    rows, columns = luma.shape[0] // BLOCK_PX, luma.shape[1] // BLOCK_PX
    whole = luma[: rows * BLOCK_PX, : columns * BLOCK_PX].reshape(rows, BLOCK_PX, columns, BLOCK_PX)
    coefficients = fft.dctn(whole, axes=(1, 3), norm="ortho")
    return np.stack([coefficients[:, down, :, across] for down, across in WEIGHTS])


def _windowed(planes: Array) -> Array:
    """Return the Gaussian mean of 3 x 3 places of each plane, zeros beyond the border."""
    side = math.exp(-1 / (2 * WINDOW_SIGMA**2))
    middle, side = 1 / (1 + 2 * side), side / (1 + 2 * side)
    padded = np.pad(planes, ((0, 0), (1, 1), (1, 1)))
    rows = middle * padded[:, 1:-1] + side * (padded[:, :-2] + padded[:, 2:])
    mean: Array = middle * rows[:, :, 1:-1] + side * (rows[:, :, :-2] + rows[:, :, 2:])
    return mean


def _moments(picture: Picture) -> tuple[Array, Array, Array]:
    """Return the subbands, their local means and their local variances."""

    def compute() -> tuple[Array, Array, Array]:
        planes = subbands(levels(picture))
        means = _windowed(planes)
        return planes, means, np.maximum(_windowed(planes * planes) - means * means, 0)

    return picture.derive("subbands for dss", compute)


def _blocks_under(mask: Bools) -> Bools:
    rows, columns = mask.shape[0] // BLOCK_PX, mask.shape[1] // BLOCK_PX
    whole = mask[: rows * BLOCK_PX, : columns * BLOCK_PX].reshape(rows, BLOCK_PX, columns, BLOCK_PX)
    blocks = np.asarray(whole.any(axis=(1, 3)))
    if not blocks.any():
        raise UndefinedScore("no whole 8 × 8 block lies under the mask; widen the mask")
    return blocks


def worst_mean(values: Array) -> float:
    """Return the mean of the lowest twentieth of the values; of the lowest one where that is none."""
    count = max(1, int(WORST_SHARE * values.size + 0.5))
    return float(np.mean(np.sort(values, axis=None)[:count]))


@metric(
    title="DCT subband similarity (DSS)",
    better="higher",
    low=-0.25,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    tolerates=("a constant added to all levels",),
    masked=True,
    source="Balanov, Schwartz, Moshe & Peleg 2015, ICIP, eq. 3 to 6; the authors' DSS.m. Where a twentieth of "
    "the blocks is less than half a block we take the worst one; piq says nan there",
)
def dss(reference: Picture, candidate: Picture) -> float:
    """Return the similarity of the local contrast in each DCT subband, of its worst twentieth of places.

    1 for identical pictures, around 0 where the worst places have nothing in common, a little below where their coarse
    picture is inverted. Undefined below 8 × 8 px; what does not fill a block at the right and below is left out. Under
    a mask the candidate takes the reference's pixels outside it, and the blocks that it touches are pooled.
    """
    height, width = reference.pixels.shape[:2]
    if min(height, width) < BLOCK_PX:
        raise UndefinedScore(f"{width} × {height} px is smaller than one block of 8 × 8 px; use ssim[recipe=opencv]")
    candidate = masked_like(reference, candidate)
    first, mean_a, variance_a = _moments(reference)
    second, mean_b, variance_b = _moments(candidate)
    blocks = None if candidate.mask is None else _blocks_under(candidate.mask)
    missed, total = 0.0, 0.0
    for which, (place, weight) in enumerate(WEIGHTS.items()):
        constant = C_FLAT if place == (0, 0) else C_DETAIL
        spread = np.sqrt(variance_a[which] * variance_b[which])
        contrast = (2 * spread + constant) / (variance_a[which] + variance_b[which] + constant)
        worst = worst_mean(contrast if blocks is None else contrast[blocks])
        if place == (0, 0):
            together = _windowed((first[which] * second[which])[np.newaxis])[0] - mean_a[which] * mean_b[which]
            # By Cauchy and Schwarz it cannot be more; rounding could make it so.
            course = (np.clip(together, -spread, spread) + constant) / (spread + constant)
            worst *= worst_mean(course if blocks is None else course[blocks])
        # As the distance from 1, so that identical pictures give exactly 1.
        missed += weight * (1 - worst)
        total += weight
    return 1 - missed / total
