"""Populations learned from normal pictures: how many there are, where, and what shape each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UsageError
from mikurabe.picture import Picture
from mikurabe.populations.area import Area, plot_area
from mikurabe.populations.cells import Sites, cell_side, sites_of
from mikurabe.populations.drawing import learn_look
from mikurabe.populations.look import FULL_COUNT, Look, read_ink, require_alike
from mikurabe.populations.measure import measured_of
from mikurabe.populations.mixture import Fit, Model, fit, own_coordinates
from mikurabe.populations.population import Measured, Member, Place, Populations
from mikurabe.populations.precision import precision_of
from mikurabe.populations.seeds import Seed, seeds_of
from mikurabe.populations.shapes import ROUND, Gauss, belongs, moments_of, shape_of, standardised
from mikurabe.populations.state import State
from mikurabe.records import Image

Floats: TypeAlias = NDArray[np.float64]

# What belongs to no population to begin with, as a part of all dots.
_STRAYS = 0.03
# How far a population reaches, in standard deviations: of its seed at first, then of its own. Where its colour is its
# own, so are dots far out, and a single one at 7 standard deviations is 6 % of the width of 400.
_SEED_REACH, _REACH, _REACH_ALONE = 4.5, 6.0, 9.0
# Shapes and shares are found in turn this often.
_TURNS = 4
# Then all of them at once, until a round moves nothing by more than this, in at most so many rounds.
_SETTLED, _ROUNDS = 1e-5, 600
# Where colours are smeared, this part of a population's dots shows any colour to begin with, and so many dots hold it.
_MISTAKEN, _MISTAKEN_DOTS = 0.2, 1.0
# How many dots (a density: which part of all ink) hold a population to its normal place.
_HOLD, _HOLD_SHARE = 2.0, 2e-4


def learn_populations(images: Sequence[Image], *, full_count: float = FULL_COUNT) -> Populations:
    """Return the populations of normal pictures: one or more, all of one size and drawn alike.

    A population is what has a peak of its own in the smoothed mean plot, clear of the noise of counting, in the plane
    of its colour where dots have cluster colours. What is only a shoulder of another one belongs to that. They are
    named P1, P2 and so on, the largest first. More pictures show smaller ones, and give a steadier normal state.

    ``full_count`` is for densities: the events in a cell that has the colour map's last colour, where the colour is at
    log(1 + events) / log(1 + full_count) of the map. A picture does not say it, and widths and shares depend on it.

    Raises UsageError where pictures differ in kind or size, or hold no population.
    """
    require_alike(images)
    area = plot_area(images)
    if not full_count > 0:
        raise UsageError(f"A full count of {full_count} events has no colours below it: give more than 0.")
    look = replace(learn_look(images, area), full_count=full_count)
    side = cell_side(images[0].width, images[0].height)
    sites = sites_of([read_ink(each, look, area) for each in images], area, side)
    seeds = seeds_of(sites, look, area, len(images))
    if not seeds:
        raise UsageError(
            f"{images[0].source.name} and the other normal pictures show no population: no peak of ink stands out."
        )
    model = _model(seeds, sites, look, area, len(images))
    names = tuple(f"P{at}" for at in range(1, len(seeds) + 1))
    each_one = [measured_of(image, names, look, area, side, model) for image in images]
    return Populations(
        size_px=(images[0].width, images[0].height),
        channels=1 if images[0].pixels.ndim == 2 else 3,
        white=Picture(images[0]).white,
        area=area,
        look=look,
        side=side,
        model=model,
        normal=mean_of(each_one),
        pictures=len(images),
        precision=precision_of(model, area, side) if look.kind == "dots" else None,
    )


def _model(seeds: Sequence[Seed], sites: Sites, look: Look, area: Area, pictures: int) -> Model:
    """Return the model that fits the mean of all normal pictures: shapes and the state to start from."""
    counts = np.array([seed.dots for seed in seeds])
    field = float(np.count_nonzero(area.mask))
    start = State(
        counts,
        np.array([seed.centre for seed in seeds]),
        np.array([seed.spread for seed in seeds]),
        _STRAYS * float(counts.sum()) / field,
    )
    dots = look.kind == "dots"
    model = Model(
        shapes=(ROUND,) * len(seeds),
        colours=_colours(seeds, look),
        start=start,
        dot_px=look.dot_px,
        field=field,
        hold=0.0,
        reach=(_SEED_REACH,) * len(seeds),
    )
    often = model.colours.sum(axis=0)
    reach = tuple(_REACH_ALONE if often[seed.plane] == 1 else _REACH for seed in seeds)
    for turn in range(_TURNS):
        result = fit(model, sites, rounds=60)
        model = replace(model, start=result.state, reach=reach)
        if look.smeared:
            model = replace(model, colours=_colours_seen(result, sites, model.colours))
        if turn < _TURNS - 1:
            model = _reshaped(model, result, sites, pictures)
    if dots:
        model = _whole(_parts_settled(_parts_of(model), sites), model)
    return replace(model, hold=_HOLD if dots else _HOLD_SHARE * float(model.start.counts.sum()))


def _colours(seeds: Sequence[Seed], look: Look) -> Floats:
    """Return how often each population's dots show each colour (K, P), as far as is known to begin with."""
    colours = np.zeros((len(seeds), len(look.inks)))
    colours[np.arange(len(seeds)), [seed.plane for seed in seeds]] = 1.0
    return (1 - _MISTAKEN) * colours + _MISTAKEN / len(look.inks) if look.smeared else colours


