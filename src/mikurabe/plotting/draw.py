"""The one way from events to a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.errors import UsageError
from mikurabe.plotting.axes import draw_axes, draw_legend, plot_area
from mikurabe.plotting.marks import density, discs, squares
from mikurabe.plotting.style import Axis, Pixels, Style

Array: TypeAlias = NDArray[Any]


def draw(
    u: ArrayLike,
    v: ArrayLike,
    *,
    style: Style,
    classes: ArrayLike | None = None,
    palette: ArrayLike | None = None,
    x_axis: Axis | None = None,
    y_axis: Axis | None = None,
    legend: Sequence[str] | None = None,
) -> Pixels:
    """Return the plot of the events, uint8 (height, width, 3), the same bytes on every machine.

    Args:
        u: how far right each event lies, float64 (N,), as a fraction of the plot: 0 is the left edge. What is not in
            [0, 1), and NaN, is not drawn.
        v: how far up, as ``u``: 0 is the bottom edge.
        style: how the plot looks. A density has no classes.
        classes: each event's class, whole numbers (N,) from 0, for its colour; needs ``palette``.
        palette: the classes' colours, uint8 (K, 3).
        x_axis: title and ticks below; drawn where the style has axes, its texts where it has labels.
        y_axis: the same at the left.
        legend: names for the palette's first colours, drawn into the upper right corner.

    Raises:
        UsageError: the arrays do not fit each other.
    """
    right, up = np.asarray(u, dtype=np.float64), np.asarray(v, dtype=np.float64)
    if right.ndim != 1 or right.shape != up.shape:
        raise UsageError(f"Events have one u and one v each, not arrays of shape {right.shape} and {up.shape}.")
    colours, kinds = _colours(palette, classes, len(right))
    area = plot_area(style, x_axis, y_axis)
    inside = (right >= 0) & (right < 1) & (up >= 0) & (up < 1)
    x, y = right[inside] * area.width, up[inside] * area.height
    # A density is drawn in its cells first.
    cell = style.bin_px if style.kind == "density" else 1
    width, height = -(-area.width // cell), -(-area.height // cell)
    plot = np.empty((height * width, 3), dtype=np.uint8)
    plot[:] = style.ground
    # From the bottom up here, and turned over when it is laid into the picture.
    if style.kind == "density":
        hit, shown = density(x / cell, y / cell, width, height, style)
    else:
        mark = squares if style.kind == "dots" else discs
        hit, seen, cover = mark(x, y, width, height, style.dot_px)
        shown = np.array([style.dot], dtype=np.uint8).repeat(len(hit), axis=0)
        if colours is not None and kinds is not None:
            shown = colours[kinds[inside][seen]]
        if style.kind == "smooth":
            part = cover[:, np.newaxis]
            shown = ((shown * part + np.array(style.ground) * (255 - part) + 127) // 255).astype(np.uint8)
    plot[hit] = shown
    upwards = plot.reshape(height, width, 3)
    if cell > 1:
        upwards = upwards.repeat(cell, axis=0)[: area.height].repeat(cell, axis=1)[:, : area.width]
    pixels = np.empty((style.height_px, style.width_px, 3), dtype=np.uint8)
    pixels[:] = style.ground
    pixels[area.top : area.top + area.height, area.left : area.left + area.width] = upwards[::-1]
    if style.axes:
        draw_axes(pixels, area, style, x_axis, y_axis)
    if legend is not None:
        if colours is None or len(legend) > len(colours):
            raise UsageError(f"A legend of {len(legend)} names needs a palette of as many colours.")
        entries = [(name, (int(r), int(g), int(b))) for name, (r, g, b) in zip(legend, colours, strict=False)]
        draw_legend(pixels, area, style, entries)
    return pixels


def _colours(palette: ArrayLike | None, classes: ArrayLike | None, events: int) -> tuple[Pixels | None, Array | None]:
    """Return the palette and the classes after a check that they fit; None where there are none."""
    colours = None if palette is None else np.asarray(palette, dtype=np.uint8)
    if colours is not None and (colours.ndim != 2 or colours.shape[1] != 3):
        raise UsageError(f"A palette is of shape (K, 3), not {colours.shape}.")
    if classes is None:
        return colours, None
    kinds = np.asarray(classes)
    if kinds.shape != (events,) or not np.issubdtype(kinds.dtype, np.integer):
        raise UsageError(f"Classes are {events} whole numbers, one per event, not {kinds.dtype} {kinds.shape}.")
    if colours is None:
        raise UsageError("Classes need a palette that gives their colours.")
    if events and (int(kinds.min()) < 0 or int(kinds.max()) >= len(colours)):
        raise UsageError(
            f"The classes go from {kinds.min()} to {kinds.max()}, but the palette has colours for 0 to "
            f"{len(colours) - 1}."
        )
    return colours, kinds
