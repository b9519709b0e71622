"""Learning and checking: verdicts, reasons, promises, refusals, and false alarms as often as promised."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from judge.scattergrams import SIDE, days, scattergram
from mikurabe.errors import UnknownName, UsageError
from mikurabe.judge.baseline import Baseline
from mikurabe.judge.summary import summary
from mikurabe.reports import render
from mikurabe.storage import from_json, to_json


@pytest.fixture(scope="module")
def twenty() -> Baseline:
    return mk.learn(days(20, seed=1), metrics="ssim,psnr")


def faulty(**fault: float) -> dict[str, np.ndarray]:
    return {"faulty": scattergram(np.random.default_rng(5), **fault)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"gain_x": 1.06}, "moved along x"),
        ({"width_x": 1.5}, "widths along x: more"),
        ({"count": 0.7}, "number of events: less"),
        ({"count": 1.35}, "number of events: more"),
        ({"moved_y": 4.0}, "one population alone"),
        ({"strangers": 25}, "a new population"),
        ({"noise": 60}, "scattered events"),
    ],
)
def test_a_fault_is_abnormal_and_named(twenty: Baseline, fault: dict[str, float], said: str) -> None:
    table = mk.check(faulty(**fault), twenty)
    (row,) = table.rows
    assert row.verdict == "ng"
    assert said in " ".join(row.notes).split(";")[0]


def test_a_normal_picture_is_ok_and_nothing_is_said_of_it(twenty: Baseline) -> None:
    table = mk.check(days(1, seed=77), twenty)
    assert table.rows[0].verdict == "ok"
    assert table.rows[0].notes == ()


def test_the_reason_prints_score_limit_normals_and_false_alarms(twenty: Baseline) -> None:
    table = mk.check(faulty(count=0.6), twenty)
    limit = table.criteria[0].limit
    value = table.scores("combined")[0].value
    said = f"combined {value:.6g} &gt; {limit:g} (20 normals, false alarms ≤ 1 %)"
    assert said in render(table, "junit").decode()
    assert table.notes[0].startswith("20 normal pictures: limits for false alarms of at most 1 %")


def test_a_picture_that_is_more_similar_than_normal_ones_is_abnormal_too() -> None:
    # Nearly the reference once more: a limit on one side would call it the best picture of all.
    reference = days(1, seed=50)["day_000"]
    baseline = mk.learn(days(20, seed=1), reference=reference, metrics="psnr")
    again = reference.copy()
    again[20:30, 20:60] = 255
    table = mk.check({"again": again}, baseline, judge_by="psnr")
    low, high = table.criteria
    value = table.scores("psnr")[0].value
    assert value is not None
    assert value > high.limit > low.limit
    assert table.rows[0].verdict == "ng"


def test_several_scores_share_the_false_alarms(twenty: Baseline) -> None:
    one = mk.check(days(1, seed=2), twenty, judge_by="ssim").criteria
    both = mk.check(days(1, seed=2), twenty, judge_by="ssim,psnr").criteria
    assert [each.key for each in both] == ["ssim", "ssim", "psnr", "psnr"]
    assert both[0].limit < one[0].limit < one[1].limit < both[1].limit
    assert "≤ 0.5 %" in both[0].why


def test_fewer_normals_give_a_wider_limit() -> None:
    limits = [mk.check(days(1, seed=2), mk.learn(days(number, seed=1)), judge_by="ssim").criteria for number in (5, 20)]
    assert limits[0][0].limit < limits[1][0].limit


def test_more_false_alarms_give_a_narrower_limit(twenty: Baseline) -> None:
    strict, lax = (mk.check(days(1, seed=2), twenty, false_alarms=rate).criteria[0].limit for rate in (0.01, 0.1))
    assert lax < strict


@pytest.mark.parametrize(
    ("number", "verdict", "said"),
    [
        (1, None, "values, no verdict"),
        (3, None, "a ranking by the combined index, no verdict"),
        (5, "ng", "provisional limits"),
    ],
)
def test_what_is_promised_depends_on_how_many_normals_there_are(number: int, verdict: str | None, said: str) -> None:
    table = mk.check(faulty(count=0.5), mk.learn(days(number, seed=1)))
    assert table.rows[0].verdict == verdict
    assert said in table.notes[0]
    assert bool(table.criteria) == (number >= 5)
    assert ("combined" in [column.key for column in table.columns]) == (number > 1)


def test_99_normals_need_no_assumption() -> None:
    table = mk.check(days(1, seed=2), mk.learn(days(99, seed=1), metrics="psnr"))
    assert table.criteria[0].why == "99 normals, false alarms ≤ 1 %, distribution-free"
    assert "whatever the distribution" in table.notes[0]


def test_a_missing_score_is_unknown_never_normal(twenty: Baseline) -> None:
    table = mk.check({"small": np.full((60, 60), 255, np.uint8)}, twenty)
    assert table.rows[0].verdict == "unknown"
    assert "60 × 60" in str(table.rows[0].problem)


def test_another_background_is_refused(twenty: Baseline) -> None:
    dark = scattergram(np.random.default_rng(1), ink=255, paper=0)
    table = mk.check({"dark": dark}, twenty)
    assert table.rows[0].verdict == "unknown"
    assert "the background is 0, that of the normal pictures 255" in str(table.scores("combined")[0].problem)


def test_other_axes_are_refused(twenty: Baseline) -> None:
    moved = np.full((SIDE, SIDE), 255, np.uint8)
    moved[:-6, 6:] = scattergram(np.random.default_rng(1))[6:, :-6]
    table = mk.check({"cropped": moved}, twenty)
    assert table.rows[0].verdict == "unknown"
    assert "another range, crop or layout" in str(table.scores("combined")[0].problem)


def test_the_same_picture_twice_is_no_second_normal() -> None:
    normals = days(3, seed=1)
    with pytest.raises(UsageError, match=r"day_000 and again are the same picture, byte for byte"):
        mk.learn({**normals, "again": normals["day_000"]})


def test_normals_of_two_sizes_are_refused_with_both() -> None:
    with pytest.raises(UsageError, match=r"128 × 128.*64 × 64|64 × 64.*128 × 128"):
        mk.learn({**days(2, seed=1), "small": days(1, seed=2)["day_000"][:64, :64]})


def test_a_score_that_was_not_learned_cannot_judge(twenty: Baseline) -> None:
    with pytest.raises(UnknownName, match=r"no score in the baseline 'sim'\. Did you mean 'ssim'"):
        mk.check(days(1, seed=2), twenty, judge_by="sim")


@pytest.mark.parametrize("rate", [0.0, 0.5, -1.0])
def test_a_rate_that_is_none_is_refused(twenty: Baseline, rate: float) -> None:
    with pytest.raises(UsageError, match="false_alarms"):
        mk.check(days(1, seed=2), twenty, false_alarms=rate)


def test_a_judged_table_survives_its_file(twenty: Baseline) -> None:
    table = mk.check(faulty(count=0.5), twenty, judge_by="combined,psnr", thumbnail_px=None)
    again = from_json(to_json(table), "kept")
    assert again.criteria == table.criteria
    assert [row.verdict for row in again] == [row.verdict for row in table]


def test_a_normal_among_the_learned_ones_is_scored_without_itself() -> None:
    """In sample every normal would look better than the next one: left-out scores must look like fresh ones."""
    baseline = mk.learn(days(6, seed=1))
    assert baseline.learned is not None
    left_out = baseline.learned.left_out
    assert left_out is not None
    in_sample = [score.value for score in mk.check(days(6, seed=1), baseline).scores("combined")]
    fresh = [score.value for score in mk.check(days(40, seed=9), baseline).scores("combined")]
    assert np.median(np.array(in_sample, float)) < np.median(left_out)
    assert np.median(left_out) == pytest.approx(np.median(np.array(fresh, float)), rel=0.35)


@pytest.mark.parametrize(("number", "baselines"), [(5, 12), (20, 5)])
def test_fresh_normals_are_called_abnormal_as_rarely_as_promised(number: int, baselines: int) -> None:
    alarms, fresh = 0, 60
    for seed in range(baselines):
        table = mk.check(days(fresh, seed=1000 + seed), mk.learn(days(number, seed=seed), metrics="psnr"))
        alarms += sum(row.verdict == "ng" for row in table)
    # 1 % of 720 and of 300; the binomial 99.9 % point is 17 and 10. Scores taken in sample give more than 100.
    assert alarms <= (17 if number == 5 else 10)


def test_the_command_says_the_promise_and_exits_with_1(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from mikurabe.cli import cli

    for folder, pictures in (("normal", days(6, seed=1)), ("today", {**days(2, seed=2), **faulty(count=0.5)})):
        (tmp_path / folder).mkdir()
        for name, pixels in pictures.items():
            _save(tmp_path / folder / f"{name}.png", pixels)
    file = str(tmp_path / "b.mkb")
    learned = CliRunner().invoke(cli, ["learn", str(tmp_path / "normal"), "-b", file], standalone_mode=False)
    assert "6 normal pictures: provisional limits" in learned.output
    checked = CliRunner().invoke(cli, ["check", str(tmp_path / "today"), "-b", file, "-q"], standalone_mode=False)
    assert checked.return_value == 1
    japanese = CliRunner().invoke(cli, ["check", str(tmp_path / "today"), "-b", file, "--lang", "ja"])
    assert "暫定のしきい値" in japanese.output


def _save(path: Path, pixels: np.ndarray) -> None:
    from PIL import Image

    Image.fromarray(pixels).save(path)


def test_csv_has_the_verdict_and_the_reasons_last(twenty: Baseline) -> None:
    text = render(mk.check(faulty(count=0.5), twenty), "csv").decode("utf-8-sig")
    heading, row = text.splitlines()
    assert heading.endswith(",sha256,verdict,reasons")
    assert ',ng,"combined ' in row
    assert "(20 normals, false alarms ≤ 1 %)" in row


def test_the_map_shows_more_and_less_and_nothing_of_normal_pictures(twenty: Baseline) -> None:
    from mikurabe.images import from_array
    from mikurabe.judge.index import combined_index
    from mikurabe.picture import Picture

    assert twenty.learned is not None
    index, _ = combined_index(twenty, twenty.learned, None, "en")

    def where(pixels: np.ndarray) -> np.ndarray:
        return index.local(Picture(twenty.reference), Picture(from_array(pixels, name="x")))

    strangers = where(faulty(strangers=30)["faulty"])
    rows, columns = np.nonzero(strangers > 0)
    # The strangers lie at (105, 105) of 128, in cells of 2 px: column 52, row 11 from the top.
    assert abs(np.median(columns) - 52) <= 2
    assert abs(np.median(rows) - 11) <= 2
    assert (where(faulty(count=0.4)["faulty"]) < 0).sum() > 20 * (where(faulty(count=0.4)["faulty"]) > 0).sum()
    assert sum(bool(where(pixels).any()) for pixels in days(30, seed=12).values()) <= 2


def test_a_copy_of_the_reference_is_no_normal_picture() -> None:
    # Scored against itself it would widen the limits until nothing is abnormal.
    normals = days(6, seed=1)
    baseline = mk.learn({**normals, "copy": normals["day_000"]}, reference=normals["day_000"], metrics="psnr")
    assert [each.name for each in baseline.normals] == ["day_001", "day_002", "day_003", "day_004", "day_005"]
    assert {each.reason for each in baseline.skipped} == {"it is the reference itself"}


def test_nothing_to_check_is_no_pass(twenty: Baseline, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    with pytest.raises(UsageError, match=r"There is no picture to check: 1 files were passed over \(notes.txt"):
        mk.check(tmp_path, twenty)


def test_the_floor_without_assumptions_is_shared_too(twenty: Baseline) -> None:
    table = mk.check(days(1, seed=2), twenty, judge_by="combined,ssim")
    assert "20 normals promise 9.5 %" in table.notes[0]


def test_another_depth_is_told_as_such(twenty: Baseline) -> None:
    deep = scattergram(np.random.default_rng(1)).astype(np.uint16) * 257
    table = mk.check({"deep": deep}, twenty)
    assert "its full white is 65535, that of the normal pictures 255" in str(table.scores("combined")[0].problem)


def test_an_abnormal_picture_has_its_place_among_the_normals_told(twenty: Baseline) -> None:
    (row,) = mk.check(faulty(count=0.6), twenty)
    assert row.notes[-1] == "conformal p 0.048 (the least that these normals can give is 0.048)"


def test_a_gray_copy_of_coloured_pictures_is_refused_and_an_empty_one_is_not() -> None:
    coloured = {name: np.stack([pixels, pixels, np.full_like(pixels, 255)], 2) for name, pixels in days(6, 1).items()}
    baseline = mk.learn(coloured, metrics="psnr")
    gray = scattergram(np.random.default_rng(9))
    empty = scattergram(np.random.default_rng(9), count=0)
    table = mk.check({"gray": np.stack([gray] * 3, 2), "empty": np.stack([empty, empty, empty | 255], 2)}, baseline)
    assert "the normal pictures have colours and the picture has none" in str(table.scores("combined")[0].problem)
    assert [row.verdict for row in table] == ["unknown", "ng"]


def test_a_normal_picture_unlike_the_others_is_named() -> None:
    plain = summary(mk.learn(days(8, seed=1), metrics="psnr"), "en")
    assert "unlike" not in plain
    odd = scattergram(np.random.default_rng(5), count=0.5)
    said = summary(mk.learn({**days(8, seed=1), "odd": odd}, metrics="psnr"), "en")
    assert re.search(r"^odd is unlike the other normals: combined [\d.]+ > [\d.]+", said, re.MULTILINE)
