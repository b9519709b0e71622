"""Indices of one channel: against SciPy, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from event_files import cloud, event_picture
from mikurabe.errors import UndefinedScore
from mikurabe.metrics import METRICS, Index


def value(name: str, first: np.ndarray, second: np.ndarray) -> float:
    return Index(metric=METRICS[name]).value(event_picture(first), event_picture(second))


@pytest.mark.parametrize(("axis", "side"), [("x", 0), ("y", 1)])
@pytest.mark.parametrize("counts", [(300, 300), (200, 350)])
def test_event_ks_and_event_wasserstein_are_those_of_scipy(axis: str, side: int, counts: tuple[int, int]) -> None:
    first, second = cloud(counts[0], 1), cloud(counts[1], 2, x=5400, y=2900)
    ks = stats.ks_2samp(first[:, side], second[:, side]).statistic
    assert value(f"event_ks_{axis}", first, second) == pytest.approx(ks, rel=1e-12)
    way = stats.wasserstein_distance(first[:, side], second[:, side])
    assert value(f"event_wasserstein_{axis}", first, second) == pytest.approx(way / 100, rel=1e-9)


def test_each_axis_looks_at_its_own_channel() -> None:
    first, second = cloud(300), cloud(300) + np.array([1000, 0])
    for name in ("event_ks", "event_wasserstein", "event_median_shift"):
        assert value(f"{name}_x", first, second) > 0, "event_ks_x, event_wasserstein_x, event_median_shift_x"
        assert value(f"{name}_y", first, second) == 0, "event_ks_y, event_wasserstein_y, event_median_shift_y"
        assert value(f"{name}_y", first[:, ::-1], second[:, ::-1]) == value(f"{name}_x", first, second)


def test_event_median_shift_is_in_percent_of_the_axis_and_the_medians_are_told() -> None:
    first, second = np.array([[1000, 1], [2000, 2], [4000, 9]]), np.array([[2500, 1], [2500, 2]])
    assert value("event_median_shift_x", first, second) == pytest.approx(5)
    assert value("event_median_shift_y", first, second) == pytest.approx(0.005)
    said = Index(metric=METRICS["event_median_shift_x"]).remark(event_picture(first), event_picture(second))
    assert said == "event_median_shift_x: median FSC-A 2500, of the reference 2000 (+25.0 %)"
    said = Index(metric=METRICS["event_median_shift_y"]).remark(event_picture(first - 2), event_picture(second))
    assert said == "event_median_shift_y: median SSC-A 1.5, of the reference 0"


def test_event_rcv_ratio_is_that_of_the_widths_and_a_gain_changes_nothing() -> None:
    # Normal: half of the 15.87th to 84.13th percentile is sigma.
    first, second = cloud(50_000, 1, spread=200), cloud(50_000, 2, spread=400)
    assert value("event_rcv_ratio_x", first, second) == pytest.approx(0.5, abs=0.01)
    assert value("event_rcv_ratio_y", second, first) == pytest.approx(0.5, abs=0.01)
    assert value("event_rcv_ratio_x", first, first * 1.5) == pytest.approx(1, abs=1e-9)


def test_a_robust_cv_needs_a_median_above_0_and_a_width() -> None:
    with pytest.raises(UndefinedScore, match="the median of FSC-A in events is -5000: it has no CV"):
        value("event_rcv_ratio_x", np.full((3, 2), -5000.0), cloud())
    with pytest.raises(UndefinedScore, match="the middle two thirds of SSC-A in events are one value"):
        value("event_rcv_ratio_y", cloud(), np.full((9, 2), 700.0))
