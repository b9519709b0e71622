"""Populations measured in one picture, and their changes from the normal mean."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.populations.area import Area
from mikurabe.populations.cells import sites_of
from mikurabe.populations.look import Look, read_ink
from mikurabe.populations.mixture import Fit, Model, fit
from mikurabe.populations.population import Change, Measured, Member, Place, Populations
from mikurabe.records import Image

# With fewer dots than this a population has no centre; of a density, with less than this part of all ink.
_FEWEST_DOTS, _LEAST_INK = 8.0, 1e-3


def measure(populations: Populations, image: Image) -> Measured:
    """Return the populations of one picture: count, share, centre, widths and tilt of each, and what belongs to none.

    Centres and widths of dots are those of all dots, those hidden under others included, as the learned shape has
    them. Raises UsageError where the picture has another size, depth or background than the normal ones.
    """
    width, height = populations.size_px
    if (image.width, image.height) != (width, height):
        raise UsageError(
            f"{image.source.name} is {image.width} × {image.height} px and the populations were learned at "
            f"{width} × {height} px; measure pictures of that size."
        )
    channels = 1 if image.pixels.ndim == 2 else 3
    if channels != populations.channels or image.white != populations.white:
        raise UsageError(
            f"{image.source.name} has {channels} channel(s) and full white {image.white}, the normal pictures have "
            f"{populations.channels} and {populations.white:g}; measure pictures that are saved alike."
        )
    names = tuple(member.name for member in populations.normal.members)
    return measured_of(image, names, populations.look, populations.area, populations.side, populations.model)


def measured_of(image: Image, names: tuple[str, ...], look: Look, area: Area, side: int, model: Model) -> Measured:
    """Return the measurement of one picture by a model, whose populations have these names."""
    sites = sites_of([read_ink(image, look, area)], area, side)
    return read(fit(model, sites), names, model)


def read(result: Fit, names: tuple[str, ...], model: Model) -> Measured:
    """Return a fit in words of the records."""
    counts, strays = result.state.counts, float(result.unclaimed.sum())
    total = float(counts.sum())
    fewest = _FEWEST_DOTS if model.dot_px else _LEAST_INK * float(model.start.counts.sum())
    members = tuple(
        Member(
            name=name,
            count=float(count),
            share=float(count) / total if total else 0.0,
            place=_place(centre, spread, model) if count >= fewest else None,
        )
        for name, count, centre, spread in zip(names, counts, result.state.centres, result.state.spreads, strict=True)
    )
    everything = total + strays
    return Measured(members=members, count=total, strays=strays, background=strays / everything if everything else 0.0)


def _place(centre: np.ndarray, spread: np.ndarray, model: Model) -> Place:
    xx, xy, yy = (float(each) for each in spread)
    # What a dot's own disc adds to the spread of ink is not the population's.
    dot_px = sum(model.dot_px) / max(len(model.dot_px), 1)
    added = dot_px / (4 * math.pi) if dot_px > 1 else 0.0
    inner_x, inner_y = max(xx - added, xx / 4), max(yy - added, yy / 4)
    return Place(
        x=float(centre[0]),
        y=float(centre[1]),
        width_x=math.sqrt(inner_x),
        width_y=math.sqrt(inner_y),
        tilt=max(-1.0, min(1.0, -xy / math.sqrt(inner_x * inner_y))),
    )


def changes(normal: Measured, measured: Measured) -> tuple[Change, ...]:
    """Return how each population of ``measured`` differs from that of ``normal``, in the same order."""
    return tuple(_change(before, after) for before, after in zip(normal.members, measured.members, strict=True))


def _change(before: Member, after: Member) -> Change:
    count = after.count / before.count if before.count else None
    share = after.share / before.share if before.share else None
    if before.place is None or after.place is None:
        return Change(
            name=after.name,
            count=count,
            share=share,
            right_px=None,
            up_px=None,
            width_x=None,
            width_y=None,
            tilt=None,
        )
    was, now = before.place, after.place
    return Change(
        name=after.name,
        count=count,
        share=share,
        right_px=now.x - was.x,
        up_px=was.y - now.y,
        width_x=now.width_x / was.width_x,
        width_y=now.width_y / was.width_y,
        tilt=now.tilt - was.tilt,
    )
