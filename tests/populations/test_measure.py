"""Measuring populations: planted shifts, widths and losses come back, and what is missing is told as missing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from plots import CLUSTERS, NAMES, Blood, Cells, cells_of, discs, dots, heat, image

from mikurabe.errors import UsageError
from mikurabe.images import from_array
from mikurabe.populations import Change, Measured, Populations, changes, learn_populations, measure
from mikurabe.populations.mixture import crowding

LARGE = ("NEUT", "LYMPH", "MONO", "EO")


@cache
def normal(render: str = "classes", size: int = 256) -> Populations:
    return learn_populations([image(draw(cells_of(Blood(), seed), render, size)) for seed in range(8)])


def draw(cells: Cells, render: str, size: int) -> np.ndarray:
    if render == "discs":
        return discs(cells, size)
    return heat(cells, size) if render == "heat" else dots(cells, size, coloured=render == "classes")


def measured(blood: Blood, seed: int, render: str = "classes", size: int = 256) -> Measured:
    return measure(normal(render, size), image(draw(cells_of(blood, seed), render, size)))


def at(populations: Populations, name: str, size: int = 256) -> int:
    """Return which population a cluster is."""
    x, y, *_ = CLUSTERS[name]
    away = [
        np.inf if each.place is None else np.hypot(each.place.x * 256 / size - x, 256 - each.place.y * 256 / size - y)
        for each in populations.normal.members
    ]
    return int(np.argmin(away))


def change_of(name: str, blood: Blood, seed: int, render: str = "classes", size: int = 256) -> Change:
    """Return how a cluster changes when ``blood`` takes the place of the average, the same cells."""
    before, after = measured(Blood(), seed, render, size), measured(blood, seed, render, size)
    return changes(before, after)[at(normal(render, size), name, size)]


@pytest.mark.parametrize("size", [256, 512])
@pytest.mark.parametrize("name", LARGE)
def test_a_planted_shift_of_2_px_comes_back_within_20_percent(name: str, size: int) -> None:
    by = 2 * 256 / size
    for seed in (101, 102, 103):
        change = change_of(name, Blood(shifts={name: (by, -by)}), seed, size=size)
        assert change.right_px == pytest.approx(2, abs=0.4)
        assert change.up_px == pytest.approx(-2, abs=0.4)


@pytest.mark.parametrize("name", LARGE)
def test_a_planted_width_of_10_percent_comes_back_within_20_percent(name: str) -> None:
    blood = Blood(widths={name: (1.1, 1.1)})
    for seed in (101, 102, 103):
        change = change_of(name, blood, seed, size=512)
        # What cells fall off the scale with the planted width: the events themselves say how wide they are.
        wide, high = (spread(cells_of(blood, seed), name) / spread(cells_of(Blood(), seed), name)).tolist()
        assert change.width_x == pytest.approx(wide, abs=0.02)
        assert change.width_y == pytest.approx(high, abs=0.02)


def spread(cells: Cells, name: str) -> np.ndarray:
    """Return the standard deviations (x, y) of a cluster's cells."""
    own = cells.kind == NAMES.index(name)
    return np.array([cells.x[own].std(), cells.y[own].std()])


@pytest.mark.parametrize("render", ["dots", "discs", "heat"])
def test_without_cluster_colours_a_shift_comes_back_too(render: str) -> None:
    change = change_of("LYMPH", Blood(shifts={"LYMPH": (0, 4)}), 101, render)
    assert change.up_px == pytest.approx(4, abs=0.8)
    assert change.right_px == pytest.approx(0, abs=0.4)


def test_dots_that_lie_under_others_are_counted() -> None:
    cells = cells_of(Blood(), 101)
    events = np.count_nonzero(cells.kind == NAMES.index("NEUT"))
    pixels = dots(cells, coloured=True)
    visible = np.count_nonzero((pixels == (60, 150, 215)).all(axis=2))
    assert visible < 0.45 * events
    member = measure(normal(), image(pixels)).members[at(normal(), "NEUT")]
    assert member.count == pytest.approx(events, rel=0.06)


def test_a_loss_of_40_percent_is_a_loss_in_every_population() -> None:
    blood = Blood(events=3000)
    for name in LARGE:
        errors = []
        for seed in (101, 102, 103):
            left = np.count_nonzero(cells_of(blood, seed).kind == NAMES.index(name))
            there = np.count_nonzero(cells_of(Blood(), seed).kind == NAMES.index(name))
            errors.append((change_of(name, blood, seed).count or 0.0) - left / there)
        # More than half of the largest cluster's dots are hidden, so one picture's count is uncertain by 3 %.
        assert np.mean(errors) == pytest.approx(0, abs=0.03)
        assert max(np.abs(errors)) < 0.07


