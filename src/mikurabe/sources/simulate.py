"""Scattergrams with known truth: what a haematology analyser draws of a control blood, day by day and with faults.

Every dot is one cell: side scatter to the right, side fluorescence upwards, 256 channels each. Positions of the five
clusters follow published control values and gates of differential scattergrams (NEUT 149, 48); their widths, shares
and the day-to-day variation are assumptions in the range of a year of measured calibration beads. Good for
demonstrating and comparing indices, not a model of any one analyser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnknownName, UsageError

Pixels: TypeAlias = NDArray[np.uint8]
Colours: TypeAlias = Literal["class", "single"]
Truth: TypeAlias = dict[str, str | int | float]

SIZE = 256
_WHITE, _AXIS, _DOT = (255, 255, 255), (150, 150, 150), (40, 60, 150)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """One cluster of cells: centre and width in channels, tilt as a correlation, share of the cells, colour (RGB)."""

    name: str
    x: float
    y: float
    sd_x: float
    sd_y: float
    rho: float
    share: float
    colour: tuple[int, int, int]


POPULATIONS = (
    Population(name="NEUT", x=149, y=48, sd_x=10, sd_y=6, rho=0.35, share=0.52, colour=(60, 150, 215)),
    Population(name="LYMPH", x=78, y=68, sd_x=6.5, sd_y=8.5, rho=0.15, share=0.30, colour=(205, 60, 160)),
    Population(name="MONO", x=118, y=108, sd_x=8, sd_y=12, rho=0.45, share=0.08, colour=(50, 160, 70)),
    Population(name="EO", x=205, y=44, sd_x=9, sd_y=5, rho=0.20, share=0.07, colour=(225, 80, 40)),
    Population(name="IG", x=162, y=88, sd_x=12, sd_y=12, rho=0.40, share=0.03, colour=(40, 60, 150)),
)
_DEBRIS_COLOUR = (120, 130, 150)
_STRANGERS = Population(name="NEW", x=206, y=128, sd_x=7, sd_y=7, rho=0.0, share=0.0, colour=(40, 60, 150))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the analyser and the blood are like at one measurement. The defaults are a perfect, average day.

    ``events`` is how many cells are expected, ``debris`` and ``strangers`` (a population that does not belong there)
    are parts of it. Gains are factors, ``blur_x`` and ``blur_y`` the optics' coefficient of variation, ``widths`` a
    factor for all clusters. ``shift_px`` moves single populations by (x, y) channels, ``share_factors`` their shares.
    """

    events: float = 5000.0
    gain_x: float = 1.0
    gain_y: float = 1.0
    offset_x: float = 0.0
    offset_y: float = 0.0
    blur_x: float = 0.02
    blur_y: float = 0.025
    widths: float = 1.0
    debris: float = 0.25
    strangers: float = 0.0
    shift_px: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    share_factors: Mapping[str, float] = field(default_factory=dict)


class Events(NamedTuple):
    """The cells of one measurement: channels ``x`` and ``y``, float64 (N,), and ``kind``, an index (N,).

    ``kind`` counts through POPULATIONS, then debris, then strangers.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    kind: NDArray[np.intp]


class Scattergram(NamedTuple):
    """One drawn picture, uint8 (256, 256, 3), its name, and the truth about it (fault, severity, events, gains ...)."""

    name: str
    pixels: Pixels
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong: what it is called, how strong it is in words, and what it changes.

    ``factors`` multiply fields of the day's Condition, ``shift_px`` and ``strangers`` are added to it.
    """

    title: str
    severity: str
    factors: Mapping[str, float] = field(default_factory=dict)
    shift_px: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    strangers: float = 0.0


FAULTS: dict[str, Fault] = {
    "fat_in_x": Fault(title="fat in x", severity="optics' CV in x 2 % to 7 %", factors={"blur_x": 3.5}),
    "lymph_shift": Fault(title="lymphocytes moved", severity="LYMPH 8 channels up", shift_px={"LYMPH": (0.0, 8.0)}),
    "count_loss": Fault(title="count loss", severity="40 % of the cells missing", factors={"events": 0.6}),
    "new_population": Fault(title="new population", severity="2 % strangers", strangers=0.02),
    "debris": Fault(title="debris", severity="3 times the debris", factors={"debris": 3.0}),
    "gain_x": Fault(title="gain in x", severity="5 % too much gain in x", factors={"gain_x": 1.05}),
}


def control_series(days: int = 8, seed: int = 1, *, colours: Colours = "class") -> list[Scattergram]:
    """Return one normal scattergram per day, named ``day_01`` ...; a day's picture depends on ``seed`` and day only.

    Raises UsageError where ``days`` is below 1.
    """
    if days < 1:
        raise UsageError(f"A series of {days} days cannot be drawn: ask for 1 or more.")
    return [_measure(f"day_{day:02d}", None, (seed, day), colours) for day in range(1, days + 1)]


def faulty_series(
    seed: int = 1, *, faults: tuple[str, ...] = tuple(FAULTS), colours: Colours = "class"
) -> list[Scattergram]:
    """Return one scattergram per named fault, each of another day than the normal ones; by default of all FAULTS.

    Raises UnknownName for a fault that is not in FAULTS.
    """
    for name in faults:
        if name not in FAULTS:
            raise UnknownName.among("fault", name, FAULTS)
    known = list(FAULTS)
    # Days from 100,001 on: no series of normal days is that long.
    return [_measure(name, FAULTS[name], (seed, 100_001 + known.index(name)), colours) for name in faults]


