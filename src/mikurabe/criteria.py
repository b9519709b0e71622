"""Criteria: limits that a person sets on values, as typed (``ssim<0.95``), and the verdict on a row that follows."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from mikurabe.errors import UnknownName, UsageError
from mikurabe.records import Column, Row, Score, Verdict

Sign = Literal["<", "<=", ">", ">="]

_TURNED = str.maketrans("<>", "><")
_TYPED = re.compile(r"\s*(?P<key>[^<>]+?)\s*(?P<sign><=|>=|<|>)\s*(?P<limit>[^<>=]+?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A picture fails where the column's value lies on this side of the limit: ``ssim<0.95``.

    ``key`` is a column's, parameters included: ``ssim[recipe=opencv]``. ``limit`` may be infinite, never NaN. ``why``
    says where a limit comes from that nobody typed: ``20 normals, false alarms ≤ 1 %``. Such a limit may lie on either
    side: a picture that is more similar than normal ones are is no normal one.
    """

    key: str
    sign: Sign
    limit: float
    why: str = ""

    @property
    def text(self) -> str:
        """Return the criterion as typed; :func:`parse_criterion` reads it back."""
        return f"{self.key}{self.sign}{_spelled(self.limit)}"

    def fails(self, value: float) -> bool:
        """Return whether a picture of this value fails."""
        if self.sign == "<":
            return value < self.limit
        if self.sign == "<=":
            return value <= self.limit
        if self.sign == ">":
            return value > self.limit
        return value >= self.limit


def parse_criterion(text: str) -> Criterion:
    """Return the criterion that a person typed: a column, one of < <= > >=, a number (``inf`` is one).

    Raises UsageError where it is none.
    """
    match = _TYPED.fullmatch(text)
    example = "a criterion is a column, a sign and a number: ssim<0.95, 'psnr<30', 'mse>=100'"
    if match is None:
        raise UsageError(f"{text!r} is no criterion; {example}.")
    try:
        limit = float(match["limit"])
    except ValueError:
        limit = math.nan
    if math.isnan(limit):
        raise UsageError(f"{text!r} is no criterion, because {match['limit']!r} is no number; {example}.")
    return Criterion(key=match["key"], sign=cast(Sign, match["sign"]), limit=limit)


def check_criteria(criteria: Sequence[Criterion], columns: Sequence[Column]) -> None:
    """Raise where a criterion cannot be applied: UnknownName for a column that is not there, UsageError for nonsense.

    Nonsense is a criterion that fails what is more similar (``ssim>0.95``): identical pictures would fail it. Beside
    one on the other side it makes a range (``psnr<18,psnr>19``), as where a picture with fewer dots comes nearer to
    the reference than any normal one; a range that no value is in is nonsense again.
    """
    by_key = {column.key: column for column in columns}
    for criterion in criteria:
        column = by_key.get(criterion.key)
        if column is None:
            raise UnknownName.among("column", criterion.key, list(by_key))
        if not criterion.why and criterion.fails(column.identical):
            ends = [each for each in criteria if each.key == criterion.key and not each.fails(column.identical)]
            if not ends:
                turned = criterion.sign.translate(_TURNED)
                raise UsageError(
                    f"{criterion.text} fails identical pictures: they have {criterion.key} = "
                    f"{_spelled(column.identical)}, and {column.better} is more similar. Did you mean {criterion.key}"
                    f"{turned}{_spelled(criterion.limit)}? For a range of normal values give both of its ends."
                )
            for end in ends:
                _check_range(end, criterion)


def _check_range(one: Criterion, other: Criterion) -> None:
    """Raise UsageError where two criteria on either side of a range leave no value between them."""
    low, high = (one, other) if one.sign.startswith("<") else (other, one)
    if low.limit > high.limit or (low.limit == high.limit and (low.fails(low.limit) or high.fails(high.limit))):
        raise UsageError(
            f"No picture passes both {low.text} and {high.text}: each of them fails what the other lets pass. Did you "
            f"mean {low.key}{low.sign}{_spelled(high.limit)} and {high.key}{high.sign}{_spelled(low.limit)}?"
        )


def failures(criteria: Sequence[Criterion], columns: Sequence[Column], scores: Sequence[Score]) -> tuple[str, ...]:
    """Return why a row fails, one reason per criterion: ``ssim 0.871 < 0.95``, or that a value is missing.

    Where the limit was not typed, whence it comes stands behind it: ``(20 normals, false alarms ≤ 1 %)``.
    """
    score_of = {column.key: score for column, score in zip(columns, scores, strict=True)}
    reasons = []
    for criterion in criteria:
        value = score_of[criterion.key].value
        if value is None:
            reasons.append(f"{criterion.key} has no value")
        elif criterion.fails(value):
            whence = f" ({criterion.why})" if criterion.why else ""
            reasons.append(f"{criterion.key} {value:.6g} {criterion.sign} {_spelled(criterion.limit)}{whence}")
    return tuple(reasons)


def verdict_on(criteria: Sequence[Criterion], columns: Sequence[Column], scores: Sequence[Score]) -> Verdict | None:
    """Return ``ng`` where one criterion is failed, ``unknown`` where a value for one is missing, else ``ok``.

    None where there is no criterion: nobody has judged. What is missing never counts as good.
    """
    if not criteria:
        return None
    score_of = {column.key: score for column, score in zip(columns, scores, strict=True)}
    values = [score_of[criterion.key].value for criterion in criteria]
    if any(value is not None and each.fails(value) for each, value in zip(criteria, values, strict=True)):
        return "ng"
    return "unknown" if None in values else "ok"


def judged(row: Row, criteria: Sequence[Criterion], columns: Sequence[Column]) -> Row:
    """Return the row with the verdict that the criteria give it."""
    return replace(row, verdict=verdict_on(criteria, columns, row.scores))


def _spelled(number: float) -> str:
    return repr(number).removesuffix(".0")


VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
