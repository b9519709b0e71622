"""Where the plot lies in its picture, and the lines, ticks and texts around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mikurabe.plotting.lettering import LINE_PX, lettering, width_px
from mikurabe.plotting.style import Axis, Colour, Pixels, Style

_MAJOR_PX, _MINOR_PX = 4, 2


class Area(NamedTuple):
    """The plot's place in its picture, in pixels: that of its left column and top row, its width and height."""

    left: int
    top: int
    width: int
    height: int


def plot_area(style: Style, x_axis: Axis | None = None, y_axis: Axis | None = None) -> Area:
    """Return where the events are drawn; without axes that is the whole picture.

    It depends on the style and the axes alone, never on the events: plots that are made alike lie on each other.
    """
    if not style.axes:
        return Area(0, 0, style.width_px, style.height_px)
    x_axis, y_axis, scale = x_axis or Axis(), y_axis or Axis(), _scale(style)
    left = below = scale
    right = above = 0
    if x_axis.ticks:
        below += _MAJOR_PX * scale
    if y_axis.ticks:
        left += _MAJOR_PX * scale
    if style.labels:
        line = LINE_PX * scale
        below += line * (any(text for _, text, _ in x_axis.ticks) + bool(x_axis.title))
        left += max((width_px(text, scale) + scale for _, text, _ in y_axis.ticks if text), default=0)
        left += line * bool(y_axis.title)
        # Half of the last tick's text may stand beyond the end of its axis.
        right, above = 4 * scale, 4 * scale
    # A picture too small for its labels keeps half of itself for the plot.
    left, below = min(left, style.width_px // 2), min(below, style.height_px // 2)
    return Area(left, above, style.width_px - left - right, style.height_px - below - above)


def draw_axes(pixels: Pixels, area: Area, style: Style, x_axis: Axis | None, y_axis: Axis | None) -> None:
    """Draw lines, ticks and texts around the plot into ``pixels``, (H, W, 3)."""
    x_axis, y_axis, scale = x_axis or Axis(), y_axis or Axis(), _scale(style)
    bottom, right = area.top + area.height, area.left + area.width
    pixels[bottom : bottom + scale, max(area.left - scale, 0) : right] = style.line
    pixels[area.top : bottom + scale, max(area.left - scale, 0) : area.left] = style.line
    written = -LINE_PX * scale
    for fraction, text, major in sorted(x_axis.ticks):
        column = area.left + min(int(fraction * area.width), area.width - 1)
        foot = bottom + scale + (_MAJOR_PX if major else _MINOR_PX) * scale
        pixels[bottom:foot, column : column + scale] = style.line
        start = min(column - width_px(text, scale) // 2, style.width_px - width_px(text, scale))
        # A text that would run into the one before it is left out.
        if style.labels and text and start >= written + 2 * scale:
            written = start + width_px(text, scale)
            _write(pixels, text, bottom + (_MAJOR_PX + 1) * scale, start, scale, style.text)
    written = style.height_px + LINE_PX * scale
    for fraction, text, major in sorted(y_axis.ticks):
        row = bottom - 1 - min(int(fraction * area.height), area.height - 1)
        foot = area.left - scale - (_MAJOR_PX if major else _MINOR_PX) * scale
        pixels[row : row + scale, max(foot, 0) : area.left] = style.line
        if style.labels and text and row + LINE_PX * scale // 2 <= written:
            written = row - LINE_PX * scale // 2
            end = area.left - (_MAJOR_PX + 1) * scale - width_px(text, scale)
            _write(pixels, text, row - LINE_PX * scale // 2, end, scale, style.text)
    if style.labels and x_axis.title:
        middle = area.left + (area.width - width_px(x_axis.title, scale)) // 2
        _write(pixels, x_axis.title, style.height_px - LINE_PX * scale, middle, scale, style.text)
    if style.labels and y_axis.title:
        middle = area.top + (area.height - width_px(y_axis.title, scale)) // 2
        _write(pixels, y_axis.title, middle, 0, scale, style.text, upwards=True)


def draw_legend(pixels: Pixels, area: Area, style: Style, entries: Sequence[tuple[str, Colour]]) -> None:
    """Draw names with a square of their colour into the plot's upper right corner."""
    scale = _scale(style)
    widest = max((width_px(name, scale) for name, _ in entries), default=0)
    left = max(area.left + area.width - widest - 2 * scale, area.left)
    for at, (name, colour) in enumerate(entries):
        top = area.top + 2 * scale + at * LINE_PX * scale
        square = max(left - 8 * scale, 0)
        pixels[top + 3 * scale : top + 9 * scale, square : square + 6 * scale] = colour
        _write(pixels, name, top, left, scale, style.text)


def _write(
    pixels: Pixels, text: str, top: int, left: int, scale: int, colour: Colour, *, upwards: bool = False
) -> None:
    """Write a line of text; what would stand outside is moved in, and cut where the picture is too small for it."""
    ink = lettering(text, scale)
    if upwards:
        ink = np.rot90(ink)
    top = max(min(top, pixels.shape[0] - ink.shape[0]), 0)
    left = max(min(left, pixels.shape[1] - ink.shape[1]), 0)
    region = pixels[top : top + ink.shape[0], left : left + ink.shape[1]]
    region[ink[: region.shape[0], : region.shape[1]]] = colour


def _scale(style: Style) -> int:
    """Return how many pixels a line is wide: 2 from 768 px on, so that text can be read there."""
    return max(1, min(style.width_px, style.height_px) // 384)
