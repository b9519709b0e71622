"""Planted faults: dots stay dots, what should not move does not, and each fault does what it is called."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from judge.plots import ink, plots
from mikurabe.errors import UnknownName
from mikurabe.images import from_array
from mikurabe.judge.planting import FAULTS, Planter, Unplantable, faults_of
from mikurabe.judge.planting.dots import at_least_one
from mikurabe.judge.planting.moved import DOT_FAULTS
from mikurabe.judge.planting.whole import WHOLE_FAULTS
from mikurabe.records import Image


@pytest.fixture(scope="module")
def planter() -> Planter:
    return Planter(plots(6))


def planted(planter: Planter, name: str, severity: float, at: int = 0) -> Image:
    return planter.plant(at, FAULTS[name], severity)


def left_centre(image: Image) -> float:
    """Return the mean column of the left cluster's ink."""
    return float(np.nonzero(ink(image)[:, :46])[1].mean())


def test_every_fault_has_a_planting_for_plots_and_for_photographs_where_it_exists_there() -> None:
    for name, fault in FAULTS.items():
        assert name in DOT_FAULTS or name in WHOLE_FAULTS
        assert fault.of_dots or name in WHOLE_FAULTS
        assert list(fault.severities) == sorted(set(fault.severities))


def test_a_plot_of_dots_is_recognised_with_its_axes_and_clusters(planter: Planter) -> None:
    scene = planter.scene
    assert scene is not None
    assert scene.dot_px == 1
    assert scene.still[:, 1].all()
    assert not scene.still[60, 24]
    assert scene.peaks[:2, :2] == pytest.approx(np.array([[24, 60], [66, 34]]), abs=3)


@pytest.mark.parametrize("name", sorted(DOT_FAULTS))
def test_dots_keep_their_colour_and_axes_stay_at_every_severity(planter: Planter, name: str) -> None:
    before = planter.images[0]
    for severity in FAULTS[name].severities:
        after = planted(planter, name, severity)
        colours = {tuple(colour) for colour in after.pixels.reshape(-1, 3).tolist()}
        assert colours <= {(255, 255, 255), (0, 0, 0), (40, 60, 150)}, "nothing was resampled"
        axes = (before.pixels == 0).all(axis=2)
        assert ((after.pixels == 0).all(axis=2) == axes).all()


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_no_severity_is_no_fault_and_the_same_seed_gives_the_same_picture(planter: Planter, name: str) -> None:
    if name != "jpeg":
        assert np.array_equal(planted(planter, name, 0.0).pixels, planter.images[0].pixels)
    again = Planter(planter.images)
    strongest = FAULTS[name].severities[-1]
    assert np.array_equal(planted(again, name, strongest).pixels, planted(planter, name, strongest).pixels)
    assert not np.array_equal(planted(planter, name, strongest).pixels, planter.images[0].pixels)


def test_another_seed_gives_other_random_numbers(planter: Planter) -> None:
    other = Planter(planter.images, seed=2)
    assert not np.array_equal(planted(other, "thin", 20).pixels, planted(planter, "thin", 20).pixels)


def test_a_whole_shift_moves_every_dot_alike(planter: Planter) -> None:
    before, after = ink(planter.images[0]), ink(planted(planter, "shift_x", 4))
    assert np.array_equal(after[:, 8:-8], before[:, 4:-12])
    assert np.array_equal(ink(planted(planter, "shift_y", 2))[4:-8], before[6:-6])


def test_half_a_pixel_moves_half_of_the_dots_and_leaves_as_much_ink(planter: Planter) -> None:
    after = [planted(planter, "shift_x", 0.5, at) for at in range(6)]
    # Of one cluster: the centre of both would also tell which of them drew more dots on each other.
    moves = [left_centre(one) - left_centre(before) for one, before in zip(after, planter.images, strict=True)]
    assert np.mean(moves) == pytest.approx(0.5, abs=0.1)
    counts = [ink(one).sum() / ink(before).sum() for one, before in zip(after, planter.images, strict=True)]
    assert np.mean(counts) == pytest.approx(1, abs=0.03)


