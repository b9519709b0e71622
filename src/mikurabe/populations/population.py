"""The records: what a population normally is, where it is in one picture, and how the two differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.area import Area
from mikurabe.populations.look import Look
from mikurabe.populations.mixture import Model

Floats: TypeAlias = NDArray[np.float64]

VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a population lies: centre ``x``, ``y`` in px from the picture's left and top edge, widths and tilt.

    ``width_x`` and ``width_y`` are standard deviations in px; ``tilt`` is the correlation of right and up, -1 to 1,
    positive where the cluster rises to the right.
    """

    x: float
    y: float
    width_x: float
    width_y: float
    tilt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One population in one picture.

    ``count`` is the number of dots, those hidden under others included (a density: the ink in its own unit); ``share``
    its part of the counts of all populations, 0 to 1. ``place`` is None where there are too few dots to have a centre.
    """

    name: str
    count: float
    share: float
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All populations of one picture.

    ``count`` is the sum of their counts. ``strays`` is the count of what belongs to no population, and ``background``
    its part of everything, 0 to 1.
    """

    members: tuple[Member, ...]
    count: float
    strays: float
    background: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Populations:
    """What is learned once from normal pictures, and frozen: the plot area, the look, the model, the normal state.

    ``normal`` is the mean of the normal pictures' own measurements; ``pictures`` how many they were. ``size_px`` is
    (width, height), ``side`` that of the cells in px, ``white`` the pictures' full white, ``channels`` 1 or 3.
    ``precision`` (4, K, K) is how well one normal picture tells the populations: covariances of right and up in px² and
    of the ratios of widths in x and y. A density has None, since it does not say how many events there are.
    """

    size_px: tuple[int, int]
    channels: int
    white: float
    area: Area
    look: Look
    side: int
    model: Model
    normal: Measured
    pictures: int
    precision: Floats | None
    version: int = VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one population of a picture differs from the normal mean; None where either has no place.

    ``right_px`` and ``up_px`` are how far its centre moved, as a person sees it. ``width_x`` and ``width_y`` are
    ratios, 1 where unchanged, as are ``count`` and ``share`` (None where the population is normally empty); ``tilt`` is
    a difference of correlations.
    """

    name: str
    count: float | None
    share: float | None
    right_px: float | None
    up_px: float | None
    width_x: float | None
    width_y: float | None
    tilt: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number and its standard error; None where that is not known.

    The error is that by the chance of so many events, some of them hidden, and larger where populations disagree by
    more than that. How days differ comes on top: normal pictures show that.
    """

    value: float
    error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """How all populations of a picture together differ from the normal mean; None where none has a place.

    ``right_px`` and ``up_px`` are how far everything moved, if all of it moved alike, and ``gain_x`` and ``gain_y`` by
    which factor, if it moved away from the plot's left or lower edge. ``width_x`` and ``width_y`` are ratios, 1 where
    unchanged, as is ``count``, the ratio of the events of all populations (None where there are normally none).
    """

    count: float | None
    right_px: Figure | None
    up_px: Figure | None
    gain_x: Figure | None
    gain_y: Figure | None
    width_x: Figure | None
    width_y: Figure | None
