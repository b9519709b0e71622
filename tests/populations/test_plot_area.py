"""The plot area: axes, tick labels and titles are outside, lines inside do not count."""

from __future__ import annotations

import numpy as np
import pytest
from plots import Blood, cells_of, dots, image

from mikurabe.errors import UsageError
from mikurabe.images import from_array
from mikurabe.populations import plot_area
from mikurabe.sources import simulate


@pytest.mark.parametrize("axes", ["lines", "labels"])
@pytest.mark.parametrize("size", [128, 256])
def test_the_area_of_a_simulated_plot_begins_at_its_axes(axes: str, size: int) -> None:
    how = simulate.look("classes", size_px=size, axes=axes)  # type: ignore[arg-type]
    days = [simulate.simulate_day("wdf", day) for day in (1, 2)]
    area = plot_area([from_array(day.draw(how), name="day") for day in days])
    true = simulate.area_of(days[0].assay, how)
    assert (area.left, area.bottom) == (true.left, true.top + true.height)
    # No line ends the plot above and at the right.
    assert (area.top, area.right) == (0, size)


def test_one_picture_is_enough_for_the_axes() -> None:
    area = plot_area([image(dots(cells_of(Blood(), 1)))])
    assert (area.left, area.top, area.right, area.bottom) == (1, 0, 256, 255)
    assert area.mask.all()


def test_a_frame_is_left_outside_and_a_grid_line_inside_does_not_count() -> None:
    pixels = np.full((100, 120), 255, np.uint8)
    pixels[10:13, 20:110] = pixels[80:82, 20:110] = 0
    pixels[10:82, 20] = pixels[10:82, 109] = 0
    pixels[40, 21:109] = 200
    area = plot_area([from_array(pixels, name="frame")])
    assert (area.left, area.top, area.right, area.bottom) == (21, 13, 109, 80)
    assert np.flatnonzero(~area.mask.all(axis=1)).tolist() == [27]


def test_lines_through_the_middle_do_not_end_the_plot() -> None:
    pixels = np.full((90, 90), 255, np.uint8)
    pixels[45] = pixels[:, 44] = 0
    area = plot_area([from_array(pixels, name="cross")])
    assert area.mask.shape == (90, 90)
    assert np.count_nonzero(~area.mask) == 179


def test_a_legend_in_all_pictures_does_not_count() -> None:
    plots = [dots(cells_of(Blood(), seed)) for seed in (1, 2)]
    for each in plots:
        each[20:26, 200:230:3] = 60
    area = plot_area([image(each) for each in plots])
    assert not area.mask[20:26, 199:228:3].any()
    # Lone dots that happen to lie on one pixel in both pictures look like letters.
    assert np.count_nonzero(~area.mask[60:]) < 40


def test_without_lines_the_whole_picture_is_the_plot() -> None:
    area = plot_area([image(dots(cells_of(Blood(), 1), axes=False))])
    assert area.mask.shape == (256, 256)
    assert area.mask.all()


def test_a_filled_panel_on_a_larger_page_is_refused() -> None:
    pixels = np.full((60, 60), 255, np.uint8)
    pixels[10:45, 5:55] = 220
    with pytest.raises(UsageError, match=r"between its lines there is no plot area"):
        plot_area([from_array(pixels, name="panel")])