def test_a_dense_cluster_that_moves_comes_out_without_holes() -> None:
    """The reason for reckoning with dots that lie on each other: else a quarter of a full patch would fall open."""
    rng = np.random.default_rng(1)
    images = []
    for at in range(5):
        pixels = np.full((80, 80), 255, np.uint8)
        for x, y in rng.normal(40, 6, (6000, 2)):
            pixels[int(np.clip(y, 0, 79)), int(np.clip(x, 0, 79))] = 0
        for x, y in rng.integers(0, 80, (80, 2)):
            pixels[y, x] = 0
        images.append(from_array(pixels, name=f"dense {at}"))
    after = Planter(images).plant(0, FAULTS["shift_x"], 0.5).pixels
    assert (images[0].pixels[34:46, 34:46] == 0).mean() > 0.99
    assert (after[34:46, 34:46] == 0).mean() > 0.95


def test_gain_stretches_from_the_left_and_the_lower_end(planter: Planter) -> None:
    left, _, _, bottom = planter.scene.box if planter.scene else (0, 0, 0, 0)
    for half in (slice(None, 46), slice(46, None)):
        clusters = [ink(planter.images[0]), ink(planted(planter, "gain_x", 10)), ink(planted(planter, "gain_y", 10))]
        (y, x), (_, right), (up, _) = (np.mean(np.nonzero(each[:, half]), axis=1) for each in clusters)
        assert right - x == pytest.approx(0.1 * (x + (half.start or 0) - left), abs=0.6)
        assert up - y == pytest.approx(-0.1 * (bottom - 1 - y), abs=0.6)


def test_rotation_is_counter_clockwise_about_the_middle(planter: Planter) -> None:
    # The cluster to the right of the middle goes up, the one to the left goes down.
    before, after = ink(planter.images[0]), ink(planted(planter, "rotate", 10))
    for half, sign in ((slice(48, None), -1), (slice(None, 48), 1)):
        rows = [np.nonzero(each[:, half])[0].mean() for each in (before, after)]
        assert sign * (rows[1] - rows[0]) > 1


def test_widening_widens_one_direction_only(planter: Planter) -> None:
    before, after = ink(planter.images[0])[:, :46], ink(planted(planter, "widen_y", 40))[:, :46]
    spreads = [[float(np.std(places)) for places in np.nonzero(each)] for each in (before, after)]
    assert spreads[1][0] > 1.3 * spreads[0][0]
    assert spreads[1][1] == pytest.approx(spreads[0][1], rel=0.08)


def test_thinning_and_crowding_change_the_number_of_dots(planter: Planter) -> None:
    count = ink(planter.images[0]).sum()
    counts = [ink(planted(planter, "thin", severity)).sum() for severity in (5, 20, 60)]
    assert count > counts[0] > counts[1] > counts[2]
    assert counts[2] == pytest.approx(0.47 * count, rel=0.15), "of dots on each other some are left"
    assert ink(planted(planter, "crowd", 50)).sum() > 1.15 * count


def test_a_stronger_thinning_loses_what_the_weaker_one_lost_and_more(planter: Planter) -> None:
    weak, strong = ink(planted(planter, "thin", 20)), ink(planted(planter, "thin", 40))
    assert (weak | ~strong).all()


def test_a_new_cluster_lies_where_nothing_was(planter: Planter) -> None:
    before, after = ink(planter.images[0]), ink(planted(planter, "new_cluster", 5))
    added = after & ~before
    assert (before & ~after).sum() == 0
    assert 10 <= added.sum() <= 0.06 * 1.5 * before.sum()
    everywhere = np.logical_or.reduce([ink(image) for image in planter.images])
    assert (added & everywhere).sum() <= 0.2 * added.sum()


def test_moving_a_cluster_leaves_the_largest_alone(planter: Planter) -> None:
    before, after = ink(planter.images[0]), ink(planted(planter, "move_cluster", 8))
    assert np.array_equal(before[:, :40], after[:, :40])
    moved = [np.nonzero(each[:, 46:])[0].mean() for each in (before, after)]
    assert moved[1] - moved[0] == pytest.approx(-8, abs=0.5)


