"""Colour as the eye tells it apart: CIE Lab and CIEDE2000, and histograms of colours.

Pixels are sRGB (IEC 61966-2-1) seen under D65; levels beyond black and white are taken as black and white. A gray level
stands for the neutral colour of that level.
"""

from __future__ import annotations

import math

import numpy as np

from mikurabe import kernels
from mikurabe.metrics.definition import metric
from mikurabe.metrics.histogram import intersection
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.picture import Picture
from mikurabe.records import Array, Param


def lab(picture: Picture) -> Array:
    """Return the picture in CIE Lab, float32 (H, W, 3); of a gray picture only the lightness, (H, W), for a = b = 0."""
    planes = _lab_planes(picture)
    return planes[0] if len(planes) == 1 else np.moveaxis(planes, 0, -1)


def _lab_planes(picture: Picture) -> Array:
    return picture.derive("lab", lambda: kernels.lab(picture.pixels, picture.white))


def colour_difference(first: Array, second: Array) -> Array:
    """Return CIEDE2000 of Lab colours, (..., 3) each, float64 (...): Sharma, Wu & Dalal 2005, eqs. 2 to 22.

    This is the formula as published, in double precision: what the kernel that works on pictures is measured against.
    """
    lightness_1, a_1, b_1 = np.moveaxis(first, -1, 0)
    lightness_2, a_2, b_2 = np.moveaxis(second, -1, 0)
    stretch = 1.5 - 0.5 * _seventh((np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2)
    a_1, a_2 = a_1 * stretch, a_2 * stretch
    chroma_1, chroma_2 = np.hypot(a_1, b_1), np.hypot(a_2, b_2)
    hue_1, hue_2 = np.degrees(np.arctan2(b_1, a_1)) % 360, np.degrees(np.arctan2(b_2, a_2)) % 360

    coloured = (chroma_1 > 0) & (chroma_2 > 0)
    turn = hue_2 - hue_1
    far = np.abs(turn) > 180
    # The shorter way round the circle of hues; without a colour on one side there is no hue to differ.
    turn = np.where(coloured, turn - 360 * np.sign(turn) * far, 0.0)
    total = hue_1 + hue_2
    middle = np.where(coloured, (total + np.where(far, np.where(total < 360, 360, -360), 0)) / 2, total)

    chroma = (chroma_1 + chroma_2) / 2
    above_50 = ((lightness_1 + lightness_2) / 2 - 50) ** 2
    hue_weight = (
        1
        - 0.17 * _cosine(middle - 30)
        + 0.24 * _cosine(2 * middle)
        + 0.32 * _cosine(3 * middle + 6)
        - 0.20 * _cosine(4 * middle - 63)
    )
    rotation = -2 * _seventh(chroma) * np.sin(np.radians(60 * np.exp(-(((middle - 275) / 25) ** 2))))
    by_lightness = (lightness_2 - lightness_1) / (1 + 0.015 * above_50 / np.sqrt(20 + above_50))
    by_chroma = (chroma_2 - chroma_1) / (1 + 0.045 * chroma)
    by_hue = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * hue_weight)
    squared = by_lightness**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)))


def _seventh(chroma: Array) -> Array:
    """Return sqrt(C^7 / (C^7 + 25^7))."""
    power = chroma**7
    return np.asarray(np.sqrt(power / (power + 25.0**7)))


def _cosine(degrees: Array) -> Array:
    return np.asarray(np.cos(np.radians(degrees)))


def ciede2000_map(reference: Picture, candidate: Picture) -> Array:
    """Return the CIEDE2000 difference of every pixel, float64 (H, W): 0 the same, about 1 just noticeable."""
    return _differences(reference, candidate).astype(np.float64)


def _differences(reference: Picture, candidate: Picture) -> Array:
    """Return the map as the kernel gives it, float32; how far off, kernels/colour.py says."""
    return candidate.derive(
        ("ciede2000", id(reference)),
        lambda: kernels.ciede2000(_lab_planes(reference), reference.pixels, candidate.pixels, candidate.white),
    )


@metric(
    title="Colour difference (CIEDE2000)",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    version=2,
    unit="ΔE",
    needs=("white",),
    masked=True,
    local=ciede2000_map,
    source="Sharma, Wu & Dalal 2005, Color Research & Application 30(1); mean over the pixels, sRGB under D65, kL = "
    "kC = kH = 1. scikit-image's Lab has another white point, by which grays get a trace of colour",
)
def ciede2000(reference: Picture, candidate: Picture) -> float:
    """Return the mean CIEDE2000 colour difference: 0 identical, about 1 just noticeable, 100 white for black."""
    if reference.mask is not None:
        return pooled_mean(_differences(reference, candidate), reference.mask)
    return kernels.ciede2000_mean(_lab_planes(reference), reference.pixels, candidate.pixels, candidate.white)


