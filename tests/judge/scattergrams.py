"""Small scattergrams for the tests of judging: three clusters, with the variation of days and with faults."""

from __future__ import annotations

import numpy as np

from mikurabe.records import Array

# x, y, width in x, width in y, events.
CLUSTERS = ((40, 30, 4, 3, 500), (75, 60, 5, 5, 300), (30, 85, 3, 5, 150))
SIDE = 128


def scattergram(
    rng: np.random.Generator,
    *,
    gain_x: float = 1.0,
    width_x: float = 1.0,
    count: float = 1.0,
    moved_y: float = 0.0,
    strangers: int = 0,
    noise: int = 0,
    ink: int = 0,
    paper: int = 255,
) -> Array:
    """Return one day's picture, uint8 (128, 128): dots of one pixel. ``moved_y`` moves the second cluster alone."""
    day_x, day_y, day_count = 1 + 0.006 * rng.standard_normal(), 1 + 0.006 * rng.standard_normal(), 1.0
    day_count += 0.025 * rng.standard_normal()
    x, y = [], []
    for at, (centre_x, centre_y, sd_x, sd_y, events) in enumerate(CLUSTERS):
        number = rng.poisson(events * count * day_count)
        x.append((centre_x + width_x * sd_x * rng.standard_normal(number)) * day_x * gain_x)
        y.append((centre_y + (moved_y if at == 1 else 0.0) + sd_y * rng.standard_normal(number)) * day_y)
    x.append(105 + 2.5 * rng.standard_normal(strangers))
    y.append(105 + 2.5 * rng.standard_normal(strangers))
    x.append(rng.uniform(1, SIDE - 1, noise))
    y.append(rng.uniform(1, SIDE - 1, noise))
    column, row = np.concatenate(x).astype(int), SIDE - 1 - np.concatenate(y).astype(int)
    inside = (column > 0) & (column < SIDE) & (row >= 0) & (row < SIDE - 1)
    pixels = np.full((SIDE, SIDE), paper, dtype=np.uint8)
    pixels[:, 0] = pixels[SIDE - 1, :] = 150
    pixels[row[inside], column[inside]] = ink
    return pixels


def days(number: int, seed: int) -> dict[str, Array]:
    """Return normal days by name."""
    rng = np.random.default_rng(seed)
    return {f"day_{at:03d}": scattergram(rng) for at in range(number)}
