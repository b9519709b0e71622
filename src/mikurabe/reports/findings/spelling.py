"""How numbers stand in a report on a finding."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from mikurabe.reports.findings.document import Cell

# Longer lists end in how many more there are.
MOST_NAMES = 8


def area(value: float | None) -> str:
    """Return an area under a curve as three decimals, empty where there is none."""
    return "" if value is None else f"{value:.3f}"


def probability(value: float | None) -> str:
    """Return a p with two digits, ``< 0.0001`` below that, empty where there is none."""
    if value is None:
        return ""
    return "< 0.0001" if value < 1e-4 else f"{value:.2g}"


def number(value: float | None, digits: int = 5) -> str:
    """Return a number in a few digits, ∞ for infinity, – where there is none."""
    if value is None:
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{digits}g}".replace("-", "−")


def percent(share: float, digits: int = 3) -> str:
    """Return a share in percent, without the sign."""
    return f"{100 * share:.{digits}g}"


def few(names: Sequence[str], word: Mapping[str, str], most: int = MOST_NAMES) -> str:
    """Return names with commas, the first ones and how many more where there are many."""
    if len(names) <= most:
        return ", ".join(names)
    return word["found_more"].format(names=", ".join(names[:most]), n=len(names) - most)


def plain(text: str) -> Cell:
    """Return a cell of nothing but text."""
    return Cell(text=text)