def _colours_seen(result: Fit, sites: Sites, before: Floats) -> Floats:
    seen = np.stack([result.seen[:, sites.plane == plane].sum(axis=1) for plane in range(before.shape[1])], axis=1)
    seen += _MISTAKEN_DOTS * before
    colours: Floats = seen / seen.sum(axis=1, keepdims=True)
    return colours


def _reshaped(model: Model, result: Fit, sites: Sites, pictures: int) -> Model:
    """Return the model with each population's shape as its dots have it now."""
    state = result.state
    u, v = own_coordinates(state, sites.x, sites.y)
    shapes, centres, spreads = [], [], []
    for at, share in enumerate(result.shares):
        shape = shape_of(u[at], v[at], share, float(share.sum()) * pictures)
        # What is not mean 0 and covariance 1 in the shape goes into centre and covariance.
        mean, covariance = moments_of(shape)
        factor = lower(state.spreads[at])
        centres.append(state.centres[at] + factor @ mean)
        whole = factor @ lower(covariance)
        whole = whole @ whole.T
        spreads.append([whole[0, 0], whole[0, 1], whole[1, 1]])
        shapes.append(standardised(shape))
    return replace(
        model,
        shapes=tuple(shapes),
        start=state._replace(centres=np.array(centres), spreads=np.array(spreads)),
    )


def _parts_of(model: Model) -> Model:
    """Return the model with each Gaussian of each shape as a population of its own, reaching as far."""
    colours, reach, counts, centres, spreads = [], [], [], [], []
    for at, shape in enumerate(model.shapes):
        factor = lower(model.start.spreads[at])
        for part in shape:
            colours.append(model.colours[at])
            reach.append(model.reach[at])
            counts.append(model.start.counts[at] * part.weight)
            centres.append(model.start.centres[at] + factor @ (part.x, part.y))
            whole = factor @ np.array([[part.xx, part.xy], [part.xy, part.yy]]) @ factor.T
            spreads.append([whole[0, 0], whole[0, 1], whole[1, 1]])
    return replace(
        model,
        shapes=(ROUND,) * len(colours),
        colours=np.array(colours),
        reach=tuple(reach),
        start=State(np.array(counts), np.array(centres), np.array(spreads), model.start.strays),
    )


def _parts_settled(parts: Model, sites: Sites) -> Model:
    """Return the parts as they fit when each is free of the others: shapes, shares and hidden dots all at once.

    In turns, shapes follow the hidden dots that they themselves predict, and where most are hidden they do not arrive.
    """
    return replace(parts, start=fit(parts, sites, rounds=_ROUNDS, tolerance=_SETTLED).state)


def _whole(parts: Model, model: Model) -> Model:
    """Return ``model`` with the shapes and the state of its parts; a population whose part has left keeps its own."""
    shapes, counts, centres, spreads = [], [], [], []
    first = 0
    for at, before in enumerate(model.shapes):
        own = slice(first, first + len(before))
        first += len(before)
        number = parts.start.counts[own]
        count = float(number.sum())
        made = tuple(
            Gauss(float(weight / count), *(float(each) for each in (*centre, *spread)))
            for weight, centre, spread in zip(number, parts.start.centres[own], parts.start.spreads[own], strict=True)
        )
        mean, covariance = moments_of(made)
        shape = standardised(made)
        if not all(belongs(part) for part in shape):
            shape, count = before, float(model.start.counts[at])
            mean, covariance = model.start.centres[at], model.start.spreads[at]
        shapes.append(shape)
        counts.append(count)
        centres.append(mean)
        spreads.append(covariance)
    start = State(np.array(counts), np.array(centres), np.array(spreads), parts.start.strays)
    return replace(model, shapes=tuple(shapes), start=start)


def lower(spread: Floats) -> Floats:
    """Return the lower Cholesky factor (2, 2) of a covariance (xx, xy, yy)."""
    xx, xy, yy = spread
    factor: Floats = np.linalg.cholesky(np.array([[xx, xy], [xy, yy]]))
    return factor


def mean_of(measured: Sequence[Measured]) -> Measured:
    """Return the mean of several measurements; a population has a place where it has one in any of them."""
    count = float(np.mean([each.count for each in measured]))
    strays = float(np.mean([each.strays for each in measured]))
    members = []
    for same in zip(*(each.members for each in measured), strict=True):
        places = [member.place for member in same if member.place is not None]
        members.append(
            Member(
                name=same[0].name,
                count=float(np.mean([member.count for member in same])),
                share=float(np.mean([member.share for member in same])),
                place=_mean_place(places) if places else None,
            )
        )
    return Measured(
        members=tuple(members),
        count=count,
        strays=strays,
        background=float(np.mean([each.background for each in measured])),
    )


def _mean_place(places: Sequence[Place]) -> Place:
    return Place(
        x=float(np.mean([place.x for place in places])),
        y=float(np.mean([place.y for place in places])),
        width_x=float(np.mean([place.width_x for place in places])),
        width_y=float(np.mean([place.width_y for place in places])),
        tilt=float(np.mean([place.tilt for place in places])),
    )
