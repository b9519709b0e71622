"""One axis over a whole set of files: which scale, from where to where, and why; the same for every plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UsageError
from mikurabe.events.channels import is_scatter, is_time
from mikurabe.events.eventlist import Channel
from mikurabe.events.scales import DECADES, WIDTH, Linear, Log, Logicle, Scale, parse_scale

Tick: TypeAlias = tuple[float, str, bool]

# So much of a file's events may lie beyond an axis that is chosen from the data: stray ones must not squeeze the rest.
_BEYOND = 0.001
# Where the data reach this part of what the instrument can measure, the axis is the instrument's.
_FILLS = 0.25
# A file whose values lie so many times further out than the others' is damaged, and has no say about the axis.
_ASTRAY = 1000
# The largest double below 1: events at the upper end of an axis lie in its last pixel.
_LAST = float(np.nextafter(1.0, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisFacts:
    """What one file says about one axis: its channel, and where its values lie.

    ``low`` and ``high`` leave out a thousandth of the events at either end, ``positive`` is the first percentile of the
    values above 0 (None where there are none), ``negative`` the fifth percentile of those below 0 (None where they are
    fewer than a thousandth: stray ones).
    """

    channel: Channel
    low: float
    high: float
    positive: float | None
    negative: float | None

    @property
    def reach(self) -> float:
        """Return how far from 0 the values lie, at either end."""
        return max(abs(self.low), abs(self.high))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotAxis:
    """One axis of all plots of a set: ``low`` and ``high`` are the values at its ends, ``why`` says why this scale."""

    title: str
    scale: Scale
    low: float
    high: float
    why: str

    def __post_init__(self) -> None:
        if not (self.low < self.high and math.isfinite(self.high - self.low)):
            raise UsageError(
                f"The range of {self.title} is {self.low:g} to {self.high:g}; it leads from a number to a larger one."
            )
        if isinstance(self.scale, Log) and self.low <= 0:
            raise UsageError(
                f"The range of {self.title} begins at {self.low:g}, and a logarithmic axis has no 0; "
                "give a range above 0, or the scale linear, logicle or arcsinh."
            )

    def fractions(self, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
        """Return where each value lies along the axis, float64 in [0, 1), and how many lay beyond its ends.

        Those are put at the end that they are beyond, as cytometers' programs do, so that no event is lost.
        """
        first, last = self._ends()
        within = np.clip(values, self.low, self.high)
        beyond = int(np.count_nonzero(within != values))
        return np.clip((self.scale.places(within) - first) / (last - first), 0.0, _LAST), beyond

    def _ends(self) -> tuple[float, float]:
        first, last = self.scale.places([self.low, self.high])
        return float(first), float(last)

    @property
    def range_spelled(self) -> str:
        """Return the two ends as ``--x-range`` takes them."""
        return f"{self.low:.12g},{self.high:.12g}"

    def ticks(self) -> tuple[Tick, ...]:
        """Return places of ticks as fractions of the axis, their text, and whether they are major ones."""
        if isinstance(self.scale, Linear):
            marks = [(value, _text(value), True) for value in _round_steps(self.low, self.high)]
        else:
            marks = _decade_marks(self.low, self.high, isinstance(self.scale, Log))
        first, last = self._ends()
        at = (self.scale.places([value for value, _, _ in marks]) - first) / (last - first)
        return tuple((min(1.0, max(0.0, float(x))), text, major) for x, (_, text, major) in zip(at, marks, strict=True))


def facts_of(channel: Channel, values: NDArray[np.float64]) -> AxisFacts:
    """Return what finite values, float64 (N,) with N at least 1, say about an axis."""
    low, high = np.quantile(values, [_BEYOND, 1 - _BEYOND])
    above, below = values[values > 0], values[values < 0]
    return AxisFacts(
        channel=channel,
        low=float(low),
        high=float(high),
        positive=float(np.quantile(above, 0.01)) if above.size else None,
        negative=float(np.quantile(below, 0.05)) if below.size > _BEYOND * values.size else None,
    )


def astray(facts: Sequence[AxisFacts], *, reference_first: bool = True) -> set[int]:
    """Return the places of files that would make an axis on which no other file can be seen.

    Their values lie more than 1,000 times as far from 0 as those of the middle file, and beyond what they themselves
    declare ($PnR): floats in the wrong byte order, or shifted by a byte. A reference, which is the
    first file, is none.
    """
    usual = sorted(each.reach for each in facts)[(len(facts) - 1) // 2]
    return {
        at
        for at, each in enumerate(facts)
        if (at or not reference_first) and usual > 0 and each.reach > max(_ASTRAY * usual, each.channel.top or 0.0)
    }


def choose_axis(
    facts: Sequence[AxisFacts], *, scale: str | None = None, ends: tuple[float, float] | None = None
) -> PlotAxis:
    """Return the axis for a set of files (at least one), the first of which is the reference.

    ``scale`` and ``ends`` are what somebody asked for. Where nobody did, the reference's keywords decide about the
    scale ($PnD, $PnE, the instrument's PnDISPLAY), then what its name says, then the values; and the whole set decides
    about the ends, so that all plots have the same. The order of the other files has no say.
    """
    channel = facts[0].channel
    why = "as asked for"
    if scale is None:
        scale, why = _kind_for(facts)
    chosen = parse_scale(scale)
    if isinstance(chosen, str):
        chosen = _logicle_for(facts)
    low, high = ends if ends is not None else _ends_for(facts, chosen)
    return PlotAxis(title=channel.label, scale=chosen, low=low, high=high, why=why)


def _kind_for(facts: Sequence[AxisFacts]) -> tuple[str, str]:
    """Return the name of the scale that fits, and why."""
    channel = facts[0].channel
    has_negative = any(each.negative is not None for each in facts)
    if channel.shown == "linear":
        return "linear", f"{channel.shown_by} asks for it"
    if channel.decades > 0:
        return "log", f"$P{channel.number}E says {channel.decades:g} decades"
    if channel.shown == "log":
        if has_negative:
            return "logicle", f"{channel.shown_by} asks for log, and there are values below 0"
        return "log", f"{channel.shown_by} asks for it"
    if is_scatter(channel) or is_time(channel):
        return "linear", "scatter and time are shown so"
    positive = [each.positive for each in facts if each.positive is not None]
    if channel.top is not None and positive and max(each.high for each in facts) > 1000 * min(positive):
        if has_negative:
            return "logicle", "the values span more than three decades and go below 0"
        return "log", "the values span more than three decades"
    return "linear", "the values span less than three decades"


def _top_of(facts: Sequence[AxisFacts]) -> float | None:
    """Return the largest $PnR of the set where the values come near it, else None."""
    tops = [each.channel.top for each in facts if each.channel.top is not None]
    top = max(tops, default=None)
    if top is None or top <= 0:
        return None
    # Some instruments go beyond what they declare.
    return top if _FILLS * top <= max(each.high for each in facts) <= top else None


def _logicle_for(facts: Sequence[AxisFacts]) -> Logicle:
    """Return the logicle whose linear part holds the negative values: W = (M - log10(T / |r|)) / 2 (Parks 2006, eq. 5).

    r is the fifth percentile of the values below 0, that of the middle file of those that have any; W is at least 0.5.
    """
    tops = [each.channel.top for each in facts if each.channel.top is not None and each.channel.top > 0]
    most = max(max(each.high for each in facts), 1.0)
    top = max(tops, default=0.0)
    if most > top:
        # Some instruments go beyond what they declare.
        top = _rounded_up(most)
    below = sorted(each.negative for each in facts if each.negative is not None)
    if not below:
        return Logicle(top=top, width=WIDTH)
    width = (DECADES - math.log10(top / -below[len(below) // 2])) / 2
    return Logicle(top=top, width=round(min(max(width, WIDTH), DECADES / 2), 3))


def _ends_for(facts: Sequence[AxisFacts], scale: Scale) -> tuple[float, float]:
    """Return the two ends that hold all files' events but for stray ones, in round numbers."""
    channel = facts[0].channel
    least, most = min(each.low for each in facts), max(each.high for each in facts)
    if isinstance(scale, Logicle):
        return float(scale.values(0.0)), scale.top
    if isinstance(scale, Log) and channel.decades > 0:
        decades = max(each.channel.decades for each in facts)
        lowest = min(each.channel.lowest for each in facts)
        return lowest, lowest * 10.0**decades
    top = _top_of(facts)
    high = top if top is not None else _rounded_up(most)
    if isinstance(scale, Log):
        positive = [each.positive for each in facts if each.positive is not None]
        if not positive:
            raise UsageError(
                f"No value of {channel.label} lies above 0, and a logarithmic axis has no 0; "
                "give the scale linear, logicle or arcsinh."
            )
        low = 10.0 ** math.floor(math.log10(min(positive)))
        return low, high if high > low else low * 10
    low = min(0.0, -_rounded_up(-least)) if least < 0 else 0.0
    return low, high if high > low else low + 1.0


def _rounded_up(value: float) -> float:
    """Return the next number with two digits that is not below ``value``; 0 and what is below it become 0."""
    if value <= 0:
        return 0.0
    power = math.floor(math.log10(value)) - 1
    digits = math.ceil(round(value / 10.0**power, 9))
    # Whole powers of ten are exact, their inverses are not.
    return float(digits * 10**power) if power >= 0 else digits / 10**-power


def _round_steps(low: float, high: float) -> list[float]:
    """Return about five round values from low to high."""
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [min(max(at * step, low), high) for at in range(first, last + 1)]


def _decade_marks(low: float, high: float, from_low: bool) -> list[tuple[float, str, bool]]:
    """Return the powers of ten from low to high with their text, and 2 to 9 times each of them without."""
    marks: list[tuple[float, str, bool]] = []
    reach = max(abs(low), abs(high))
    last = math.floor(math.log10(reach) + 1e-9)
    first = math.floor(math.log10(low)) if from_low else last - 3
    signs = (1.0,) if from_low else (1.0, -1.0)
    if not from_low and low <= 0 <= high:
        marks.append((0.0, "0", True))
    for power in range(first, last + 1):
        for digit in range(1, 10):
            for sign in signs:
                value = sign * digit * 10.0**power
                # Texts below the last decade of negative values would stand on each other.
                if low <= value <= high:
                    marks.append((value, _text(value) if digit == 1 and sign > 0 else "", digit == 1))
    return sorted(marks)


def _text(value: float) -> str:
    """Return a tick's value as short as it can be: 200, 50k, 1.5M, 0.02."""
    for limit, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= limit and abs(value) < 1e9:
            return f"{value / limit:g}{letter}"
    return f"{value:.6g}"
