"""What every registered metric promises, whatever it computes."""

from __future__ import annotations

import inspect
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mikurabe.errors import UndefinedScore
from mikurabe.metrics import METRICS, choose
from mikurabe.records import Metric
from pictures import noise, picture

# Those that need a model file or another package are tried in their own tests.
ALL = [pytest.param(metric, id=metric.name) for metric in METRICS if set(metric.needs) <= {"white"}]

SHAPES = [(1, 1), (1, 9), (9, 1), (7, 7), (11, 11), (28, 28), (30, 17, 3), (1, 1, 3), (64, 48)]
DTYPES = ["uint8", "uint16", "float32"]


def value_or_reason(metric: Metric, reference: object, candidate: object, white: float | None = None) -> float | str:
    """Return what the metric says of a pair: a number, or the reason why there is none."""
    try:
        return choose(metric, {}).value(picture(reference, white=white), picture(candidate, white=white))
    except UndefinedScore as reason:
        return str(reason)


def white_of(dtype: str) -> float:
    return {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0}[dtype]


@pytest.mark.parametrize("metric", ALL)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_identical_pictures_give_exactly_the_declared_value(metric: Metric, shape: tuple[int, ...], dtype: str) -> None:
    pixels = noise(shape, dtype)
    assert value_or_reason(metric, pixels, pixels.copy(), white_of(dtype)) == metric.identical


@pytest.mark.parametrize("metric", ALL)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("level", [0.0, 0.3, 1.0])
def test_identical_flat_pictures_give_exactly_the_declared_value(metric: Metric, dtype: str, level: float) -> None:
    pixels = np.full((24, 20), white_of(dtype) * level).astype(dtype)
    assert value_or_reason(metric, pixels, pixels.copy(), white_of(dtype)) == metric.identical


@pytest.mark.parametrize("metric", ALL)
@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    colour=st.booleans(),
    dtype=st.sampled_from(DTYPES),
    kinds=st.tuples(*[st.sampled_from(["noise", "black", "white", "flat", "one dot"])] * 2),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40, deadline=None)
def test_a_value_lies_in_the_declared_range_or_a_reason_is_given(
    metric: Metric, height: int, width: int, colour: bool, dtype: str, kinds: tuple[str, str], seed: int
) -> None:
    shape = (height, width, 3) if colour else (height, width)
    white = white_of(dtype)

    def draw(kind: str, seed: int) -> object:
        if kind == "noise":
            return noise(shape, dtype, seed)
        pixels = np.full(shape, {"black": 0, "white": white, "flat": white * 0.4, "one dot": white}[kind]).astype(dtype)
        if kind == "one dot":
            pixels[height // 2, width // 2] = 0
        return pixels

    said = value_or_reason(metric, draw(kinds[0], seed), draw(kinds[1], seed + 1), white)
    if isinstance(said, str):
        assert len(said) > 10, "the reason says too little"
    else:
        assert not math.isnan(said)
        assert metric.low <= said <= metric.high


@pytest.mark.parametrize("metric", ALL)
def test_more_noise_is_never_more_similar(metric: Metric) -> None:
    rng = np.random.default_rng(11)
    # Large enough for every index: five scales of an 11 px window need 161 px.
    grid_y, grid_x = np.mgrid[0:192, 0:192]
    clean = 128 + 60 * np.sin(grid_x / 6) + 50 * np.cos(grid_y / 9)
    shake = rng.normal(size=clean.shape)
    noisy = [np.clip(clean + sigma * shake, 0, 255).astype(np.uint8) for sigma in (0, 4, 16, 48)]
    values = [value_or_reason(metric, noisy[0], each) for each in noisy]
    assert all(isinstance(value, float) for value in values)
    ordered = sorted(values, reverse=metric.better == "higher")
    assert values == ordered, "the declared direction is not the one it has"


def related_pairs() -> list[tuple[np.ndarray, np.ndarray]]:
    """Return pairs that have something in common: noise in part, and a smooth pattern moved by part of a pixel.

    On unrelated noise an asymmetric index can be 0 both ways.
    """
    first = noise((192, 176, 3), seed=1)
    blend = ((first.astype(np.uint16) + noise((192, 176, 3), seed=2)) // 2).astype(np.uint8)
    rows, columns = np.mgrid[0:192, 0:176]
    drift = rows * columns / 4000

    def pattern(moved: float) -> np.ndarray:
        return np.rint(128 + 70 * np.sin((columns - moved) / 7 + drift) + 50 * np.cos(rows / 5)).astype(np.uint8)

    grainy = np.clip(pattern(1.4) + noise((192, 176), seed=3) / 8.0, 0, 255).astype(np.uint8)
    return [(first, blend), (pattern(0), pattern(1.4)), (pattern(0), grainy)]


@pytest.mark.parametrize("metric", ALL)
def test_a_symmetric_metric_gives_the_same_value_both_ways(metric: Metric) -> None:
    ways = [
        (value_or_reason(metric, first, second), value_or_reason(metric, second, first))
        for first, second in related_pairs()
    ]
    values = [(there, back) for there, back in ways if isinstance(there, float) and isinstance(back, float)]
    assert values
    if metric.symmetric:
        assert all(there == pytest.approx(back, rel=1e-12, abs=1e-12) for there, back in values)
    else:
        assert any(there != back for there, back in values), "it is declared asymmetric and no pair shows it"


@pytest.mark.parametrize("metric", ALL)
def test_pictures_are_left_untouched(metric: Metric) -> None:
    first, second = noise((32, 32), seed=1), noise((32, 32), seed=2)
    before = first.copy(), second.copy()
    value_or_reason(metric, first, second)
    assert np.array_equal(first, before[0])
    assert np.array_equal(second, before[1])


@pytest.mark.parametrize("metric", ALL)
def test_the_same_pair_gives_the_same_bits_again(metric: Metric) -> None:
    first, second = noise((32, 32), seed=1), noise((32, 32), seed=2)
    assert value_or_reason(metric, first, second) == value_or_reason(metric, first, second)


@pytest.mark.parametrize("metric", ALL)
def test_what_the_record_needs_is_what_the_function_asks_for(metric: Metric) -> None:
    said = value_or_reason(metric, noise((32, 32), "float32", 1), noise((32, 32), "float32", 2), white=None)
    if "white" in metric.needs:
        assert isinstance(said, str)
        assert "white" in said
    else:
        assert isinstance(said, float)


@pytest.mark.parametrize("metric", ALL)
def test_the_record_says_what_a_reader_needs(metric: Metric) -> None:
    doc = inspect.getdoc(metric.fn)
    assert doc is not None
    assert doc.startswith("Return")
    assert metric.low <= metric.identical <= metric.high
    assert metric.identical == (metric.high if metric.better == "higher" else metric.low) or math.isinf(metric.high)
    assert metric.resolution > 0
    assert len(metric.source) > 20
    assert all(param.help for param in metric.params)


@pytest.mark.parametrize("metric", list(METRICS), ids=lambda metric: metric.name)
def test_the_tests_of_its_family_name_it(metric: Metric) -> None:
    """A metric without a value of its own in tests/metrics is not finished."""
    family = metric.fn.__module__.rpartition(".")[2]
    text = (Path(__file__).parent.parent / "metrics" / f"test_{family}.py").read_text(encoding="utf-8")
    assert re.search(rf"\b{metric.name}\b", text), f"tests/metrics/test_{family}.py does not speak of {metric.name}"
