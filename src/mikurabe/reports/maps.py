"""ReportView -> the columns of maps that its rows have, and what their colours mean in words."""

from __future__ import annotations

from dataclasses import dataclass

from mikurabe.i18n import words
from mikurabe.records import LocalMap
from mikurabe.reports.view import MISSING, ReportView, ViewRow


@dataclass(frozen=True, slots=True, kw_only=True)
class MapColumn:
    """One index of which rows have maps: its column's key, what identical pictures give, and the colours in words.

    ``short`` is the key of the few words below the heading, ``legend`` that of the words beside a colour bar.
    """

    key: str
    identical: str
    note: str
    short: str
    legend: str


def map_columns(view: ReportView) -> tuple[MapColumn, ...]:
    """Return a column per index of which any row has a map, in the order of the view's columns; () for most tables."""
    found = {each.key for row in view.rows for each in row.maps}
    if not found:
        return ()
    identical = {column.key: column.identical for column in view.columns}
    ordered = [key for key in identical if key in found]
    ordered += sorted(found - set(ordered))  # only a table that was put together by hand
    return tuple(_column(view, key, identical.get(key, MISSING)) for key in ordered)


def _column(view: ReportView, key: str, identical: str) -> MapColumn:
    signed = any(each.signed for row in view.rows for each in row.maps if each.key == key)
    kind = "_signed" if signed else ""
    note = _note(view, key, identical, kind)
    return MapColumn(key=key, identical=identical, note=note, short=f"map_short{kind}", legend=f"map_legend{kind}")


def map_of(row: ViewRow, key: str) -> LocalMap | None:
    """Return the row's map of that index, None where it has none."""
    return next((each for each in row.maps if each.key == key), None)


def top_text(top: float) -> str:
    """Return the distance that the brightest colour stands for, to three digits."""
    return (f"{top:.0f}" if 1000 <= top < 1e9 else f"{top:.3g}").replace("-", "−")


def _note(view: ReportView, key: str, identical: str, kind: str) -> str:
    """Return what the colours mean; where each map has a largest distance of its own, between which they lie."""
    word = words(view.lang)
    # An identical picture has no farthest place: its distance of 0 says nothing about the others.
    tops = [each.top for row in view.rows if (each := map_of(row, key)) is not None and each.top > 0]
    low, high = top_text(min(tops, default=0.0)), top_text(max(tops, default=0.0))
    facts = {"key": key, "identical": identical, "low": low, "high": high}
    return word[f"map_note{kind}" if low == high else f"map_note_own{kind}"].format(**facts)
