"""What the normal pictures of a set have in common: whether they are plots of dots, how large dots are, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mikurabe.judge.auroc import Floats
from mikurabe.metrics.ink import ink
from mikurabe.picture import Picture
from mikurabe.records import Bools, Image
from mikurabe.region import EIGHT, INK, furniture

# Plots are mostly paper, with many separate spots of ink of up to so many pixels.
PLAIN = 0.5
SPOT_PX = 36
LEAST_SPOTS = 30
# With fewer pictures, two dots that lie on each other by chance look like something that never changes.
LEAST_FOR_FURNITURE = 4
# A cluster has at least this share of the highest density of dots.
LEAST_PEAK = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The plot that the normal pictures show.

    ``still`` (H, W) is true where axes, text and legend are, which no fault moves. ``dot_px`` is the side of a dot,
    ``box`` (left, top, right, bottom) holds all dots, ends excluded. ``density`` (H, W) is the mean ink of all
    pictures, smoothed by three dots. ``peaks`` (N, 3) are the clusters' centres as x, y and number of dots, the
    largest cluster first.
    """

    still: Bools
    dot_px: int
    box: tuple[int, int, int, int]
    density: Floats
    peaks: Floats


def ink_of(image: Image, still: Bools | None = None) -> Bools:
    """Return where a picture has ink, (H, W): more than 5 % of full white away from its most frequent colour."""
    found: Bools = ink(Picture(image)) > INK
    return found if still is None else found & ~still


def scene_of(images: Sequence[Image]) -> Scene | None:
    """Return the plot that pictures of one size show; None where they are no plots of dots on a plain background.

    All pictures must have a known full white and the same shape.
    """
    from scipy import ndimage

    shape = images[0].pixels.shape[:2]
    still = np.zeros(shape, dtype=np.bool_)
    if len(images) >= LEAST_FOR_FURNITURE:
        still = furniture(images[0], images[1:])
    inks = [ink_of(image, still) for image in images]
    if np.median([found.mean() for found in inks]) > 1 - PLAIN:
        return None
    spots = []
    for found in inks:
        patches, count = ndimage.label(found, structure=EIGHT)
        sizes = np.bincount(patches.ravel(), minlength=count + 1)[1:]
        spots.append(sizes[sizes <= SPOT_PX])
    if np.median([len(sizes) for sizes in spots]) < LEAST_SPOTS:
        return None
    dot_px = max(1, round(float(np.sqrt(np.median(np.concatenate(spots))))))
    everything = np.logical_or.reduce(inks)
    rows, columns = np.flatnonzero(everything.any(axis=1)), np.flatnonzero(everything.any(axis=0))
    mean: Floats = np.stack(inks).mean(axis=0, dtype=np.float64)
    return Scene(
        still=still,
        dot_px=dot_px,
        box=(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1),
        density=ndimage.gaussian_filter(mean, 3.0 * dot_px),
        peaks=_peaks(mean, dot_px),
    )


def events_per_dot(ink_map: Bools, dot_px: int) -> Floats:
    """Return how many dots are expected to lie on each other at each pixel, (H, W), where there is any.

    Dots that fall independently, λ of them per place, leave the share exp(-λ) of places empty (Poisson). So the share
    that is covered nearby says how many lie on each other, up to about 4; where all is covered nobody can tell.
    """
    from scipy import ndimage

    covered = ndimage.gaussian_filter(ink_map.astype(np.float64), 2.0 * dot_px)
    expected: Floats = -np.log1p(-np.minimum(covered, 0.98))
    return expected


def _peaks(mean: Floats, dot_px: int) -> Floats:
    """Return the clusters' centres and sizes: where the smoothed density has a maximum of its own."""
    from scipy import ndimage

    height, width = mean.shape
    reach = max(3, round(max(height, width) * 0.03))
    smooth = ndimage.gaussian_filter(-np.log1p(-np.minimum(mean, 0.98)), max(reach / 2, 2.0 * dot_px))
    tops = (smooth == ndimage.maximum_filter(smooth, size=2 * reach + 1)) & (smooth >= LEAST_PEAK * smooth.max())
    y, x = np.nonzero(tops)
    if len(x) == 0:
        return np.zeros((0, 3))
    rows, columns = np.nonzero(mean > 0)
    nearest = np.argmin((rows[:, None] - y) ** 2 + (columns[:, None] - x) ** 2, axis=1)
    sizes = np.bincount(nearest, weights=-np.log1p(-np.minimum(mean[rows, columns], 0.98)), minlength=len(x))
    order = np.lexsort((x, y, -sizes))
    found: Floats = np.stack([x, y, sizes], axis=1).astype(np.float64)[order]
    return found
