"""Indices of events over the plane: by hand, by SciPy, and by their known noise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from event_files import cloud, event_picture
from mikurabe.metrics import METRICS, choose
from mikurabe.metrics.events import cell_counts, way_between


def value(name: str, first: object, second: object, **params: object) -> float:
    pair = event_picture(first), event_picture(second)  # type: ignore[arg-type]
    return choose(METRICS[name], params).value(*pair)


def at(*places: tuple[float, float], each: int = 1) -> np.ndarray:
    """Return events at these fractions of the axes, so many at each."""
    return np.repeat(np.array(places) * 10000, each, axis=0)


LEFT, RIGHT = (0.25, 0.25), (0.75, 0.25)


def test_event_count_ratio_is_the_smaller_over_the_larger_number() -> None:
    assert value("event_count_ratio", cloud(300), cloud(240)) == 0.8
    assert value("event_count_ratio", cloud(240), cloud(300)) == 0.8


def test_cells_are_counted_from_the_lower_left() -> None:
    counts = cell_counts(event_picture(at(LEFT, RIGHT, RIGHT, (0.1, 0.99))), 2)
    assert counts.tolist() == [1, 2, 1, 0]


def test_event_chi2_by_hand() -> None:
    # Cells (3, 1) of 4 and (2, 6) of 8: (8*3 - 4*2)² / (5 * 32) = 1.6, (8*1 - 4*6)² / (7 * 32) = 8/7; four cells.
    first, second = np.concatenate([at(LEFT, each=3), at(RIGHT)]), np.concatenate([at(LEFT, each=2), at(RIGHT, each=6)])
    assert value("event_chi2", first, second, bins=2) == pytest.approx((1.6 + 8 / 7) / 4, rel=1e-14)
    # The statistic of a contingency table is the same thing.
    table = stats.chi2_contingency([[3, 1], [2, 6]], correction=False)
    assert table.statistic == pytest.approx(1.6 + 8 / 7, rel=1e-12)


def test_event_chi2_of_the_same_source_is_about_the_part_of_occupied_cells_and_more_events_do_not_change_it() -> None:
    pairs = [(cloud(4000, seed), cloud(8000, seed + 50)) for seed in range(20)]
    same = [value("event_chi2", *pair, bins=32) for pair in pairs]
    occupied = [np.mean(sum(cell_counts(event_picture(each), 32) for each in pair) > 0) for pair in pairs]
    assert np.mean(same) == pytest.approx(np.mean(occupied), rel=0.1)
    assert value("event_chi2", at(LEFT, each=30), at(RIGHT, each=50), bins=2) == 80 / 4
    assert value("event_chi2", cloud(4000), np.tile(cloud(4000), (3, 1)), bins=8) == 0


def test_event_hellinger_by_hand() -> None:
    first, second = np.concatenate([at(LEFT, each=3), at(RIGHT)]), np.concatenate([at(LEFT, each=2), at(RIGHT, each=6)])
    p, q = (0.75, 0.25), (0.25, 0.75)
    expected = math.sqrt(1 - sum(math.sqrt(a * b) for a, b in zip(p, q, strict=True)))
    assert value("event_hellinger", first, second, bins=2) == pytest.approx(expected, rel=1e-12)
    assert value("event_hellinger", at(LEFT, each=5), at(RIGHT, each=9)) == 1


@pytest.mark.parametrize("sizes", [(50, 50), (50, 70), (1, 33)])
def test_the_way_between_two_sets_is_that_of_scipy(sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(7)
    first, second = np.sort(rng.normal(0, 1, sizes[0]).round(1)), np.sort(rng.normal(0.4, 2, sizes[1]).round(1))
    assert way_between(first, second) == pytest.approx(stats.wasserstein_distance(first, second), rel=1e-12)


@pytest.mark.parametrize("move", [(0.1, 0.0), (0.0, 0.1), (0.06, 0.08)])
def test_event_sliced_wasserstein_of_events_moved_by_d_is_d(move: tuple[float, float]) -> None:
    events = cloud(400)
    moved = events + np.array(move) * 10000
    assert value("event_sliced_wasserstein", events, moved, angles=32) == pytest.approx(10, rel=0.003)


def test_event_sliced_wasserstein_equals_pot() -> None:
    ot = pytest.importorskip("ot", reason="POT (extra: peers) is not installed")
    first, second = cloud(120, 1), cloud(90, 2, x=4000)
    angles = np.arange(64) * math.pi / 64
    directions = np.stack([np.cos(angles), np.sin(angles)])
    theirs = ot.sliced.sliced_wasserstein_distance(first / 1e4, second / 1e4, projections=directions, p=1)
    stretch = np.abs(directions[0]).mean()
    assert value("event_sliced_wasserstein", first, second, angles=64) == pytest.approx(
        100 * theirs / stretch, rel=1e-9
    )


def test_event_binning_by_hand() -> None:
    """Two bins: 20 events on either side of the median; the candidate has 30 of its 40 on the left."""
    reference = np.stack([np.arange(40) * 100.0, np.full(40, 500.0)], axis=1)
    candidate = np.concatenate([reference[:15], reference[:15], reference[30:]])
    chi2 = (0.5 - 0.75) ** 2 / 1.25 + (0.5 - 0.25) ** 2 / 0.75
    assert value("event_binning_chi2", reference, candidate, bins=2) == pytest.approx(chi2, rel=1e-12)
    # B = 2, E = 40: (chi'² - 2/40) / (sqrt(2)/40)
    expected = (chi2 - 2 / 40) / (math.sqrt(2) / 40)
    assert value("event_binning_t", reference, candidate, bins=2) == pytest.approx(expected, rel=1e-12)


def test_event_binning_chi2_has_equal_bins_and_ends_at_2() -> None:
    reference = cloud(4096, 3)
    # 256 bins of 16 events each, and all of the candidate's in the one at the upper right.
    share = 1 / 256
    expected = (1 - share) ** 2 / (1 + share) + 255 * share
    assert value("event_binning_chi2", reference, cloud(4096, 3, x=1e6, y=1e6)) == pytest.approx(expected, rel=1e-12)
    assert value("event_binning_chi2", at(LEFT, each=100), at(RIGHT, each=100)) == 0, "one place is one bin"


def test_event_binning_t_of_the_same_source_is_a_few_standard_deviations_at_most() -> None:
    same = [value("event_binning_t", cloud(5000, seed), cloud(5000, seed + 50), bins=64) for seed in range(20)]
    assert np.mean(same) < 1.5
    assert max(same) < 5
    assert value("event_binning_t", cloud(5000), cloud(5000, 2, x=5300), bins=64) > 20


def test_events_that_share_one_value_are_binned_all_the_same() -> None:
    heaped = np.concatenate(
        [np.tile([9000.0, 5.0], (60, 1)), np.stack([np.arange(40) * 10.0, np.full(40, 5.0)], axis=1)]
    )
    assert value("event_binning_chi2", heaped, heaped[:60]) == pytest.approx((1 - 0.6) ** 2 / 1.6 + 0.4, rel=0.01)
