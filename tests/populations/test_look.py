"""How pictures are drawn: colours, dot sizes, densities, and what JPEG leaves of them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from plots import COLOURS, Blood, Pixels, cells_of, discs, dots, heat, image

from mikurabe.populations import Look, learn_populations, plot_area
from mikurabe.populations.drawing import learn_look
from mikurabe.populations.look import nearest_ink, read_ink
from mikurabe.records import Image


def look_of(*pictures: Pixels) -> tuple[Look, list[Image]]:
    images = [image(each) for each in pictures]
    return learn_look(images, plot_area(images)), images


@pytest.mark.parametrize("dark", [False, True])
def test_the_clusters_colours_are_found_exactly(dark: bool) -> None:
    look, _ = look_of(*(dots(cells_of(Blood(), seed), coloured=True, dark=dark) for seed in (1, 2)))
    paper = np.array(look.background)
    found = {tuple(colour) for colour in np.rint((np.array(look.inks) + paper) * 255).astype(int).tolist()}
    assert found == {tuple(colour) for colour in COLOURS.tolist()}
    assert (look.kind, look.smeared, look.pseudo) == ("dots", False, False)
    assert look.dot_px == (1.0,) * 8


def test_each_dot_is_read_under_its_colour() -> None:
    pixels = dots(cells_of(Blood(), 1), coloured=True)
    look, images = look_of(pixels)
    ink = read_ink(images[0], look, plot_area(images))
    assert ink.amount == pytest.approx(np.ones(len(ink.amount)))
    for plane, colour in enumerate(np.rint((np.array(look.inks) + 1) * 255).astype(int)):
        assert np.count_nonzero(ink.plane == plane) == np.count_nonzero((pixels == colour).all(axis=2))


def test_a_soft_disc_covers_what_it_covers() -> None:
    look, _ = look_of(discs(cells_of(Blood(), 1), diameter=3))
    # A disc of diameter 3 covers 7.07 px.
    assert np.mean(look.dot_px) == pytest.approx(7.07, abs=0.6)
    assert look.dot_px[0] > look.dot_px[-1] + 2
    assert len(look.inks) == 1


def test_hard_squares_of_3_px_cover_9() -> None:
    pixels = np.full((120, 120), 255, np.uint8)
    rng = np.random.default_rng(1)
    for row, column in rng.integers(5, 110, (60, 2)):
        pixels[row : row + 3, column : column + 3] = 0
    look, _ = look_of(pixels)
    assert look.dot_px == (9.0,) * 8


def test_a_density_is_told_from_dots_and_its_ramp_goes_up_the_map() -> None:
    pixels = heat(cells_of(Blood(), 1))
    look, images = look_of(pixels)
    assert look.kind == "density"
    ink = read_ink(images[0], look, plot_area(images))
    amounts = np.zeros(pixels.shape[:2])
    amounts[ink.rows, ink.columns] = ink.amount
    # The map's own level of each pixel, from its green channel, which rises all the way.
    green = pixels[..., 1].astype(float)
    order = np.argsort(green[amounts > 0])
    rises = np.diff(amounts[amounts > 0][order][::50])
    assert (rises > -0.2).all()
    assert amounts.max() == pytest.approx(6, abs=0.3)


def test_dots_coloured_by_density_are_dots_whatever_their_colour() -> None:
    pixels = dots(cells_of(Blood(), 1))
    hit = (pixels == (40, 60, 150)).all(axis=2)
    level = np.broadcast_to(np.linspace(0, 1, 256), (256, 256))[hit]
    stops = np.array([(68, 1, 84), (49, 104, 142), (53, 183, 121), (253, 231, 37)], float)
    for channel in range(3):
        pixels[..., channel][hit] = np.rint(np.interp(level, np.linspace(0, 1, 4), stops[:, channel]))
    look, images = look_of(pixels)
    assert (look.kind, look.pseudo) == ("dots", True)
    assert read_ink(images[0], look, plot_area(images)).amount.sum() == np.count_nonzero(hit)


def jpeg(pixels: Pixels) -> Pixels:
    from PIL import Image as Pillow

    packed = io.BytesIO()
    Pillow.fromarray(pixels).save(packed, "jpeg", quality=85)
    return np.asarray(Pillow.open(packed))


def test_after_jpeg_the_hues_of_the_clusters_are_still_told_apart() -> None:
    plots = [jpeg(dots(cells_of(Blood(), seed), 512, coloured=True, dark=True)) for seed in range(3)]
    populations = learn_populations([image(each) for each in plots])
    assert populations.look.smeared
    # Red, magenta, green and the bluish ones, gray among them.
    assert len(populations.look.inks) == 4
    places = [each.place for each in populations.normal.members[:5]]
    for x, y in ((149, 48), (78, 68), (118, 108), (205, 44)):
        assert min(np.hypot(each.x / 2 - x, 256 - each.y / 2 - y) for each in places if each is not None) < 3


@pytest.mark.parametrize("size", [512, 1024])
def test_after_jpeg_dots_in_a_wrong_colour_are_no_populations(size: int) -> None:
    plots = [jpeg(dots(cells_of(Blood(), seed), size, coloured=True)) for seed in range(6)]
    populations = learn_populations([image(each) for each in plots])
    places = [each.place for each in populations.normal.members]
    assert len(places) == 6, "five clusters and debris"
    for x, y in ((149, 48), (78, 68), (118, 108), (205, 44), (162, 88)):
        away = [np.hypot(each.x * 256 / size - x, 256 - each.y * 256 / size - y) for each in places if each is not None]
        assert min(away) < 3
    # A dot's colour is the less certain the fewer others there are around it.
    often = populations.model.colours.max(axis=1)
    assert often[0] > 0.95
    assert often[-1] < 0.9


def test_after_jpeg_dots_of_one_colour_are_one_colour() -> None:
    look, _ = look_of(jpeg(dots(cells_of(Blood(), 1))))
    assert len(look.inks) == 1


def test_the_nearest_ink_of_a_half_covered_pixel_by_hand() -> None:
    inks = np.array([[-1.0, 0.0, 0.0], [0.0, -0.8, -0.8]])
    plane, part = nearest_ink(np.array([[-0.5, 0.0, 0.0], [0.0, -0.2, -0.2], [-1.2, 0.1, 0.0]]), inks)
    assert plane.tolist() == [0, 1, 0]
    assert part.tolist() == pytest.approx([0.5, 0.25, 1.0])
