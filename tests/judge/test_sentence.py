"""What changed, in words: amounts of the populations, only what is beyond its limit, and causes as hypotheses."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from judge.scattergrams import CLUSTERS, SIDE, days, scattergram
from mikurabe.judge.baseline import Baseline
from mikurabe.records import Array


@pytest.fixture(scope="module")
def twenty() -> Baseline:
    return mk.learn(days(20, seed=1), metrics="psnr")


def said(baseline: Baseline, picture: Array, lang: str = "en") -> str:
    (row,) = mk.check({"faulty": picture}, baseline, lang=lang).rows  # type: ignore[arg-type]
    assert row.verdict == "ng"
    note, *_ = row.notes
    return note


def faulty(**fault: float) -> Array:
    return scattergram(np.random.default_rng(5), **fault)  # type: ignore[arg-type]


def number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    assert found is not None, text
    return float(found.group(1))


def test_a_gain_is_told_as_large_as_it_was_planted(twenty: Baseline) -> None:
    note = said(twenty, faulty(gain_x=1.08))
    assert number(r"moved along x: gain ([+-][\d.]+) %", note.split(" or ")[0]) == pytest.approx(8, abs=1.5)


def test_an_offset_is_told_apart_from_a_gain(twenty: Baseline) -> None:
    moved = np.full((SIDE, SIDE), 255, np.uint8)
    moved[:, 4:] = faulty()[:, :-4]
    # The axes stay where they are.
    moved[:, 0] = moved[SIDE - 1, :] = 150
    moved[:-1, 1:5] = 255
    note = said(twenty, moved)
    assert number(r"moved along x: offset ([+-][\d.]+) px", note) == pytest.approx(4, abs=0.8)
    assert "baseline has moved" in note


def test_lost_events_are_told_with_those_hidden_under_others(twenty: Baseline) -> None:
    note = said(twenty, faulty(count=0.6))
    assert number(r"number of events: less, (-\d+) %", note) == pytest.approx(-40, abs=6)


def test_widths_are_told_as_a_ratio(twenty: Baseline) -> None:
    note = said(twenty, faulty(width_x=1.5))
    assert number(r"widths along x: more, × ([\d.]+)", note) == pytest.approx(1.5, abs=0.12)


def test_one_population_is_named_and_its_number_said(twenty: Baseline) -> None:
    note = said(twenty, faulty(moved_y=5))
    x, y = CLUSTERS[1][0], SIDE - CLUSTERS[1][1]
    name, at_x, at_y = re.search(r"alone, (P\d) at \((\d+), (\d+)\) px: moved along y", note).groups()  # type: ignore[union-attr]
    assert (int(at_x), int(at_y)) == (pytest.approx(x, abs=4), pytest.approx(y, abs=4))
    assert number(rf"In numbers: {name} at \(\d+, \d+\) px y ([+-][\d.]+) px", note) == pytest.approx(5, abs=1)
    assert note.count(" at (") == 2, "no other population is beyond its limits"


def test_a_new_population_is_told_with_place_and_events(twenty: Baseline) -> None:
    note = said(twenty, faulty(strangers=25))
    assert number(r"around \((\d+), \d+\) px", note) == pytest.approx(105, abs=4)
    assert number(r"around \(\d+, (\d+)\) px", note) == pytest.approx(SIDE - 105, abs=4)
    assert number(r"about (\d+) events", note) == pytest.approx(25, abs=8)


def test_an_empty_plot_is_only_told_to_be_empty(twenty: Baseline) -> None:
    note = said(twenty, faulty(count=0))
    assert note.startswith("combined: number of events: less, -100 %")
    assert "widths" not in note


def test_a_cause_is_labelled_a_hypothesis_in_both_languages(twenty: Baseline) -> None:
    assert ". Possible cause (a hypothesis): too little sample" in said(twenty, faulty(count=0.6))
    assert "。考えられる原因 (仮説): 試料不足" in said(twenty, faulty(count=0.6), "ja")
    assert "数値: P2 (位置 (" in said(twenty, faulty(gain_x=1.08), "ja")


def test_five_normals_are_enough_to_say_what_changed() -> None:
    note = said(mk.learn(days(5, seed=1), metrics="psnr"), faulty(count=0.3))
    assert note.startswith("combined: number of events: less")


def test_photographs_have_no_populations_and_the_baseline_says_why(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    scene = rng.uniform(0, 255, (64, 64))
    normals = {str(at): np.clip(scene + rng.normal(0, 4, (64, 64)), 0, 255).astype(np.uint8) for at in range(6)}
    baseline = mk.learn(normals, tmp_path / "b.mkb")
    assert baseline.inhabitants is None
    assert baseline.settings["populations"].startswith("none: the pictures are no plots of dots")
    kept = mk.read_baseline(tmp_path / "b.mkb")
    assert kept.inhabitants is None


def test_the_same_is_said_from_the_file(twenty: Baseline, tmp_path: Path) -> None:
    mk.learn(days(20, seed=1), tmp_path / "b.mkb", metrics="psnr")
    assert said(mk.read_baseline(tmp_path / "b.mkb"), faulty(gain_x=1.08)) == said(twenty, faulty(gain_x=1.08))


def test_what_does_not_count_is_no_population() -> None:
    # The second cluster is cut off by the mask.
    baseline = mk.learn(days(8, seed=1), metrics="psnr", roi="0,60,60,68")
    assert baseline.inhabitants is not None
    xs = [member.place.x for member in baseline.inhabitants.learned.normal.members if member.place is not None]
    assert xs
    assert max(xs) < 60
