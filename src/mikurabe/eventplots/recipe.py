"""What all plots of a set share, and one file's bytes -> its plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnknownName, UnreadablePicture
from mikurabe.eventplots.files import EventKind, events_in, open_events, pair_of
from mikurabe.eventplots.plot import Plot
from mikurabe.events import PlotAxis
from mikurabe.plotting import Axis, Style, draw
from mikurabe.records import Events, Found, Rendering, read_only

# A row says how many of its events lie beyond the axes where it is more than this share.
_WORTH_TELLING = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What all plots of a set share."""

    plot: Plot
    names: tuple[str, str]
    axes: tuple[PlotAxis, PlotAxis]
    style: Style


def render(recipe: Recipe, kind: EventKind, content: bytes) -> Rendering:
    """Return the plot of a file's bytes, with its events; raise UnreadablePicture where there is none."""
    try:
        channels, values, notes = pair_of(open_events(kind, content), recipe.names)
    except UnknownName as missing:
        raise UnreadablePicture(str(missing)) from missing
    fractions = np.empty_like(values)
    most_beyond = 0
    for side, axis in enumerate(recipe.axes):
        fractions[:, side], beyond = axis.fractions(values[:, side])
        most_beyond = max(most_beyond, beyond)
    if most_beyond > _WORTH_TELLING * len(values):
        notes.append(f"{most_beyond:,} of {len(values):,} events lie beyond an axis and are drawn at its end")
    shown = _subsample(fractions, recipe.plot.max_events)
    if len(shown) < len(fractions):
        notes.append(f"{len(shown):,} of {len(fractions):,} events drawn; the indices of events use all")
    titled = (Axis(title=axis.title, ticks=axis.ticks()) for axis in recipe.axes)
    pixels = draw(shown[:, 0], shown[:, 1], style=recipe.style, x_axis=next(titled), y_axis=next(titled))
    events = Events(
        values=read_only(values), fractions=read_only(fractions), names=(channels[0].name, channels[1].name)
    )
    return Rendering(pixels=pixels, events=events, notes=tuple(notes))


def _subsample(fractions: NDArray[np.float64], most: int | None) -> NDArray[np.float64]:
    """Return at most so many events, evenly spread over the file: the same ones each time."""
    count = len(fractions)
    if most is None or count <= most:
        return fractions
    return fractions[np.arange(most) * count // most]


def full_count_of(recipe: Recipe, drawn: Sequence[tuple[Found, EventKind]]) -> int | None:
    """Return the most events on one pixel of the first file that can be drawn, so that colours mean the same in all."""
    for found, kind in drawn:
        try:
            _, values, _ = pair_of(events_in(found, kind), recipe.names)
        except (UnreadablePicture, UnknownName):
            continue
        sides = (recipe.style.width_px, recipe.style.height_px)
        places = [
            (_subsample(axis.fractions(values[:, at])[0], recipe.plot.max_events) * side).astype(np.int64)
            for at, (axis, side) in enumerate(zip(recipe.axes, sides, strict=True))
        ]
        return int(np.bincount(places[1] * sides[0] + places[0]).max())
    return None
