"""Normalised cross-correlation of two pictures at every small whole movement, over their overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.picture import Picture
from mikurabe.records import Bools

Plane: TypeAlias = NDArray[np.float64]
Window: TypeAlias = tuple[slice, slice]

# A spread below this share of the energy is rounding: the overlap is flat.
_FLAT = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class NccSurface:
    """``values[reach_y + dy, reach_x + dx]`` is Pearson's r of reference(y, x) and candidate(y + dy, x + dx).

    float64; -inf where less than half of the counted pixels overlap or the overlap is flat.
    """

    values: Plane


def overlap(shape: tuple[int, ...], dy: int, dx: int) -> tuple[Window, Window]:
    """Return what of reference and candidate lies over each other once the candidate is moved back by (dy, dx)."""
    height, width = shape[:2]
    here = (slice(max(0, -dy), height - max(0, dy)), slice(max(0, -dx), width - max(0, dx)))
    there = (slice(max(0, dy), height - max(0, -dy)), slice(max(0, dx), width - max(0, -dx)))
    return here, there


def ncc_surface(reference: Picture, candidate: Picture, reach_y: int, reach_x: int) -> NccSurface:
    """Return the normalised cross-correlation at every whole movement within the reach, once per pair.

    Cross terms by FFT; without a mask the sums over rectangles come from integral images, with one from the
    correlations with the mask (Padfield 2012, eq. 9-17).
    """
    mask = reference.mask
    if mask is not None and mask.all():
        mask = None
    key = ("ncc surface", id(reference), reach_y, reach_x)
    return candidate.derive(key, lambda: NccSurface(values=_values(reference, candidate, mask, reach_y, reach_x)))


def _values(reference: Picture, candidate: Picture, mask: Bools | None, reach_y: int, reach_x: int) -> Plane:
    a, b = _centred(reference, mask), _centred(candidate, mask)
    size = (a.shape[0] + reach_y, a.shape[1] + reach_x)
    ys, xs = np.arange(-reach_y, reach_y + 1), np.arange(-reach_x, reach_x + 1)

    def spectrum(picture: Picture, name: str, plane: Plane) -> NDArray[np.complex128]:
        from scipy import fft

        return picture.derive(("padded spectrum", name, size), lambda: fft.rfft2(plane, s=size))

    def correlation(first: NDArray[np.complex128], second: NDArray[np.complex128]) -> Plane:
        from scipy import fft

        whole: Plane = fft.irfft2(np.conj(first) * second, s=size)
        return whole[np.ix_(ys, xs)]

    of_a, of_b = spectrum(reference, "levels", a), spectrum(candidate, "levels", b)
    sum_ab = correlation(of_a, of_b)
    if mask is None:
        n = _box_sums(np.ones(a.shape), ys, xs)
        sum_a, sum_aa = _box_sums(a, ys, xs), _box_sums(a * a, ys, xs)
        # A movement of one picture by d is one of the other by -d.
        sum_b, sum_bb = (_box_sums(plane, ys, xs)[::-1, ::-1] for plane in (b, b * b))
    else:
        of_mask = spectrum(reference, "mask", mask.astype(np.float64))
        n = np.rint(correlation(of_mask, of_mask))
        sum_a = correlation(of_a, of_mask)
        sum_b = correlation(of_mask, of_b)
        sum_aa = correlation(spectrum(reference, "squares", a * a), of_mask)
        sum_bb = correlation(of_mask, spectrum(candidate, "squares", b * b))
    n_safe = np.maximum(n, 1)
    spread_a, spread_b = sum_aa - sum_a**2 / n_safe, sum_bb - sum_b**2 / n_safe
    usable = (
        (2 * n >= n[reach_y, reach_x])
        & (spread_a > _FLAT * max(float(np.sum(a * a)), _level(reference) ** 2))
        & (spread_b > _FLAT * max(float(np.sum(b * b)), _level(candidate) ** 2))
    )
    together = sum_ab - sum_a * sum_b / n_safe
    below = np.sqrt(np.where(usable, spread_a, 1.0)) * np.sqrt(np.where(usable, spread_b, 1.0))
    values: Plane = np.where(usable, np.clip(together / below, -1, 1), -np.inf)
    return values


def _level(picture: Picture) -> float:
    """Return the size of the levels, against which the rounding of a mean is measured."""
    return picture.derive("largest level", lambda: float(np.abs(picture.luma.astype(np.float64)).max())) * 1e-3


def _centred(picture: Picture, mask: Bools | None) -> Plane:
    """Return the luma less its mean as float64, 0 outside the mask; less to round in the sums."""

    def centred() -> Plane:
        luma: Plane = picture.luma.astype(np.float64)
        luma -= (luma if mask is None else luma[mask]).mean()
        if mask is not None:
            luma[~mask] = 0.0
        return luma

    return picture.derive("centred luma", centred)


def _box_sums(plane: Plane, ys: NDArray[np.intp], xs: NDArray[np.intp]) -> Plane:
    """Return the plane's sum over the reference's side of the overlap for every movement (dy, dx)."""
    height, width = plane.shape
    total = np.zeros((height + 1, width + 1))
    np.cumsum(np.cumsum(plane, axis=0), axis=1, out=total[1:, 1:])
    top, bottom = np.maximum(0, -ys)[:, np.newaxis], (height - np.maximum(0, ys))[:, np.newaxis]
    left, right = np.maximum(0, -xs), width - np.maximum(0, xs)
    result: Plane = total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
    return result
