"""How alike the Haar wavelet coefficients of two pictures are: the NumPy twin.

This is the specification of the native kernels, their oracle in the tests, and what runs where no compiler was found.

A picture comes as the sums of its channels' pixels, from which planes are mixed: the luminance, and for colour two
chromaticities besides. Symbols, for one place (Reisenhofer, Bosse, Kutyniok & Wiegand 2018, section 3):

    a1, a2, a3   sizes of the luminance's coefficients in one direction, at the scales 1, 2, 3; b1, b2, b3 alike
    S(a, b) = (2 a b + C) / (a**2 + b**2 + C), so 1 - S(a, b) = (a - b)**2 / (a**2 + b**2 + C)
    m = 1 - (S(a1, b1) + S(a2, b2)) / 2      what is missed; of colour, S of the two chromaticities averaged over 2 x 2
    w = max(a3, b3)                          the weight; of colour, the mean of the two directions'
    loss = l(slope) - l(slope (1 - m))       with the logistic function l(t) = 1 / (1 + exp(-t))

The loss is exactly 0 where nothing is missed. All arithmetic but the channels' sums is float64.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]

# The native kernel's hyperbolic tangent is that of numbers up to half of this.
STEEPEST = 4.2

_SUMS: dict[np.dtype[Any], np.dtype[Any]] = {
    np.dtype(np.uint8): np.dtype(np.uint16),
    np.dtype(np.uint16): np.dtype(np.uint32),
}


def channel_sums(pixels: Array, *, halve: bool) -> Array:
    """Return each channel's sums over 2 x 2 pixels, (C, ceil(H / 2), ceil(W / 2)); or the channels alone, (C, H, W).

    Beyond the border there are zeros. Sums are uint16 for uint8 pixels, uint32 for uint16, and float64 for floats.

    Args:
        pixels: (H, W) for one channel or (H, W, 3), any strides; uint8, uint16, float32 or float64.
        halve: whether to sum.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the shape is neither, or empty.
    """
    result = np.empty(*require_pixels(pixels, halve))
    planes = np.moveaxis(np.atleast_3d(pixels), 2, 0).astype(result.dtype)
    if not halve:
        return planes
    padded = np.pad(planes, ((0, 0), (0, planes.shape[1] % 2), (0, planes.shape[2] % 2)))
    with np.errstate(invalid="ignore", over="ignore"):
        down = padded[:, ::2] + padded[:, 1::2]
        np.add(down[..., ::2], down[..., 1::2], out=result)
    return result


def haar_losses(sums_a: Array, sums_b: Array, mixing: ArrayLike, constant: float, slope: float) -> tuple[float, float]:
    """Return the sum of weight times loss over all places, and the sum of the weights; both are at least 0.

    Args:
        sums_a: ``channel_sums`` of one picture.
        sums_b: those of the other, of the same shape and dtype.
        mixing: (1, C) or (3, C): the weights of the channels in the luminance, and in the two chromaticities.
        constant: C of the similarity, above 0.
        slope: of the logistic function, above 0 and at most 4.2.

    Raises:
        TypeError: the dtypes differ or are not those of ``channel_sums``.
        ValueError: the shapes differ or are not as they should be, or a number is out of its range.
    """
    losses, weights = haar_maps(sums_a, sums_b, mixing, constant, slope)
    return float(np.sum(losses * weights)), float(np.sum(weights))


def haar_maps(sums_a: Array, sums_b: Array, mixing: ArrayLike, constant: float, slope: float) -> tuple[Floats, Floats]:
    """Return losses and weights, (2, h, w) for the two directions or (3, h, w) with colour."""
    matrix = require_sums(sums_a, sums_b, mixing, constant, slope)
    with np.errstate(invalid="ignore", over="ignore"):
        first, second = _planes(sums_a, matrix), _planes(sums_b, matrix)
        details = [tuple(haar_details(planes[0], scale) for scale in (1, 2, 3)) for planes in (first, second)]
        missed, weights = [], []
        for direction in (0, 1):
            fine, coarse, weight = ([each[scale][direction] for each in details] for scale in (0, 1, 2))
            unlike = _unlikeness(fine[0], fine[1], constant) + _unlikeness(coarse[0], coarse[1], constant)
            missed.append(unlike / 2)
            weights.append(np.maximum(weight[0], weight[1]))
        if len(matrix) == 3:
            of_i, of_q = (_unlikeness(_chroma(first[i]), _chroma(second[i]), constant) for i in (1, 2))
            missed.append((of_i + of_q) / 2)
            weights.append((weights[0] + weights[1]) / 2)
        # l(slope) - l(slope (1 - m)), in a form that is exactly 0 where m is.
        faint = math.exp(-slope)
        rising = np.expm1(slope * np.stack(missed))
        losses = faint * rising / ((1 + faint) * (1 + faint * (1 + rising)))
    return losses, np.stack(weights)


def haar_details(plane: Array, scale: int) -> tuple[Floats, Floats]:
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


def require_pixels(pixels: Array, halve: bool) -> tuple[tuple[int, int, int], np.dtype[Any]]:
    """Return shape and dtype of the channels' sums; raise TypeError or ValueError where there are none."""
    if pixels.dtype not in DTYPES:
        raise TypeError(f"pixels must be uint8, uint16, float32 or float64, not {pixels.dtype}: convert with astype")
    if pixels.size == 0 or not (pixels.ndim == 2 or (pixels.ndim == 3 and pixels.shape[2] == 3)):
        raise ValueError(f"pixels have the shape (H, W) or (H, W, 3) and are not empty, these have {pixels.shape}")
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    step = 2 if halve else 1
    shape = channels, -(-pixels.shape[0] // step), -(-pixels.shape[1] // step)
    dtype: np.dtype[Any] = _SUMS.get(pixels.dtype, np.dtype(np.float64))
    return shape, dtype


def require_sums(sums_a: Array, sums_b: Array, mixing: ArrayLike, constant: float, slope: float) -> Floats:
    """Return the mixing weights as contiguous float64; raise TypeError or ValueError as :func:`haar_losses` does."""
    if sums_a.dtype != sums_b.dtype or sums_a.dtype not in (np.uint16, np.uint32, np.float64):
        raise TypeError(f"two pictures' sums of one dtype are needed, not {sums_a.dtype} and {sums_b.dtype}")
    if sums_a.shape != sums_b.shape or sums_a.ndim != 3 or sums_a.size == 0:
        raise ValueError(f"two pictures' sums of one shape are needed, not {sums_a.shape} and {sums_b.shape}")
    matrix = np.ascontiguousarray(mixing, dtype=np.float64)
    if matrix.shape not in ((1, len(sums_a)), (3, len(sums_a))):
        raise ValueError(f"{len(sums_a)} channels cannot be mixed by weights of shape {matrix.shape}")
    if not 0 < constant < math.inf:
        raise ValueError(f"the constant must be a finite number above 0, not {constant!r}")
    if not 0 < slope <= STEEPEST:
        raise ValueError(f"the slope must be above 0 and at most {STEEPEST:g}, not {slope!r}")
    return matrix


def _planes(sums: Array, matrix: Floats) -> list[Floats]:
    """Return the planes mixed from the channels, from the first channel to the last."""
    planes = []
    for weights in matrix:
        plane: Floats = weights[0] * sums[0]
        for weight, channel in zip(weights[1:], sums[1:], strict=True):
            plane = plane + weight * channel
        planes.append(plane)
    return planes


def _runs(plane: Array, axis: int, doublings: int) -> Array:
    """Return the sums of 2^doublings neighbours along an axis, where all of them are inside."""
    for step in range(doublings):
        apart = 2**step
        plane = plane[apart:] + plane[:-apart] if axis == 0 else plane[:, apart:] + plane[:, :-apart]
    return plane


def _chroma(plane: Floats) -> Floats:
    """Return the size of the mean of each place and those right of it and below; beyond the border there are zeros."""
    more = np.pad(plane, ((0, 1), (0, 1)))
    down = more[:-1] + more[1:]
    return np.abs(down[:, :-1] + down[:, 1:]) / 4


def _unlikeness(a: Floats, b: Floats, constant: float) -> Floats:
    """Return 1 - S(a, b)."""
    return np.asarray(np.square(a - b) / (a * a + b * b + constant))
