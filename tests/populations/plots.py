"""Dot plots whose cells are known: events of five clusters and debris, and several ways to draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mikurabe.images import from_array
from mikurabe.records import Image

Pixels = NDArray[np.uint8]

NAMES = ("NEUT", "LYMPH", "MONO", "EO", "IG", "DEBRIS")
# x, y, sd x, sd y, rho, share of the events: in channels 0 to 255, y upwards.
CLUSTERS = {
    "NEUT": (149.0, 48.0, 10.0, 6.0, 0.35, 0.52),
    "LYMPH": (78.0, 68.0, 6.5, 8.5, 0.15, 0.30),
    "MONO": (118.0, 108.0, 8.0, 12.0, 0.45, 0.08),
    "EO": (205.0, 44.0, 9.0, 5.0, 0.20, 0.07),
    "IG": (162.0, 88.0, 12.0, 12.0, 0.40, 0.03),
}
COLOURS = np.array(
    [(60, 150, 215), (205, 60, 160), (50, 160, 70), (225, 80, 40), (40, 60, 150), (120, 130, 150)], np.uint8
)


@dataclass(frozen=True, kw_only=True)
class Blood:
    """What is planted: shifts in channels (right, up) and factors of the widths (x, y) of single clusters."""

    events: float = 5000.0
    debris: float = 0.25
    shifts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    widths: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    noise: float = 0.0


class Cells(NamedTuple):
    """Channels x and y (upwards) of every cell, float64 (N,), and which of NAMES it is, (N,)."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    kind: NDArray[np.intp]


def cells_of(blood: Blood, seed: int) -> Cells:
    """Return cells in random order, those off the scale dropped; the skew is that of side scatter."""
    rng = np.random.default_rng(seed)
    parts = []
    for at, (name, (x, y, sd_x, sd_y, rho, share)) in enumerate(CLUSTERS.items()):
        count = rng.poisson(blood.events * share * blood.shares.get(name, 1.0))
        right, up = blood.shifts.get(name, (0.0, 0.0))
        wide, high = blood.widths.get(name, (1.0, 1.0))
        along = rng.standard_normal(count)
        across = rho * along + np.sqrt(1 - rho**2) * rng.standard_normal(count)
        own_x, own_y = sd_x * along * np.exp(0.15 * along), sd_y * across
        # The optics' scatter belongs to the cluster's width.
        own_x = own_x + 0.02 * x * rng.standard_normal(count)
        own_y = own_y + 0.025 * y * rng.standard_normal(count)
        parts.append((x + right + wide * own_x, y + up + high * own_y, np.full(count, at)))
    count = rng.poisson(blood.events * blood.debris)
    parts.append((3 + rng.gamma(2.2, 9.0, count), 4 + rng.gamma(2.2, 5.0, count), np.full(count, 5)))
    count = rng.poisson(blood.events * blood.noise)
    parts.append((rng.uniform(1, 255, count), rng.uniform(1, 255, count), np.full(count, 5)))
    x, y, kind = (np.concatenate(part) for part in zip(*parts, strict=True))
    seen = rng.permutation(len(x))
    seen = seen[((x >= 1) & (x < 255) & (y >= 1) & (y < 255))[seen]]
    return Cells(x[seen], y[seen], kind[seen])


def dots(cells: Cells, size: int = 256, *, coloured: bool = False, dark: bool = False, axes: bool = True) -> Pixels:
    """Return the plot with a dot of one pixel for each cell; of several on one pixel the last one is seen."""
    pixels = np.full((size, size, 3), 0 if dark else 255, np.uint8)
    rows, columns = size - 1 - (cells.y * size / 256).astype(int), (cells.x * size / 256).astype(int)
    _, last = np.unique((rows * size + columns)[::-1], return_index=True)
    kept = len(rows) - 1 - last
    inks = COLOURS[cells.kind] if coloured else np.broadcast_to(np.array((40, 60, 150), np.uint8), (len(rows), 3))
    if dark and not coloured:
        inks = np.full((len(rows), 3), 230, np.uint8)
    pixels[rows[kept], columns[kept]] = inks[kept]
    if axes:
        pixels[:, 0] = pixels[-1] = 150
    return pixels


def discs(cells: Cells, size: int = 256, diameter: float = 3.0) -> Pixels:
    """Return the plot with an antialiased disc for each cell, dark on white."""
    return _downsized(cells, size, diameter, 4)


def _downsized(cells: Cells, size: int, diameter: float, fine: int) -> Pixels:
    canvas = np.zeros((size * fine, size * fine), bool)
    rows = (size * fine - 1 - (cells.y * size * fine / 256).astype(int)).clip(0, size * fine - 1)
    columns = (cells.x * size * fine / 256).astype(int).clip(0, size * fine - 1)
    canvas[rows, columns] = True
    reach = diameter * fine / 2
    across = np.arange(-int(reach), int(reach) + 1)
    disc = across[:, None] ** 2 + across**2 <= reach**2
    canvas = ndimage.binary_dilation(canvas, disc)
    cover = canvas.reshape(size, fine, size, fine).mean(axis=(1, 3))[..., np.newaxis]
    return np.rint(255 + cover * (np.array((40.0, 60, 150)) - 255)).astype(np.uint8)


def heat(cells: Cells, size: int = 256, *, blur: float = 1.5) -> Pixels:
    """Return a density plot: log(1 + smoothed count), in colours from dark blue over green to yellow."""
    counts, _, _ = np.histogram2d(cells.y, cells.x, bins=size, range=((0, 256), (0, 256)))
    density = np.log1p(ndimage.gaussian_filter(counts[::-1], blur * size / 256) * 20 * (size / 256) ** 2)
    level = density / density.max()
    stops = np.array([(20, 10, 60), (40, 60, 140), (30, 140, 140), (90, 200, 90), (250, 230, 40)], float)
    place = np.linspace(0, 1, len(stops))
    return np.stack([np.rint(np.interp(level, place, stops[:, c])) for c in range(3)], axis=-1).astype(np.uint8)


def image(pixels: Pixels, name: str = "plot") -> Image:
    """Return the Image of these pixels."""
    return from_array(pixels, name=name)