def test_dots_of_three_pixels_move_as_a_whole() -> None:
    planter = Planter(plots(6, dot_px=3))
    assert planter.scene is not None
    assert planter.scene.dot_px == 3
    after = ink(planted(planter, "thin", 60))
    rows, columns = np.nonzero(after)
    # Squares of three by three are there as a whole or not at all.
    cells = after.reshape(96, 3, 96, 3).sum(axis=(1, 3))
    assert len(rows) == len(columns) > 100
    assert np.isin(cells, (0, 9)).all()


def test_photographs_are_moved_as_a_whole_and_have_no_dots_to_lose() -> None:
    rng = np.random.default_rng(2)
    ramp = np.add.outer(np.arange(64), np.arange(80)) * 1.5
    images = [from_array(np.uint8(ramp + rng.integers(0, 9, (64, 80))), name=f"{at}") for at in range(5)]
    planter = Planter(images)
    assert planter.scene is None
    with pytest.raises(Unplantable, match="stress_no_dots"):
        planted(planter, "thin", 20)
    assert np.array_equal(planted(planter, "shift_x", 4).pixels[:, 10:70], images[0].pixels[:, 6:66])
    assert np.array_equal(planted(planter, "shift_y", 4).pixels[10:50], images[0].pixels[14:54])
    darker = planted(planter, "darken", 20).pixels
    assert darker.mean() == pytest.approx(0.8 * images[0].pixels.mean(), rel=0.01)


def test_deeper_pictures_keep_their_depth_and_are_not_made_jpeg() -> None:
    rng = np.random.default_rng(2)
    images = [from_array(rng.integers(0, 4096, (40, 40)).astype(np.uint16), name="a", white=4095.0) for _ in range(5)]
    planter = Planter(images)
    assert planted(planter, "blur", 2).pixels.dtype == np.uint16
    assert planted(planter, "noise", 8).pixels.max() <= 4095
    with pytest.raises(Unplantable, match="stress_eight_bits"):
        planted(planter, "jpeg", 30)


def test_a_blank_picture_among_plots_has_no_dots_and_is_left_as_it_is() -> None:
    images = [*plots(5), from_array(np.full((96, 96, 3), 255, np.uint8), name="blank")]
    planter = Planter(images)
    for name in DOT_FAULTS:
        assert np.array_equal(planted(planter, name, FAULTS[name].severities[-1], at=5).pixels, images[5].pixels)


def test_numbers_of_dots_on_each_other_are_poisson_ones_without_the_noughts() -> None:
    counts = at_least_one(np.full(200_000, 1.5), np.random.default_rng(1))
    assert counts.min() == 1
    # The mean of such numbers is λ / (1 - exp(-λ)), the share of ones λ exp(-λ) / (1 - exp(-λ)).
    assert counts.mean() == pytest.approx(1.5 / (1 - np.exp(-1.5)), rel=0.01)
    assert (counts == 1).mean() == pytest.approx(1.5 * np.exp(-1.5) / (1 - np.exp(-1.5)), rel=0.01)


def test_faults_are_named_with_commas_and_a_wrong_name_is_told() -> None:
    assert [fault.name for fault in faults_of(["thin, blur", "thin"])] == ["thin", "blur"]
    assert len(faults_of(())) == len(FAULTS)
    with pytest.raises(UnknownName, match=r"There is no fault 'rotat'\. Did you mean 'rotate'\?"):
        faults_of(["rotat"])


def test_the_page_names_every_fault_with_its_severities() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "stress.md").read_text(encoding="utf-8")
    said = {
        name: (float(low), float(high))
        for names, low, high in re.findall(r"^\| (`[^|]*`) \| ([\d.]+) … ([\d.]+)", text, flags=re.MULTILINE)
        for name in re.findall("`([a-z_]+)`", names)
    }
    assert said == {name: (fault.severities[0], fault.severities[-1]) for name, fault in FAULTS.items()}