@metric(
    title="Colour difference, 95th percentile",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    version=2,
    unit="ΔE",
    needs=("white",),
    blind=("a change of less than a twentieth of the pixels",),
    masked=True,
    local=ciede2000_map,
    source="Sharma, Wu & Dalal 2005, Color Research & Application 30(1); the 95th percentile over the pixels, linear "
    "between ranks (numpy.percentile), sRGB under D65",
)
def ciede2000_p95(reference: Picture, candidate: Picture) -> float:
    """Return the CIEDE2000 difference that 95 % of the pixels do not exceed: 0 where less than a twentieth changed."""
    values = _differences(reference, candidate)
    return _percentile_95(values.ravel() if reference.mask is None else values[reference.mask])


def _percentile_95(values: Array) -> float:
    """Return numpy.percentile(values, 95) of a row of numbers; only those that can be it are ordered."""
    place = 0.95 * (values.size - 1)
    below = math.floor(place)
    sample = values[:: max(1, values.size // 8192)]
    likely = np.partition(sample, int(0.93 * (sample.size - 1)))[int(0.93 * (sample.size - 1))]
    top = values[values >= likely]
    if top.size < values.size - below:
        top = values
    rank = below - (values.size - top.size)
    ordered = np.partition(top, (rank, min(rank + 1, top.size - 1)))
    low, high = float(ordered[rank]), float(ordered[min(rank + 1, top.size - 1)])
    return low + (high - low) * (place - below)


def hsv(levels: Array) -> Array:
    """Return hue (0 up to, not including, 1), saturation and value (0 to 1) of (N, 3) levels 0 to 1; no hue is 0."""
    red, green, blue = levels.T
    value, least = levels.max(axis=1), levels.min(axis=1)
    spread = value - least
    below = np.where(spread > 0, spread, 1.0)
    sixths = np.where(
        value == red,
        (green - blue) / below % 6,
        np.where(value == green, (blue - red) / below + 2, (red - green) / below + 4),
    )
    saturation = spread / np.where(value > 0, value, 1.0)
    return np.stack([np.where(spread > 0, sixths / 6, 0.0) % 1.0, saturation, value], axis=1)


# The bins of each space: how many on each axis, and where its axes begin and end. 256 bins of HSV are MPEG-7's.
_SPACES = {
    "hsv": ((16, 4, 4), (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    "lab": ((8, 16, 16), (0.0, -128.0, -128.0), (100.0, 128.0, 128.0)),
}


def colour_counts(picture: Picture, space: str) -> Array:
    """Return how many pixels (under the mask) have each binned colour, int64 (bins,)."""

    def count() -> Array:
        bins, low, high = _SPACES[space]
        if space == "lab":
            colours = lab(picture)
            colours = colours if picture.mask is None else colours[picture.mask]
            if picture.pixels.ndim == 2:
                colours = np.stack([colours, np.zeros_like(colours), np.zeros_like(colours)], axis=-1)
        else:
            levels = np.clip(picture.counted / picture.white, 0.0, 1.0)
            colours = levels[..., np.newaxis].repeat(3, axis=-1) if picture.pixels.ndim == 2 else levels
            colours = hsv(colours.reshape(-1, 3))
        places = np.zeros(colours.size // 3, np.intp)
        for axis, (number, begin, end) in enumerate(zip(bins, low, high, strict=True)):
            along = (colours[..., axis].ravel() - begin) * (number / (end - begin))
            places = places * number + np.clip(along.astype(np.intp), 0, number - 1)
        return np.bincount(places, minlength=math.prod(bins))

    return picture.derive(("colour counts", space), count)


@metric(
    title="Colour histogram intersection",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("white",),
    params=(
        Param(
            name="space",
            default="hsv",
            choices=tuple(_SPACES),
            help="hsv: 16 hues × 4 saturations × 4 values; lab: 8 lightnesses × 16 × 16 of a and b, each 16 wide",
        ),
    ),
    tolerates=("any movement of the pixels",),
    blind=("where a colour is", "shape", "any movement of the pixels"),
    masked=True,
    source="Swain & Ballard 1991, IJCV 7(1), eq. 1, of shares; in place of their opponent axes the 256 bins of HSV of "
    "MPEG-7's scalable colour descriptor, or CIE Lab",
)
def colour_hist(reference: Picture, candidate: Picture, *, space: str = "hsv") -> float:
    """Return the part of the pixels whose binned colours both pictures share: 1 like shares, 0 no colour in common.

    Nearby colours on two sides of a bin's edge are as different as any.
    """
    return intersection(colour_counts(reference, space), colour_counts(candidate, space))
