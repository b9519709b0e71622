"""Faults of the dots of a plot: each takes the dots, a severity and random numbers, and returns the drawn picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from mikurabe.judge.auroc import Floats
from mikurabe.judge.planting.dots import Dots, Ints
from mikurabe.judge.planting.scene import Scene
from mikurabe.records import Array

DotFault: TypeAlias = Callable[[Dots, Scene, float, np.random.Generator], Array]

# A new cluster's standard deviation, as a part of the box that holds the dots.
NEW_CLUSTER_SD = 0.025


def shift_x(dots: Dots, _scene: Scene, px: float, rng: np.random.Generator) -> Array:
    """Move all dots to the right; of a part of a pixel, that part of the dots moves by one."""
    return _moved(dots, np.full(len(dots), px), np.zeros(len(dots)), rng)


def shift_y(dots: Dots, _scene: Scene, px: float, rng: np.random.Generator) -> Array:
    """Move all dots up."""
    return _moved(dots, np.zeros(len(dots)), np.full(len(dots), -px), rng)


def gain_x(dots: Dots, scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Move every dot away from the left end of the dots' box by a part of its distance."""
    return _moved(dots, percent / 100 * (dots.x - scene.box[0]), np.zeros(len(dots)), rng)


def gain_y(dots: Dots, scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Move every dot away from the lower end of the dots' box by a part of its distance."""
    return _moved(dots, np.zeros(len(dots)), percent / 100 * (dots.y - (scene.box[3] - 1)), rng)


def rotate(dots: Dots, scene: Scene, degrees: float, rng: np.random.Generator) -> Array:
    """Turn all dots about the middle of their box, counter-clockwise."""
    left, top, right, bottom = scene.box
    angle = np.deg2rad(degrees)
    x, y = dots.x - (left + right - 1) / 2, dots.y - (top + bottom - 1) / 2
    turned_x, turned_y = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    return _moved(dots, turned_x - x, turned_y - y, rng)


def widen_x(dots: Dots, scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Spread the dots at random to left and right, by a normal error that is a part of the distance from the left."""
    error = rng.standard_normal(len(dots))
    return _moved(dots, percent / 100 * (dots.x - scene.box[0]) * error, np.zeros(len(dots)), rng)


def widen_y(dots: Dots, scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Spread the dots at random up and down, by a normal error that is a part of the distance from the lower end."""
    error = rng.standard_normal(len(dots))
    return _moved(dots, np.zeros(len(dots)), percent / 100 * (scene.box[3] - 1 - dots.y) * error, rng)


def thin(dots: Dots, _scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Lose a part of the dots, whichever."""
    kept = dots.pieces[rng.random(len(dots)) >= percent / 100]
    return dots.drawn(kept, *_nowhere(len(kept)), rng)


def crowd(dots: Dots, _scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Add a part of the dots once more, each near one that is there: within two dots' sides, normally distributed."""
    copied = rng.integers(0, len(dots), _count(dots, percent))
    dx, dy = (_whole(rng.normal(0, 2.0 * dots.dot_px, len(copied)), rng) for _ in range(2))
    return _with(dots, copied, dx, dy, rng)


def add_dots(dots: Dots, scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Add a part of the dots anywhere within the dots' box."""
    left, top, right, bottom = scene.box
    count = _count(dots, percent)
    copied = rng.integers(0, len(dots), count)
    x, y = rng.uniform(left, right, count), rng.uniform(top, bottom, count)
    return _to(dots, copied, x, y, rng)


def new_cluster(dots: Dots, scene: Scene, percent: float, rng: np.random.Generator) -> Array:
    """Add a part of the dots as a round cluster where the box is emptiest over all normal pictures."""
    x, y, sd = empty_place(scene)
    count = _count(dots, percent)
    copied = rng.integers(0, len(dots), count)
    return _to(dots, copied, rng.normal(x, sd, count), rng.normal(y, sd, count), rng)


def move_cluster(dots: Dots, scene: Scene, px: float, rng: np.random.Generator) -> Array:
    """Move the dots of the second largest cluster up: those that are nearer to its centre than to any other's."""
    dx, dy = dots.x[:, None] - scene.peaks[:, 0], dots.y[:, None] - scene.peaks[:, 1]
    is_of_it = np.argmin(dx**2 + dy**2, axis=1) == 1
    return _moved(dots, np.zeros(len(dots)), np.where(is_of_it, -px, 0.0), rng)


DOT_FAULTS: dict[str, DotFault] = {
    fault.__name__: fault
    for fault in (
        shift_x,
        shift_y,
        gain_x,
        gain_y,
        rotate,
        widen_x,
        widen_y,
        thin,
        crowd,
        add_dots,
        new_cluster,
        move_cluster,
    )
}


def empty_place(scene: Scene) -> tuple[float, float, float]:
    """Return where a new cluster fits best, x and y, and its standard deviation, all in pixels.

    That is the place with the least ink within two standard deviations, of several the one nearest to the middle.
    """
    from scipy import ndimage

    left, top, right, bottom = scene.box
    sd = max(1.0, NEW_CLUSTER_SD * max(right - left, bottom - top))
    reach = int(min(2 * sd, (right - left) / 4, (bottom - top) / 4))
    inside = ndimage.uniform_filter(scene.density, size=2 * reach + 1)[top:bottom, left:right]
    room = inside[reach : inside.shape[0] - reach, reach : inside.shape[1] - reach]
    y, x = np.indices(room.shape)
    away = np.hypot(y - (room.shape[0] - 1) / 2, x - (room.shape[1] - 1) / 2)
    # Below a thousandth of the densest place all is equally empty: there the middle decides, and not rounding.
    emptiness = np.maximum(room, scene.density.max() / 1000)
    at = np.lexsort((away.ravel(), np.round(emptiness, 9).ravel()))[0]
    return float(left + reach + x.ravel()[at]), float(top + reach + y.ravel()[at]), sd


def _moved(dots: Dots, dx: Floats, dy: Floats, rng: np.random.Generator) -> Array:
    whole_x, whole_y = _whole(dx, rng), _whole(dy, rng)
    return dots.drawn(dots.pieces, whole_x, whole_y, rng)


def _whole(moves: Floats, rng: np.random.Generator) -> Ints:
    """Return the moves in whole pixels, up or down at random so that their mean is kept: 0.3 is 1 in three of ten."""
    whole: Ints = np.floor(moves + rng.random(len(moves))).astype(np.int64)
    return whole


def _nowhere(count: int) -> tuple[Ints, Ints]:
    return np.zeros(count, np.int64), np.zeros(count, np.int64)


def _count(dots: Dots, percent: float) -> int:
    return round(percent / 100 * len(dots))


def _to(dots: Dots, copied: Ints, x: Floats, y: Floats, rng: np.random.Generator) -> Array:
    dx, dy = (np.rint(to - at).astype(np.int64) for to, at in ((x, dots.x[copied]), (y, dots.y[copied])))
    return _with(dots, copied, dx, dy, rng)


def _with(dots: Dots, copied: Ints, dx: Ints, dy: Ints, rng: np.random.Generator) -> Array:
    """Return all dots as they are, and copies of some of them elsewhere."""
    still = _nowhere(len(dots))
    pieces = np.concatenate([dots.pieces, dots.pieces[copied]])
    return dots.drawn(pieces, np.concatenate([still[0], dx]), np.concatenate([still[1], dy]), rng)
