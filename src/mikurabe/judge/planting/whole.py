"""Faults of whole pictures: of photographs the geometry too, of any picture noise, blur, darkness, compression.

Each takes the pixels as float64 with full white at 1, and returns such pixels; the planter rounds them back.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from mikurabe.judge.auroc import Floats

WholeFault: TypeAlias = Callable[[Floats, float, np.random.Generator], Floats]

# A speck of dust on a photograph: its radius, and how many lie together, as parts of the longer side.
SPECK = 0.004
CLUSTER_SD = 0.025


def shift_x(pixels: Floats, px: float, _rng: np.random.Generator) -> Floats:
    """Move the picture to the right; what comes in repeats the edge."""
    return _mapped(pixels, np.eye(2), (0.0, -px))


def shift_y(pixels: Floats, px: float, _rng: np.random.Generator) -> Floats:
    """Move the picture up."""
    return _mapped(pixels, np.eye(2), (px, 0.0))


def gain_x(pixels: Floats, percent: float, _rng: np.random.Generator) -> Floats:
    """Stretch the picture to the right; its left edge stays."""
    return _mapped(pixels, np.diag([1.0, 1 / (1 + percent / 100)]), (0.0, 0.0))


def gain_y(pixels: Floats, percent: float, _rng: np.random.Generator) -> Floats:
    """Stretch the picture upwards; its lower edge stays."""
    factor, bottom = 1 / (1 + percent / 100), pixels.shape[0] - 1
    return _mapped(pixels, np.diag([factor, 1.0]), (bottom * (1 - factor), 0.0))


def rotate(pixels: Floats, degrees: float, _rng: np.random.Generator) -> Floats:
    """Turn the picture about its middle, counter-clockwise."""
    angle = np.deg2rad(degrees)
    # Of (row, column), rows downwards: where a pixel of the turned picture comes from.
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = (np.array(pixels.shape[:2]) - 1) / 2
    return _mapped(pixels, matrix, middle - matrix @ middle)


def add_dots(pixels: Floats, percent: float, rng: np.random.Generator) -> Floats:
    """Put dark specks anywhere, as many as cover a thousandth of the picture for each percent."""
    height, width = pixels.shape[:2]
    count = _specks(pixels, percent)
    return _specked(pixels, rng.uniform(0, width, count), rng.uniform(0, height, count))


def new_cluster(pixels: Floats, percent: float, rng: np.random.Generator) -> Floats:
    """Put such specks into one place, anywhere but near the edge."""
    height, width = pixels.shape[:2]
    sd = CLUSTER_SD * max(height, width)
    count = _specks(pixels, percent)
    x, y = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.9) * height
    return _specked(pixels, rng.normal(x, sd, count), rng.normal(y, sd, count))


def noise(pixels: Floats, percent: float, rng: np.random.Generator) -> Floats:
    """Add normal noise to every value, its standard deviation in percent of full white."""
    return pixels + percent / 100 * rng.standard_normal(pixels.shape)


def blur(pixels: Floats, px: float, _rng: np.random.Generator) -> Floats:
    """Blur by a Gaussian of this standard deviation."""
    from scipy import ndimage

    blurred: Floats = ndimage.gaussian_filter(pixels, (px, px, *(0.0,) * (pixels.ndim - 2)), mode="nearest")
    return blurred


def darken(pixels: Floats, percent: float, _rng: np.random.Generator) -> Floats:
    """Take away a part of the light, everywhere."""
    return pixels * (1 - percent / 100)


def jpeg(pixels: Floats, below_100: float, _rng: np.random.Generator) -> Floats:
    """Compress as JPEG, of quality 100 less the severity, colour halved as usual, and open again; 8 bits."""
    from PIL import Image as Pillow

    kept = io.BytesIO()
    levels = np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    Pillow.fromarray(levels).save(kept, "JPEG", quality=round(100 - below_100))
    with Pillow.open(kept) as opened:
        back: Floats = np.asarray(opened, dtype=np.float64) / 255
    return back


WHOLE_FAULTS: dict[str, WholeFault] = {
    fault.__name__: fault
    for fault in (shift_x, shift_y, gain_x, gain_y, rotate, add_dots, new_cluster, noise, blur, darken, jpeg)
}


def _mapped(pixels: Floats, matrix: Floats, offset: Floats | tuple[float, float]) -> Floats:
    """Return the picture whose pixel at p is the given one's at ``matrix @ p + offset``, by cubic splines."""
    from scipy import ndimage

    planes = pixels[:, :, np.newaxis] if pixels.ndim == 2 else pixels
    moved = [
        ndimage.affine_transform(planes[:, :, channel], matrix, offset, order=3, mode="nearest")
        for channel in range(planes.shape[2])
    ]
    return np.stack(moved, axis=2).reshape(pixels.shape)


def _specks(pixels: Floats, percent: float) -> int:
    height, width = (int(side) for side in pixels.shape[:2])
    radius = max(0.5, SPECK * max(height, width))
    return max(1, round(percent / 1000 * height * width / (math.pi * radius**2)))


def _specked(pixels: Floats, x: Floats, y: Floats) -> Floats:
    """Return the picture with a black disc around each place."""
    height, width = pixels.shape[:2]
    radius = max(0.5, SPECK * max(height, width))
    made = pixels.copy()
    reach = int(np.ceil(radius))
    for middle_x, middle_y in zip(x, y, strict=True):
        top, left = max(0, int(middle_y) - reach), max(0, int(middle_x) - reach)
        part = made[top : int(middle_y) + reach + 1, left : int(middle_x) + reach + 1]
        rows, columns = np.indices(part.shape[:2])
        part[np.hypot(rows + top - middle_y, columns + left - middle_x) <= radius] = 0.0
    return made
