"""Structural similarity of wavelet coefficients: CW-SSIM, which forgives small movements."""

from __future__ import annotations

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.metrics.pooling import shrunk
from mikurabe.metrics.steerable import Complexes, level_shape, oriented_bands
from mikurabe.metrics.windows import (
    Floats,
    cutting_mask,
    gaussian_taps,
    require_counted,
    size_of,
    under_centres,
    under_windows,
)
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

_WINDOW = 7
_BOX = (1 / _WINDOW,) * _WINDOW

# Coefficients below this share of the largest difference of levels are the rounding of the Fourier transform.
_ROUNDING = 1e-12

_LEVELS = Param(
    name="levels",
    default=4,
    low=1,
    high=8,
    help="which level of the pyramid is compared, 1 the finest; level 4 sees waves of 16 to 64 px. A picture too small "
    "for it is compared at the coarsest level that is at least 7 px a side: 49 px for 4, 25 px for 3, 13 px for 2",
)
_ORIENTATIONS = Param(name="orientations", default=8, low=2, high=16, help="how many directions the level is cut into")


def local_cw_ssim(reference: Picture, candidate: Picture, *, levels: int = 4, orientations: int = 8) -> Array:
    """Return the mean over orientations of CW-SSIM at every window position of the level, float64, from 0 to 1.

    The map is coarse: a place stands for 2^(level - 1) px a side, and the windows' rim of 3 places is cut off.
    """
    if min(reference.luma.shape) < _WINDOW:
        raise UndefinedScore(f"{size_of(reference)} is smaller than the {_WINDOW} × {_WINDOW} px window of cw_ssim")
    level = _fitting_level(reference.luma.shape, levels)
    mask = cutting_mask(reference)
    first = reference.derive(("steerable", level, orientations), lambda: _bands(reference.luma, level, orientations))
    if mask is None:
        second = candidate.derive(
            ("steerable", level, orientations), lambda: _bands(candidate.luma, level, orientations)
        )
    else:
        second = _bands(np.where(mask, candidate.luma, reference.luma), level, orientations)
    total = sum(_similarity(a, b) for a, b in zip(first, second, strict=True))
    return np.asarray(total) / orientations


@metric(
    title="Complex wavelet structural similarity (CW-SSIM)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    params=(_LEVELS, _ORIENTATIONS),
    tolerates=("movement by a few pixels", "a little turning and scaling", "a constant added to all levels"),
    blind=("a constant added to all levels", "detail finer than the level compared"),
    masked=True,
    local=local_cw_ssim,
    source="Sampat, Wang, Gupta, Bovik & Markey 2009, IEEE TIP 18(11), with K = 0; cwssim_index.m on the complex "
    "steerable pyramid of Portilla & Simoncelli 2000: the coarsest level only, windows of 7 × 7, a Gaussian over it "
    "a quarter of the height wide. Where neither picture has anything at a place (0 / 0 in cwssim_index.m) it is 1. "
    "pyssim's --cw is something else: a 1-D real wavelet over the picture's rows laid end to end",
)
def cw_ssim(reference: Picture, candidate: Picture, *, levels: int = 4, orientations: int = 8) -> float:
    """Return how alike the complex wavelet coefficients of one coarse level are, windows of 7 × 7 of them at a time.

    1 for identical pictures, 0 where the coefficients have nothing in common. A small movement turns the phases of a
    window's coefficients by the same angle, which does not count: a few pixels at level 4 cost next to nothing. Borders
    wrap around, and the middle of the picture weighs most. Where neither picture has anything (flat, of whatever level)
    places are alike. Small pictures are compared at a finer level (see ``levels``), down to 7 px a side.
    Under a mask the candidate's masked-out pixels become the reference's, and the places under the mask are pooled.
    """
    values = local_cw_ssim(reference, candidate, levels=levels, orientations=orientations)
    level = _fitting_level(reference.luma.shape, levels)
    rows, columns = values.shape
    width = (rows + _WINDOW - 1) / 4
    weights = np.outer(gaussian_taps(rows, width), gaussian_taps(columns, width))
    counts = under_centres(shrunk(cutting_mask(reference), 2 ** (level - 1)), _WINDOW)
    require_counted(counts, _WINDOW)
    if counts is not None:
        weights = np.where(counts, weights, 0.0)
    if not weights.any():
        raise UndefinedScore("the mask leaves only places so far from the middle that cw_ssim gives them no weight")
    return min(1.0, float(np.sum(values * weights)) / float(np.sum(weights)))


def _fitting_level(shape: tuple[int, ...], levels: int) -> int:
    """Return the level, or the coarsest finer one that has room for a window."""
    return max(level for level in range(1, levels + 1) if level == 1 or min(level_shape(shape, level)) >= _WINDOW)


def _bands(luma: Array, level: int, orientations: int) -> Complexes:
    """Return the level's coefficients; those that are only the transform's rounding are 0."""
    # No band sees the mean: without it a flat picture is exactly nothing.
    plane = luma.astype(np.float64) - float(luma[0, 0])
    bands = oriented_bands(plane, level, orientations)
    floor = _ROUNDING * float(np.abs(plane).max())
    bands[np.abs(bands) <= floor] = 0
    return bands


def _similarity(a: Complexes, b: Complexes) -> Floats:
    """Return 2 |sum(a conj(b))| / (sum |a|² + sum |b|²) under every window; 1 where both are nothing."""
    energy = under_windows((a.real**2 + a.imag**2) + (b.real**2 + b.imag**2), _BOX)
    # Real and imaginary parts apart: of equal planes the first is exactly half the energy and the second exactly 0.
    real = under_windows(a.real * b.real + a.imag * b.imag, _BOX)
    imaginary = under_windows(a.imag * b.real - a.real * b.imag, _BOX)
    together = 2 * np.hypot(real, imaginary)
    similarity: Floats = np.divide(together, energy, out=np.ones_like(energy), where=energy > 0)
    return np.minimum(similarity, 1.0, out=similarity)
