"""What the program promises of its speed, and whether a run kept it. Nothing is rounded in our favour."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from measuring.cases import Result
from measuring.indices import Indices, find
from measuring.rounds import Line

Results: TypeAlias = Mapping[str, Result | Indices]
Kept: TypeAlias = Literal["aim met", "met", "missed", "not measured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured number, or the reason why there is none; ``note`` says what a reader must know of it."""

    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A limit and an aim for one figure: at most, or at least where ``more`` is better."""

    text: str
    limit: float
    aim: float | None
    unit: str
    measure: Callable[[Results], Figure]
    more: bool = False

    def kept(self, figure: Figure) -> Kept:
        """Return whether the figure keeps to the limit, and to the aim."""
        if figure.value is None:
            return "not measured"
        sign = -1 if self.more else 1
        if sign * figure.value > sign * self.limit:
            return "missed"
        return "aim met" if self.aim is not None and sign * figure.value <= sign * self.aim else "met"

    def shown(self, value: float) -> str:
        """Return the value with three significant digits, rounded to the worse side."""
        if value == 0:
            return "0"
        step = 10.0 ** (math.floor(math.log10(abs(value))) - 2)
        # What a division leaves in the last bit is no reason to round further.
        steps = round(value / step, 6)
        worse = (math.floor(steps) if self.more else math.ceil(steps)) * step
        digits = max(0, -math.floor(math.log10(step) + 0.5))
        return f"{worse:,.{digits}f}{self.unit}"


def line_of(results: Results, case: str, key: str) -> Line | str:
    """Return a case's line, or in words why there is none."""
    result = results.get(case)
    if not isinstance(result, Result):
        return "not run"
    line = next((line for line in result.lines if line.key == key), None)
    if line is None or line.problem is not None or not line.walls:
        return "not run" if line is None or line.problem is None else line.problem
    return line


def _note(line: Line) -> str:
    return "" if line.files == line.of else f"{line.files:,} of {line.of:,} files, scaled up"


def _ratio(case: str, key: str) -> Callable[[Results], Figure]:
    """Return what measures a line's wall-clock ratio to the case's base: the median over the rounds."""

    def measure(results: Results) -> Figure:
        line = line_of(results, case, key)
        if isinstance(line, str):
            return Figure(value=None, note=line)
        if not line.wall_ratios:
            return Figure(value=None, note="there is nothing to divide by: OpenCV is not installed")
        return Figure(value=statistics.median(line.wall_ratios), note=_note(line))

    return measure


def _per_second(case: str, key: str) -> Callable[[Results], Figure]:
    def measure(results: Results) -> Figure:
        line = line_of(results, case, key)
        if isinstance(line, str):
            return Figure(value=None, note=line)
        return Figure(value=line.of / line.wall, note=_note(line))

    return measure


def _seconds(case: str, keys: Sequence[str]) -> Callable[[Results], Figure]:
    """Return what measures the slowest of some lines, in seconds."""

    def measure(results: Results) -> Figure:
        lines = [line_of(results, case, key) for key in keys]
        for line in lines:
            if isinstance(line, str):
                return Figure(value=None, note=line)
        return Figure(value=max(line.wall for line in lines if isinstance(line, Line)))

    return measure


def _milliseconds(key: str, on: str) -> Callable[[Results], Figure]:
    def measure(results: Results) -> Figure:
        result = results.get("indices")
        found = find(result, key, on) if isinstance(result, Indices) else None
        if not isinstance(result, Indices) or found is None:
            return Figure(value=None, note="not run")
        if found.one.problem is not None:
            return Figure(value=None, note=found.one.problem)
        return Figure(value=found.one.ms, note=f"{result.side} × {result.side}")

    return measure


GOALS: tuple[Goal, ...] = (
    *(
        Goal(
            text=f"{pictures}, {what} with reports ÷ OpenCV's decoding",
            limit=limit,
            aim=aim,
            unit="",
            measure=_ratio(case, key),
        )
        for what, key, limits in (
            ("the whole table", "table-2", ((0.8, 0.5), (2.0, 1.3))),
            ("`-m dotplot`", "dotplot-2", ((1.2, 0.8), (3.0, 2.0))),
            ("`-m photo`", "photo-2", ((1.2, 0.8), (3.0, 2.0))),
        )
        for (case, pictures), (limit, aim) in zip(
            (("png", "200 × 1 MP RGB PNG"), ("jpeg", "20 × 12 MP JPEG")), limits, strict=True
        )
    ),
    Goal(
        text="60,000 PNG files of 28 × 28: cosine, PSNR, SSIM; no thumbnails",
        limit=40_000,
        aim=100_000,
        unit=" files/s",
        measure=_per_second("tiny", "bare-2"),
        more=True,
    ),
    Goal(
        text="the same with a thumbnail of each, as `compare` makes it",
        limit=40_000,
        aim=100_000,
        unit=" files/s",
        measure=_per_second("tiny", "table-2"),
        more=True,
    ),
    Goal(
        text="`mikurabe --version`, wall clock",
        limit=0.3,
        aim=0.2,
        unit=" s",
        measure=_seconds("start", ["version"]),
    ),
    Goal(
        text="20 pictures of 512 × 512, default indices, all three reports, as a command (gray or RGB: the slower)",
        limit=1.0,
        aim=0.6,
        unit=" s",
        measure=_seconds("small", ["rgb-command", "gray-command"]),
    ),
    Goal(
        text="SSIM 1 MP gray, reference kept, one thread",
        limit=3.5,
        aim=2.0,
        unit=" ms",
        measure=_milliseconds("ssim", "gray"),
    ),
    Goal(
        text="GMSD 1 MP gray, reference kept, one thread",
        limit=0.4,
        aim=None,
        unit=" ms",
        measure=_milliseconds("gmsd", "gray"),
    ),
    Goal(
        text="all moments (by way of PSNR) 1 MP gray, one thread",
        limit=0.15,
        aim=None,
        unit=" ms",
        measure=_milliseconds("psnr", "gray"),
    ),
)
