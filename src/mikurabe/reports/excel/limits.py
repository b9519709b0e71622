"""The limits of a workbook: one cell per index, which of them are set, and the verdicts that follow."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from mikurabe.criteria import Criterion, Sign, verdict_on
from mikurabe.records import Score, Verdict
from mikurabe.reports.excel.book import LARGEST, number_of
from mikurabe.reports.view import INFINITY, Cell, ReportView, ViewRow

# What stands in the cells, in every language.
VERDICT_TEXT: dict[Verdict | None, str] = {"ok": "OK", "ng": "NG", "unknown": "?", None: ""}
MINUS_INFINITY = f"−{INFINITY}"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit's cell: a picture is NG where the value of index ``at`` lies on this side of it.

    ``value`` is None where nobody has set one: the cell is then empty, and waits. ``name`` is the cell's in formulas.
    """

    at: int
    sign: Sign
    value: float | None
    name: str

    def fails(self, value: float) -> bool:
        """Return whether the limit is set and the value lies beyond it."""
        return self.value is not None and Criterion(key="", sign=self.sign, limit=self.value).fails(value)

    @property
    def shown_sign(self) -> str:
        """Return the sign as people write it."""
        return self.sign.replace("<=", "≤").replace(">=", "≥")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All limits of a workbook.

    ``main`` has one per index, on the side where pictures are less similar; ``extra`` are those that somebody has set
    on the other side. ``verdicts`` are those of the rows. ``minus`` says that a value is −∞, which formulas must then
    know. ``left_out`` are criteria that no cell can hold.
    """

    main: tuple[Limit, ...]
    extra: tuple[Limit, ...]
    verdicts: tuple[Verdict | None, ...]
    minus: bool
    left_out: tuple[str, ...]

    @property
    def all(self) -> tuple[Limit, ...]:
        """Return every limit, those of one index beside each other."""
        return tuple(sorted((*self.main, *self.extra), key=lambda limit: limit.at))

    @property
    def any_set(self) -> bool:
        """Return whether somebody has set one."""
        return any(limit.value is not None for limit in self.all)


def limits_of(view: ReportView) -> Limits:
    """Return the limits that a view's criteria make, and an empty one for every index without."""
    kept = [each for each in view.table.criteria if each.limit >= -LARGEST]
    left_out = tuple(each.text for each in view.table.criteria if each not in kept)
    main, extra = [], []
    taken: set[str] = set()
    for at, column in enumerate(view.columns):
        own = [each for each in kept if each.key == column.key]
        natural: Sign = "<" if column.better == "higher" else ">"
        sides = {side: _widest([each for each in own if each.sign[0] == side]) for side in "<>"}
        found = sides.pop(natural)
        main.append(
            Limit(
                at=at,
                sign=natural if found is None else found.sign,
                value=None if found is None else found.limit,
                name=_name(column.key, taken),
            )
        )
        for other in sides.values():
            if other is not None:
                extra.append(Limit(at=at, sign=other.sign, value=other.limit, name=_name(column.key, taken)))
    return Limits(
        main=tuple(main),
        extra=tuple(extra),
        verdicts=tuple(_verdict(view, row, kept) for row in view.rows),
        minus=any(cell.value == -math.inf for row in view.rows for cell in row.cells),
        left_out=left_out,
    )


def holdable(cell: Cell) -> float | None:
    """Return the cell's value as formulas see it: what is beyond Excel's numbers without being infinite is missing."""
    if cell.value is not None and math.isinf(cell.value):
        return cell.value
    return number_of(cell)


def limit_content(limit: Limit) -> float | str:
    """Return what a limit's cell holds: the number, ∞ in a character, or nothing."""
    if limit.value is None:
        return ""
    return limit.value if limit.value <= LARGEST else INFINITY


def _widest(criteria: list[Criterion]) -> Criterion | None:
    """Return the criterion of one side that fails all that any of them fails."""
    # Of two at the same limit, the one that fails the limit itself too.
    if criteria and criteria[0].sign[0] == "<":
        return max(criteria, key=lambda each: (each.limit, each.sign))
    return min(criteria, key=lambda each: (each.limit, -len(each.sign)), default=None)


def _verdict(view: ReportView, row: ViewRow, criteria: list[Criterion]) -> Verdict | None:
    """Return the verdict that the formula beside the row will find: what no cell can hold as a number is missing."""
    held = [holdable(cell) for cell in row.cells]
    scores = [Score(problem="no number in its cell") if value is None else Score(value=value) for value in held]
    return verdict_on(criteria, view.table.columns, scores)


def _name(key: str, taken: set[str]) -> str:
    """Return a name for the limit of that key as Excel allows it: letters, digits and _, letter case no matter."""
    base = "limit_" + re.sub(r"[^A-Za-z0-9]+", "_", key).strip("_")[:_LONGEST_NAME]
    name, count = base, 1
    while name.lower() in taken:
        count += 1
        name = f"{base}_{count}"
    taken.add(name.lower())
    return name
