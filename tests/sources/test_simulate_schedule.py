"""The little language of --fault."""

from __future__ import annotations

import pytest

from mikurabe.errors import UsageError
from mikurabe.sources.simulate import control_days, parse_faults, severities


def on(text: str, days: int = 30) -> dict[int, dict[str, float]]:
    """Return what is wrong by day, of the days on which anything is."""
    plans = parse_faults([text], days)
    found = {day: severities(plans, day, days) for day in range(1, days + 1)}
    return {day: what for day, what in found.items() if what}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("widen_x:0.05@20", [20]),
        ("widen_x:5%@20", [20]),
        ("widen_x@20", [20]),
        ("widen_x : 0.05 @ 20", [20]),
        ("widen_x:0.05@20-22", [20, 21, 22]),
        ("widen_x:0.05@3,28..", [3, 28, 29, 30]),
        ("widen_x:0.05@28..29", [28, 29]),
        ("widen_x:0.05", list(range(1, 31))),
        ("widen_x:0.05@5,5-6", [5, 6]),
    ],
)
def test_a_fault_is_on_the_days_that_are_named(text: str, days: list[int]) -> None:
    # Without a severity it is the third of the grid.
    assert on(text) == {day: {"widen_x": 0.07 if text == "widen_x@20" else 0.05} for day in days}


def test_a_drift_grows_evenly_to_its_severity_and_stays() -> None:
    whole = on("gain_x:0.03@drift")
    assert [whole[day]["gain_x"] for day in range(1, 31)] == pytest.approx([0.001 * day for day in range(1, 31)])
    part = on("gain_x:0.03@drift11-20")
    assert min(part) == 11
    assert [part[day]["gain_x"] for day in (11, 15, 20, 25, 30)] == pytest.approx([0.003, 0.015, 0.03, 0.03, 0.03])
    assert on("gain_x:0.03@drift21")[30]["gain_x"] == on("gain_x:0.03@drift21..")[30]["gain_x"] == pytest.approx(0.03)
    # A picture moves by whole pixels.
    moved = [what["moved_x"] for what in on("moved_x:3@drift").values()]
    assert moved == sorted(moved)
    assert set(moved) == {1, 2, 3}


def test_a_drift_is_seen_in_the_events() -> None:
    means = []
    for each in control_days(12, plans=parse_faults(["cluster_shift_y:12@drift"], 12)):
        change = each.truth.populations["LYMPH"].change
        assert change is not None
        assert change.shift is not None
        means.append(change.shift[1])
    assert means == pytest.approx(list(range(1, 13)), abs=0.15)


def test_several_are_joined_and_add_up() -> None:
    assert on("gain_x:2%+debris:1@20") == {20: {"gain_x": 0.02, "debris": 1}}
    assert on("gain_x:2%@19+debris:1@20") == {19: {"gain_x": 0.02}, 20: {"debris": 1}}
    plans = parse_faults(["gain_x:0.02@5", "gain_x:0.01@5-6", "offset_x:-2@6"], 30)
    assert severities(plans, 5, 30) == pytest.approx({"gain_x": 0.03})
    assert severities(plans, 6, 30) == {"gain_x": 0.01, "offset_x": -2}
    assert severities(plans, 7, 30) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("widenx:0.05@20", "There is no fault 'widenx'. Did you mean 'widen_x'"),
        ("", "'' is no fault: type NAME:SEVERITY@DAYS"),
        ("widen_x:wide@20", "The severity 'wide' in 'widen_x:wide@20' is no number"),
        ("widen_x:nan@20", "is no number"),
        ("offset_x:5%@20", "is in channels, not in %"),
        ("widen_x:5@20", "A severity of 5 makes no sense"),
        ("widen_x:0.05@31", "is on day 31, but the series has days 1 to 30: see --days"),
        ("widen_x:0.05@0", "is on day 0, but"),
        ("widen_x:0.05@25-31", "is on day 31, but"),
        ("widen_x:0.05@25-20", "ends on day 20, before it begins on day 25"),
        ("widen_x:0.05@25-", "has no last day: type 25-30, or 25.. to go on"),
        ("widen_x:0.05@monday", "'monday' in .* is no day: type 20, 20-25"),
        ("widen_x:0.05@", "'' in .* is no day"),
        ("widen_x:0.05@20,", "'' in .* is no day"),
    ],
)
def test_what_is_none_of_the_language_is_told_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as told:
        parse_faults([text], 30)
    assert "\n" not in str(told.value)
