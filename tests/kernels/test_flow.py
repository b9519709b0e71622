"""The least work between cells: the kernel beside the linear programme, and closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import least_work
from mikurabe.kernels.flow import MOST_CELLS
from mikurabe.kernels.flow import least_work as twin

Work = Callable[[NDArray[np.float64]], float]

SHAPES = [(1, 1), (1, 2), (2, 1), (1, 40), (40, 1), (2, 2), (2, 30), (31, 2), (3, 5), (4, 4), (5, 4), (9, 17), (20, 21)]


def grid(shape: tuple[int, int], kind: str, seed: int = 1) -> NDArray[np.float64]:
    rng = np.random.default_rng((seed, *shape))
    if kind == "dense":
        return rng.normal(size=shape)
    if kind == "balanced":
        whole = rng.integers(-9, 10, shape).astype(float)
        whole.flat[0] -= whole.sum()
        return whole
    if kind == "mostly surplus":
        return rng.normal(1.0, 1.0, shape)
    # sparse: few cells, all of one size, as dots are
    return np.where(rng.random(shape) < 0.1, rng.choice([-1.0, 1.0], shape), 0.0)


@pytest.mark.parametrize("kind", ["dense", "balanced", "mostly surplus", "sparse"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_kernel_and_twin_find_the_same_optimum(shape: tuple[int, int], kind: str) -> None:
    for seed in range(3):
        surplus = grid(shape, kind, seed)
        assert least_work(surplus) == pytest.approx(twin(surplus), rel=1e-9, abs=1e-9)


def test_on_a_large_smooth_grid_too() -> None:
    y, x = np.mgrid[:40, :40]
    blob = [np.exp(-((y - cy) ** 2 + (x - cx) ** 2) / 50.0) for cy, cx in ((12, 10), (25, 31))]
    assert least_work(blob[0] - blob[1]) == pytest.approx(twin(blob[0] - blob[1]), rel=1e-9)


@pytest.mark.parametrize("work", [least_work, twin], ids=["kernel", "twin"])
class TestClosedForms:
    def test_one_cells_ink_costs_its_way(self, work: Work) -> None:
        for (down, right), way in (((0, 7), 7), ((6, 0), 6), ((5, 5), 5 * math.sqrt(2)), ((3, 6), 3 * math.sqrt(5))):
            surplus = np.zeros((8, 9))
            surplus[0, 0], surplus[down, right] = 2.5, -2.5
            assert work(surplus) == pytest.approx(2.5 * way, rel=1e-10)

    def test_in_one_row_it_is_the_sum_of_what_passes(self, work: Work) -> None:
        surplus = np.random.default_rng(4).integers(-5, 6, (1, 50)).astype(float)
        surplus[0, -1] -= surplus.sum()
        assert work(surplus) == pytest.approx(np.abs(surplus.cumsum()).sum(), rel=1e-9)
        assert work(surplus.T) == pytest.approx(np.abs(surplus.cumsum()).sum(), rel=1e-9)

    def test_nothing_lacking_costs_nothing(self, work: Work) -> None:
        for surplus in (np.zeros((3, 4)), np.ones((3, 4)), -np.ones((1, 1)), np.eye(5)):
            assert work(surplus) == 0

    def test_more_lack_than_surplus_is_the_same_turned_round(self, work: Work) -> None:
        surplus = grid((7, 8), "mostly surplus")
        assert work(-surplus) == work(surplus) > 0

    def test_the_scale_of_the_amounts_does_not_matter(self, work: Work) -> None:
        surplus = grid((7, 8), "dense")
        for factor in (1e-200, 1e200):
            assert work(surplus * factor) / factor == pytest.approx(work(surplus), rel=1e-9)

    def test_empty_cells_around_do_not_matter(self, work: Work) -> None:
        surplus = grid((7, 8), "sparse", seed=3)
        around = np.pad(surplus, ((3, 20), (0, 11)))
        assert work(around) == pytest.approx(work(surplus), rel=1e-10)
        assert work(surplus) > 0

    def test_strides_do_not_matter(self, work: Work) -> None:
        surplus = grid((12, 20), "dense")
        assert work(surplus.T[::-1, ::2]) == work(surplus.T[::-1, ::2].copy())

    def test_what_is_no_grid_is_refused(self, work: Work) -> None:
        for wrong in (np.zeros(5), np.zeros((0, 3)), np.zeros((1, MOST_CELLS + 1))):
            with pytest.raises(ValueError, match="two axes and 1 to 131,071 cells"):
                work(wrong)
        with pytest.raises(ValueError, match="finite"):
            work(np.array([[1.0, math.nan]]))


def test_large_amounts_that_go_far_and_empty_stretches_between() -> None:
    # Prices far above those of neighbours, of which the first guess knows little.
    surplus = np.zeros((30, 33))
    surplus[:2, :3], surplus[-1, -2:] = 1000.0, -2900.0
    surplus[14, 3:30] = grid((1, 27), "balanced")
    assert least_work(surplus) == pytest.approx(twin(surplus), rel=1e-9)
    assert least_work(surplus[::-1]) == pytest.approx(least_work(surplus), rel=1e-12)


def test_a_row_as_long_as_the_numbers_hold() -> None:
    # The longest tree of all: prices reach the number of cells.
    surplus = np.zeros((1, 30_000))
    surplus[0, 0], surplus[0, -1] = 1, -1
    assert least_work(surplus) == pytest.approx(29_999, rel=1e-9)
