"""The order in which the terminal lists pictures: those that need a look first."""

from __future__ import annotations

from mikurabe.errors import UnknownName
from mikurabe.reports.view import ReportView
from mikurabe.sources.names import in_natural_order

# Ways to sort besides a column's key. "worst" is by the first index that has a limit, else by the first index.
WORST, NAME, LISTED = "worst", "name", "listed"


def check_sort(sort: str, keys: list[str]) -> None:
    """Raise UnknownName where pictures cannot be sorted that way."""
    if sort not in (WORST, NAME, LISTED, *keys):
        raise UnknownName.among("order", sort, [*keys, NAME, LISTED, WORST])


def ordered(view: ReportView, sort: str) -> tuple[int, ...]:
    """Return the places of the view's rows in the order asked for; equal ones stay as listed.

    By an index, the least similar picture is first, after those without a value: they need a look, and nobody knows
    how similar they are. ``worst`` puts those that fail a limit before all others with a value.

    Raises UnknownName for a key that is no column's.
    """
    keys = [column.key for column in view.columns]
    check_sort(sort, keys)
    places = range(len(view.rows))
    if sort == LISTED:
        return tuple(places)
    if sort == NAME:
        return tuple(in_natural_order(places, lambda place: view.rows[place].name))
    at = keys.index(sorted_by(view, sort))
    sign = 1.0 if view.columns[at].better == "higher" else -1.0
    standing = {"unknown": 0, "ng": 1} if sort == WORST else {}

    def need(place: int) -> tuple[int, float]:
        value = view.rows[place].cells[at].value
        if value is None:
            return 0, 0.0
        return standing.get(view.table.rows[place].verdict or "", 2), sign * value

    return tuple(sorted(places, key=need))


def sorted_by(view: ReportView, sort: str) -> str:
    """Return the key of the column that an order goes by: of the first limit, of the first column, or the one named."""
    if sort != WORST:
        return sort
    return view.table.criteria[0].key if view.table.criteria else view.columns[0].key
