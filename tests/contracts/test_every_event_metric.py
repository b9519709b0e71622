"""What every metric of events promises, whatever it computes: the promises of the others, on pictures with events."""

from __future__ import annotations

import inspect
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from event_files import cloud, event_picture
from mikurabe.errors import UndefinedScore
from mikurabe.metrics import METRICS, choose
from mikurabe.picture import Picture
from mikurabe.records import Metric
from pictures import noise, picture

ALL = [pytest.param(metric, id=metric.name) for metric in METRICS if "events" in metric.needs]


def value_or_reason(metric: Metric, reference: Picture, candidate: Picture) -> float | str:
    try:
        return choose(metric, {}).value(reference, candidate)
    except UndefinedScore as reason:
        return str(reason)


def two_clouds(count: int, seed: int) -> NDArray[np.float64]:
    return np.concatenate([cloud(count, seed), cloud(count // 2, seed + 1, x=2000, y=7000, spread=300)])


@pytest.mark.parametrize("metric", ALL)
@pytest.mark.parametrize("events", [[[1, 2]], [[5000, 5000]] * 50, two_clouds(900, 3), [[-4, 2e9]], [[0, 0], [9, 1]]])
def test_identical_events_give_exactly_the_declared_value(metric: Metric, events: object) -> None:
    first, second = event_picture(events), event_picture(np.array(events))  # type: ignore[arg-type]
    assert value_or_reason(metric, first, second) == metric.identical


@pytest.mark.parametrize("metric", ALL)
@given(
    counts=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    kinds=st.tuples(*[st.sampled_from(["cloud", "one place", "two places", "beyond", "line"])] * 2),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40, deadline=None)
def test_a_value_lies_in_the_declared_range_or_a_reason_is_given(
    metric: Metric, counts: tuple[int, int], kinds: tuple[str, str], seed: int
) -> None:
    def made(count: int, kind: str, seed: int) -> Picture:
        place = np.random.default_rng(seed).uniform(0, 10000, 2)
        return event_picture(
            {
                "cloud": cloud(count, seed),
                "one place": np.tile(place, (count, 1)),
                "two places": np.where(np.arange(count)[:, np.newaxis] % 2, place, 10000 - place),
                "beyond": np.tile([-1e6, 1e6], (count, 1)),
                "line": np.stack([np.full(count, place[0]), np.linspace(-100, 10100, count)], axis=1),
            }[kind]
        )

    said = value_or_reason(metric, made(counts[0], kinds[0], seed), made(counts[1], kinds[1], seed + 1))
    if isinstance(said, str):
        assert len(said) > 10
    else:
        assert metric.low <= said <= metric.high
        assert not math.isnan(said)


@pytest.mark.parametrize("metric", ALL)
def test_what_is_further_away_is_never_more_similar(metric: Metric) -> None:
    reference = cloud(2000, 5)
    # More to the right and up, wider, and fewer.
    worse = [reference] + [
        (reference[: 2000 - 10 * step] - 4000) * (1 + 0.3 * step) + 4000 + 500 * step for step in (1, 2, 4)
    ]
    values = [
        value_or_reason(metric, event_picture(reference, high=40000), event_picture(each, high=40000)) for each in worse
    ]
    assert all(isinstance(value, float) for value in values)
    assert values == sorted(values, reverse=metric.better == "higher")
    assert len(set(values)) > 2


@pytest.mark.parametrize("metric", ALL)
def test_a_symmetric_metric_gives_the_same_value_both_ways(metric: Metric) -> None:
    ways = []
    for first, second in ((two_clouds(900, 1), two_clouds(500, 8)), (cloud(300, 2), cloud(300, 4, x=5300))):
        pair = event_picture(first), event_picture(second)
        there, back = value_or_reason(metric, *pair), value_or_reason(metric, *reversed(pair))
        assert isinstance(there, float)
        assert isinstance(back, float)
        ways.append((there, back))
    if metric.symmetric:
        assert all(there == pytest.approx(back, rel=1e-12, abs=1e-12) for there, back in ways)
    else:
        assert any(there != back for there, back in ways), "it is declared asymmetric and no pair shows it"


@pytest.mark.parametrize("metric", ALL)
def test_the_order_of_the_events_has_no_say(metric: Metric) -> None:
    first, second = two_clouds(300, 1), two_clouds(200, 2)
    turned = event_picture(first[::-1]), event_picture(np.random.default_rng(0).permutation(second))
    value = value_or_reason(metric, event_picture(first), event_picture(second))
    assert value == pytest.approx(value_or_reason(metric, *turned), rel=1e-12)


@pytest.mark.parametrize("metric", ALL)
def test_events_are_left_untouched_and_the_same_pair_gives_the_same_bits_again(metric: Metric) -> None:
    first, second = two_clouds(300, 1), two_clouds(200, 2)
    pair = event_picture(first), event_picture(second)
    value = value_or_reason(metric, *pair)
    assert value == value_or_reason(metric, event_picture(first), event_picture(second))
    for made, events in zip(pair, (first, second), strict=True):
        assert made.image.events is not None
        assert np.array_equal(made.image.events.values, events)


@pytest.mark.parametrize("metric", ALL)
def test_a_picture_without_events_has_no_value_even_where_both_are_the_same(metric: Metric) -> None:
    plain = picture(noise((8, 8)), name="plain.png")
    for pair in ((plain, plain), (event_picture(cloud()), plain), (plain, event_picture(cloud()))):
        assert (
            value_or_reason(metric, *pair) == f"{metric.name} compares events, and plain.png is a picture without them"
        )
        assert choose(metric, {}).remark(*pair) is None


@pytest.mark.parametrize("metric", ALL)
def test_the_record_says_what_a_reader_needs(metric: Metric) -> None:
    doc = inspect.getdoc(metric.fn)
    assert doc is not None
    assert doc.startswith("Return")
    assert metric.identical == (metric.high if metric.better == "higher" else metric.low)
    assert metric.resolution > 0
    assert len(metric.source) > 20
    assert all(param.help for param in metric.params)
