"""The events of one measurement: cells, debris and what faults add, as the analyser sees them under its condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UsageError
from mikurabe.sources.simulate.assay import DEBRIS, DOUBLET, NOISE, STRANGER, Assay
from mikurabe.sources.simulate.chance import Raw, gamma, normal, poisson, raw_bits, uniform
from mikurabe.sources.simulate.condition import CELLS, COUNTS, DEBRIS_PLACES, Condition
from mikurabe.sources.simulate.portable import Doubles, exp

Labels: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

# An event's random numbers: the first four are used as normal ones.
_WHICH, _BRIDGE_PLACE, _MEETS, _ORDER, _SLOW = 4, 5, 6, 7, 8
_COLUMNS = 9
# Streams of what comes beside the populations, far behind theirs.
_CARRIED, _DEBRIS, _STRANGERS, _NOISE = 1000, 2000, 2001, 2002


def check_count(events: float | None) -> None:
    """Raise UsageError where so many expected events cannot be drawn; None is the assay's own number."""
    if events is not None and not 1 <= events <= 1e6:
        raise UsageError(f"A measurement of {events:g} events cannot be drawn: ask for 1 to 1000000.")


class Events(NamedTuple):
    """The events of one measurement, in the order in which they are drawn, none of them off the scale.

    ``x`` and ``y`` are channels, float64 (N,), rounded to hundredths; ``label`` is the index into the assay's labels,
    int64 (N,); ``touched`` says, bool (N,), which events a fault has added or singled out (strangers, noise, doublets,
    carry-over, ghosts, the bridge, the second one of a double population, what piles up). A fault of the whole
    measurement, such as a gain, singles out none.
    """

    x: Doubles
    y: Doubles
    label: Labels
    touched: Bools


def draw_events(assay: Assay, condition: Condition, key: tuple[int, ...]) -> Events:
    """Return what the analyser sees; the same key (seed, day) gives the same cells under every condition.

    A larger share adds cells and leaves those that are there; so two conditions of one key differ by what the
    conditions differ by, not by chance.
    """
    counts = _counts(assay, condition, key)
    label = np.concatenate([np.full(count, each, dtype=np.int64) for (each, _), count in counts.items()])
    stream = np.concatenate([np.full(count, each, dtype=np.int64) for (_, each), count in counts.items()])
    bits = np.concatenate([raw_bits((*key, CELLS, each), count, _COLUMNS) for (_, each), count in counts.items()])
    x, y, touched = _places(assay, condition, key, label, bits)
    touched |= (stream >= _CARRIED) & (stream != _DEBRIS)
    order = np.argsort(bits[:, _ORDER], kind="stable")
    x, y, label, touched = x[order], y[order], label[order], touched[order]
    if condition.coincidence:
        meets = uniform(bits[order, _MEETS]) < condition.coincidence
        x, y, label, touched = _doublets(x, y, label, touched, meets, len(assay.populations) + DOUBLET)
    # Hundredths of channels: what is drawn, written and read again is the same, and a last bit moves no dot.
    across, up = np.rint(x * 100), np.rint(y * 100)
    if condition.ceiling is not None:
        # In the middle of the last channel that there is.
        top = np.floor(condition.ceiling * assay.channels) * 100
        touched |= across >= top
        across = np.where(across >= top, top - 50, across)
    end = assay.channels * 100
    # Channel 0 is what no signal gives.
    seen = (across >= max(100.0, condition.floor * end)) & (across < end) & (up >= 100) & (up < end)
    return Events(across[seen] / 100, up[seen] / 100, label[seen], touched[seen])


def _counts(assay: Assay, condition: Condition, key: tuple[int, ...]) -> dict[tuple[int, int], int]:
    """Return how many events there are by (label, stream)."""
    own = {each.name: each.share * condition.shares.get(each.name, 1.0) for each in assay.populations}
    behind = len(assay.populations)
    means = _parts(own, condition.events * (1 - condition.carry_over), 0, assay)
    if condition.carry_over and assay.faults.other_level is not None:
        means |= _parts(assay.faults.other_level, condition.events * condition.carry_over, _CARRIED, assay)
    means[behind + DEBRIS, _DEBRIS] = condition.events * condition.debris
    means[behind + STRANGER, _STRANGERS] = condition.events * condition.strangers
    means[behind + NOISE, _NOISE] = condition.events * condition.noise
    return {(label, stream): poisson((*key, COUNTS, stream), mean) for (label, stream), mean in means.items()}