def test_noise_belongs_to_the_background_and_moves_no_large_population() -> None:
    found = measured(Blood(noise=0.05), 101)
    assert found.background == pytest.approx(0.05 / 1.30, abs=0.01)
    for change in changes(measured(Blood(), 101), found)[:2]:
        assert change.right_px == pytest.approx(0, abs=0.4)


def test_a_population_that_is_missing_has_no_centre() -> None:
    place = at(normal(), "EO")
    found = measured(Blood(shares={"EO": 0.0}), 101)
    member = found.members[place]
    assert member.place is None
    assert member.count < 8
    change = changes(normal().normal, found)[place]
    assert (change.right_px, change.up_px, change.width_x, change.tilt) == (None,) * 4
    assert change.count == pytest.approx(0, abs=0.03)


def test_an_empty_picture_has_no_populations_and_no_background() -> None:
    blank = np.full((256, 256, 3), 255, np.uint8)
    found = measure(normal(), image(blank))
    assert all(each.place is None and each.count == 0 and each.share == 0 for each in found.members)
    assert (found.count, found.background) == (0, 0)


def test_a_cluster_that_rises_to_the_right_has_a_positive_tilt() -> None:
    members = normal().normal.members
    for name in ("NEUT", "MONO"):
        place = members[at(normal(), name)].place
        assert place is not None
        assert place.tilt == pytest.approx(CLUSTERS[name][4], abs=0.1)


def test_pictures_of_another_kind_are_refused_in_one_line() -> None:
    cells = cells_of(Blood(), 1)
    with pytest.raises(UsageError, match=r"plot is 128 × 128 px and the populations were learned at 256 × 256 px"):
        measure(normal(), image(dots(cells, 128)))
    with pytest.raises(UsageError, match=r"1 channel\(s\) and full white 255.0, the normal pictures have 3 and 255"):
        measure(normal(), image(dots(cells)[..., 0]))
    with pytest.raises(UsageError, match=r"background \(0.00, 0.00, 0.00\) and the normal pictures have \(1.00"):
        measure(normal(), image(dots(cells, coloured=True, dark=True)))


def test_measuring_gives_the_same_numbers_every_time_and_at_16_bits() -> None:
    pixels = dots(cells_of(Blood(), 5), coloured=True)
    assert measure(normal(), image(pixels)) == measure(normal(), image(pixels))
    plots = [dots(cells_of(Blood(), seed), coloured=True) for seed in range(2)]
    first = learn_populations([from_array(each.astype(np.uint16) * 257, name="deep") for each in plots]).normal
    second = learn_populations([image(each) for each in plots]).normal
    for one, other in zip(first.members, second.members, strict=True):
        assert one.count == pytest.approx(other.count, rel=1e-6)


def test_crowding_by_hand() -> None:
    # One dot per px expected: 1 / (1 - 1/e) = 1.58198 dots for each that is seen.
    assert crowding(np.array([1.0]), (1.0,))[0] == pytest.approx(1.5819767, abs=1e-6)
    # A dot of 4 px at a quarter of that density covers as much: the same crowding.
    assert crowding(np.array([0.25]), (4.0,))[0] == pytest.approx(1.5819767, abs=1e-6)
    # Half of a soft dot's cover at 1 px, half at 3: 2 λ 2 / ((1 - exp(-λ)) + (1 - exp(-3 λ))) at λ = 1.
    assert crowding(np.array([1.0]), (1.0, 3.0))[0] == pytest.approx(4 / (0.63212056 + 0.95021293), abs=1e-6)
    assert crowding(np.array([1e-9]), (1.0,))[0] == pytest.approx(1)


def test_a_cell_far_out_in_a_colour_of_its_own_is_its_populations() -> None:
    cells = cells_of(Blood(), 101)
    # At 6.1 standard deviations of the monocytes, along their tilt: skewed as scatter is, some are there.
    far = Cells(np.append(cells.x, 169.0), np.append(cells.y, 141.0), np.append(cells.kind, NAMES.index("MONO")))
    without, with_it = (measure(normal(), image(dots(each, coloured=True))) for each in (cells, far))
    change = changes(without, with_it)[at(normal(), "MONO")]
    assert change.width_x == pytest.approx((spread(far, "MONO") / spread(cells, "MONO"))[0], abs=0.01)
    assert change.width_x is not None
    assert change.width_x > 1.02
