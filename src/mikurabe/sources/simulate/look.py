"""How measurements are drawn: dots, soft dots, densities or the populations' colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnknownName
from mikurabe.plotting import Area, Axis, Style, draw, plot_area
from mikurabe.plotting.style import Background
from mikurabe.sources.simulate.assay import Assay
from mikurabe.sources.simulate.cells import Events, check_count

Pixels: TypeAlias = NDArray[np.uint8]
Render: TypeAlias = Literal["dots", "smooth", "density", "classes"]
Axes: TypeAlias = Literal["none", "lines", "labels", "legend"]

RENDERS: tuple[Render, ...] = ("dots", "smooth", "density", "classes")
AXES: tuple[Axes, ...] = ("none", "lines", "labels", "legend")

# Densities are counted in about so many cells along each side, whatever the picture's size.
_DENSITY_CELLS = 256
# Events in one such cell at the top of the highest population, of 5,000 events: it has the map's last colour.
_DENSITY_FULL = 6.0


_STYLE = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a measurement is drawn: the style, whether events have their population's colour, whether a legend is."""

    style: Style = _STYLE
    classes: bool = True
    legend: bool = False


LOOK = Look()


def look(
    render: Render = "classes",
    *,
    size_px: int = 256,
    background: Background = "white",
    axes: Axes = "lines",
    events: float = 5000.0,
) -> Look:
    """Return the usual look of that name.

    Args:
        render: ``dots`` of one pixel in one colour, ``smooth`` dots of 2 px (3 px from 512 px on), ``density`` (the
            logarithm of the count), ``classes`` (dots in the populations' colours).
        size_px: the picture's side.
        background: ``white`` or ``black``.
        axes: ``none``, ``lines``, ``labels`` (with ticks and texts) or ``legend`` (with the populations' names too).
        events: how many are expected, so that the colours of a density mean the same in every picture.

    Raises:
        UnknownName: there is no such render, background or kind of axes.
        UsageError: the size, or so many events, cannot be drawn.
    """
    check_count(events)
    if render not in RENDERS:
        raise UnknownName.among("render", render, RENDERS)
    if axes not in AXES:
        raise UnknownName.among("kind of axes", axes, AXES)
    cell = max(1, round(size_px / _DENSITY_CELLS))
    share = _DENSITY_CELLS * cell / size_px
    style = Style(
        kind={"dots": "dots", "classes": "dots", "smooth": "smooth", "density": "density"}[render],  # type: ignore[arg-type]
        size_px=size_px,
        background=background,
        dot_px=(3 if size_px >= 512 else 2) if render == "smooth" else 1,
        bin_px=cell,
        full_count=_DENSITY_FULL * share * share * events / 5000,
        spread=2,
        axes=axes != "none",
        labels=axes in {"labels", "legend"},
    )
    return Look(style=style, classes=render == "classes", legend=axes == "legend")


def render(events: Events, how: Look = LOOK, *, assay: Assay, moved_px: tuple[int, int] = (0, 0)) -> Pixels:
    """Return the picture of the events, uint8 (H, W, 3), the same bytes on every machine.

    ``moved_px`` moves the whole picture, axes too, to the right and downwards; what it leaves is background.
    """
    x_axis, y_axis = axes_of(assay, how)
    palette = np.array(assay.palette, dtype=np.uint8)
    if how.style.background == "black":
        # What is darker than half would not be seen on black.
        brightest = palette.max(axis=1, keepdims=True).astype(np.int64)
        palette = (palette * np.maximum(230, brightest) // brightest.clip(1)).astype(np.uint8)
    legend = None
    if how.legend and how.classes:
        # Only what every day has: labels that faults add are not known to the analyser.
        legend = assay.labels[: len(assay.populations) + 1]
    pixels = draw(
        events.x / assay.channels,
        events.y / assay.channels,
        style=how.style,
        classes=events.label if how.classes else None,
        palette=palette if how.classes else None,
        x_axis=x_axis,
        y_axis=y_axis,
        legend=legend,
    )
    return pixels if moved_px == (0, 0) else _moved(pixels, moved_px, how.style)


def axes_of(assay: Assay, how: Look) -> tuple[Axis, Axis]:
    """Return the two axes; only a look with labels has ticks."""
    if not how.style.labels:
        return Axis(), Axis()
    ticks = tuple((at / 4, str(assay.channels * at // 4), True) for at in range(5))
    return Axis(title=assay.x_title, ticks=ticks), Axis(title=assay.y_title, ticks=ticks)


def area_of(assay: Assay, how: Look) -> Area:
    """Return where the plot lies in the picture, in pixels."""
    return plot_area(how.style, *axes_of(assay, how))


def _moved(pixels: Pixels, by: tuple[int, int], style: Style) -> Pixels:
    right, down = by
    height, width = pixels.shape[:2]
    moved = np.empty_like(pixels)
    moved[:] = style.ground
    source = pixels[max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)]
    moved[max(down, 0) : height - max(-down, 0), max(right, 0) : width - max(-right, 0)] = source
    return moved