def _parts(shares: Mapping[str, float], events: float, stream: int, assay: Assay) -> dict[tuple[int, int], float]:
    """Return the expected events of each population, by (label, stream)."""
    whole = sum(shares.values())
    return {(at, stream + at): events * shares.get(each.name, 0.0) / whole for at, each in enumerate(assay.populations)}


def _places(
    assay: Assay, condition: Condition, key: tuple[int, ...], label: Labels, bits: Raw
) -> tuple[Doubles, Doubles, Bools]:
    """Return where every event is seen, in channels, and which ones a fault has singled out."""
    behind = len(assay.populations)
    along, across, spread_x, spread_y = normal(bits[:, :4]).T
    which = uniform(bits[:, _WHICH])
    centre_x, centre_y, wide, high, tilt, level, tail = _shapes(assay, condition)[:, label]
    touched = np.zeros(len(label), dtype=np.bool_)
    if condition.bridge and assay.faults.bridge is not None:
        here, there = (assay.labels.index(name) for name in assay.faults.bridge)
        between = ((label == here) | (label == there)) & (which < condition.bridge)
        part = uniform(bits[:, _BRIDGE_PLACE])[between]
        x, y = _shapes(assay, condition)[:2]
        centre_x[between] = x[here] + part * (x[there] - x[here])
        centre_y[between] = y[here] + part * (y[there] - y[here])
        touched |= between
    x = centre_x + wide * along * exp(tail * along)
    y = centre_y + high * (tilt * along + level * across)
    debris = np.flatnonzero(label == behind + DEBRIS)
    facts = assay.debris
    x[debris] = facts.x_start + facts.x_scale * gamma((*key, DEBRIS_PLACES, 0), facts.x_shape, len(debris))
    y[debris] = facts.y_start + facts.y_scale * gamma((*key, DEBRIS_PLACES, 1), facts.y_shape, len(debris))
    ghosts = assay.faults.ghosts
    if condition.unlysed and ghosts is not None:
        moved = debris[which[debris] < condition.unlysed]
        x[moved] = ghosts.x + ghosts.sd_x * along[moved]
        y[moved] = ghosts.y + ghosts.sd_y * across[moved]
        touched[moved] = True
    x = x * (1 + condition.cv_x * spread_x)
    y = y * (1 + condition.cv_y * spread_y)
    x = x + condition.crosstalk * y
    if condition.slow and assay.faults.slow_factor is not None:
        slow = uniform(bits[:, _SLOW]) < condition.slow
        x = np.where(slow, x * assay.faults.slow_factor, x)
        touched |= slow
    x = x * condition.gain_x + condition.offset_x
    y = y * condition.gain_y + condition.offset_y
    noise = label == behind + NOISE
    x[noise] = uniform(bits[noise, _WHICH]) * assay.channels
    y[noise] = uniform(bits[noise, _BRIDGE_PLACE]) * assay.channels
    return x, y, touched


def _shapes(assay: Assay, condition: Condition) -> Doubles:
    """Return by label: centre x, y, width x, y, correlation, what is left of it, tail; float64 (7, labels)."""
    rows = []
    for each in assay.populations:
        factor, shift = condition.places.get(each.name, (1.0, 1.0)), condition.shifts.get(each.name, (0.0, 0.0))
        left = float(np.sqrt(1 - each.rho * each.rho))
        wide, high = condition.width * each.sd_x, condition.width * each.sd_y
        rows.append(
            (each.x * factor[0] + shift[0], each.y * factor[1] + shift[1], wide, high, each.rho, left, each.tail)
        )
    blank = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    new = assay.faults.strangers
    stranger = blank if new is None else (new.x, new.y, new.sd_x, new.sd_y, 0.0, 1.0, 0.0)
    return np.array([*rows, blank, stranger, blank, blank]).T


def _doublets(
    x: Doubles, y: Doubles, label: Labels, touched: Bools, meets: Bools, doublet: int
) -> tuple[Doubles, Doubles, Labels, Bools]:
    """Return the events after some have met the next one: both signals add up, and one event is lost."""
    first = meets.copy()
    if len(first):
        first[-1] = False
    # Who is already the second one of a pair does not begin another: the first of each run of meetings, the third ...
    run = np.arange(len(first)) - np.maximum.accumulate(np.where(first, 0, np.arange(1, len(first) + 1)))
    first &= run % 2 == 0
    pairs = np.flatnonzero(first)
    x, y, label, touched = x.copy(), y.copy(), label.copy(), touched.copy()
    x[pairs] += x[pairs + 1]
    y[pairs] += y[pairs + 1]
    label[pairs] = doublet
    touched[pairs] = True
    kept = np.ones(len(x), dtype=np.bool_)
    kept[pairs + 1] = False
    return x[kept], y[kept], label[kept], touched[kept]
