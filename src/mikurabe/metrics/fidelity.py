"""How much of the reference arrives in the candidate: the universal quality index, and visual information fidelity."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import half_blurred, information_arrived
from mikurabe.metrics.definition import metric
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.metrics.windows import (
    Floats,
    cover,
    cutting_mask,
    gaussian_taps,
    pair_stats,
    require_counted,
    size_of,
    stats_of,
    under_centres,
    under_windows,
)
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools

_BLOCK = 8
_ONES = (1.0,) * _BLOCK


def local_uqi(reference: Picture, candidate: Picture) -> Array:
    """Return the universal quality index of every 8 x 8 block, float64 of shape (H - 7, W - 7), from -1 to 1.

    Places that a mask leaves out are 1, as if nothing differed there; they do not count in the mean.
    """
    values, counts = _uqi_map(reference, candidate)
    return values if counts is None else np.where(counts, values, 1.0)


@metric(
    title="Universal quality index (UQI)",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    masked=True,
    local=local_uqi,
    source="Wang & Bovik 2002, IEEE SPL 9(3), eq. 2; img_qi.m: uniform 8 × 8 blocks at every place, on luma. sewar "
    "takes means where sums belong and gives values near 1; torchmetrics uses SSIM's Gaussian window",
)
def uqi(reference: Picture, candidate: Picture) -> float:
    """Return the mean over all 8 × 8 blocks of correlation × likeness of brightness × likeness of contrast.

    1 for identical pictures, 0 where nothing goes together, down to -1 for a negative. It has no constants and needs
    no full white, so it is unsteady where a block is dark or nearly flat; where both blocks are flat it compares
    brightness alone, and two black blocks give 1. Undefined for pictures smaller than 8 px a side. Under a mask a block
    has the unmasked pixels only, and counts where the pixel right of and below its middle is unmasked.
    """
    values, counts = _uqi_map(reference, candidate)
    return max(-1.0, min(1.0, pooled_mean(values, counts)))


def _uqi_map(reference: Picture, candidate: Picture) -> tuple[Floats, Bools | None]:
    if min(reference.luma.shape) < _BLOCK:
        raise UndefinedScore(f"{size_of(reference)} is smaller than the {_BLOCK} × {_BLOCK} px block that uqi compares")
    mask = cutting_mask(reference)
    counts = under_centres(mask, _BLOCK)
    require_counted(counts, _BLOCK)
    pixels: Array | float = float(_BLOCK**2) if mask is None else cover(mask, _ONES)
    sum_a, spread_a = reference.derive("block sums", lambda: _sums(reference.luma, mask, pixels))
    sum_b, spread_b = candidate.derive("block sums", lambda: _sums(candidate.luma, mask, pixels))
    first, second = reference.luma.astype(np.float64), candidate.luma.astype(np.float64)
    product = first * second if mask is None else np.where(mask, first * second, 0.0)
    means = sum_a * sum_b
    squares = sum_a * sum_a + sum_b * sum_b
    together = pixels * under_windows(product, _ONES) - means
    spread = spread_a + spread_b
    # Two black blocks are alike; two flat ones differ in brightness alone.
    luminance = np.divide(2 * means, squares, out=np.ones_like(means), where=squares > 0)
    structure = np.divide(2 * together, spread, out=np.ones_like(spread), where=spread > 0)
    return luminance * np.clip(structure, -1.0, 1.0), counts


def _sums(luma: Array, mask: Bools | None, pixels: Array | float) -> tuple[Floats, Floats]:
    """Return every block's sum and its N sum(x²) - sum(x)², never below 0 and exactly 0 where the block is flat.

    Sums of integers are exact, and so are full blocks of one float; masked blocks of floats are asked for it.
    """
    plane = luma.astype(np.float64)
    if mask is not None:
        plane = np.where(mask, plane, 0.0)
    total = under_windows(plane, _ONES)
    spread = np.maximum(pixels * under_windows(plane * plane, _ONES) - total * total, 0.0)
    if mask is not None and not np.issubdtype(luma.dtype, np.integer):
        from scipy.ndimage import maximum_filter, minimum_filter

        top, bottom = np.where(mask, plane, -np.inf), np.where(mask, plane, np.inf)
        height, width = total.shape
        inside = slice(_BLOCK // 2, _BLOCK // 2 + height), slice(_BLOCK // 2, _BLOCK // 2 + width)
        highest, lowest = maximum_filter(top, _BLOCK)[inside], minimum_filter(bottom, _BLOCK)[inside]
        spread[highest <= lowest] = 0.0
    return total, spread


# Variance of the visual noise on levels 0..255, and below which variance vifp_mscale.m takes a place for flat.
_NOISE = 2.0
_FLAT = 1e-10
_VIF_SCALES = 4
_VIF_SMALLEST = 41


@metric(
    title="Visual information fidelity, pixel domain (VIF-p)",
    better="higher",
    low=0,
    high=math.inf,
    identical=1,
    resolution=1e-4,
    reads="luma",
    symmetric=False,
    needs=("white",),
    masked=True,
    source="Sheikh & Bovik 2006, IEEE TIP 15(2); vifp_mscale.m: 4 scales, windows wholly inside, noise variance 2 on "
    "levels 0..255. Identical lumas give exactly 1, where its guard of 1e-10 leaves a little less. Not the VIF of the "
    "wavelet domain (vifvec.m), which has other values",
)
def vif_p(reference: Picture, candidate: Picture) -> float:
    """Return how much of the information that an eye takes from the reference it can still take from the candidate.

    1 for identical pictures, 0 where nothing of the reference is left, above 1 where the candidate shows the same with
    more contrast. Not symmetric. Undefined for pictures smaller than 41 px a side and for a reference that is one flat
    level, which holds no information. Under a mask windows are renormalised over the unmasked pixels, and those whose
    centre is unmasked count.
    """
    white = reference.white
    if min(reference.luma.shape) < _VIF_SMALLEST:
        raise UndefinedScore(f"{size_of(reference)} is smaller than the {_VIF_SMALLEST} px a side that 4 scales need")
    mask = cutting_mask(reference)
    everywhere = ... if mask is None else mask
    if np.array_equal(reference.luma[everywhere], candidate.luma[everywhere]):
        return 1.0
    parts = [
        _arrival(reference, candidate, scale, white)
        if mask is None
        else _masked_arrival(reference, candidate, scale, white, mask)
        for scale in range(_VIF_SCALES)
    ]
    arrived, sent = sum(part[0] for part in parts), sum(part[1] for part in parts)
    if sent == 0:
        raise UndefinedScore("the reference is one flat level: it holds no information that could arrive")
    return arrived / sent


def _arrival(reference: Picture, candidate: Picture, scale: int, white: float) -> tuple[float, float]:
    """Return what arrives in the candidate and what the reference sends at one scale, in bits."""
    (first, unit), (second, _) = _vif_levels(reference, scale, white), _vif_levels(candidate, scale, white)
    taps = _vif_taps(scale)
    stats = reference.derive(("vif stats", scale), lambda: stats_of(first if unit == 1 else first * unit, taps))
    sent = reference.derive(("vif sent", scale), lambda: _sent(stats.variance))
    return information_arrived(first, second, unit, stats, taps, _NOISE, _FLAT), sent


def _vif_levels(picture: Picture, scale: int, white: float) -> tuple[Array, float]:
    """Return the luma blurred by each scale's window and halved ``scale`` times, and what takes it to levels 0..255."""
    if scale == 0:
        return picture.luma, 255 / white
    plane, unit = _vif_levels(picture, scale - 1, white)
    return picture.derive(("vif levels", scale), lambda: half_blurred(plane, unit, _vif_taps(scale))), 1.0


