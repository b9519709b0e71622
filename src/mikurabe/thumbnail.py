"""Image -> Thumbnail: a small 8-bit picture, made once and shown by every report."""

from __future__ import annotations

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.records import Array, Image, Thumbnail

SIDE = 128
# No side is thinner than this, or a strip of 5000 x 3 would be a line that nobody sees.
SMALLEST_SIDE = 4
# Shrunk pictures in which at least this share of the pixels equal their left neighbour are line art.
_FLAT = 1 / 3
# Rows of uint8 that can be summed in uint16: 257 x 255 = 65535.
_ROWS_IN_UINT16 = 257


def make_thumbnail(image: Image, *, side: int = SIDE) -> Thumbnail:
    """Return the picture with its longest side at most ``side`` pixels, encoded without any metadata.

    Larger pictures are shrunk by area averaging; those under half of ``side`` are enlarged by a whole factor with
    hard edges (28 x 28 becomes 112 x 112). Very thin ones are thickened to 4 pixels. Depth is for display only:
    values are scaled so that full white is 255; where full white is unknown (floats from Python), the lowest value,
    or 0 if that is lower, is black, and the highest is white.

    PNG where the picture was enlarged, or where at least a third of the thumbnail's pixels equal their left
    neighbour (line art, plots); otherwise JPEG of quality 85. The same pixels give the same bytes.

    Raises UsageError where ``side`` is below 4.
    """
    if side < SMALLEST_SIDE:
        raise UsageError(f"a thumbnail's side must be at least {SMALLEST_SIDE} pixels, not {side}")
    pixels = image.pixels
    longest = max(pixels.shape[:2])
    factor = side // longest if 2 * longest < side else 1
    low, white = 0.0, image.white
    if white is None:
        low, white = min(0.0, float(pixels.min())), float(pixels.max())
    # The largest float64 cannot be added up: these come down to 0..255 first, all others after shrinking.
    if pixels.dtype == np.float64:
        pixels = _display_values(pixels, low, white)
        low, white = 0.0, 255.0
    if longest > side:
        pixels = _shrunk(pixels, side)
    if pixels.dtype != np.uint8 or white != 255.0:
        pixels = np.floor(_display_values(pixels, low, white) + 0.5).astype(np.uint8)
    if factor > 1:
        pixels = pixels.repeat(factor, axis=0).repeat(factor, axis=1)
    for axis in (0, 1):
        if pixels.shape[axis] < SMALLEST_SIDE:
            pixels = pixels.repeat(-(-SMALLEST_SIDE // pixels.shape[axis]), axis=axis)
    return _encoded(np.ascontiguousarray(pixels), as_png=factor > 1 or _is_flat(pixels))


def _display_values(pixels: Array, low: float, white: float) -> Array:
    """Return the pixels as float32, ``low`` at 0 (black) and ``white`` at 255, rounded to thousandths."""
    # Halves first: the distance of two large floats may be beyond float64.
    reach = white / 2 - low / 2
    if reach <= 0:
        return np.zeros(pixels.shape, np.float32)
    share = (pixels / 2 - low / 2) / reach
    return np.clip(np.round(share * 255.0, 3), 0.0, 255.0).astype(np.float32)


def _shrunk(pixels: Array, side: int) -> Array:
    """Return the pixels averaged by area down to ``side``, in their own type, or as float64 where they are floats.

    First exact averages over whole boxes, as long as at least twice the target is left; the rest over boxes of a
    fractional size.
    """
    height, width = pixels.shape[:2]
    longest = max(height, width)
    target_height = max(1, round(height * side / longest), min(height, SMALLEST_SIDE))
    target_width = max(1, round(width * side / longest), min(width, SMALLEST_SIDE))
    down = max(1, height // (2 * target_height))
    across = max(1, width // (2 * target_width))
    averages = _box_averages(pixels, down, across)
    averages = _area_averages(averages, height / down, target_height)
    averages = _area_averages(averages.swapaxes(0, 1), width / across, target_width).swapaxes(0, 1)
    if pixels.dtype.kind == "f":
        return averages
    # Without the last digits, in which processors may differ, halves round alike everywhere.
    rounded: Array = np.floor(np.round(averages, 6) + 0.5).astype(pixels.dtype)
    return rounded


def _box_averages(pixels: Array, down: int, across: int) -> Array:
    """Return float64 averages of boxes of ``down`` x ``across`` pixels; the last ones may be smaller."""
    height, width = pixels.shape[:2]
    flat = pixels.reshape(height, -1)
    tall = -(-height // down)
    if pixels.dtype == np.uint8 and down <= _ROWS_IN_UINT16:
        wide: type[np.generic] = np.uint16
    else:
        wide = np.uint64 if pixels.dtype.kind == "u" else np.float64
    sums = np.empty((tall, flat.shape[1]), wide)
    whole = height // down
    np.add.reduce(flat[: whole * down].reshape(whole, down, -1), axis=1, dtype=wide, out=sums[:whole])
    if whole < tall:
        np.add.reduce(flat[whole * down :], axis=0, dtype=wide, out=sums[whole])
    heights = np.minimum(down, height - down * np.arange(tall))
    columns = sums.reshape(tall, width, -1)
    boxes = columns[:, ::across].astype(np.float64)
    for at in range(1, across):
        part = columns[:, at::across]
        boxes[:, : part.shape[1]] += part
    widths = np.minimum(across, width - across * np.arange(boxes.shape[1]))
    averages: Array = boxes / (heights[:, np.newaxis, np.newaxis] * widths[np.newaxis, :, np.newaxis])
    return averages[..., 0] if pixels.ndim == 2 else averages


def _area_averages(cells: Array, length: float, target: int) -> Array:
    """Return ``target`` averages along the first axis, over equal parts of ``length`` cells of size 1."""
    edges = np.linspace(0.0, length, target + 1)
    inside = np.minimum(edges.astype(np.intp), len(cells) - 1)
    before = np.cumsum(cells, axis=0) - cells
    fractions = (edges - inside).reshape(-1, *[1] * (cells.ndim - 1))
    sums = np.diff(before[inside] + fractions * cells[inside], axis=0)
    averages: Array = sums / (length / target)
    return averages


def _is_flat(shown: Array) -> bool:
    if shown.shape[1] < 2:
        return True
    same = shown[:, 1:] == shown[:, :-1]
    if same.ndim == 3:
        same = same.all(axis=2)
    return bool(np.count_nonzero(same) >= _FLAT * same.size)


def _encoded(shown: Array, *, as_png: bool) -> Thumbnail:
    import imagecodecs

    height, width = shown.shape[:2]
    if as_png:
        return Thumbnail(
            data=bytes(imagecodecs.png_encode(shown, level=6)), mime="image/png", width=width, height=height
        )
    return Thumbnail(
        data=bytes(imagecodecs.jpeg8_encode(shown, level=85)), mime="image/jpeg", width=width, height=height
    )
