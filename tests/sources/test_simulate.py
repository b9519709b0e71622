from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.errors import UnknownName, UsageError
from mikurabe.sources.simulate import (
    FAULTS,
    POPULATIONS,
    SIZE,
    Condition,
    Events,
    control_series,
    draw_events,
    faulty_series,
    render,
)

KIND = {each.name: at for at, each in enumerate(POPULATIONS)}


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.rint(pixels @ np.array([0.299, 0.587, 0.114]))


def cosine(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


def psnr(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(10 * np.log10(255**2 / ((a - b) ** 2).mean()))


def test_a_series_has_one_picture_per_day() -> None:
    series = control_series(3)
    assert [each.name for each in series] == ["day_01", "day_02", "day_03"]
    for each in series:
        assert each.pixels.shape == (SIZE, SIZE, 3)
        assert each.pixels.dtype == np.uint8
        assert each.truth["fault"] == "none"
        # 5,000 cells and a quarter of debris; a small part of the debris lies off the scale.
        assert 5500 < int(each.truth["events"]) < 7000


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = (control_series(2, seed) for seed in (5, 5, 6))
    assert [each.pixels.tobytes() for each in first] == [each.pixels.tobytes() for each in again]
    assert first[0].truth == again[0].truth
    assert first[0].pixels.tobytes() != other[0].pixels.tobytes()
    assert first[0].pixels.tobytes() != first[1].pixels.tobytes()


def test_a_day_does_not_depend_on_how_long_the_series_is() -> None:
    assert np.array_equal(control_series(2)[1].pixels, control_series(5)[1].pixels)
    everything = {each.name: each for each in faulty_series()}
    (alone,) = faulty_series(faults=("debris",))
    assert np.array_equal(alone.pixels, everything["debris"].pixels)


def test_the_populations_lie_where_the_table_says() -> None:
    events = draw_events(Condition(events=200_000.0), generator())
    for each in POPULATIONS:
        x, y = events.x[events.kind == KIND[each.name]], events.y[events.kind == KIND[each.name]]
        # The tail of side scatter adds 0.15 * sd on average; EO loses a few off the scale.
        assert np.mean(x) == pytest.approx(each.x + 0.15 * each.sd_x, abs=0.5)
        assert np.mean(y) == pytest.approx(each.y, abs=0.2)
        assert np.std(y) == pytest.approx(np.hypot(each.sd_y, 0.025 * each.y), rel=0.02)
        assert len(x) / np.count_nonzero(events.kind < len(POPULATIONS)) == pytest.approx(each.share, rel=0.05)
        assert np.corrcoef(x, y)[0, 1] == pytest.approx(each.rho, abs=0.12)


def test_events_stay_on_the_scale_and_off_the_axes() -> None:
    events = draw_events(Condition(gain_x=1.4, gain_y=2.5), generator())
    for channel in (events.x, events.y):
        assert channel.min() >= 1
        assert channel.max() < SIZE


def test_a_dot_lies_at_its_channel_with_y_upwards_and_the_last_one_on_top() -> None:
    events = Events(np.array([10.9, 200.0, 200.2]), np.array([20.1, 30.0, 30.9]), np.array([0, 1, 2]))
    pixels = render(events)
    assert tuple(pixels[SIZE - 1 - 20, 10]) == POPULATIONS[0].colour
    assert tuple(pixels[SIZE - 1 - 30, 200]) == POPULATIONS[2].colour
    white = (pixels == 255).all(axis=2)
    # Two dots, and axes on the left and below that share a corner.
    assert np.count_nonzero(~white) == 2 + 2 * SIZE - 1


def test_single_colour_has_dots_at_the_same_places() -> None:
    (classes,), (single,) = (control_series(1, colours=colours) for colours in ("class", "single"))
    assert np.array_equal((classes.pixels == 255).all(axis=2), (single.pixels == 255).all(axis=2))
    inside = single.pixels[:-1, 1:].reshape(-1, 3)
    assert len(np.unique(inside, axis=0)) == 2


def test_the_truth_counts_every_event_once() -> None:
    for each in [*control_series(1), *faulty_series()]:
        counted = sum(int(value) for key, value in each.truth.items() if key.startswith("events_"))
        assert counted == each.truth["events"]


def test_every_fault_is_drawn_and_is_what_it_says() -> None:
    normal = control_series(1)[0].truth
    faulty = {each.name: each.truth for each in faulty_series()}
    assert list(faulty) == list(FAULTS)
    assert all(truth["fault"] == name and truth["severity"] for name, truth in faulty.items())

    def ratio(name: str, key: str) -> float:
        return float(faulty[name][key]) / float(normal[key])

    assert ratio("fat_in_x", "blur_x") == pytest.approx(3.5, rel=0.4)
    assert ratio("fat_in_x", "blur_y") == pytest.approx(1.0, rel=0.4)
    assert ratio("count_loss", "events") == pytest.approx(0.6, rel=0.15)
    assert ratio("debris", "events_DEBRIS") == pytest.approx(3.0, rel=0.4)
    assert ratio("gain_x", "gain_x") == pytest.approx(1.05, abs=0.03)
    assert normal["events_NEW"] == 0
    assert 60 < float(faulty["new_population"]["events_NEW"]) < 140


def test_fat_in_x_widens_x_in_proportion_to_x_and_leaves_y() -> None:
    plain = draw_events(Condition(events=100_000.0), generator())
    fat = draw_events(Condition(events=100_000.0, blur_x=0.07), generator())
    for name in ("LYMPH", "NEUT"):
        at = POPULATIONS[KIND[name]]
        widths = [np.std(each.x[each.kind == KIND[name]]) for each in (plain, fat)]
        added = np.sqrt(widths[1] ** 2 - widths[0] ** 2)
        assert added == pytest.approx(at.x * np.sqrt(0.07**2 - 0.02**2), rel=0.05)
        assert np.std(fat.y[fat.kind == KIND[name]]) == pytest.approx(
            np.std(plain.y[plain.kind == KIND[name]]), rel=0.02
        )


def test_the_lymphocytes_alone_are_moved() -> None:
    plain = draw_events(Condition(events=100_000.0), generator())
    moved = draw_events(Condition(events=100_000.0, shift_px={"LYMPH": (0.0, 8.0)}), generator())
    for name, by in (("LYMPH", 8.0), ("MONO", 0.0), ("NEUT", 0.0)):
        here = [np.mean(each.y[each.kind == KIND[name]]) for each in (plain, moved)]
        assert here[1] - here[0] == pytest.approx(by, abs=0.3)


@pytest.mark.parametrize("seed", [1, 2, 3, 7])
def test_one_reference_sees_fat_in_x_but_takes_a_count_loss_for_more_similar(seed: int) -> None:
    reference, *normals = (luma(each.pixels) for each in control_series(9, seed))
    faulty = {each.name: luma(each.pixels) for each in faulty_series(seed)}
    for index in (cosine, psnr):
        usual = [index(reference, each) for each in normals]
        assert index(reference, faulty["fat_in_x"]) < min(usual)
        # Fewer dots are fewer disagreeing pixels: the fault that similarity to one picture hides.
        assert index(reference, faulty["count_loss"]) > max(usual)


def test_a_series_of_no_days_and_an_unknown_fault_are_errors() -> None:
    with pytest.raises(UsageError, match="ask for 1 or more"):
        control_series(0)
    with pytest.raises(UnknownName, match=r"There is no fault 'debri'\. Did you mean 'debris'"):
        faulty_series(faults=("debri",))
