"""How often levels and colours occur: the kernels equal their twins, and ties and hard cases by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import commonest_colour, level_counts
from mikurabe.kernels.counts import commonest_colour as colour_twin
from mikurabe.kernels.counts import level_counts as level_twin
from pictures import noise

SHAPES = [(1, 1), (1, 7), (7, 1), (3, 8), (33, 31), (64, 129)]


def views(pixels: NDArray[np.generic]) -> list[NDArray[np.generic]]:
    return [pixels, pixels.swapaxes(0, 1), pixels[::-1, ::-2], pixels[1:, 1:]]


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_level_counts_equal_the_twins(shape: tuple[int, int], dtype: str) -> None:
    flat = np.full(shape, 200, dtype)
    flat[0, -1] = 7
    for levels in (
        *views(noise(shape, dtype)),
        *views(flat),
        noise(shape, dtype)[0],
        noise((*shape, 3), dtype)[..., 1],
    ):
        counts = level_counts(levels)
        assert counts.dtype == np.int64
        assert counts.sum() == levels.size
        assert np.array_equal(counts, level_twin(levels))


def test_level_counts_of_nothing_are_0() -> None:
    assert not level_counts(np.zeros(0, np.uint8)).any()


@pytest.mark.parametrize("shape", [*SHAPES, (300, 300)], ids=str)
@pytest.mark.parametrize("levels", [2, 5, 30, 256])
def test_the_commonest_colour_is_the_twins(shape: tuple[int, int], levels: int) -> None:
    # Few levels: many ties and full buckets. Many: hardly a colour twice.
    for seed in range(4):
        colours = (noise((*shape, 3), seed=seed) % np.uint16(levels)).astype(np.uint8)
        for view in (*views(colours), colours.reshape(-1, 3)):
            if view.size:
                assert commonest_colour(view).tolist() == colour_twin(view).tolist()


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.3, 0.45, 0.51, 0.9])
def test_a_colour_of_any_share_is_found(share: float) -> None:
    rng = np.random.default_rng(3)
    colours = noise((200, 200, 3))
    colours[rng.random((200, 200)) < share] = (255, 0, 254)
    assert commonest_colour(colours).tolist() == [255, 0, 254] == colour_twin(colours).tolist()


def test_of_equally_frequent_colours_the_lowest_is_taken() -> None:
    high, low = (0, 1, 0), (0, 0, 255)
    for n in (1, 1000, 40_000):
        assert commonest_colour(np.array([high, low] * n, np.uint8)).tolist() == list(low)
        assert commonest_colour(np.array([high, low] * n + [high], np.uint8)).tolist() == list(high)


def test_a_colour_that_a_regular_sample_misses_is_found() -> None:
    # Of 10,240 pixels every tenth is looked at first: it never sees white.
    colours = np.zeros((10_240, 3), np.uint8)
    colours[:] = (1, 2, 3)
    colours[::2] = 255
    colours[0] = (1, 2, 3)
    assert commonest_colour(colours).tolist() == colour_twin(colours).tolist() == [1, 2, 3]
    colours[1] = 255
    colours[3] = 255
    assert commonest_colour(colours).tolist() == colour_twin(colours).tolist() == [255, 255, 255]


def test_a_commoner_colour_beside_full_buckets_of_rare_ones_is_found() -> None:
    # The one that occurs most often, 70,000 times, fills a bucket beyond its 16 bits.
    colours = noise((200_000, 3))
    colours[:70_000] = (9, 9, 9)
    colours[70_000:135_000] = (9, 9, 8)
    assert commonest_colour(colours).tolist() == [9, 9, 9]


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(TypeError, match="uint8 or uint16, not float64"):
        level_counts(np.zeros((2, 2)))
    with pytest.raises(ValueError, match="one or two axes"):
        level_counts(np.zeros((2, 2, 2), np.uint8))
    with pytest.raises(TypeError, match="uint8, not uint16"):
        commonest_colour(np.zeros((2, 3), np.uint16))
    for shape in ((3,), (0, 3), (2, 4)):
        with pytest.raises(ValueError, match=r"shape \(N, 3\)"):
            commonest_colour(np.zeros(shape, np.uint8))


def test_colours_of_more_pixels_than_a_counter_holds_are_told_apart() -> None:
    # Three colours of 100,001, 100,000 and 100,000 pixels: none has the most of them at a glance.
    colours = np.tile(np.array([[7, 0, 0], [5, 0, 0], [9, 0, 0]], np.uint8), (100_000, 1))
    assert commonest_colour(np.concatenate([colours, colours[:1]])).tolist() == [7, 0, 0]
    assert commonest_colour(colours).tolist() == [5, 0, 0]


def test_the_commonest_of_many_pixels_in_few_colours_and_in_more_than_a_table_holds_is_the_twins() -> None:
    rng = np.random.default_rng(5)
    for many in (3, 400, 4_094, 4_097, 9_000):
        palette = rng.integers(0, 256, (many, 3)).astype(np.uint8)
        # All are equally common but one.
        pixels = palette[rng.permutation(np.append(np.tile(np.arange(many), 1 + 70_000 // many), many // 2))]
        assert commonest_colour(pixels).tolist() == colour_twin(pixels).tolist()
        assert commonest_colour(pixels[:-1]).tolist() == colour_twin(pixels[:-1]).tolist()
