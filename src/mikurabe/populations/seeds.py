"""Where populations begin: the peaks of the smoothed mean plot, by colour, and the moments of their cores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.area import Area
from mikurabe.populations.cells import Sites, cell_areas
from mikurabe.populations.look import Look
from mikurabe.populations.peaks import peaks_of

Floats: TypeAlias = NDArray[np.float64]

# The Gaussian that smooths the ink before peaks are sought, in cells.
_SMOOTHING = 1.5
# A basin with less than this part of all ink is no population.
_LEAST_SHARE = 0.003
# A density's ink below this part of its highest peak is no peak: there are no counts to tell noise from.
_LEAST_PEAK = 0.01
# A population's core is what is at least this part of its peak: at the foot there may be another one, without a peak
# of its own.
_CORE = 0.1
# Where colours are smeared, a smaller peak this near to a larger one of another colour, in standard deviations of
# either of them, is dots in a wrong colour: those that lie alone lose theirs first, so their cloud is wide.
_MISTAKEN_WITHIN = 2.5
# The variance of a Gaussian's core beside that of all of it, 1 + c ln(c) / (1 - c).
_CORE_VARIANCE = 1 + _CORE * np.log(_CORE) / (1 - _CORE)


class Seed(NamedTuple):
    """A population to begin with: its colour, dots per picture, centre (2,) and covariance (xx, xy, yy)."""

    plane: int
    dots: float
    centre: Floats
    spread: Floats


def seeds_of(sites: Sites, look: Look, area: Area, pictures: int) -> list[Seed]:
    """Return the populations to begin with, the largest first."""
    areas = cell_areas(area.mask, sites.side)
    flat = np.zeros((len(look.inks), areas.size))
    flat[sites.plane, sites.cell] = sites.ink
    ink = flat.reshape(-1, *sites.grid)
    heights, seen, lowest = _heights(ink, areas, sites.side, look, pictures)
    dots = pictures * areas / float(np.mean(look.dot_px)) if look.kind == "dots" else None
    seeds = [
        _seed(plane, height * areas, peak.basin, sites, area)
        for plane, (height, level) in enumerate(zip(heights, seen, strict=True))
        for peak in peaks_of(height, level, dots, lowest)
    ]
    total = sum(seed.dots for seed in seeds)
    large = [seed for seed in seeds if seed.dots >= _LEAST_SHARE * total]
    ranked = sorted(large, key=lambda seed: -seed.dots)
    return _in_their_colour(ranked) if look.smeared else ranked


def _in_their_colour(ranked: Sequence[Seed]) -> list[Seed]:
    """Return the peaks, the largest first, without those that are a larger one's dots in a wrong colour."""
    kept: list[Seed] = []
    for seed in ranked:
        if all(
            seed.plane == other.plane or min(_apart(seed, other), _apart(other, seed)) > _MISTAKEN_WITHIN
            for other in kept
        ):
            kept.append(seed)
    return kept


def _apart(seed: Seed, other: Seed) -> float:
    """Return how far a peak lies from another one, in standard deviations of the other."""
    xx, xy, yy = other.spread
    x, y = seed.centre - other.centre
    return float(np.sqrt((yy * x * x - 2 * xy * x * y + xx * y * y) / (xx * yy - xy * xy)))


def _heights(ink: Floats, areas: Floats, side: int, look: Look, pictures: int) -> tuple[Floats, Floats, float]:
    """Return dots per px (P, H, W) under a Gaussian, what is seen of them, and below which height nothing counts."""
    from scipy import ndimage

    # What a mask leaves out takes no part: a normalised convolution.
    weight = np.maximum(ndimage.gaussian_filter(areas, _SMOOTHING), 1e-9)
    seen = np.stack([ndimage.gaussian_filter(plane, _SMOOTHING) / weight for plane in ink])
    if look.kind != "dots":
        return seen, seen, _LEAST_PEAK * float(seen.max())
    # How many pixels of all pictures the smoothing averages over.
    averaged = pictures * 4 * np.pi * (_SMOOTHING * side) ** 2
    covered = seen.sum(axis=0)
    dots = -np.log(np.clip(1 - covered, 0.5 / averaged, 1.0)) / float(np.mean(look.dot_px))
    return seen * (dots / np.maximum(covered, 1e-12)), seen, 6 / averaged


def _seed(plane: int, mass: Floats, basin: NDArray[np.intp], sites: Sites, area: Area) -> Seed:
    rows, columns = np.divmod(basin, sites.grid[1])
    x, y = area.left + (columns + 0.5) * sites.side, area.top + (rows + 0.5) * sites.side
    weights = mass.reshape(-1)[basin]
    count = float(weights.sum())
    weights = np.where(weights >= _CORE * weights.max(), weights, 0.0)
    total = float(weights.sum())
    centre = np.array([weights @ x, weights @ y]) / total
    a, b = x - centre[0], y - centre[1]
    spread = np.array([weights @ (a * a), weights @ (a * b), weights @ (b * b)]) / total
    spread[[0, 2]] += sites.side**2 / 12
    spread /= _CORE_VARIANCE
    return Seed(plane, count, centre, spread)
