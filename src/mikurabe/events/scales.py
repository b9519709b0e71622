"""From a channel's values to places along an axis: linear, logarithmic, logicle and arcsinh."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.errors import UnknownName, UsageError

SCALES = ("linear", "log", "logicle", "arcsinh")
# The customary cofactor of fluorescence; mass cytometry uses 5.
_COFACTOR = 150.0
# The usual logicle: four and a half decades, half a decade of them for the linear part.
DECADES, WIDTH = 4.5, 0.5
_GRID = 4096


class Scale(Protocol):
    """A strictly rising function from values to places; only differences and ratios of places mean something."""

    @property
    def spelled(self) -> str:
        """Return the scale as ``--scale`` takes it."""

    def places(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where each value lies, float64 of the same shape; NaN where the scale has no place for it."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Equal differences, equal ways."""

    @property
    def spelled(self) -> str:
        """Return ``linear``."""
        return "linear"

    def places(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return the values themselves."""
        return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Log:
    """Equal ratios, equal ways; it has no place for 0 and below."""

    @property
    def spelled(self) -> str:
        """Return ``log``."""
        return "log"

    def places(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return log10 of the values; NaN for 0 and below."""
        numbers = np.asarray(values, dtype=np.float64)
        above = numbers > 0
        return np.log10(numbers, where=above, out=np.full(numbers.shape, np.nan))


@dataclass(frozen=True, slots=True)
class Arcsinh:
    """asinh(value / cofactor): linear around 0 up to about the cofactor, logarithmic beyond, on both sides."""

    cofactor: float = _COFACTOR

    def __post_init__(self) -> None:
        if not (self.cofactor > 0 and math.isfinite(self.cofactor)):
            raise UsageError(f"The cofactor of arcsinh is {self.cofactor:g}; it is a number above 0, such as 150 or 5.")

    @property
    def spelled(self) -> str:
        """Return ``arcsinh:150``."""
        return f"arcsinh:{self.cofactor:g}"

    def places(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return asinh(value / cofactor)."""
        return np.arcsinh(np.asarray(values, dtype=np.float64) / self.cofactor)


@dataclass(frozen=True, slots=True)
class Logicle:
    """The inverse of S(x) = a e^(bx) - c e^(-dx) - f, mirrored below 0: linear around 0, logarithmic far from it.

    0 to 1 is the display.

    Source: Parks, Roederer & Moore 2006, Cytometry A 69A:541, in the parameters of Moore & Parks 2012, Cytometry A
    81A:273 (eq. 2 to 7): ``top`` T is at 1, ``width`` W is the half width of the linear part in decades, ``decades`` M
    the width of the whole positive display, ``extra`` A what is added for negative values.
    """

    top: float
    width: float = WIDTH
    decades: float = DECADES
    extra: float = 0.0

    def __post_init__(self) -> None:
        if not (self.top > 0 and math.isfinite(self.top)):
            raise UsageError(f"The top T of a logicle scale is {self.top:g}; it is a number above 0, such as 262144.")
        if not (0 < self.decades <= 30 and 0 <= 2 * self.width <= self.decades):
            raise UsageError(
                f"The logicle scale has W = {self.width:g} and M = {self.decades:g}; W lies between 0 and half of M."
            )
        if not -self.width <= self.extra <= self.decades - 2 * self.width:
            raise UsageError(
                f"The logicle scale has A = {self.extra:g}; with W = {self.width:g} and M = {self.decades:g} it lies "
                f"between {-self.width:g} and {self.decades - 2 * self.width:g}."
            )

    @property
    def spelled(self) -> str:
        """Return ``logicle:T,W``, with M and A where they are not 4.5 and 0."""
        numbers = [self.top, self.width]
        if (self.decades, self.extra) != (DECADES, 0.0):
            numbers += [self.decades, self.extra]
        return "logicle:" + ",".join(f"{number:.12g}" for number in numbers)

    @property
    def _terms(self) -> tuple[float, float, float, float, float]:
        """Return a, b, c, d and f of S."""
        whole = self.decades + self.extra
        w, x2 = self.width / whole, self.extra / whole
        x1, x0 = x2 + w, x2 + 2 * w
        b = whole * math.log(10)
        d = _steepness(b, w)
        c_of_a = math.exp(x0 * (b + d))
        f_of_a = math.exp(b * x1) - c_of_a * math.exp(-d * x1)
        a = self.top / (math.exp(b) - f_of_a - c_of_a * math.exp(-d))
        return a, b, c_of_a * a, d, f_of_a * a

    @property
    def _zero(self) -> float:
        """Return where 0 lies."""
        return (self.extra + self.width) / (self.decades + self.extra)

    def values(self, places: ArrayLike) -> NDArray[np.float64]:
        """Return the values that lie at these places: S(x), and below 0 its mirror image, -S(2 x1 - x)."""
        x = np.asarray(places, dtype=np.float64) - self._zero
        return np.copysign(self._above(np.abs(x)), x)

    def _above(self, beyond: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return S at places so far above that of 0."""
        a, b, c, d, f = self._terms
        x = beyond + self._zero
        return np.maximum(a * np.exp(b * x) - c * np.exp(-d * x) - f, 0.0)

    def places(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where the values lie: 0 to 1 within the display, beyond it where they are beyond."""
        numbers = np.asarray(values, dtype=np.float64)
        known = np.isfinite(numbers)
        sizes = np.abs(np.where(known, numbers, 0.0))
        reach = 1.0 - self._zero
        most = float(sizes.max(initial=0.0))
        while float(self._above(np.asarray(reach))) < most:
            reach += 0.25
        a, b, c, d, f = self._terms
        grid = np.linspace(0.0, reach, _GRID)
        x = np.interp(sizes, self._above(grid), grid) + self._zero
        # The table is good to a thousandth; Newton's steps square what is left.
        for _ in range(4):
            up, down = a * np.exp(b * x), c * np.exp(-d * x)
            x = x - (up - down - f - sizes) / (b * up + d * down)
        return np.where(known, self._zero + np.copysign(x - self._zero, numbers), np.nan)


def _steepness(b: float, w: float) -> float:
    """Return d with 2 (ln d - ln b) + w (b + d) = 0 (Moore & Parks 2012, eq. 5), b itself where w is 0."""
    if w == 0:
        return b
    low, high = 0.0, b
    # The left side rises with d: halving until the two ends are neighbours.
    while low < (middle := (low + high) / 2) < high:
        if 2 * (math.log(middle) - math.log(b)) + w * (b + middle) < 0:
            low = middle
        else:
            high = middle
    return high


_SPELLED: dict[str, tuple[str, tuple[int, int], Callable[..., Scale]]] = {
    "linear": ("linear", (0, 0), Linear),
    "log": ("log", (0, 0), Log),
    "arcsinh": ("arcsinh:COFACTOR", (1, 1), Arcsinh),
    "logicle": ("logicle:T,W[,M,A]", (1, 4), Logicle),
}


def parse_scale(text: str) -> Scale | str:
    """Return the scale that ``log``, ``arcsinh:150`` or ``logicle:262144,0.5`` spells.

    A name alone is returned as it is where its numbers are taken from the data (``logicle``). Raises UsageError.
    """
    name, colon, rest = text.strip().partition(":")
    if name not in _SPELLED:
        raise UnknownName.among("scale", name, SCALES)
    spelling, (fewest, most), made = _SPELLED[name]
    if not colon:
        return "logicle" if name == "logicle" else made()
    try:
        numbers = [float(part) for part in rest.split(",")]
    except ValueError:
        numbers = []
    if not fewest <= len(numbers) <= most or most == 0:
        raise UsageError(f"The scale {text!r} is not of the form {spelling}.")
    return made(*numbers)
