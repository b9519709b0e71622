"""Planes on the scale 0 to 255 that the gradient, wavelet, phase, saliency and DCT indices are defined on.

Their constants assume 8-bit levels, so every depth is scaled to 0..255 in float64. All windows are MATLAB's: the
authors' own programs use ``conv2(..., 'same')`` and ``(1:F:end)``, and this is where those conventions live.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import box_means, mixture, steepness
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, read_only

# (middle, side) of a 3 x 3 derivative kernel [side, middle, side] x [1, 0, -1].
PREWITT = (1 / 3, 1 / 3)
SCHARR = (10 / 16, 3 / 16)

# The YIQ colour space as the authors' programs of FSIM and HaarPSI round it. Its luminance is not rounded to levels.
YIQ_Y = (0.299, 0.587, 0.114)
YIQ_I = (0.596, -0.274, -0.322)
YIQ_Q = (0.211, -0.523, 0.312)


def masked_like(reference: Picture, candidate: Picture) -> Picture:
    """Return the candidate with the reference's pixels wherever the mask says that they do not count.

    The filters of these indices are wide: what lies outside the mask must be the same in both pictures, so that it
    cannot leak into the places that count. Without a mask it is the candidate itself.
    """
    mask = candidate.mask
    if mask is None:
        return candidate

    def replaced() -> Picture:
        where = mask if candidate.pixels.ndim == 2 else mask[..., np.newaxis]
        pixels = read_only(np.where(where, candidate.pixels, reference.pixels))
        return Picture(replace(candidate.image, pixels=pixels), mask)

    return candidate.derive(("the reference outside the mask", id(reference)), replaced)


def factor_of(picture: Picture) -> int:
    """Return F = max(1, round(shorter side / 256)), by which these indices reduce a picture before they look at it."""
    return max(1, int(min(picture.pixels.shape[:2]) / 256 + 0.5))


def levels(picture: Picture, factor: int = 1) -> Array:
    """Return the rounded luma as float64 on 0..255, averaged over factor x factor and every factor-th pixel kept."""

    def compute() -> Array:
        plane: Array = _means(picture.luma, factor, 255 / picture.white)[0]
        return plane

    return picture.derive(("luma on 0..255", factor), compute)


def mixed(picture: Picture, weights: tuple[float, float, float], factor: int = 1) -> Array:
    """Return a weighted sum of red, green and blue as float64 (h, w), on 0..255, not rounded, reduced by ``factor``.

    A gray picture has the same level in all three.
    """

    def compute() -> Array:
        plane: Array = mixture(channels(picture, factor), weights)
        return plane

    return picture.derive(("mixed on 0..255", weights, factor), compute)


def channels(picture: Picture, factor: int = 1) -> Array:
    """Return red, green and blue, or gray alone, on 0..255 and reduced by ``factor``: float64 (3 or 1, h, w)."""
    return picture.derive(("channels on 0..255", factor), lambda: _means(picture.pixels, factor, 255 / picture.white))


def _means(pixels: Array, factor: int, times: float) -> Array:
    """Return the channels reduced as :func:`box_reduced` does it, times a number."""
    means: Array = box_means(pixels, factor, times)
    return means


def box_reduced(plane: Array, factor: int) -> Array:
    """Return the plane averaged over factor x factor, every factor-th pixel kept: float64 (ceil(H / F), ceil(W / F)).

    As MATLAB's ``conv2(plane, ones(F) / F^2, 'same')`` then ``(1:F:end, 1:F:end)``: the window of an even F lies one
    pixel further to the right and below, and beyond the border there are zeros.
    """
    if factor == 1:
        return plane.astype(np.float64)
    before, after = (factor - 1) // 2, factor // 2
    padded = np.pad(plane, (before, after))
    height, width = plane.shape
    total = np.zeros((-(-height // factor), -(-width // factor)))
    for down in range(factor):
        for right in range(factor):
            total += padded[down : down + height : factor, right : right + width : factor]
    return total / factor**2


def gradient_magnitude(plane: Array, kernel: tuple[float, float]) -> Array:
    """Return the length of the gradient at every pixel, float64; zeros lie beyond the border."""
    length: Array = steepness(plane, *kernel)
    return length


def mask_of(picture: Picture, factor: int = 1) -> Bools | None:
    """Return the mask for a plane reduced by ``factor``: a place counts where any pixel of its window does."""
    mask = picture.mask
    if mask is None or factor == 1:
        return mask
    return picture.derive(("mask reduced", factor), lambda: reduced_mask(mask, factor))


def reduced_mask(mask: Bools, factor: int) -> Bools:
    """Return the mask of a reduced plane; raise UndefinedScore where nothing is left of it."""
    small: Bools = box_reduced(mask, factor) > 0
    if not small.any():
        raise UndefinedScore(f"the mask holds too few pixels for a picture reduced {factor} times; widen the mask")
    return small
