"""Digits that the program draws itself, for the demo where MNIST is not at hand: strokes, no font, no random numbers.

A digit is a few curves in a box of 20 x 20 pixels, laid into 28 x 28 by the centre of mass of its strokes, as
MNIST's are by that of their ink. The strokes are drawn with a round pen, by the distance of every pixel to the nearest
point of a curve.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UsageError

Pixels: TypeAlias = NDArray[np.uint8]

# Strokes, divided by a slash; a stroke runs smoothly through its points, given in hundredths of the box, x to the right
# and y downwards. A point given twice in a row is a corner.
_STROKES: dict[int, str] = {
    0: "66,4 40,6 16,50 36,96 64,88 84,46 72,8 46,3",
    1: "60,0 52,50 42,100",
    2: "18,22 40,2 70,8 72,34 46,66 16,94 16,94 42,88 62,95 92,88",
    3: "18,8 52,0 76,16 62,38 38,46 38,46 70,54 80,76 56,97 16,94",
    4: "26,4 14,46 14,46 44,54 84,46 / 76,0 68,50 60,100",
    5: "84,2 32,6 32,6 24,42 24,42 58,40 78,64 60,94 16,94",
    6: "66,0 34,32 18,70 38,98 70,90 76,64 52,52 22,72",
    7: "12,10 46,8 84,6 84,6 58,50 42,100",
    8: "80,10 52,0 28,16 44,42 66,66 58,96 28,96 24,72 52,46 78,22 78,8",
    9: "76,16 48,2 24,22 38,46 66,36 76,12 76,12 70,56 60,100",
}

_BOX_PX = 20
_STEPS_PER_SPAN = 24


def draw_digit(digit: int, *, size: int = 28, pen_px: float = 2.6, slant: float = 0.08) -> Pixels:
    """Return the digit 0 to 9, uint8 (size, size): a white stroke on black, soft at its edge as MNIST's are.

    ``pen_px`` is the stroke's width in a picture of 28 x 28; ``slant`` moves the top of the box to the right, in
    parts of its height. The same arguments give the same bytes on every machine.

    Raises:
        UsageError: ``digit`` is not 0 to 9, or the picture would be smaller than 8 pixels.
    """
    if digit not in _STROKES:
        raise UsageError(f"There is no digit {digit!r}: draw 0 to 9.")
    if size < 8:
        raise UsageError(f"A digit of {size} x {size} pixels cannot be seen: draw 8 or more.")
    scale = size / 28
    box = (_BOX_PX - pen_px) * scale
    rows, columns = np.mgrid[0:size, 0:size].astype(np.float64)
    strokes = []
    for stroke in _STROKES[digit].split("/"):
        knots = [[float(number) / 100 for number in point.split(",")] for point in stroke.split()]
        points = _curve(np.array(knots))
        points[:, 0] += slant * (0.5 - points[:, 1])
        strokes.append(points * box)
    middle = _centre_of_mass(strokes)
    nearest = np.full((size, size), np.inf)
    for points in strokes:
        x, y = (points - middle + (size - 1) / 2).T
        for x_from, y_from, x_to, y_to in zip(x[:-1], y[:-1], x[1:], y[1:], strict=True):
            nearest = np.minimum(nearest, _squared_distance(columns, rows, x_from, y_from, x_to, y_to))
    # Full white within the pen, black one pixel further out. Rounded before it is scaled, so that the last bit of
    # a square root, which machines may disagree on, cannot show.
    ink = np.clip(pen_px * scale / 2 + 0.5 - np.sqrt(nearest), 0.0, 1.0)
    pixels: Pixels = np.rint(255 * np.round(ink, 6)).astype(np.uint8)
    return pixels


def digit_story(reference: Pixels, eight: Pixels, six: Pixels) -> list[tuple[str, Pixels]]:
    """Return the story of the shifted digit, named: a 2, the same 2 moved by 2 px right and 2 px down, an 8, a 6.

    The first is the reference. All are uint8 (H, W) of one size, H and W above 2; what moves in is black.
    """
    moved = np.zeros_like(reference)
    moved[2:, 2:] = reference[:-2, :-2]
    return [("a 2", reference), ("the same 2, moved 2 px right and down", moved), ("an 8", eight), ("a 6", six)]


def _curve(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along a smooth curve through ``points`` (N, 2): Catmull-Rom, corners where a point is doubled."""
    corners = [0, *(at + 1 for at in range(len(points) - 1) if np.array_equal(points[at], points[at + 1])), len(points)]
    pieces = []
    for first, last in pairwise(corners):
        piece = points[first:last]
        # The ends go on as they came.
        before, after = 2 * piece[0] - piece[1], 2 * piece[-1] - piece[-2]
        knots = np.vstack([before, piece, after])
        t = (np.arange(_STEPS_PER_SPAN) / _STEPS_PER_SPAN)[:, None]
        for p0, p1, p2, p3 in zip(knots[:-3], knots[1:-2], knots[2:-1], knots[3:], strict=True):
            tangent_1, tangent_2 = (p2 - p0) / 2, (p3 - p1) / 2
            pieces.append(
                (2 * t**3 - 3 * t**2 + 1) * p1
                + (t**3 - 2 * t**2 + t) * tangent_1
                + (3 * t**2 - 2 * t**3) * p2
                + (t**3 - t**2) * tangent_2
            )
        pieces.append(piece[-1:])
    return np.vstack(pieces)


def _centre_of_mass(strokes: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the point (2,) that the strokes would balance on: every piece counts by its length."""
    lengths = np.concatenate([np.hypot(*np.diff(points, axis=0).T) for points in strokes])
    halfway = np.concatenate([(points[:-1] + points[1:]) / 2 for points in strokes])
    balance: NDArray[np.float64] = (halfway * lengths[:, None]).sum(axis=0) / lengths.sum()
    return balance


def _squared_distance(
    x: NDArray[np.float64], y: NDArray[np.float64], x_from: float, y_from: float, x_to: float, y_to: float
) -> NDArray[np.float64]:
    """Return every pixel's squared distance to one straight piece of a stroke."""
    dx, dy = x_to - x_from, y_to - y_from
    length = dx * dx + dy * dy
    if length == 0.0:
        return (x - x_from) ** 2 + (y - y_from) ** 2
    along = np.clip(((x - x_from) * dx + (y - y_from) * dy) / length, 0.0, 1.0)
    return (x - x_from - along * dx) ** 2 + (y - y_from - along * dy) ** 2
