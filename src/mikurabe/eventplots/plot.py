"""How somebody wants files of events drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from mikurabe.errors import UsageError
from mikurabe.events import parse_scale
from mikurabe.plotting import Style

Ends: TypeAlias = str | tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """How files of events (FCS, CSV) are drawn; all files of a comparison get the same axes.

    Args:
        x: the horizontal channel, by its short ($PnN) or long ($PnS) name, in capitals or not. None: forward and side
            scatter, or the first two channels.
        y: the vertical channel.
        scale: of both axes: ``linear``, ``log``, ``logicle``, ``logicle:T,W``, ``arcsinh`` or ``arcsinh:COFACTOR``;
            None chooses for each axis by the files' keywords.
        x_scale: that of the horizontal axis.
        y_scale: that of the vertical axis.
        x_range: the values at the ends of the horizontal axis, ``(0, 262144)`` or ``"0,262144"``; None takes them from
            the set.
        y_range: the same for the vertical axis.
        size_px: the picture's side, or its width and height.
        render: ``dots``, ``smooth`` (antialiased dots) or ``density`` (colour by the logarithm of the events).
        background: ``white`` or ``black``.
        dot_px: a dot's side or diameter.
        max_events: draw at most so many events of each file, evenly spread over it; indices use all of them.
        axes: whether lines, ticks and texts are drawn; without them the plot fills the picture.
    """

    x: str | None = None
    y: str | None = None
    scale: str | None = None
    x_scale: str | None = None
    y_scale: str | None = None
    x_range: Ends | None = None
    y_range: Ends | None = None
    size_px: int | tuple[int, int] = 256
    render: Literal["dots", "smooth", "density"] = "dots"
    background: Literal["white", "black"] = "white"
    dot_px: int = 1
    max_events: int | None = None
    axes: bool = False

    def __post_init__(self) -> None:
        for text in (self.scale, self.x_scale, self.y_scale):
            if text is not None:
                parse_scale(text)
        ends_of("x", self.x_range)
        ends_of("y", self.y_range)
        if self.max_events is not None and self.max_events < 1:
            raise UsageError(f"max_events (--max-events) is {self.max_events}; it must be 1 or more.")
        self.style()

    def style(self, full_count: int | None = None) -> Style:
        """Return how the plots look; ``full_count`` is the number of events with the last colour of a density."""
        return Style(
            kind=self.render,
            size_px=self.size_px,
            background=self.background,
            dot_px=self.dot_px,
            axes=self.axes,
            labels=self.axes,
            full_count=full_count,
        )

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the names of what somebody has asked for: all that is not as it was."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) != each.default)


def ends_of(axis: Literal["x", "y"], given: Ends | None) -> tuple[float, float] | None:
    """Return the two ends of an axis as numbers; raise UsageError where they are none."""
    if given is None:
        return None
    try:
        parts = given.split(",") if isinstance(given, str) else given
        low, high = (float(part) for part in parts)
    except (TypeError, ValueError):
        raise UsageError(f"{axis}_range (--{axis}-range) is {given!r}; it is LOW,HIGH such as 0,262144.") from None
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise UsageError(f"{axis}_range (--{axis}-range) is {given!r}; the first number must be the smaller one.")
    return low, high
