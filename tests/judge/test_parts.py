"""The grid, the directions and the parts: against the simulator's truth and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from judge.scattergrams import days, scattergram
from mikurabe.images import from_array
from mikurabe.judge.combined import learn_combined, shares
from mikurabe.judge.directions import Direction, regions_of
from mikurabe.judge.explain import findings
from mikurabe.judge.grid import cell_side, ink_cells, ink_per_event, stabilised
from mikurabe.judge.parts import filters_of
from mikurabe.judge.scale import colour_scale
from mikurabe.picture import Picture
from mikurabe.records import Array
from mikurabe.region import furniture
from mikurabe.sources import simulate


def counts_of(pictures: list[Array]) -> Array:
    return np.stack(
        [ink_cells(Picture(from_array(each, name="x")), np.zeros(each.shape[:2], bool)) for each in pictures]
    )


@pytest.mark.parametrize(
    ("height", "width", "side"), [(64, 64, 1), (28, 28, 1), (256, 256, 4), (300, 512, 8), (65, 3, 2)]
)
def test_the_longer_side_has_at_most_64_cells(height: int, width: int, side: int) -> None:
    assert cell_side(height, width) == side


def test_an_event_is_the_ink_whose_variance_is_its_mean() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(2.0, (200, 20, 20)).astype(float)
    assert ink_per_event(counts) == pytest.approx(1.0, abs=0.02)
    # Dots of four pixels of half the ink each.
    assert ink_per_event(2.0 * counts) == pytest.approx(2.0, abs=0.04)


def test_the_transformed_counts_have_about_unit_variance_whatever_their_mean() -> None:
    rng = np.random.default_rng(1)
    for mean in (2, 10, 100):
        assert stabilised(rng.poisson(mean, 20000).astype(float)).var() == pytest.approx(1, abs=0.08)


def test_regions_are_the_hills_of_the_mean() -> None:
    mean = counts_of(list(days(20, seed=1).values())).mean(axis=0)
    regions = regions_of(mean)
    found = [(2 * column, 127 - 2 * row) for row, column in regions.peaks]
    for x, y in ((40, 30), (75, 60), (30, 85)):
        assert any(abs(x - at_x) <= 4 and abs(y - at_y) <= 4 for at_x, at_y in found)


def test_a_filter_sees_its_own_change_and_says_how_much() -> None:
    """A gain of 3 % of a smooth density moves the gain's part by 3 % of its length."""
    rows, columns = np.indices((64, 64))

    def density(gain: float) -> Array:
        x, y = columns + 0.5, 64 - rows - 0.5
        spread = 30 * gain
        return 40 / gain * np.exp(-((x - spread) ** 2) / (2 * (5 * gain) ** 2) - (y - 25) ** 2 / (2 * 5**2))

    filters = filters_of(density(1.0))
    at = filters.parts.index(Direction(change="gain", axis="x"))
    before, after = filters.along(np.stack([density(1.0), density(1.01)]))
    assert (after - before)[at] / filters.lengths[at] == pytest.approx(0.01, rel=0.15)


def test_the_shares_of_the_evidence_add_up() -> None:
    share = shares(np.array([0.5, -4.0, 1.0]))
    assert share.sum() == pytest.approx(1)
    assert share.argmax() == 1


def test_the_deviations_of_fresh_normals_are_standard_normal() -> None:
    learned = learn_combined(counts_of(list(days(40, seed=1).values())))
    fresh = counts_of(list(days(60, seed=2).values()))
    deviations = learned.model.deviations(learned.model.filters.measure(fresh))
    along = deviations[:, : learned.model.filters.weights.shape[1]]
    assert abs(along.mean()) < 0.15
    assert along.std() == pytest.approx(1, abs=0.15)


def test_what_a_finding_explains_is_not_found_again() -> None:
    learned = learn_combined(counts_of(list(days(20, seed=1).values())))
    wide = counts_of([scattergram(np.random.default_rng(5), width_x=1.6)])[0]
    found = findings(learned.model, wide)
    assert (found[0].kind, found[0].axis) == ("width", "x")
    keys = [(each.kind, each.axis, each.region) for each in found]
    assert len(set(keys)) == len(keys)


def test_a_gain_is_told_with_about_its_amount() -> None:
    learned = learn_combined(counts_of(list(days(20, seed=1).values())))
    seen = [
        findings(learned.model, counts_of([scattergram(np.random.default_rng(seed), gain_x=1.04)])[0])[0]
        for seed in range(6)
    ]
    assert {(each.kind, each.axis) for each in seen} == {("gain", "x")}
    assert np.mean([each.part for each in seen if each.part is not None]) == pytest.approx(0.04, abs=0.012)


@pytest.mark.parametrize("render", ["dots", "classes", "smooth"])
def test_colours_that_are_no_scale_are_left_alone(render: str) -> None:
    assert _scale_of(render) is None


def test_a_density_s_colours_are_read_back() -> None:
    scale = _scale_of("density")
    assert scale is not None
    # Viridis: dark violet is one event, yellow the most.
    violet, green, yellow = (scale[_code(*colour)] for colour in ((70, 10, 93), (32, 144, 140), (253, 231, 36)))
    assert violet < 0.6 * green < green < yellow


def _scale_of(render: str) -> Array | None:
    how = simulate.look(render)  # type: ignore[arg-type]
    images = [from_array(simulate.simulate_day("wdf", day, 1).draw(how), name="x") for day in range(1, 7)]
    return colour_scale([Picture(each) for each in images], furniture(images[0], images[1:]))


def _code(red: int, green: int, blue: int) -> int:
    return (red >> 3 << 10) | (green >> 3 << 5) | blue >> 3
