"""The stress table: honest limits, states, and the faults that an index must see and must not see."""

from __future__ import annotations

import numpy as np
import pytest

from judge.plots import plots
from mikurabe import api
from mikurabe.errors import UsageError
from mikurabe.judge.planting import Planter, faults_of
from mikurabe.judge.stress import AgainstReference, StressTable, stress
from mikurabe.pairing import Pairing
from mikurabe.records import Column, Image, Score
from reports.samples import COSINE, PSNR


def stressed(metrics: str, faults: str, count: int = 13, **how: object) -> StressTable:
    images = plots(count)
    scorer = AgainstReference(Pairing(images[0]), api.indices_of(metrics))
    return stress(Planter(images[1:]), scorer, reference="day_00", faults=faults_of([faults]), **how)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def table() -> StressTable:
    return stressed("cosine_ink,cosine_blur,count_ratio", "thin,shift_x,darken")


def test_what_an_index_is_blind_to_it_does_not_see(table: StressTable) -> None:
    thin, shift, _ = ({row.column.key: row.sightings[at] for row in table.rows} for at in range(3))
    assert thin["count_ratio"].state == "at"
    assert thin["count_ratio"].is_leader
    assert shift["count_ratio"].state == "unseen"
    assert shift["cosine_blur"].state == "at"
    assert shift["count_ratio"].powers[-1] == pytest.approx(0, abs=0.2)


def test_stronger_faults_are_seen_more_often(table: StressTable) -> None:
    powers = table.rows[2].sightings[0].powers
    assert powers == tuple(sorted(powers))  # type: ignore[type-var]
    assert powers[-1] == 1.0


def test_the_cover_sees_every_fault_that_is_seen(table: StressTable) -> None:
    by_key = {row.column.key: row for row in table.rows}
    for at in range(3):
        if any(row.sightings[at].state in ("at", "below") for row in table.rows):
            assert any(by_key[key].sightings[at].is_leader for key in table.cover)


def test_it_does_not_depend_on_threads() -> None:
    once = stressed("cosine_blur", "widen_x", threads=1)
    assert once.rows == stressed("cosine_blur", "widen_x", threads=3).rows


def test_few_normals_give_wider_limits_and_too_few_none() -> None:
    few, many = (stressed("cosine_blur", "thin", count=count).rows[0] for count in (6, 21))
    assert few.low is not None
    assert many.low is not None
    assert few.low < many.low
    with pytest.raises(
        UsageError, match="There are 4 normal pictures beside the reference; limits can be drawn from 5"
    ):
        stressed("cosine_blur", "thin", count=5)


def test_a_rate_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match=r"false_alarms \(--false-alarms\) is 2"):
        stressed("cosine_blur", "thin", false_alarms=2)


def test_faults_go_into_some_of_many_pictures_evenly() -> None:
    assert stressed("count_ratio", "thin", most_planted=4).planted == 4


TEN = plots(10)


class Told:
    """A scorer that gives what it is told to for each picture, whatever was planted, and notes what is left out."""

    columns: tuple[Column, ...] = (COSINE, PSNR)

    def __init__(self, values: list[float]) -> None:
        self.values = values
        self.left_out: set[tuple[str, int]] = set()

    def scores(self, image: Image, leaving_out: int) -> tuple[Score, ...]:
        self.left_out.add((image.source.name, leaving_out))
        is_planted = not np.array_equal(image.pixels, TEN[leaving_out % 10].pixels)
        value = -0.5 if is_planted else self.values[leaving_out]
        return Score(value=value), Score(problem="none")


def test_the_picture_itself_has_no_part_in_the_limits_that_it_is_held_against() -> None:
    """The outlier would widen the limits so far that it lay within them; without it, it is a false alarm."""
    values = [0.9 + 0.001 * at for at in range(9)] + [0.999]
    scorer = Told(values)
    found = stress(Planter(TEN), scorer, reference="r", faults=faults_of(["darken"]))
    cosine, psnr = found.rows
    assert (cosine.alarms, cosine.normals) == (1, 10)
    assert cosine.sightings[0].state == "below"
    assert psnr.problem == "only 0 of 10 normal pictures have a finite value (none)"
    assert psnr.sightings[0].state == "no_value"
    assert scorer.left_out == {(f"day_{at:02d}", at) for at in range(10)}


def test_fresh_normals_fall_outside_their_own_limits_about_as_often_as_allowed() -> None:
    """The trap that leaving one out is for: limits on scores that the limits were drawn from look too good."""
    rng = np.random.default_rng(2)
    planter = Planter([*TEN, *TEN])
    alarms = 0
    for _ in range(40):
        values = [float(value) for value in 0.9 - 0.02 * rng.random(20) ** 0.5]
        scorer = Told(values)
        found = stress(planter, scorer, reference="r", faults=(), false_alarms=0.1)
        alarms += found.rows[0].alarms
    # 800 pictures, 80 expected. They are not independent within a set.
    assert 40 <= alarms <= 120