def draw_condition(rng: np.random.Generator) -> Condition:
    """Return an ordinary day: gains, widths, count, shares and debris vary as they do from day to day."""
    return Condition(
        events=5000.0 * _factor(rng, 0.025),
        gain_x=_factor(rng, 0.006),
        gain_y=_factor(rng, 0.009),
        offset_x=rng.normal(0.0, 0.3),
        offset_y=rng.normal(0.0, 0.3),
        blur_x=0.02 * _factor(rng, 0.10),
        blur_y=0.025 * _factor(rng, 0.10),
        widths=_factor(rng, 0.03),
        debris=0.25 * _factor(rng, 0.10),
        shift_px={each.name: (each.x * rng.normal(0, 0.004), each.y * rng.normal(0, 0.004)) for each in POPULATIONS},
        share_factors={each.name: _factor(rng, 0.02) for each in POPULATIONS},
    )


def draw_events(condition: Condition, rng: np.random.Generator) -> Events:
    """Return the cells that the analyser sees under ``condition``, in random order; those off the scale are dropped."""
    shares = [each.share * condition.share_factors.get(each.name, 1.0) for each in POPULATIONS]
    x: list[NDArray[np.float64]] = []
    y: list[NDArray[np.float64]] = []
    for each, share in [
        *zip(POPULATIONS, (share / sum(shares) for share in shares), strict=True),
        (None, condition.debris),
        (_STRANGERS, condition.strangers),
    ]:
        count = rng.poisson(condition.events * share)
        if each is None:
            x.append(3.0 + rng.gamma(2.2, 9.0, count))
            y.append(4.0 + rng.gamma(2.2, 5.0, count))
            continue
        along = rng.standard_normal(count)
        across = each.rho * along + np.sqrt(1 - each.rho**2) * rng.standard_normal(count)
        shift_x, shift_y = condition.shift_px.get(each.name, (0.0, 0.0))
        # Side scatter has a longer tail towards large cells.
        x.append(each.x + shift_x + condition.widths * each.sd_x * along * np.exp(0.15 * along))
        y.append(each.y + shift_y + condition.widths * each.sd_y * across)
    kind = np.repeat(np.arange(len(x)), [len(part) for part in x])
    seen_x, seen_y = np.concatenate(x), np.concatenate(y)
    seen_x = seen_x * (1 + condition.blur_x * rng.standard_normal(len(kind))) * condition.gain_x + condition.offset_x
    seen_y = seen_y * (1 + condition.blur_y * rng.standard_normal(len(kind))) * condition.gain_y + condition.offset_y
    order = rng.permutation(len(kind))
    # Channel 0 is left to the axes.
    on_scale = (seen_x >= 1) & (seen_x < SIZE) & (seen_y >= 1) & (seen_y < SIZE)
    order = order[on_scale[order]]
    return Events(seen_x[order], seen_y[order], kind[order])


def render(events: Events, *, colours: Colours = "class") -> Pixels:
    """Return the events as dots of one pixel on white, uint8 (256, 256, 3), y upwards, thin axes left and below."""
    palette = np.array([*(each.colour for each in POPULATIONS), _DEBRIS_COLOUR, _STRANGERS.colour], dtype=np.uint8)
    if colours == "single":
        palette[:] = _DOT
    pixels = np.full((SIZE, SIZE, 3), _WHITE, dtype=np.uint8)
    pixels[:, 0] = _AXIS
    pixels[SIZE - 1, :] = _AXIS
    rows, columns = SIZE - 1 - events.y.astype(np.intp), events.x.astype(np.intp)
    # Which of two dots on one pixel stays must not be left to NumPy: the last one.
    place = rows * SIZE + columns
    _, last = np.unique(place[::-1], return_index=True)
    kept = len(place) - 1 - last
    pixels[rows[kept], columns[kept]] = palette[events.kind[kept]]
    return pixels


def _measure(name: str, fault: Fault | None, seed: tuple[int, int], colours: Colours) -> Scattergram:
    rng = np.random.Generator(np.random.PCG64(list(seed)))
    condition = draw_condition(rng)
    if fault is not None:
        shifts = dict(condition.shift_px)
        for moved, (by_x, by_y) in fault.shift_px.items():
            shifts[moved] = (shifts[moved][0] + by_x, shifts[moved][1] + by_y)
        factors = {key: getattr(condition, key) * factor for key, factor in fault.factors.items()}
        condition = replace(condition, shift_px=shifts, strangers=fault.strangers, **factors)
    events = draw_events(condition, rng)
    truth: Truth = {
        "fault": "none" if fault is None else name,
        "severity": "" if fault is None else fault.severity,
        "seed": seed[0],
        "day": seed[1],
        "events": len(events.x),
        "gain_x": condition.gain_x,
        "gain_y": condition.gain_y,
        "blur_x": condition.blur_x,
        "blur_y": condition.blur_y,
    }
    names = [*(each.name for each in POPULATIONS), "DEBRIS", _STRANGERS.name]
    truth |= {f"events_{each}": int(np.count_nonzero(events.kind == at)) for at, each in enumerate(names)}
    return Scattergram(name, render(events, colours=colours), truth)


def _factor(rng: np.random.Generator, spread: float) -> float:
    """Return a factor around 1 whose logarithm has the standard deviation ``spread``."""
    return float(np.exp(rng.normal(0.0, spread)))
