"""The plot area: where in a picture the dots lie, without axes, ticks, text and legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.metrics.ink import background
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Image, read_only
from mikurabe.region import furniture

# A line of one colour along at least this part of the picture's side is an axis, a frame or a grid line.
_LINE = 0.5
# Levels that differ by at most this part of full white are one colour: what JPEG leaves of an even line.
_ALIKE = 0.08
# This far from the background, as a part of full white, a pixel is drawn on.
_DRAWN = 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Area:
    """The part of all pictures of a set that is plot: a box, and the pixels in it that count.

    ``left`` and ``top`` are the first, ``right`` and ``bottom`` the last column and row of the box plus one; ``mask``
    is bool of shape (bottom - top, right - left), false where a line, a letter or a tick stands in every picture alike.
    """

    left: int
    top: int
    right: int
    bottom: int
    mask: Bools

    def cut(self, plane: Array) -> Array:
        """Return the box's part of an (H, W) or (H, W, 3) array, as a view."""
        return plane[self.top : self.bottom, self.left : self.right]


def plot_area(images: Sequence[Image]) -> Area:
    """Return the plot area that pictures of one size share.

    The box ends inside the outermost long straight lines (axes, frame); what lies beyond them is tick labels and
    titles. Inside, grid lines do not count, nor does what all pictures show alike on a plain background (from two
    pictures on; a single one can tell nothing of letters inside its axes). Raises UsageError where nothing is left.
    """
    first = images[0]
    still = _drawn(first)
    for other in images[1:]:
        still &= _alike(other, first)
    across, down = _lines(still, first), _lines(still.T, first, flipped=True)
    height, width = still.shape
    top, bottom = _inside(across, height)
    left, right = _inside(down, width)
    counted = np.ones(still.shape, dtype=np.bool_)
    counted[across] = False
    counted[:, down] = False
    if len(images) > 1:
        counted &= ~furniture(first, images[1:])
    mask = counted[top:bottom, left:right]
    if not mask.any():
        raise UsageError(
            f"{first.source.name}: between its lines there is no plot area; give pictures of the plot alone."
        )
    return Area(left=left, top=top, right=right, bottom=bottom, mask=read_only(mask))


def _drawn(image: Image) -> Bools:
    picture = Picture(image)
    drawn: Bools = _apart(image.pixels, background(picture)) > _DRAWN * picture.white
    return drawn


def _alike(first: Image, second: Image) -> Bools:
    alike: Bools = _apart(first.pixels, second.pixels) <= _ALIKE * Picture(second).white
    return alike


def _apart(first: Array, second: Array) -> Array:
    """Return the largest difference of the channels, in levels."""
    apart: Array = np.abs(first.astype(np.float32) - second.astype(np.float32))
    return apart if apart.ndim == 2 else apart.max(axis=2)


def _lines(still: Bools, image: Image, *, flipped: bool = False) -> Array:
    """Return the rows (``flipped``: the columns) in which a line of one colour runs along half of the picture."""
    pixels = image.pixels.swapaxes(0, 1) if flipped else image.pixels
    needed = _LINE * still.shape[1]
    found = []
    for at in np.flatnonzero(still.sum(axis=1) >= needed):
        row = pixels[at].astype(np.float32)
        drawn = still[at]
        of_one_colour = drawn & (_apart(row[np.newaxis], np.median(row[drawn], axis=0))[0] <= _ALIKE * _white(image))
        if _longest(of_one_colour) >= needed:
            found.append(at)
    return np.array(found, dtype=np.intp)


def _white(image: Image) -> float:
    return Picture(image).white


def _longest(run: Bools) -> int:
    """Return how many true values follow each other at most."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], run, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _inside(lines: Array, length: int) -> tuple[int, int]:
    """Return the first row inside the outermost line of the upper third and the row of that of the lower third."""
    # A line in the middle divides the plot and does not end it.
    upper, lower = lines[3 * lines < length], lines[3 * lines >= 2 * length]
    if upper.size == 0:
        start = 0
    else:
        # A line may be several pixels thick.
        start = int(upper[0]) + 1
        while start in upper:
            start += 1
    end = length if lower.size == 0 else int(lower[-1])
    while end - 1 in lower:
        end -= 1
    return start, end
