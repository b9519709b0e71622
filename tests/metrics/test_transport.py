"""Earth mover's and sliced Wasserstein distance: closed forms, and POT and SciPy where the amounts of ink are equal."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import parse
from mikurabe.metrics.density import density
from mikurabe.metrics.transport import directions
from mikurabe.picture import Picture
from pictures import noise, picture

BOTH = pytest.mark.parametrize("key", ["emd", "sliced_wasserstein"])


def dots(*places: tuple[int, int], shape: tuple[int, int] = (128, 160)) -> NDArray[np.uint8]:
    """Return white dots of one pixel on black, at these rows and columns."""
    pixels = np.zeros(shape, np.uint8)
    for place in places:
        pixels[place] = 255
    return pixels


def equal_mass() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return two plots of 300 dots each, on 96 x 80 px; the seed makes the golden values below."""
    rng = np.random.RandomState(7)
    plots = []
    for _ in range(2):
        pixels = np.zeros(96 * 80, np.uint8)
        pixels[rng.permutation(96 * 80)[:300]] = 255
        plots.append(pixels.reshape(96, 80))
    return plots[0], plots[1]


def pot() -> Any:
    return pytest.importorskip("ot", reason="POT (pip install POT) is not installed")


@pytest.mark.parametrize(("down", "right"), [(0, 32), (48, 0), (32, 32), (32, 64), (64, 32)])
def test_all_ink_moved_by_d_px_costs_d(down: int, right: int) -> None:
    # Along, across and a knight's move, in whole cells: the network's ways are straight lines there.
    first = dots((5, 3), (17, 40), (20, 77))
    second = np.roll(first, (down, right), axis=(0, 1))
    assert mk.emd(first, second) == pytest.approx(math.hypot(down, right), abs=1e-6)


def test_other_ways_are_at_most_2_8_percent_longer_than_the_straight_line() -> None:
    for down, right in ((16, 48), (16, 80), (48, 64), (32, 112)):
        way = math.hypot(down, right)
        value = mk.emd(dots((3, 3)), dots((3 + down, 3 + right)))
        assert way <= value + 1e-9 <= way * 1.0275


def test_part_of_the_ink_moved_costs_its_part() -> None:
    still = [(1, 1), (50, 50), (100, 20)]
    assert mk.emd(dots(*still, (8, 8)), dots(*still, (8, 72))) == pytest.approx(64 / 4, abs=1e-6)


def test_lost_ink_costs_alpha_diagonals() -> None:
    diagonal = math.hypot(128, 160)
    all_four = [(1, 1), (50, 50), (100, 20), (8, 8)]
    assert mk.emd(dots(*all_four), dots(*all_four[:3])) == pytest.approx(0.5 * diagonal / 4, abs=1e-6)
    assert mk.emd(dots(*all_four[:3]), dots(*all_four), alpha=1.5) == pytest.approx(1.5 * diagonal / 4, abs=1e-6)
    assert mk.emd(dots(*all_four), dots(*all_four[:3]), alpha=0) == 0


def test_ink_moves_where_it_is_missing_and_only_the_rest_is_lost() -> None:
    # Two of three dots have a partner 16 px away; which one is left over is chosen so that the way is least.
    first = dots((8, 8), (8, 24), (8, 150))
    second = dots((8, 24), (8, 40))
    expected = (16 + 16 + 0.5 * math.hypot(128, 160)) / 3
    assert mk.emd(first, second) == pytest.approx(expected, abs=1e-6)


@BOTH
def test_blank_pictures(key: str) -> None:
    index = parse(key)
    blank, black = picture(np.full((128, 160), 255, np.uint8)), picture(np.zeros((128, 160), np.uint8))
    assert index.value(blank, black) == 0
    assert index.value(picture(dots((3, 3))), blank) == pytest.approx(0.5 * math.hypot(128, 160), abs=1e-9)


@BOTH
def test_dots_on_white_and_on_black_are_the_same(key: str) -> None:
    first, second = equal_mass()
    index = parse(key)
    value = index.value(picture(first), picture(second))
    assert index.value(picture(255 - first), picture(255 - second)) == value


def road_lengths(rows: int, columns: int) -> NDArray[np.float64]:
    """Return the ways between all cells by straight, diagonal and knight's moves, worked out without any network."""
    y, x = (axis.ravel() for axis in np.mgrid[:rows, :columns])
    down, right = np.abs(y[:, None] - y), np.abs(x[:, None] - x)
    long, short = np.maximum(down, right), np.minimum(down, right)
    flat = short * math.sqrt(5) + (long - 2 * short)
    steep = (long - short) * math.sqrt(5) + (2 * short - long) * math.sqrt(2)
    ways: NDArray[np.float64] = np.where(long >= 2 * short, flat, steep)
    return ways


def test_emd_equals_the_golden_value_of_pot() -> None:
    # POT 0.9.7.post1: ot.emd2(p, q, 8 * road_lengths(12, 10)) with p, q the 8 px densities over 300. With straight
    # lines instead of roads: 4.697298102388343.
    first, second = equal_mass()
    assert mk.emd(first, second, bin=8) == pytest.approx(4.7221038109853, abs=1e-9)
    assert 4.697298102388343 <= mk.emd(first, second, bin=8) <= 4.697298102388343 * 1.0275


def test_emd_of_equal_amounts_equals_pot() -> None:
    ot = pot()
    for first, second in (equal_mass(), (noise((48, 64), seed=1), noise((48, 64), seed=1)[::-1].copy())):
        p, q = (density(picture(each), 8) for each in (first, second))
        ways = 8 * road_lengths(*p.shape)
        expected = ot.emd2(p.ravel() / p.sum(), q.ravel() / q.sum(), ways)
        assert mk.emd(first, second, bin=8) == pytest.approx(expected, rel=1e-7)


