from __future__ import annotations

import hashlib

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.errors import UnknownName, UsageError
from mikurabe.plotting import Axis, Style, draw, plot_area
from mikurabe.plotting.style import colour_table

BARE = Style(axes=False, size_px=64, colour=(0, 0, 0))
RED_GREEN = ((255, 0, 0), (0, 255, 0))
CHANNELS = Axis(title="SSC", ticks=tuple((at / 4, str(64 * at), at % 2 == 0) for at in range(5)))


def inked(pixels: NDArray[np.uint8], ground: int = 255) -> set[tuple[int, int]]:
    """Return (row, column) of all pixels that are not background."""
    return {(int(row), int(column)) for row, column in np.argwhere((pixels != ground).any(axis=2))}


def spread_out(count: int = 400) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places that no random generator and no rounding has a part in."""
    steps = np.arange(count)
    return (steps * 37 % 256 + 0.5) / 256, (steps * steps % 251 + 0.25) / 256


def test_an_event_lies_at_its_fraction_with_y_upwards() -> None:
    assert inked(draw([0.0, 0.5, 0.999], [0.0, 0.25, 0.999], style=BARE)) == {(63, 0), (47, 32), (0, 63)}


def test_what_is_off_the_plot_or_no_number_is_not_drawn() -> None:
    u, v = [-0.01, 1.0, 0.5, np.nan, 0.5, np.inf], [0.5, 0.5, -1e-9, 0.5, np.nan, 0.5]
    for kind in ("dots", "smooth", "density"):
        assert inked(draw(u, v, style=Style(kind=kind, axes=False))) == set()


def test_the_largest_fraction_below_one_stays_on_plots_of_every_side() -> None:
    below = float(np.nextafter(1, 0))
    for side in (49, 99, 300, 997):
        style = Style(size_px=side, axes=False)
        assert inked(draw([below], [below], style=style)) == {(0, side - 1)}


def test_the_last_of_two_dots_stays() -> None:
    for classes, colour in (([0, 1], (0, 255, 0)), ([1, 0], (255, 0, 0))):
        pixels = draw([0.5, 0.5], [0.5, 0.5], style=BARE, classes=classes, palette=RED_GREEN)
        assert tuple(pixels[31, 32]) == colour
    # Also where thousands are drawn and most of them are covered.
    u, v = np.full(5000, 0.5), np.full(5000, 0.5)
    classes_of_many = np.zeros(5000, dtype=np.int64)
    classes_of_many[-1] = 1
    assert tuple(draw(u, v, style=BARE, classes=classes_of_many, palette=RED_GREEN)[31, 32]) == (0, 255, 0)


def test_larger_dots_are_squares_cut_at_the_edge() -> None:
    style = Style(axes=False, size_px=64, dot_px=3)
    assert inked(draw([0.5], [0.5], style=style)) == {(row, column) for row in (30, 31, 32) for column in (31, 32, 33)}
    assert inked(draw([0.0], [0.0], style=style)) == {(63, 0), (63, 1), (62, 0), (62, 1)}


def test_a_soft_dot_has_the_levels_that_its_distances_give() -> None:
    # Diameter 2 at the middle of pixel (31, 32): 1 px away the cover is 0.5, diagonally 1.5 - sqrt(2) = 0.0858.
    pixels = draw(
        [32.5 / 64], [32.5 / 64], style=Style(kind="smooth", axes=False, size_px=64, dot_px=2, colour=(0, 0, 0))
    )
    around = pixels[30:33, 31:34, 0].astype(int)
    corner, side = 255 - 22, 255 - 128
    assert around.tolist() == [[corner, side, corner], [side, 0, side], [corner, side, corner]]
    assert len(inked(pixels)) == 9


def test_a_soft_dot_moves_by_parts_of_a_pixel() -> None:
    style = Style(kind="smooth", axes=False, size_px=64, dot_px=3, background="black", colour=(255, 255, 255))
    for at in (20.0, 20.25, 20.5, 20.9):
        light = draw([at / 64], [0.5], style=style)[:, :, 0].astype(float)
        assert (light.sum(axis=0) * (np.arange(64) + 0.5)).sum() / light.sum() == pytest.approx(at, abs=0.06)


def test_a_density_has_the_logarithm_of_its_counts() -> None:
    style = Style(kind="density", axes=False, size_px=64, full_count=7)
    counts = {1: 10, 3: 20, 7: 30, 50: 40}
    u = np.concatenate([np.full(count, (column + 0.5) / 64) for count, column in counts.items()])
    pixels, table = draw(u, np.full(len(u), 0.5), style=style), colour_table(style)
    # log2(1 + 1) / log2(1 + 7) is a third of the 255 steps, log2(1 + 3) / 3 two thirds; beyond 7 the last colour.
    for count, level in ((1, 85), (3, 170), (7, 255), (50, 255)):
        assert tuple(pixels[31, counts[count]]) == tuple(table[level])
    assert len(inked(pixels)) == 4


def test_a_spread_density_keeps_its_events_and_is_exact() -> None:
    style = Style(kind="density", axes=False, size_px=64, spread=1, full_count=1, colour_map="ink")
    pixels, table = draw([32.5 / 64], [32.5 / 64], style=style), colour_table(style)
    # Weights 1 2 1 in both directions, of 16.
    for row, column, part in ((31, 32, 4 / 16), (31, 33, 2 / 16), (30, 33, 1 / 16)):
        assert tuple(pixels[row, column]) == tuple(table[round(255 * float(np.log2(1 + part)))])
    assert len(inked(pixels)) == 9


def test_a_density_counts_in_cells_from_the_lower_left_corner() -> None:
    style = Style(kind="density", axes=False, size_px=64, bin_px=3, full_count=0.5)
    # Column 32 is in the cell 30 to 32, the row 10 from below in the cell 9 to 11 from below.
    pixels = draw([32.5 / 64], [10.5 / 64], style=style)
    assert inked(pixels) == {(63 - up, column) for up in (9, 10, 11) for column in (30, 31, 32)}
    assert tuple(pixels[63 - 9, 30]) == (253, 231, 37)
    # The last cell is cut: 64 = 21 * 3 + 1.
    assert inked(draw([0.999], [0.999], style=style)) == {(0, 63)}


def test_the_colours_of_a_map_go_through_its_anchors() -> None:
    table = colour_table(Style(kind="density"))
    assert table.shape == (256, 3)
    assert tuple(table[0]) == (68, 1, 84)
    assert tuple(table[255]) == (253, 231, 37)
    # An end of a third of nine spans: 255 / 9 * 3 = 85.
    assert tuple(table[85]) == (49, 104, 142)
    ink = colour_table(Style(kind="density", colour_map="ink", background="black")).astype(int)
    assert (np.diff(ink[:, 0]) >= 0).all()
    assert tuple(ink[255]) == (255, 255, 255)


@pytest.mark.parametrize("size", [128, 1024, (320, 200)])
@pytest.mark.parametrize("kind", ["dots", "smooth", "density"])
@pytest.mark.parametrize("background", ["white", "black"])
def test_every_kind_is_drawn_at_every_size_on_both_backgrounds(size, kind, background) -> None:
    style = Style(kind=kind, size_px=size, background=background, labels=True, dot_px=2)
    u, v = spread_out()
    pixels = draw(u, v, style=style, x_axis=CHANNELS, y_axis=CHANNELS)
    area = plot_area(style, CHANNELS, CHANNELS)
    assert pixels.shape == (style.height_px, style.width_px, 3)
    assert pixels.dtype == np.uint8
    plot = pixels[area.top : area.top + area.height, area.left : area.left + area.width]
    assert len(inked(plot, style.ground[0])) >= 300


def test_the_plot_lies_between_its_axes_and_does_not_move_with_the_events() -> None:
    style = Style(labels=True)
    area = plot_area(style, CHANNELS, CHANNELS)
    corners = draw([0.0, 0.9999], [0.0, 0.9999], style=style, x_axis=CHANNELS, y_axis=CHANNELS)
    empty = draw([], [], style=style, x_axis=CHANNELS, y_axis=CHANNELS)
    changed = np.argwhere((corners != empty).any(axis=2)).tolist()
    assert changed == [[area.top, area.left + area.width - 1], [area.top + area.height - 1, area.left]]
    # Nothing of the axes stands inside the plot.
    assert inked(empty[area.top : area.top + area.height, area.left : area.left + area.width]) == set()


def test_labels_and_ticks_stand_only_where_they_are_asked_for() -> None:
    bare, axes, labels = (
        draw([], [], style=style, x_axis=CHANNELS, y_axis=CHANNELS)
        for style in (Style(axes=False), Style(), Style(labels=True))
    )
    assert inked(bare) == set()
    assert 0 < len(inked(axes)) < len(inked(labels))


def test_texts_at_a_small_plot_do_not_run_into_each_other() -> None:
    crowded = Axis(ticks=tuple((at / 20, "1000", True) for at in range(21)))
    style = Style(size_px=128, labels=True)
    area = plot_area(style, crowded, None)
    # Between the texts there are columns without ink: so many texts of 24 px, each at least 2 px from the next.
    below = (draw([], [], style=style, x_axis=crowded)[area.top + area.height + 6 :] != 255).any(axis=(0, 2))
    starts = np.flatnonzero(np.diff(below.astype(int)) == 1)
    assert 3 <= len(starts) <= 4 * 5


def test_the_legend_names_the_colours() -> None:
    style = Style(axes=False)
    plain = draw([], [], style=style, palette=RED_GREEN)
    named = draw([], [], style=style, palette=RED_GREEN, legend=["NEUT", "LYMPH"])
    assert inked(plain) == set()
    seen = {tuple(colour) for colour in named.reshape(-1, 3).tolist()}
    assert {(255, 0, 0), (0, 255, 0), style.text} <= seen


def test_the_same_bytes_on_every_machine() -> None:
    """The hashes were made once; they change only where what is drawn is meant to change."""
    u, v = spread_out(3000)
    classes = np.arange(3000) % 2
    digest = hashlib.sha256()
    for style in (Style(), Style(kind="smooth", dot_px=3, labels=True), Style(kind="density", spread=2, size_px=300)):
        digest.update(draw(u, v, style=style, classes=classes, palette=RED_GREEN, x_axis=CHANNELS, y_axis=CHANNELS))
    assert digest.hexdigest() == "2b7e66007046c6a5a21a28f8c1634b91e2432e0e47dcb50bd0a692e18d03ec4b"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "dot"}, "There is no kind of plot 'dot'. Did you mean 'dots'"),
        ({"background": "withe"}, "Did you mean 'white'"),
        ({"colour_map": "viridi"}, "Did you mean 'viridis'"),
        ({"size_px": 8}, "A plot of 8 px cannot be drawn: ask for 32 to 8192"),
        ({"dot_px": 0}, "A dot of 0 px"),
        ({"spread": 9}, "cannot be spread 9 times"),
        ({"full_count": 0}, "full count of 0 events"),
        ({"bin_px": 17}, "cells of 17 px"),
        ({"axes": False, "labels": True}, "Labels stand at axes"),
    ],
)
def test_a_style_that_cannot_be_drawn_is_told_at_once(wrong, said) -> None:
    with pytest.raises((UsageError, UnknownName), match=said):
        Style(**wrong)


def test_arrays_that_do_not_fit_are_told() -> None:
    with pytest.raises(UsageError, match=r"one u and one v each, not arrays of shape \(2,\) and \(1,\)"):
        draw([0.1, 0.2], [0.1], style=BARE)
    with pytest.raises(UsageError, match="need a palette"):
        draw([0.1], [0.1], style=BARE, classes=[0])
    with pytest.raises(UsageError, match="go from 0 to 2, but the palette has colours for 0 to 1"):
        draw([0.1, 0.1], [0.1, 0.1], style=BARE, classes=[0, 2], palette=RED_GREEN)
    with pytest.raises(UsageError, match="1 whole numbers, one per event, not float64"):
        draw([0.1], [0.1], style=BARE, classes=[0.5], palette=RED_GREEN)
    with pytest.raises(UsageError, match="legend of 2 names"):
        draw([], [], style=BARE, palette=RED_GREEN[:1], legend=["one", "two"])
    with pytest.raises(UsageError, match=r"shape \(K, 3\)"):
        draw([], [], style=BARE, palette=[1, 2, 3])
    with pytest.raises(UsageError, match="beyond 0 to 1"):
        Axis(ticks=((1.5, "384", True),))
