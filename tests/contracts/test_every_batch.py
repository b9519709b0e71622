"""What every metric promises that scores many pictures at a time: the same as one after the other, to the last bit."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mikurabe.errors import UndefinedScore
from mikurabe.metrics import METRICS, Index, choose, parse
from mikurabe.picture import Stack
from mikurabe.records import Array, Metric
from pictures import noise, picture

BATCHED = [metric for metric in METRICS if metric.batch is not None]


def variants(metric: Metric) -> list[Index]:
    """Return the metric with its defaults, and with each parameter at each of its choices and at both of its ends."""
    chosen: list[dict[str, object]] = [{}]
    for param in metric.params:
        values = param.choices or (param.low, param.high)
        chosen += [{param.name: value} for value in values if value is not None]
    others = [{name: value for each in chosen for name, value in each.items()}] if len(chosen) > 1 else []
    return list({index.key: index for index in (choose(metric, each) for each in chosen + others)}.values())


INDICES = [pytest.param(index, id=index.key) for metric in BATCHED for index in variants(metric)]
SHAPES = [(1, 1), (1, 9), (3, 2), (7, 7), (10, 11), (11, 11), (28, 28), (31, 17), (128, 128)]
SHAPES_OF_COLOUR = [(*shape, 3) for shape in ((1, 1), (1, 40), (6, 5), (28, 28), (13, 30))]


def stack_for(reference: Array, seed: int = 0) -> Array:
    """Return pictures like and unlike the reference: itself, flat ones, its negative, noise, small changes of it."""
    one = reference.copy()
    one.reshape(-1)[-1] ^= 1
    shaken = np.random.default_rng(seed).integers(-3, 4, reference.shape)
    near = np.clip(reference.astype(int) + shaken, 0, 255).astype(np.uint8)
    flat = [np.full_like(reference, level) for level in (0, 1, 200, 201, 255)]
    return np.stack([reference, *flat, 255 - reference, noise(reference.shape, seed=seed + 7), one, near, reference])


def of_batch(index: Index, reference: Array, stack: Array) -> list[float | str]:
    """Return what the batch function itself gives, a reason in place of an UndefinedScore."""
    assert index.metric.batch is not None
    said = index.metric.batch(picture(reference), Stack(stack), **dict(index.chosen))
    assert all(isinstance(each, float | UndefinedScore) for each in said)
    return [str(each) if isinstance(each, Exception) else float(each) for each in said]


def one_by_one(index: Index, reference: Array, stack: Array) -> list[float | str]:
    def said(pixels: Array) -> float | str:
        try:
            return float(index.metric.fn(picture(reference), picture(pixels), **dict(index.chosen)))
        except UndefinedScore as reason:
            return str(reason)

    return [said(pixels) for pixels in stack]


def test_there_are_metrics_that_take_many_pictures_at_a_time() -> None:
    assert {"cosine", "mae", "mse", "psnr", "rmse", "ssim"} <= {metric.name for metric in BATCHED}
    assert len(INDICES) > len(BATCHED)
    # Those of a comparison that asks for nothing else.
    assert all(parse(name).is_batched for name in ("cosine", "psnr", "ssim"))


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("shape", SHAPES + SHAPES_OF_COLOUR, ids=str)
def test_a_batch_gives_what_the_function_gives_of_each(index: Index, shape: tuple[int, ...]) -> None:
    random = noise(shape, seed=3)
    for reference in (random, np.zeros_like(random), np.full_like(random, 255), np.full_like(random, 200)):
        stack = stack_for(reference)
        assert of_batch(index, reference, stack) == one_by_one(index, reference, stack)
        assert of_batch(index, reference, stack[3:4]) == one_by_one(index, reference, stack[3:4])


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("shape", SHAPES + SHAPES_OF_COLOUR, ids=str)
def test_scores_of_a_stack_are_those_of_its_pictures(index: Index, shape: tuple[int, ...]) -> None:
    random = noise(shape, seed=4)
    for reference in (random, np.zeros_like(random), np.full_like(random, 255)):
        stack = stack_for(reference)
        alone = [index.score(picture(reference), picture(pixels)) for pixels in stack]
        together = index.scores(picture(reference), Stack(stack))
        assert [(each.value, each.problem) for each in together] == [(each.value, each.problem) for each in alone]
        assert all(type(each.value) in (float, type(None)) for each in together)
        assert all(each.seconds is not None and each.seconds >= 0 for each in together)
        # Identical pictures have the declared value, even where the formula has none.
        assert together[0].value == together[-1].value == index.metric.identical


@pytest.mark.parametrize("index", INDICES)
def test_one_stack_and_one_reference_serve_many_indices(index: Index) -> None:
    reference = noise((28, 28, 3), seed=5)
    stack = stack_for(reference)
    kept, shared = picture(reference), Stack(stack)
    for other in (parse("ssim"), parse("mse"), index, parse("ssim[recipe=skimage]")):
        found = other.scores(kept, shared)
        assert [each.value for each in found] == [each.value for each in other.scores(picture(reference), Stack(stack))]
    assert np.array_equal(stack, stack_for(reference))


@pytest.mark.parametrize("metric", BATCHED, ids=lambda metric: metric.name)
@given(
    height=st.integers(1, 30),
    width=st.integers(1, 30),
    colour=st.booleans(),
    seed=st.integers(0, 1000),
    count=st.integers(1, 5),
)
@settings(max_examples=25, deadline=None)
def test_random_stacks_have_the_values_of_their_pictures(
    metric: Metric, height: int, width: int, colour: bool, seed: int, count: int
) -> None:
    shape = (height, width, 3) if colour else (height, width)
    reference, stack = noise(shape, seed=seed), noise((count, *shape), seed=seed + 1)
    index = choose(metric, {})
    assert of_batch(index, reference, stack) == one_by_one(index, reference, stack)


def test_black_pictures_have_no_cosine_and_the_reason_is_the_same() -> None:
    reference = noise((6, 6), seed=1)
    stack = np.stack([np.zeros_like(reference), reference])
    black, same = parse("cosine").scores(picture(reference), Stack(stack))
    assert (black.value, same.value) == (None, 1)
    assert "candidate is all black" in str(black.problem)
    both, other = parse("cosine").scores(picture(stack[0]), Stack(stack))
    assert (both.value, other.value) == (1, None)
    assert "reference is all black" in str(other.problem)


def test_pictures_without_room_for_the_window_have_no_ssim() -> None:
    reference = noise((10, 30), seed=1)
    small, same = parse("ssim").scores(picture(reference), Stack(np.stack([255 - reference, reference])))
    assert "smaller than the 11 × 11 px window" in str(small.problem)
    assert same.value == 1


def test_an_index_that_takes_one_picture_at_a_time_says_so() -> None:
    index = parse("pearson")
    assert not index.is_batched
    with pytest.raises(TypeError, match="pearson takes one picture at a time"):
        index.scores(picture(noise((4, 4))), Stack(noise((2, 4, 4))))
    mse = parse("mse")
    with_remark = replace(mse, metric=replace(mse.metric, remark=lambda reference, candidate: "mind this"))
    assert mse.is_batched
    assert not with_remark.is_batched


def test_values_of_8_bit_pictures_are_numbers() -> None:
    for index in (param.values[0] for param in INDICES):
        assert isinstance(index, Index)
        reference = noise((28, 28), seed=6)
        values = [score.value for score in index.scores(picture(reference), Stack(stack_for(reference)))]
        assert not any(value is not None and math.isnan(value) for value in values)


def test_a_stack_is_of_small_8_bit_pictures() -> None:
    for wrong in (noise((2, 4, 4), "uint16"), noise((4, 4)), noise((0, 4, 4)), noise((2, 2, 4, 4, 3))):
        with pytest.raises(ValueError, match="a stack is uint8 of shape"):
            Stack(wrong)
    assert len(Stack(noise((5, 4, 4)))) == 5


@pytest.mark.parametrize("shape", [(4, 5, 7, 3), (1, 1, 1, 3), (6, 128, 100, 3), (3, 9, 8)], ids=str)
def test_the_lumas_of_a_stack_are_those_of_its_pictures(shape: tuple[int, ...]) -> None:
    pixels = noise(shape)
    stack = Stack(pixels)
    assert np.array_equal(stack.luma, np.stack([picture(each).luma for each in pixels]))
    assert stack.luma is stack.luma


def test_what_a_stack_derives_is_computed_once() -> None:
    stack = Stack(noise((2, 3, 3)))
    asked: list[int] = []

    def compute() -> int:
        asked.append(1)
        return 7

    assert [stack.derive("x", compute) for _ in range(3)] == [7, 7, 7]
    assert asked == [1]
