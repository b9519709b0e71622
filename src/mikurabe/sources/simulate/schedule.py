"""Which fault happens when: the little language of ``--fault widen_x:0.05@20``."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mikurabe.errors import UsageError
from mikurabe.sources.simulate.fault import check_severity, split_key

GRAMMAR = "NAME:SEVERITY@DAYS, such as widen_x:0.05@20, debris:50%@5,12-14, gain_x:0.03@20.. or gain_x:0.03@drift"

_FAULT = re.compile(r"(?P<key>[^:@]+)(:(?P<severity>[^@]*))?(@(?P<days>.*))?")
_SPAN = re.compile(r"(?P<drift>drift)?(?P<first>\d+)?(?P<to>\.\.|-)?(?P<last>\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from ``first`` to ``last``, None for the series' end; ``drift`` is whether the fault grows over them.

    A drift grows by the same amount from day to day, has its severity on the last day, and keeps it from then on.
    """

    first: int
    last: int | None
    drift: bool

    def part(self, day: int, days: int) -> float:
        """Return how much of the severity there is on ``day`` of a series of ``days``, 0 to 1."""
        last = days if self.last is None else self.last
        if day < self.first or (day > last and not self.drift):
            return 0.0
        return min(1.0, (day - self.first + 1) / (last - self.first + 1)) if self.drift else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One fault of a series: its key, its severity, and when; ``text`` is how it was asked for."""

    key: str
    severity: float
    spans: tuple[Span, ...]
    text: str

    def on(self, day: int, days: int) -> float:
        """Return the severity on that day of the series; spans that overlap do not add up.

        A picture drifts by whole pixels.
        """
        severity = self.severity * max(each.part(day, days) for each in self.spans)
        return float(round(severity)) if split_key(self.key)[0].unit == "px" else severity


def parse_faults(texts: Sequence[str], days: int) -> tuple[Plan, ...]:
    """Return the plans that the texts ask for, of a series of ``days`` days.

    ``+`` joins several in one text: ``gain_x:2%+debris:1@20`` are both on day 20, for what has no days of its own takes
    those of the next one. Without a severity it is the fault's usual one, without any days it is every day.

    Raises:
        UnknownName: there is no such fault.
        UsageError: a text is none of this language, or a severity or day makes no sense.
    """
    plans: list[Plan] = []
    for text in texts:
        joined: list[Plan] = []
        at = ""
        for part in reversed(re.split(r"\+(?=\s*[A-Za-z_])", text)):
            told, sign, when = part.partition("@")
            at = sign + when if sign else at
            joined.append(_plan((told.rstrip() + at).strip(), days))
        plans += reversed(joined)
    return tuple(plans)


def severities(plans: Sequence[Plan], day: int, days: int) -> dict[str, float]:
    """Return what is wrong on that day, by key; plans of the same fault add up."""
    found: dict[str, float] = {}
    for plan in plans:
        severity = plan.on(day, days)
        if severity:
            found[plan.key] = found.get(plan.key, 0.0) + severity
    return found


def _plan(text: str, days: int) -> Plan:
    matched = _FAULT.fullmatch(text)
    if matched is None:
        raise UsageError(f"{text!r} is no fault: type {GRAMMAR}.")
    key = matched["key"].strip()
    fault, _ = split_key(key)
    severity = fault.usual if matched["severity"] is None else _severity(matched["severity"].strip(), text, fault.unit)
    spans = [Span(first=1, last=None, drift=False)]
    if matched["days"] is not None:
        spans = [_span(part.strip(), text, days) for part in matched["days"].split(",")]
    return Plan(key=key, severity=check_severity(fault, severity), spans=tuple(spans), text=text)


def _severity(written: str, text: str, unit: str) -> float:
    percent = written.endswith("%")
    try:
        number = float(written.removesuffix("%"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"The severity {written!r} in {text!r} is no number: type {GRAMMAR}.")
    if percent and unit != "part":
        raise UsageError(f"The severity of {text!r} is in {unit}, not in %: leave out the %.")
    return number / 100 if percent else number


def _span(written: str, text: str, days: int) -> Span:
    matched = _SPAN.fullmatch(written)
    if not written or matched is None or (matched["first"] is None and (matched["to"] or matched["last"])):
        raise UsageError(
            f"{written!r} in {text!r} is no day: type 20, 20-25, 20.. (from then on), drift (growing over the whole "
            f"series) or drift11-25; several are joined by commas."
        )
    drift, first = matched["drift"] is not None, int(matched["first"] or 1)
    if matched["to"] == "-" and matched["last"] is None:
        raise UsageError(f"{written!r} in {text!r} has no last day: type {written}{days}, or {first}.. to go on.")
    if matched["last"] is not None:
        last: int | None = int(matched["last"])
    else:
        # A drift without a last day goes to the end, as 20.. does.
        last = None if drift or matched["to"] else first
    if first < 1 or first > days or (last is not None and last > days):
        beyond = first if first < 1 or first > days else last
        raise UsageError(f"{text!r} is on day {beyond}, but the series has days 1 to {days}: see --days.")
    if last is not None and last < first:
        raise UsageError(f"{text!r} ends on day {last}, before it begins on day {first}.")
    return Span(first=first, last=last, drift=drift)
