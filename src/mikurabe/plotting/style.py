"""How a plot looks: its kind, size and colours, and what stands at its axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnknownName, UsageError

Pixels: TypeAlias = NDArray[np.uint8]
Colour: TypeAlias = tuple[int, int, int]
Kind: TypeAlias = Literal["dots", "smooth", "density"]
Background: TypeAlias = Literal["white", "black"]

KINDS: tuple[Kind, ...] = ("dots", "smooth", "density")
BACKGROUNDS: dict[Background, Colour] = {"white": (255, 255, 255), "black": (0, 0, 0)}
SMALLEST_PX, LARGEST_PX = 32, 8192
LARGEST_DOT_PX = 16
# 16**7 * 2**31 events are the most that the exact sums hold.
LARGEST_SPREAD = 7

# Evenly spaced colours from one event to many; "ink" is made of the background's opposite.
COLOUR_MAPS: dict[str, tuple[Colour, ...]] = {
    # The ten anchors in which matplotlib's viridis (CC0) is commonly given.
    "viridis": (
        (68, 1, 84),
        (72, 40, 120),
        (62, 74, 137),
        (49, 104, 142),
        (38, 130, 142),
        (31, 158, 137),
        (53, 183, 121),
        (110, 206, 88),
        (181, 222, 43),
        (253, 231, 37),
    ),
    "rainbow": ((0, 0, 160), (0, 80, 255), (0, 220, 220), (60, 220, 60), (255, 230, 0), (255, 110, 0), (220, 0, 0)),
    "ink": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What stands at one axis: its title, and ticks (fraction of the axis from 0 to 1, text, whether it is a major).

    A minor tick is shorter; its text, where it has one, is drawn all the same.
    """

    title: str = ""
    ticks: tuple[tuple[float, str, bool], ...] = ()

    def __post_init__(self) -> None:
        for fraction, text, _ in self.ticks:
            if not 0 <= fraction <= 1:
                raise UsageError(f"The tick {text!r} of the axis {self.title!r} lies at {fraction}, beyond 0 to 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a plot looks.

    Args:
        kind: ``dots`` are squares of ``dot_px`` with hard edges, ``smooth`` are antialiased discs of that diameter at
            the event's exact place, ``density`` colours each cell by the logarithm of its events.
        size_px: the whole picture's side, or its (width, height); 32 to 8192 each.
        background: ``white`` or ``black``.
        dot_px: a dot's side or diameter, 1 to 16.
        colour: RGB of the dots where they have no classes; None is a blue that suits the background.
        colour_map: of densities: a key of COLOUR_MAPS.
        bin_px: side of the cells in which a density counts, 1 to 16; a cell has one colour.
        full_count: the events in one cell that take the colour map's last colour, more than 0. None is the plot's own
            largest count: then the colours of two plots do not mean the same.
        spread: how often densities are averaged with their neighbours (weights 1, 2, 1 in both directions), 0 to 7;
            the standard deviation is ``sqrt(spread / 2)`` cells.
        axes: whether lines and ticks are drawn at the left and below.
        labels: whether the axes' titles and the ticks' texts are; needs ``axes``.
    """

    kind: Kind = "dots"
    size_px: int | tuple[int, int] = 256
    background: Background = "white"
    dot_px: int = 1
    colour: Colour | None = None
    colour_map: str = "viridis"
    bin_px: int = 1
    full_count: float | None = None
    spread: int = 0
    axes: bool = True
    labels: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownName.among("kind of plot", self.kind, KINDS)
        if self.background not in BACKGROUNDS:
            raise UnknownName.among("background", self.background, BACKGROUNDS)
        if self.colour_map not in COLOUR_MAPS:
            raise UnknownName.among("colour map", self.colour_map, COLOUR_MAPS)
        for side in (self.width_px, self.height_px):
            if not SMALLEST_PX <= side <= LARGEST_PX:
                raise UsageError(f"A plot of {side} px cannot be drawn: ask for {SMALLEST_PX} to {LARGEST_PX}.")
        if not 1 <= self.dot_px <= LARGEST_DOT_PX:
            raise UsageError(f"A dot of {self.dot_px} px cannot be drawn: ask for 1 to {LARGEST_DOT_PX}.")
        if not 0 <= self.spread <= LARGEST_SPREAD:
            raise UsageError(f"A density cannot be spread {self.spread} times: ask for 0 to {LARGEST_SPREAD}.")
        if not 1 <= self.bin_px <= LARGEST_DOT_PX:
            raise UsageError(f"A density cannot count in cells of {self.bin_px} px: ask for 1 to {LARGEST_DOT_PX}.")
        if self.full_count is not None and not 0 < self.full_count < math.inf:
            raise UsageError(f"A full count of {self.full_count} events has no colours below it: ask for more than 0.")
        if self.labels and not self.axes:
            raise UsageError("Labels stand at axes: switch the axes on, or the labels off.")

    @property
    def width_px(self) -> int:
        """Return the width of the whole picture."""
        return self.size_px if isinstance(self.size_px, int) else self.size_px[0]

    @property
    def height_px(self) -> int:
        """Return the height of the whole picture."""
        return self.size_px if isinstance(self.size_px, int) else self.size_px[1]

    @property
    def ground(self) -> Colour:
        """Return the background's colour."""
        return BACKGROUNDS[self.background]

    @property
    def line(self) -> Colour:
        """Return the colour of axes and ticks."""
        return (150, 150, 150) if self.background == "white" else (120, 120, 120)

    @property
    def text(self) -> Colour:
        """Return the colour of titles and ticks' texts."""
        return (60, 60, 60) if self.background == "white" else (210, 210, 210)

    @property
    def dot(self) -> Colour:
        """Return the colour of dots without classes."""
        if self.colour is not None:
            return self.colour
        return (40, 60, 150) if self.background == "white" else (120, 190, 255)


def colour_table(style: Style) -> Pixels:
    """Return the 256 colours of the style's map, uint8 (256, 3), from the fewest events to the most."""
    anchors = COLOUR_MAPS[style.colour_map]
    if not anchors:
        # One event must stand out from the background, so the first colour is a fifth of the way.
        far = tuple(255 - level for level in style.ground)
        near = tuple((4 * here + there + 2) // 5 for here, there in zip(style.ground, far, strict=True))
        anchors = ((near[0], near[1], near[2]), (far[0], far[1], far[2]))
    points: NDArray[Any] = np.array(anchors, dtype=np.int64)
    # Whole numbers alone, so that no rounding differs: position at * spans / 255 between two anchors.
    at = np.arange(256) * (len(points) - 1)
    below = np.minimum(at // 255, len(points) - 2)
    part = (at - below * 255)[:, np.newaxis]
    mixed = (points[below] * (255 - part) + points[below + 1] * part + 127) // 255
    return np.asarray(mixed, dtype=np.uint8)
