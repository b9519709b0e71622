"""PSNR as seen by the eye: errors weighted in the frequencies of 8 x 8 blocks (PSNR-HVS), and masked (PSNR-HVS-M)."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import block_errors, block_texture
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import masked_like
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools

SIDE = 8

# JPEG's quantisation of luma, ITU-T T.81 table K.1, from which both papers take what the eye sees of each frequency.
_QUANTISATION = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    dtype=np.float64,
)
# Egiazarian et al. 2006: weights of mean square 1. Ponomarenko et al. 2007, eq. 1: what masks is weighted by (10 / Q)².
_SENSITIVITY = 1 / _QUANTISATION / math.sqrt(float(np.mean(_QUANTISATION**-2)))
_MASKING = (10 / _QUANTISATION) ** 2

# Of each frequency that much is hidden by the root of the masking energy, and nothing of the mean.
_HIDDEN_SHARES = 1 / _MASKING
_HIDDEN_SHARES[0, 0] = 0


def hvs_map(reference: Picture, candidate: Picture) -> Array:
    """Return the weighted squared error of each 8 x 8 block as a mean per pixel, float64 (ceil(H / 8), ceil(W / 8))."""
    return _weighted_errors(reference, candidate, masking=False)


def hvs_m_map(reference: Picture, candidate: Picture) -> Array:
    """Return the weighted, masked squared error of each 8 x 8 block, float64 (ceil(H / 8), ceil(W / 8))."""
    return _weighted_errors(reference, candidate, masking=True)


@metric(
    title="PSNR-HVS",
    better="higher",
    low=-math.inf,
    high=math.inf,
    identical=math.inf,
    resolution=0.01,
    unit="dB",
    reads="luma",
    needs=("white",),
    masked=True,
    source="Egiazarian et al. 2006, New full-reference quality metrics based on HVS, VPQM. The authors' program leaves "
    "out blocks that the border cuts and says 100000 for identical pictures; here the edge is repeated, and they get ∞",
)
def psnr_hvs(reference: Picture, candidate: Picture) -> float:
    """Return the PSNR in dB of errors weighted by the eye's sensitivity to each frequency of 8 x 8 blocks of the luma.

    Infinite for identical pictures. Undefined below 8 × 8 px. Under a mask the candidate is taken to be the reference
    outside it, and the mean is over the blocks that hold a pixel of it.
    """
    return _decibels(hvs_map(reference, candidate), reference.mask)


@metric(
    title="PSNR-HVS-M",
    better="higher",
    low=-math.inf,
    high=math.inf,
    identical=math.inf,
    resolution=0.01,
    unit="dB",
    reads="luma",
    needs=("white",),
    masked=True,
    blind=("errors that the texture around them hides",),
    source="Ponomarenko et al. 2007, On between-coefficient contrast masking of DCT basis functions, VPQM. The "
    "authors' program leaves out blocks that the border cuts; here the edge is repeated to fill them",
)
def psnr_hvs_m(reference: Picture, candidate: Picture) -> float:
    """Return PSNR-HVS in dB without the part of the errors that the block's own texture hides.

    Infinite for identical pictures, and where the texture hides every difference. Undefined below 8 × 8 px. Under a
    mask the candidate is taken to be the reference outside it, and the mean is over the blocks that hold a pixel of it.
    """
    return _decibels(hvs_m_map(reference, candidate), reference.mask)


def _decibels(errors: Array, mask: Bools | None) -> float:
    error = pooled_mean(errors, None if mask is None else _counted_blocks(mask))
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)


def _weighted_errors(reference: Picture, candidate: Picture, *, masking: bool) -> Array:
    height, width = reference.pixels.shape[:2]
    if min(height, width) < SIDE:
        raise UndefinedScore(f"{width} × {height} px is smaller than the 8 × 8 px block of the DCT; psnr has no blocks")
    other = masked_like(reference, candidate)
    scale = 255 / reference.white
    if not masking:
        return block_errors(reference.luma, other.luma, scale, _SENSITIVITY)
    hidden = np.sqrt(np.maximum(_mask_energy(reference), _mask_energy(other)) / 64)
    return block_errors(reference.luma, other.luma, scale, _SENSITIVITY, hidden, _HIDDEN_SHARES)


def _mask_energy(picture: Picture) -> Array:
    """Return how much the texture of each block hides (2007, eqs. 1 to 3), float64 (rows, columns).

    An edge hides less than texture: the energy is scaled by the variances of the four quarters over that of the block.
    """
    return picture.derive(
        "energy that masks, of psnr_hvs_m", lambda: block_texture(picture.luma, 255 / picture.white, _MASKING) / 16
    )


def _counted_blocks(mask: Bools) -> Bools:
    """Return which blocks hold a pixel of the mask."""
    height, width = mask.shape
    rows = np.logical_or.reduceat(mask, np.arange(0, height, SIDE), axis=0)
    counted: Bools = np.logical_or.reduceat(rows, np.arange(0, width, SIDE), axis=1)
    return counted
