"""Ranking by labels: what is claimed, and above all what is not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from judge.plots import labelling, table_of
from mikurabe.errors import UsageError
from mikurabe.judge.auroc import area_under
from mikurabe.judge.rank import rank

RNG = np.random.default_rng(4)
NORMAL = [round(float(value), 4) for value in RNG.normal(0.95, 0.01, 12)]


def test_the_area_counts_less_similar_as_abnormal_whichever_way_the_index_runs() -> None:
    found = rank(table_of({"cosine": [0.9, 0.8, 0.95, 0.7, 0.6, 0.85]}), labelling("nnnaaa"))
    (row,) = found.rows
    # Abnormal 0.7 and 0.6 lie below all three normal ones, 0.85 below 0.9 and 0.95: 8 of 9 pairs.
    assert row.as_read is not None
    assert row.as_read.auc == pytest.approx(8 / 9)
    assert row.cut is not None
    assert row.cut.criterion.text == "cosine<0.75", "of 0.7 and 0.8 the shortest between"
    assert (row.cut.alarms, row.cut.misses) == ((), ("p05.png",))


def test_an_index_that_a_fault_raises_is_told_and_found_on_two_sides() -> None:
    raised = [0.99 + 0.0005 * at for at in range(6)]
    found = rank(table_of({"cosine": [*NORMAL, *raised]}), labelling("n" * 12 + "a" * 6))
    (row,) = found.rows
    assert row.as_read is not None
    assert row.as_read.auc == 0
    assert row.is_turned
    assert found.turned == ("cosine",)
    assert found.finding == "chance"
    assert row.two_sided is not None
    assert row.two_sided.auc > 0.9
    assert row.cut is None
    assert row.p_more == pytest.approx(1 / math.comb(18, 6))
    assert row.d_prime is not None
    assert row.d_prime < 0


def test_the_two_sided_area_does_not_favour_normals_by_measuring_them_from_their_own_mean() -> None:
    """With no difference between the kinds it is 0.5 on average; from a mean with themselves in it, it would not be."""
    areas = []
    for seed in range(300):
        values = np.random.default_rng(seed).normal(0.9, 0.02, 10)
        found = rank(table_of({"cosine": [float(value) for value in values]}), labelling("nnnnnaaaaa"))
        assert found.rows[0].two_sided is not None
        areas.append(found.rows[0].two_sided.auc)
    assert np.mean(areas) == pytest.approx(0.5, abs=0.035)


def test_no_index_is_called_the_best_where_intervals_overlap() -> None:
    good = [*NORMAL, 0.90, 0.91, 0.905, 0.92, 0.915]
    psnr = [30 + 50 * (value - 0.95) for value in NORMAL] + [27.0, 27.5, 28.0, 29.9, 27.2]
    found = rank(table_of({"psnr": psnr, "cosine": good}), labelling("n" * 12 + "a" * 5))
    assert found.finding == "rivals"
    assert len(found.rivals) == 1
    assert found.rows[1].p_versus_first is not None


def test_one_index_far_above_the_others_is_ahead() -> None:
    rng = np.random.default_rng(1)
    values = {
        "cosine": [*rng.normal(0.95, 0.01, 40), *rng.normal(0.85, 0.01, 40)],
        "psnr": [float(value) for value in rng.normal(30, 1, 80)],
    }
    found = rank(table_of(values), labelling("n" * 40 + "a" * 40))
    assert found.finding == "ahead"
    assert found.rows[0].column.key == "cosine"
    assert found.rows[1].p_versus_first is not None
    assert found.rows[1].p_versus_first < 1e-6
    assert found.p_any == 1 / 20_000


def test_two_faults_give_a_p_and_no_interval() -> None:
    found = rank(table_of({"cosine": [*NORMAL, 0.5, 0.6]}), labelling("n" * 12 + "aa"))
    (row,) = found.rows
    assert found.finding == "few"
    assert row.as_read is not None
    assert (row.as_read.auc, row.as_read.low) == (1.0, None)
    assert row.p_less == pytest.approx(1 / math.comb(14, 2))
    assert found.smallest_p == 1 / math.comb(14, 2)


def test_missing_values_are_counted_and_an_index_without_enough_comes_last() -> None:
    values: dict[str, list[float | None]] = {
        "cosine": [*NORMAL, None, None, None, 0.1, 0.1],
        "psnr": [*(30 + value for value in NORMAL[:11]), None, 31.0, 31.0, 30.9, 30.95, 31.0],
    }
    found = rank(table_of(values), labelling("n" * 12 + "a" * 5))
    assert [row.column.key for row in found.rows] == ["psnr", "cosine"]
    assert (found.rows[1].missing_normals, found.rows[1].missing_abnormals) == (0, 3)
    assert (found.rows[0].missing_normals, found.rows[0].missing_abnormals) == (1, 0)
    assert not found.rows[1].is_enough


def test_an_infinite_psnr_has_its_rank_but_no_d_prime_and_no_two_sided_area() -> None:
    found = rank(table_of({"psnr": [math.inf, 30.0, 31.0, 20.0, 21.0, 22.0]}), labelling("nnnaaa"))
    (row,) = found.rows
    assert row.as_read is not None
    assert row.as_read.auc == 1.0
    assert row.d_prime is None
    assert row.two_sided is None


def test_indices_that_order_the_pictures_alike_are_told_to_say_the_same() -> None:
    cosine = [*NORMAL, 0.5, 0.6, 0.7]
    found = rank(table_of({"cosine": cosine, "psnr": [40 * value for value in cosine]}), labelling("n" * 12 + "aaa"))
    assert found.rows[1].same_as == (found.rows[0].column.key, pytest.approx(1.0))
    assert found.agreement[0][1] == pytest.approx(1.0)


def test_pictures_without_a_label_are_listed_and_have_no_say() -> None:
    with_them = rank(table_of({"cosine": [0.9, 0.8, 0.1, 0.95, 0.7, 0.6, 0.5]}), labelling("nn-naaa"))
    assert with_them.unlabelled == ("p02.png",)
    assert with_them.rows[0].as_read is not None
    assert with_them.rows[0].as_read.auc == area_under(-np.array([0.9, 0.8, 0.95]), -np.array([0.7, 0.6, 0.5])).auc


def test_a_kind_without_pictures_is_told() -> None:
    with pytest.raises(UsageError, match="There are 3 normal and 0 abnormal pictures beside the reference"):
        rank(table_of({"cosine": [0.9, 0.8, 0.7]}), labelling("nnn"))
