"""Limits on values: what a person may type, and the verdict that follows."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

import mikurabe as mk
from mikurabe.criteria import Criterion, check_criteria, failures, parse_criterion, verdict_on
from mikurabe.errors import UnknownName, UsageError
from mikurabe.records import Score
from mikurabe.storage import from_json, to_json
from pictures import noise

BASE = noise((24, 24))


@pytest.mark.parametrize(
    ("typed", "key", "sign", "limit"),
    [
        ("ssim<0.95", "ssim", "<", 0.95),
        (" psnr <= 30 ", "psnr", "<=", 30.0),
        ("mse>1e3", "mse", ">", 1000.0),
        ("ssim[recipe=opencv]<0.9", "ssim[recipe=opencv]", "<", 0.9),
        ("psnr<inf", "psnr", "<", math.inf),
        ("ncc<-0.5", "ncc", "<", -0.5),
    ],
)
def test_a_limit_is_read_as_it_is_typed(typed: str, key: str, sign: str, limit: float) -> None:
    criterion = parse_criterion(typed)
    assert (criterion.key, criterion.sign, criterion.limit) == (key, sign, limit)
    assert parse_criterion(criterion.text) == criterion


@pytest.mark.parametrize("typed", ["ssim", "<0.9", "ssim<", "ssim<much", "ssim=0.9", "ssim<nan", "", "ssim<0.9<1"])
def test_what_is_no_limit_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UsageError, match=r"is no criterion.*ssim<0\.95"):
        parse_criterion(typed)


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [("<", True, False, False), ("<=", True, True, False), (">", False, False, True), (">=", False, True, True)],
)
def test_each_sign_fails_its_own_side(sign: str, below: bool, at: bool, above: bool) -> None:
    criterion = Criterion(key="x", sign=sign, limit=2.0)  # type: ignore[arg-type]
    assert [criterion.fails(value) for value in (1.0, 2.0, 3.0)] == [below, at, above]


def test_a_limit_that_fails_identical_pictures_is_refused_and_turned_round_in_the_hint() -> None:
    columns = mk.compare(BASE, [BASE], metrics="ssim,mse").columns
    with pytest.raises(UsageError, match=r"ssim>0.95 fails identical pictures.*Did you mean ssim<0.95\?"):
        check_criteria([parse_criterion("ssim>0.95")], columns)
    with pytest.raises(UsageError, match=r"Did you mean mse>5\?"):
        check_criteria([parse_criterion("mse<5")], columns)
    with pytest.raises(UnknownName, match=r"There is no column 'sism'\. Did you mean 'ssim'"):
        check_criteria([parse_criterion("sism<5")], columns)


def test_a_range_fails_on_both_sides_of_it() -> None:
    """As where a plot with fewer dots is more similar to the reference than any normal one."""
    columns = mk.compare(BASE, [BASE], metrics="psnr").columns
    both = [parse_criterion("psnr<18"), parse_criterion("psnr>19")]
    check_criteria(both, columns)
    check_criteria(both[::-1], columns)
    assert [verdict_on(both, columns, [Score(value=value)]) for value in (17.9, 18.0, 19.0, 19.1)] == [
        "ng",
        "ok",
        "ok",
        "ng",
    ]
    check_criteria([parse_criterion("psnr<18"), parse_criterion("psnr>18")], columns)


@pytest.mark.parametrize("typed", ["psnr<19,psnr>18", "psnr<=18,psnr>18", "psnr>=18,psnr<18"])
def test_a_range_that_no_value_is_in_is_refused(typed: str) -> None:
    columns = mk.compare(BASE, [BASE], metrics="psnr").columns
    with pytest.raises(UsageError, match=r"No picture passes both psnr<=?1[89] and psnr>=?18: each of them fails"):
        check_criteria([parse_criterion(each) for each in typed.split(",")], columns)


def test_verdicts_follow_from_the_values() -> None:
    table = mk.compare(BASE, {"same": BASE, "other": 255 - BASE}, metrics="mse", fail_on="ssim<0.9,mse>100")
    assert [column.key for column in table.columns] == ["mse", "ssim"]
    assert [row.verdict for row in table] == ["ok", "ng"]
    assert table.reference.verdict is None
    assert [criterion.text for criterion in table.criteria] == ["ssim<0.9", "mse>100"]
    reasons = failures(table.criteria, table.columns, table.rows[1].scores)
    assert [reason.split()[0] for reason in reasons] == ["ssim", "mse"]
    assert reasons[1].endswith("> 100")


def test_without_limits_nobody_has_judged() -> None:
    assert [row.verdict for row in mk.compare(BASE, [BASE])] == [None]


def test_a_missing_value_is_unknown_and_never_good() -> None:
    table = mk.compare(BASE, {"flat": BASE * 0}, metrics="cosine,mse")
    criteria = [parse_criterion("cosine<0.5"), parse_criterion("mse>1e6")]
    assert table.rows[0].scores[0].value is None
    assert table.judged_by(criteria).rows[0].verdict == "unknown"
    # Where another value fails all the same, that is known.
    assert table.judged_by([*criteria, parse_criterion("mse>1")]).rows[0].verdict == "ng"
    assert failures(criteria, table.columns, table.rows[0].scores) == ("cosine has no value",)
    assert verdict_on([], table.columns, table.rows[0].scores) is None


def test_a_picture_that_could_not_be_compared_is_unknown() -> None:
    table = mk.compare(BASE, {"small": BASE[:9]}, fail_on="ssim<0.9")
    assert table.rows[0].verdict == "unknown"


def test_infinity_keeps_every_limit_below_it() -> None:
    table = mk.compare(BASE, {"same": BASE}, metrics="psnr", fail_on=["psnr<40"])
    assert table.rows[0].scores[0] == replace(table.rows[0].scores[0], value=math.inf)
    assert table.rows[0].verdict == "ok"


def test_limits_and_verdicts_are_kept_in_the_json(tmp_path: Path) -> None:
    table = mk.compare(BASE, {"a": BASE, "b": 255 - BASE}, fail_on="ssim<0.9")
    kept = from_json(to_json(table), "t.json")
    assert kept.criteria == table.criteria
    assert [row.verdict for row in kept] == ["ok", "ng"]
    assert to_json(kept) == to_json(table)


@pytest.mark.parametrize(
    ("criteria", "said"),
    [('["ssim>0.9"]', "fails identical pictures"), ('["x<1"]', "There is no column 'x'"), ("[3]", "not a text")],
)
def test_limits_in_a_json_that_make_no_sense_are_refused(criteria: str, said: str) -> None:
    data = to_json(mk.compare(BASE, {"a": BASE})).replace(b'"criteria": []', f'"criteria": {criteria}'.encode())
    with pytest.raises(UsageError, match=said):
        from_json(data, "t.json")


def test_a_verdict_in_a_json_is_one_of_three() -> None:
    data = to_json(mk.compare(BASE, {"a": BASE})).replace(b'"verdict": null', b'"verdict": "fine"')
    with pytest.raises(UsageError, match="verdict"):
        from_json(data, "t.json")


def test_a_score_of_exactly_the_limit_is_kept_by_a_strict_sign() -> None:
    criterion = parse_criterion("ssim<0.5")
    columns = mk.compare(BASE, [BASE], metrics="ssim").columns
    assert verdict_on([criterion], columns, [Score(value=0.5)]) == "ok"
