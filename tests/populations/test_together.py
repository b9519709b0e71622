"""All populations taken together: what is planted in all of them comes back in one number, with an honest error."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from plots import CLUSTERS, Blood, Cells, cells_of, dots, heat, image

from mikurabe.populations import Figure, Populations, Together, learn_populations, measure, plot_area, together
from mikurabe.populations.mixture import Model
from mikurabe.populations.precision import precision_of
from mikurabe.populations.shapes import ROUND
from mikurabe.populations.state import State
from mikurabe.records import Image


def drawn(cells: Cells, render: str) -> Image:
    return image(heat(cells) if render == "heat" else dots(cells, coloured=render == "classes"))


@cache
def normal(render: str = "classes") -> Populations:
    return learn_populations([drawn(cells_of(Blood(), seed), render) for seed in range(8)])


def whole(cells: Cells, render: str = "classes") -> Together:
    return together(normal(render), measure(normal(render), drawn(cells, render)))


def known(figure: Figure | None) -> tuple[float, float]:
    assert figure is not None
    assert figure.error is not None
    return figure.value, figure.error


@pytest.mark.parametrize("render", ["classes", "dots"])
def test_10_percent_more_width_of_all_comes_back_within_20_percent_even_at_256_px(render: str) -> None:
    wider = Blood(widths=dict.fromkeys(CLUSTERS, (1.1, 1.1)))
    for seed in (101, 102, 103):
        before, after = whole(cells_of(Blood(), seed), render), whole(cells_of(wider, seed), render)
        # Debris, a seventh of the events, is as wide as before.
        truth = 1 + 0.1 * _weight_of_cells(render, 2)
        assert known(after.width_x)[0] / known(before.width_x)[0] == pytest.approx(truth, abs=0.02)
        truth = 1 + 0.1 * _weight_of_cells(render, 3)
        assert known(after.width_y)[0] / known(before.width_y)[0] == pytest.approx(truth, abs=0.02)


def _weight_of_cells(render: str, quantity: int) -> float:
    """Return the part of the weights that is not the debris'."""
    learned = normal(render)
    assert learned.precision is not None
    weights = 1 / learned.precision[quantity].diagonal()
    debris = [place is not None and place.x < 40 for place in (each.place for each in learned.normal.members)]
    assert sum(debris) == 1
    return float(1 - weights[debris].sum() / weights.sum())


def test_a_gain_is_a_gain_and_an_offset_an_offset() -> None:
    cells = cells_of(Blood(), 101)
    before = whole(cells)
    gained = whole(cells._replace(x=np.minimum(cells.x * 1.04, 254.9)))
    assert known(gained.gain_x)[0] / known(before.gain_x)[0] == pytest.approx(1.04, abs=0.002)
    assert known(gained.gain_y)[0] == pytest.approx(known(before.gain_y)[0], abs=0.004)
    moved = whole(cells._replace(y=cells.y + 3))
    assert known(moved.up_px)[0] - known(before.up_px)[0] == pytest.approx(3, abs=0.1)
    # The reading that is not what happened leaves populations that disagree.
    assert known(gained.right_px)[1] > 3 * known(before.right_px)[1]
    assert known(moved.gain_y)[1] > 2 * known(before.gain_y)[1]


def test_one_population_that_moves_alone_is_no_change_in_common() -> None:
    alone = whole(cells_of(Blood(shifts={"LYMPH": (0, 12)}), 101))
    value, error = known(alone.up_px)
    assert value > 1
    assert error > value / 3


@pytest.mark.parametrize("render", ["classes", "dots"])
def test_errors_are_as_large_as_normal_pictures_differ(render: str) -> None:
    found = [whole(cells_of(Blood(), seed), render) for seed in range(200, 216)]
    for name, usual in (("right_px", 0), ("up_px", 0), ("gain_x", 1), ("width_x", 1), ("width_y", 1)):
        away = [(known(getattr(each, name))[0] - usual) / known(getattr(each, name))[1] for each in found]
        assert 0.5 < np.sqrt(np.mean(np.square(away))) < 1.4, name


def test_a_density_says_the_change_but_not_its_error() -> None:
    moved = whole(cells_of(Blood(shifts=dict.fromkeys(CLUSTERS, (3, 0))), 101), "heat")
    assert moved.right_px is not None
    assert moved.right_px.error is None
    assert moved.right_px.value > 2


def test_an_empty_picture_has_nothing_in_common_with_any() -> None:
    empty = Cells(np.zeros(0), np.zeros(0), np.zeros(0, np.intp))
    assert whole(empty) == Together(
        count=0.0, right_px=None, up_px=None, gain_x=None, gain_y=None, width_x=None, width_y=None
    )


def test_few_dots_on_much_paper_are_as_certain_as_their_number_says() -> None:
    area = plot_area([image(np.full((400, 400), 255, np.uint8))])
    start = State(np.array([50.0]), np.array([[200.0, 200.0]]), np.array([[40.0**2, 0.0, 30.0**2]]), 1e-9)
    model = Model(
        shapes=(ROUND,), colours=np.ones((1, 1)), start=start, dot_px=(1.0,), field=160000.0, hold=0.0, reach=(6.0,)
    )
    right, up, width_x, width_y = precision_of(model, area, 2)[:, 0, 0]
    # The variance of a mean is s² / N, that of the logarithm of a standard deviation 1 / 2 N.
    assert (right, up) == (pytest.approx(32, rel=0.03), pytest.approx(18, rel=0.03))
    assert (width_x, width_y) == (pytest.approx(0.01, rel=0.03), pytest.approx(0.01, rel=0.03))


def test_hidden_dots_cost_certainty_about_widths() -> None:
    area = plot_area([image(np.full((400, 400), 255, np.uint8))])

    def width(count: float) -> float:
        start = State(np.array([count]), np.array([[200.0, 200.0]]), np.array([[100.0, 0.0, 100.0]]), 1e-9)
        model = Model(
            shapes=(ROUND,), colours=np.ones((1, 1)), start=start, dot_px=(1.0,), field=160000.0, hold=0.0, reach=(6.0,)
        )
        return float(precision_of(model, area, 2)[2, 0, 0]) * 2 * count

    assert width(10) < 1.05
    assert width(3000) > 1.5