def test_emd_of_unequal_amounts_equals_pots_partial_flow_and_the_penalty() -> None:
    ot = pot()
    first, second = equal_mass()
    second = np.where(noise(second.shape, seed=3) < 70, 0, second).astype(np.uint8)
    p, q = (density(picture(each), 8) for each in (first, second))
    assert q.sum() < 0.8 * p.sum()
    work = ot.partial.partial_wasserstein2(p.ravel(), q.ravel(), 8 * road_lengths(*p.shape), m=q.sum())
    expected = (work + 0.5 * math.hypot(96, 80) * (p.sum() - q.sum())) / p.sum()
    assert mk.emd(first, second, bin=8) == pytest.approx(expected, rel=1e-6)
    assert mk.emd(second, first, bin=8) == mk.emd(first, second, bin=8)


def test_in_one_row_emd_is_scipys_wasserstein_distance() -> None:
    from scipy.stats import wasserstein_distance

    first, second = np.zeros((4, 400), np.uint8), np.zeros((4, 400), np.uint8)
    rng = np.random.default_rng(2)
    first[0, rng.permutation(200)[:50]], second[0, 150 + rng.permutation(200)[:50]] = 255, 255
    p, q = (density(picture(each), 4)[0] for each in (first, second))
    expected = wasserstein_distance(4.0 * np.arange(100), 4.0 * np.arange(100), p, q)
    assert mk.emd(first, second, bin=4) == pytest.approx(expected, rel=1e-9)


def test_too_many_cells_are_refused_with_what_to_type() -> None:
    with pytest.raises(UndefinedScore, match=r"300 × 200 px are 60,000 cells of 1 px.*try emd\[bin=2\]"):
        mk.emd(noise((200, 300), seed=1), noise((200, 300), seed=2), bin=1)


@pytest.mark.parametrize(("down", "right"), [(0, 40), (24, 0)])
def test_sliced_all_ink_moved_along_an_axis_by_d_px_costs_d(down: int, right: int) -> None:
    first = dots((5, 3), (17, 40), (20, 77))
    second = np.roll(first, (down, right), axis=(0, 1))
    assert mk.sliced_wasserstein(first, second) == pytest.approx(down + right, abs=1e-9)


def test_sliced_all_ink_moved_askew_costs_its_way_within_0_2_percent() -> None:
    for down, right in ((32, 32), (24, 64), (8, 72)):
        value = mk.sliced_wasserstein(dots((5, 3), (17, 40)), dots((5 + down, 3 + right), (17 + down, 40 + right)))
        assert value == pytest.approx(math.hypot(down, right), rel=2e-3)


def test_sliced_lost_ink_costs_alpha_diagonals() -> None:
    four = [(1, 1), (1, 1 + 32), (33, 1), (33, 33)]
    doubled = np.maximum(dots(*four), dots(*((y + 1, x + 1) for y, x in four)))
    # The same shares in every cell and half the ink.
    assert mk.sliced_wasserstein(doubled, dots(*four)) == pytest.approx(0.5 * math.hypot(128, 160) / 2, abs=1e-9)


@pytest.mark.parametrize("angles", [2, 3, 5, 6])
def test_sliced_equals_scipy_direction_by_direction(angles: int) -> None:
    from scipy.stats import wasserstein_distance

    first, second = noise((64, 48), seed=1), np.where(noise((64, 48), seed=3) > 220, 255, 0).astype(np.uint8)
    p, q = (density(picture(each), 8) for each in (first, second))
    y, x = (axis.ravel() * 8.0 for axis in np.mgrid[:8, :6])
    vectors = directions(angles)
    apart = [wasserstein_distance(x * v[0] + y * v[1], x * v[0] + y * v[1], p.ravel(), q.ravel()) for v in vectors]
    shared = min(p.sum(), q.sum()) / max(p.sum(), q.sum())
    expected = sum(apart) / np.abs(vectors[:, 0]).sum() * shared + 0.5 * 80 * (1 - shared)
    assert mk.sliced_wasserstein(first, second, angles=angles) == pytest.approx(expected, rel=1e-12)


def test_sliced_equals_the_golden_value_of_pot() -> None:
    # POT 0.9.7.post1: ot.sliced.sliced_wasserstein_distance(cells, cells, p, q, projections=directions(32).T, p=1) with
    # cells the (x, y) of the 8 px cells, times 32 / sum |x of the directions| (our factor, about pi / 2).
    assert mk.sliced_wasserstein(*equal_mass()) == pytest.approx(3.4726322895909005, abs=1e-9)


def test_sliced_of_equal_amounts_equals_pot() -> None:
    ot = pot()
    first, second = equal_mass()
    p, q = (density(picture(each), 8).ravel() / 300 for each in (first, second))
    y, x = (axis.ravel() * 8.0 for axis in np.mgrid[:12, :10])
    cells, vectors = np.stack([x, y], axis=1), directions(32)
    plain = ot.sliced.sliced_wasserstein_distance(cells, cells, p, q, projections=vectors.T, p=1)
    expected = plain * 32 / np.abs(vectors[:, 0]).sum()
    assert mk.sliced_wasserstein(first, second) == pytest.approx(expected, rel=1e-9)


@BOTH
def test_masked_out_ink_does_not_travel(key: str) -> None:
    first, second = equal_mass()
    mask = np.ones(first.shape, bool)
    index = parse(key)

    def value(candidate: NDArray[np.uint8]) -> float:
        return index.value(*(Picture(from_array(each, name="picture"), mask) for each in (first, candidate)))

    assert value(second) == index.value(picture(first), picture(second))
    mask[40:] = False
    assert value(np.where(mask, first, second)) == 0
    assert value(np.where(mask, second, 255)) == value(second) > 0
