"""From which severity on a fault is seen."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mikurabe.judge.detection import severity_at_power, sightings

STEPS = (1.0, 2.0, 4.0)


@pytest.mark.parametrize(
    ("powers", "severity"),
    [
        ((0.0, 0.8, 1.0), 3.0),  # half way from 0.8 to 1 is 0.9
        ((0.0, 0.9, 1.0), 2.0),
        ((0.95, 0.9, 1.0), 0.0),
        ((0.0, 0.5, 0.89), math.inf),
        ((0.95, 0.5, 1.0), 3.6),  # what is lost again was not seen for good
        ((1.0, 1.0, 0.0), math.inf),
    ],
)
def test_the_severity_is_where_power_reaches_90_percent_for_good(powers: tuple[float, ...], severity: float) -> None:
    assert severity_at_power(STEPS, np.array(powers)) == pytest.approx(severity)


def test_of_a_single_severity_it_is_there_or_not() -> None:
    assert severity_at_power((5.0,), np.array([[0.9], [0.89]])).tolist() == [0.0, math.inf]


def seen_from(place: float, count: int = 20, seed: int = 0) -> np.ndarray:
    """Return an (N, S) matrix of pictures that are seen from about a place among eight severities on."""
    places = place + np.random.default_rng(seed).normal(0, 0.7, count)
    return (np.arange(8) >= places[:, None]).astype(float)


def test_states_are_states_and_only_what_lies_between_is_a_number() -> None:
    steps = tuple(float(step) for step in range(1, 9))
    found = sightings(
        steps,
        {
            "first": np.ones((20, 8)),
            "never": np.zeros((20, 8)),
            "later": seen_from(3),
            "none": np.full((20, 8), np.nan),
        },
    )
    assert [found[key].state for key in ("first", "never", "later", "none")] == ["below", "unseen", "at", "no_value"]
    assert [found[key].severity for key in ("first", "never", "none")] == [None, None, None]
    later = found["later"].severity
    assert later is not None
    assert 4 < later < 7
    assert found["none"].missing == 160
    assert found["none"].powers == (None,) * 8
    assert [key for key, one in found.items() if one.is_leader] == ["first"]


def test_an_index_that_may_be_as_early_shares_the_lead_and_a_late_one_does_not() -> None:
    steps = tuple(float(step) for step in range(1, 9))
    found = sightings(steps, {"a": seen_from(2, seed=1), "b": seen_from(2.1, seed=1), "c": seen_from(5, seed=1)})
    assert [key for key, one in found.items() if one.is_leader] == ["a", "b"]
    for one in found.values():
        assert one.severity is not None
        assert (one.low or 0) <= one.severity <= (one.high or 9)


def test_missing_values_are_counted_and_the_share_is_of_those_with_one() -> None:
    seen = np.ones((10, 3))
    seen[:4, 0] = np.nan
    seen[4:6, 0] = 0
    (one,) = sightings(STEPS, {"a": seen}).values()
    assert one.missing == 4
    assert one.powers == (pytest.approx(4 / 6), 1.0, 1.0)


def test_the_same_seed_gives_the_same_intervals() -> None:
    seen = {"a": seen_from(3), "b": seen_from(3.5)}
    assert sightings(tuple(range(8)), seen, seed=3) == sightings(tuple(range(8)), seen, seed=3)