def _sent(variance: Floats) -> float:
    return float(np.log2(1.0 + np.where(variance < _FLAT, 0.0, variance) / _NOISE).sum())


def _masked_arrival(
    reference: Picture, candidate: Picture, scale: int, white: float, mask: Bools
) -> tuple[float, float]:
    """Return what arrives and what is sent at one scale, in bits, under a mask."""
    first, here = _vif_plane(reference, scale, white, mask)
    second, _ = _vif_plane(candidate, scale, white, mask)
    taps = _vif_taps(scale)
    counts = under_centres(here, len(taps))
    require_counted(counts, len(taps))
    stats_a = reference.derive(("vif stats", scale), lambda: stats_of(first, taps, here))
    stats = pair_stats(first, second, stats_a, taps, here)
    return _information(stats.a.variance, stats.b.variance, stats.covariance, counts)


def _vif_taps(scale: int) -> tuple[float, ...]:
    """Return the window of one scale: 17, 9, 5, 3 px, its deviation a fifth of that."""
    size = 2 ** (_VIF_SCALES - scale) + 1
    return gaussian_taps(size, size / 5)


def _vif_plane(picture: Picture, scale: int, white: float, mask: Bools) -> tuple[Floats, Bools]:
    """Return the luma on levels 0..255, blurred by each scale's window and halved ``scale`` times, and its mask."""

    def compute() -> tuple[Floats, Bools]:
        if scale == 0:
            return picture.luma.astype(np.float64) * (255 / white), mask
        plane, above = _vif_plane(picture, scale - 1, white, mask)
        taps = _vif_taps(scale)
        weight = under_windows(above, taps, step=2)
        total = under_windows(np.where(above, plane, 0.0), taps, step=2)
        smaller = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
        return smaller, np.asarray(under_centres(above, len(taps), step=2))

    return picture.derive(("vif plane", scale), compute)


def _information(
    variance_a: Floats, variance_b: Floats, covariance: Floats, counts: Bools | None
) -> tuple[float, float]:
    """Return what arrives in the candidate and what the reference sends at one scale, in bits.

    The candidate is taken for gain × reference + noise. A negative gain conveys nothing.
    """
    if counts is not None:
        variance_a, variance_b, covariance = variance_a[counts], variance_b[counts], covariance[counts]
    gain = covariance / (variance_a + _FLAT)
    noise = variance_b - gain * covariance
    empty = variance_a < _FLAT
    sent = np.where(empty, 0.0, variance_a)
    silent = empty | (gain < 0)
    noise = np.where(silent, variance_b, noise)
    lost = variance_b < _FLAT
    noise = np.where(lost, 0.0, noise)
    gain = np.where(silent | lost, 0.0, gain)
    arrived = np.log2(1.0 + gain * gain * sent / (np.maximum(noise, _FLAT) + _NOISE))
    return float(arrived.sum()), _sent(variance_a)
