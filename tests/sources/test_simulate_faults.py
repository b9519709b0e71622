"""Every fault, measured from the events: it changes what it says it changes, and nothing else."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from mikurabe.errors import UnknownName, UsageError
from mikurabe.i18n import words
from mikurabe.sources.simulate import FAULTS, Measurement, load_assay, simulate_day
from mikurabe.sources.simulate.truth import Measured

WDF = load_assay("wdf")
MANY = 60_000.0


@cache
def day(**faults: float) -> Measurement:
    return simulate_day("wdf", 2, 1, faults=faults, events=MANY)


@cache
def measured(**faults: float) -> dict[str, Measured]:
    return dict(day(**faults).truth.populations)


def moved(each: Measured) -> tuple[float, float]:
    assert each.change is not None
    assert each.change.shift is not None
    return each.change.shift


def widened(each: Measured) -> tuple[float, float]:
    assert each.change is not None
    assert each.change.width is not None
    return each.change.width


def counted(each: Measured) -> float:
    assert each.change is not None
    assert each.change.count is not None
    return each.change.count


def test_all_sixteen_kinds_are_there_with_graded_severities_and_words_in_both_languages() -> None:
    # The sixteenth is a combination of two.
    assert {fault.mode for fault in FAULTS} == {*range(16)}
    for fault in FAULTS:
        assert len(fault.grid) >= 3
        assert list(fault.grid) == sorted(fault.grid)
        assert fault.low <= fault.grid[0]
        assert fault.grid[-1] <= fault.high
        assert fault.on(WDF)
        assert words("en")[f"fault_{fault.name}"] != words("ja")[f"fault_{fault.name}"]


@pytest.mark.parametrize("fault", [each for each in FAULTS if each.mode], ids=lambda fault: fault.name)
def test_a_fault_grows_with_its_severity_and_marks_where(fault) -> None:
    """Of the events that are drawn, the more severe fault changes more; a severity of 0 changes nothing."""
    from mikurabe.sources.simulate import events_in_cells

    normal = events_in_cells(WDF, day().events)
    changed = []
    for severity in (0.0, fault.grid[0], fault.grid[-1]):
        faulty = day(**{fault.name: severity})
        changed.append(int(np.abs(events_in_cells(WDF, faulty.events) - normal).sum()))
    assert changed[0] == 0
    assert 0 < changed[1] < changed[2]
    mask = faulty.truth.where
    assert mask is not None
    difference = np.abs(events_in_cells(WDF, faulty.events) - normal)
    assert difference[mask].sum() >= 0.9 * difference.sum()
    # The fewest cells: without its least one it would hold less.
    assert difference[mask].sum() - difference[mask].min() < 0.9 * difference.sum()


@pytest.mark.parametrize(("axis", "at"), [("x", 0), ("y", 1)])
def test_gain_and_offset_move_everything(axis: str, at: int) -> None:
    for name, each in measured(**{f"gain_{axis}": 0.03}).items():
        if each.mean is not None and name in {"LYMPH", "NEUT", "MONO"}:
            assert moved(each)[at] == pytest.approx(each.mean[at] * 0.03 / 1.03, abs=0.03)
            assert moved(each)[1 - at] == pytest.approx(0, abs=1e-6)
            assert widened(each)[at] == pytest.approx(1.03, abs=1e-3)
    for name in ("LYMPH", "NEUT"):
        assert moved(measured(**{f"offset_{axis}": 2})[name])[at] == pytest.approx(2, abs=0.01)


def test_fat_adds_its_cv_in_squares_along_one_axis() -> None:
    normal, fat = day(), day(widen_x=0.05)
    assert fat.condition.cv_x**2 - normal.condition.cv_x**2 == pytest.approx(0.05**2)
    for name in ("LYMPH", "NEUT"):
        at = WDF.labels.index(name)
        before, after = (each.events.x[each.events.label == at] for each in (normal, fat))
        added = np.var(after) - np.var(before)
        assert added == pytest.approx((0.05 * np.mean(before)) ** 2, rel=0.05)
        assert widened(fat.truth.populations[name])[1] == 1
    assert widened(measured(widen_y=0.08)["NEUT"])[0] == 1
    assert widened(measured(widen_y=0.08)["NEUT"])[1] > 1.1


def test_crosstalk_moves_x_by_a_part_of_y() -> None:
    for name in ("LYMPH", "MONO"):
        each = measured(crosstalk=0.04)[name]
        assert each.mean is not None
        assert moved(each) == pytest.approx((0.04 * each.mean[1], 0), abs=0.06)


def test_counts_fall_by_the_loss_and_debris_rises() -> None:
    for each in measured(count_loss=0.2).values():
        if each.count:
            assert counted(each) == pytest.approx(0.8, abs=4 / np.sqrt(each.count))
    grown = measured(debris=1)
    assert counted(grown["DEBRIS"]) == pytest.approx(2, rel=0.05)
    assert all(counted(each) == 1 for name, each in grown.items() if each.count and name != "DEBRIS")


def test_what_a_fault_adds_is_labelled_and_touched() -> None:
    for fault, label, severity in (("new_population", "NEW", 0.02), ("background", "NOISE", 0.05)):
        faulty = day(**{fault: severity})
        added = faulty.events.label == WDF.labels.index(label)
        assert np.count_nonzero(added) == pytest.approx(faulty.condition.events * severity, rel=0.12)
        assert np.array_equal(faulty.events.touched, added)
        assert measured()[label].count == 0
    x = day(background=0.05).events.x[day(background=0.05).events.label == WDF.labels.index("NOISE")]
    assert np.histogram(x, 4, (0, 256))[0] == pytest.approx(len(x) / 4, rel=0.15)


def test_one_population_moves_and_it_may_be_chosen() -> None:
    for key, name, expected in (
        ("cluster_shift_y", "LYMPH", (0, 3)),
        ("cluster_shift_x", "LYMPH", (3, 0)),
        ("cluster_shift_y[MONO]", "MONO", (0, 3)),
    ):
        truth = measured(**{key: 3})
        assert moved(truth[name]) == pytest.approx(expected, abs=0.06)
        assert all(moved(each) == (0, 0) for other, each in truth.items() if other != name and each.count)


def test_an_old_control_has_less_x_and_more_debris() -> None:
    truth = measured(aged=0.03)
    assert truth["NEUT"].mean is not None
    assert moved(truth["NEUT"])[0] == pytest.approx(-0.03 * 149, abs=0.15)
    assert counted(truth["DEBRIS"]) == pytest.approx(1.3, rel=0.03)
    assert moved(truth["LYMPH"]) == (0, 0)


def test_a_double_population_has_its_part_at_the_other_x() -> None:
    faulty, normal = day(double_population=0.4), day()
    assert faulty.events.touched.mean() == pytest.approx(0.4, abs=0.01)
    at = faulty.events.label == WDF.labels.index("NEUT")
    slow, other = (np.mean(faulty.events.x[at & which]) for which in (faulty.events.touched, ~faulty.events.touched))
    assert slow / other == pytest.approx(0.93, abs=0.002)
    assert other == pytest.approx(np.mean(normal.events.x[normal.events.label == WDF.labels.index("NEUT")]), abs=0.3)


def test_carried_over_cells_have_the_other_levels_shares() -> None:
    faulty = day(carry_over=0.05)
    carried = faulty.events.touched
    assert np.count_nonzero(carried) == pytest.approx(0.05 * faulty.condition.events, rel=0.1)
    lymph = (faulty.events.label[carried] == WDF.labels.index("LYMPH")).mean()
    assert lymph == pytest.approx(0.60, abs=0.05)


def test_ghosts_lie_between_debris_and_lymphocytes() -> None:
    faulty = day(poor_lysis=0.25)
    ghosts = faulty.events.touched
    debris = faulty.events.label == WDF.labels.index("DEBRIS")
    assert not (ghosts & ~debris).any()
    assert np.count_nonzero(ghosts) / np.count_nonzero(debris) == pytest.approx(0.25, abs=0.02)
    assert np.quantile(faulty.events.x[ghosts], 0.05) > 40
    assert np.quantile(faulty.events.x[ghosts], 0.95) < 70


def test_saturation_piles_up_and_a_threshold_cuts() -> None:
    faulty = day(saturation=0.2)
    # 0.8 of 256 channels: 204.8, so the end is at 204.
    assert faulty.events.x.max() < 204
    assert (faulty.events.x[faulty.events.touched] == 203.5).all()
    assert np.count_nonzero(faulty.events.touched) > 1000
    assert day(threshold=0.1).events.x.min() >= 25.6
    assert counted(measured(threshold=0.1)["DEBRIS"]) < 0.5


def test_the_bridge_lies_between_its_two_populations() -> None:
    faulty = day(poor_separation=0.1)
    bridge = faulty.events.touched
    own = np.isin(faulty.events.label, [WDF.labels.index(name) for name in ("LYMPH", "MONO")])
    assert np.count_nonzero(bridge) / np.count_nonzero(own) == pytest.approx(0.1, abs=0.01)
    assert not (bridge & ~own).any()
    assert np.mean(faulty.events.x[bridge]) == pytest.approx((78 + 118) / 2, abs=3)
    assert np.mean(faulty.events.y[bridge]) == pytest.approx((68 + 108) / 2, abs=3)


def test_two_cells_at_once_are_one_event_of_both_signals() -> None:
    normal, faulty = day(), day(coincidence=0.05)
    doublets = faulty.events.label == WDF.labels.index("DOUBLET")
    assert np.array_equal(faulty.events.touched, doublets)
    total = len(normal.events.x)
    # A pair in twenty, less those whose sum is off the scale; every pair costs its two own events.
    lost = total - np.count_nonzero(~doublets)
    assert lost / 2 == pytest.approx(0.05 / 1.05 * total, rel=0.05)
    assert 0.2 < np.count_nonzero(doublets) / (lost / 2) < 1
    assert faulty.events.x[doublets].mean() > 1.2 * normal.events.x.mean()


def test_a_moved_picture_is_the_same_one_pixel_on() -> None:
    normal = simulate_day().draw()
    right, down, left = (simulate_day(faults=each).draw() for each in ({"moved_x": 1}, {"moved_y": 1}, {"moved_x": -1}))
    assert np.array_equal(right[:, 1:], normal[:, :-1])
    assert (right[:, 0] == 255).all()
    assert np.array_equal(down[1:], normal[:-1])
    assert np.array_equal(left[:, :-1], normal[:, 1:])


def test_a_combination_has_the_faults_of_both() -> None:
    truth = measured(widen_y=0.08, count_loss=0.2)
    assert widened(truth["NEUT"])[1] == pytest.approx(widened(measured(widen_y=0.08)["NEUT"])[1], abs=0.02)
    assert counted(truth["NEUT"]) == pytest.approx(0.8, abs=0.03)


def test_a_fault_leaves_the_cells_that_are_there() -> None:
    normal, faulty = day(), day(new_population=0.02, debris=0.5)
    own = [
        {(x, y) for x, y, label in zip(each.events.x, each.events.y, each.events.label, strict=True) if label < 5}
        for each in (normal, faulty)
    ]
    assert own[0] == own[1]


def test_a_normal_day_has_no_change_and_no_mask() -> None:
    truth = day().truth
    assert truth.where is None
    assert all(each.change is None for each in truth.populations.values())
    assert not day().events.touched.any()


def test_the_other_assay_has_the_faults_that_its_toml_describes() -> None:
    assert simulate_day("ret", faults={"carry_over": 0.05}).events.touched.any()
    with pytest.raises(UsageError, match="The assay RET does not say what poor_lysis does to it"):
        simulate_day("ret", faults={"poor_lysis": 0.5})


@pytest.mark.parametrize(
    ("key", "severity", "said"),
    [
        ("widenx", 0.05, "There is no fault 'widenx'. Did you mean 'widen_x'"),
        ("widen_x", 5, r"A severity of 5 makes no sense for widen_x: give 0 to 1, such as 0.03, 0.05"),
        ("offset_x", 500, "give -128 to 128 channels"),
        ("moved_x", 0.5, "moves by whole pixels"),
        ("widen_x[MONO]", 0.05, "widen_x does not choose a population"),
        ("cluster_shift_y[MONA]", 3, "There is no population of WDF 'MONA'. Did you mean 'MONO'"),
        ("cluster_shift_y[MONO", 3, "is no fault: type its name, or name"),
    ],
)
def test_a_fault_that_makes_no_sense_is_told(key: str, severity: float, said: str) -> None:
    with pytest.raises((UsageError, UnknownName), match=said):
        simulate_day(faults={key: severity})
