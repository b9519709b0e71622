"""Measurements of normal days: populations as the TOML says, days as they are said to hang together."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.errors import UnknownName, UsageError
from mikurabe.sources.simulate import (
    ASSAYS,
    FAULTS,
    RENDERS,
    Course,
    area_of,
    average_condition,
    control_days,
    draw_condition,
    draw_events,
    faulty_days,
    load_assay,
    look,
    simulate_day,
)

WDF = load_assay("wdf")


@pytest.mark.parametrize("name", ASSAYS)
def test_the_populations_lie_where_the_toml_says(name: str) -> None:
    assay = load_assay(name)
    events = draw_events(assay, average_condition(assay, events=400_000), (1, 1))
    cells = np.count_nonzero(events.label < len(assay.populations))
    for at, each in enumerate(assay.populations):
        x, y = events.x[events.label == at], events.y[events.label == at]
        error = np.sqrt(1 / len(x))
        # The tail, E[z exp(tail z)] = tail exp(tail² / 2), moves the mean; what lies off the scale is lost.
        tail = each.tail * np.exp(each.tail**2 / 2)
        assert np.mean(y) == pytest.approx(each.y, abs=4 * error * np.hypot(each.sd_y, assay.cv_y * each.y))
        assert np.std(y) == pytest.approx(np.hypot(each.sd_y, assay.cv_y * np.hypot(each.y, each.sd_y)), rel=4 * error)
        assert np.mean(x) == pytest.approx(each.x + tail * each.sd_x, abs=5 * error * each.sd_x + 0.1)
        # Var[z exp(tail z)] = (1 + 4 tail²) exp(2 tail²) - tail² exp(tail²)
        own = each.sd_x * np.sqrt((1 + 4 * each.tail**2) * np.exp(2 * each.tail**2) - tail**2)
        assert np.std(x) == pytest.approx(np.hypot(own, assay.cv_x * np.hypot(each.x, own)), rel=0.03)
        assert len(x) / cells == pytest.approx(each.share, rel=6 * error + 0.01)
        within = each.sd_x * each.sd_y * each.rho * np.exp(each.tail**2 / 2) * (1 + each.tail**2)
        assert np.mean((x - np.mean(x)) * (y - np.mean(y))) == pytest.approx(
            within, abs=6 * error * np.std(x) * np.std(y)
        )
    debris = assay.debris
    x = events.x[events.label == len(assay.populations)]
    assert len(x) / cells == pytest.approx(debris.share, rel=0.02)
    assert np.mean(x) == pytest.approx(debris.x_start + debris.x_shape * debris.x_scale, rel=0.02)


def test_every_number_of_the_toml_has_a_source_or_is_said_to_be_assumed() -> None:
    from mikurabe.sources.simulate import assay_text

    numbers = 0
    for name in ASSAYS:
        for line in assay_text(name).splitlines():
            told, _, comment = line.partition("#")
            if any(sign.isdigit() for sign in told.partition("=")[2]):
                numbers += 1
                assert "assumed" in comment or "[" in comment, line
    assert numbers >= 150


def test_events_are_hundredths_on_the_scale_and_off_channel_0() -> None:
    for assay in ASSAYS:
        events = simulate_day(assay, faults={"gain_x": 0.5, "gain_y": 1.0}).events
        for channel in (events.x, events.y):
            assert channel.min() >= 1
            assert channel.max() < 256
            assert np.array_equal(np.rint(channel * 100) / 100, channel)


def test_the_same_arguments_give_the_same_bytes_and_others_others() -> None:
    first, again = (simulate_day(day=3, seed=5, faults={"debris": 1}) for _ in range(2))
    assert first.draw().tobytes() == again.draw().tobytes()
    assert first.truth.to_json() == again.truth.to_json()
    for other in (simulate_day(day=4, seed=5), simulate_day(day=3, seed=6), simulate_day("ret", day=3, seed=5)):
        assert first.draw().tobytes() != other.draw().tobytes()


def test_a_day_does_not_depend_on_how_long_the_series_is() -> None:
    course = Course(ar1=0.5, lots=(2,), ageing=True)
    short, long = control_days(2, course=course), control_days(5, course=course)
    assert short[1].draw().tobytes() == long[1].draw().tobytes()
    assert len({each.draw().tobytes() for each in long}) == 5


def test_faulty_days_are_fresh_ones() -> None:
    days = faulty_days({"widen_x": 0.05}, 3) + faulty_days({}, 2) + control_days(2)
    assert len({each.day for each in days}) == len(days)
    assert days[0].faults == {"widen_x": 0.05}


def test_days_vary_as_the_toml_says() -> None:
    days = [draw_condition(WDF, day, 1) for day in range(1, 2001)]

    def spread(values: list[float]) -> float:
        return float(np.std(np.log(values)))

    # The standard deviation of 2,000 days is within 6 % of the true one: four standard errors.
    for key, of in (
        ("gain_x", WDF.day.gain_x),
        ("cv_y", WDF.day.cv_y),
        ("events", WDF.day.count),
        ("width", WDF.day.width),
    ):
        assert spread([getattr(day, key) for day in days]) == pytest.approx(of, rel=0.07), key
    assert np.std([day.offset_x for day in days]) == pytest.approx(WDF.day.offset_x, rel=0.07)
    assert spread([day.shares["EO"] for day in days]) == pytest.approx(WDF.day.share, rel=0.07)
    assert np.std([day.places["EO"][0] for day in days]) == pytest.approx(WDF.day.place, rel=0.07)
    # What varies does so independently.
    assert abs(np.corrcoef([day.gain_x for day in days], [day.gain_y for day in days])[0, 1]) < 0.1


@pytest.mark.parametrize("ar1", [0.0, 0.6, -0.4])
def test_days_hang_together_by_their_correlation_and_vary_as_much(ar1: float) -> None:
    gains = np.log([draw_condition(WDF, day, 1, Course(ar1=ar1)).gain_x for day in range(1, 1501)])
    assert np.corrcoef(gains[:-1], gains[1:])[0, 1] == pytest.approx(ar1, abs=0.08)
    assert np.std(gains) == pytest.approx(WDF.day.gain_x, rel=0.12)


def test_a_new_lot_is_a_step_and_ages_anew() -> None:
    course = Course(lots=(11,), ageing=True)
    neut = np.array([draw_condition(WDF, day, 3, course).places["NEUT"][0] for day in range(1, 21)])
    still = np.array([draw_condition(WDF, day, 3).places["NEUT"][0] for day in range(1, 21)])
    aged = neut / still
    assert aged[:10] == pytest.approx(1 - 0.001 * np.arange(10))
    step = aged[10]
    assert abs(step - 1) > 0.002
    assert aged[10:] == pytest.approx(step * (1 - 0.001 * np.arange(10)))
    debris = [draw_condition(WDF, day, 3, course).debris / draw_condition(WDF, day, 3).debris for day in (1, 6, 11)]
    assert debris == pytest.approx([1, 1.05, 1])


def test_the_number_of_events_is_asked_for() -> None:
    for events in (1000, 20_000):
        drawn = len(simulate_day(events=events).events.x)
        assert drawn == pytest.approx(1.25 * events, rel=0.15)


@pytest.mark.parametrize("render", RENDERS)
@pytest.mark.parametrize("size", [128, 1024])
@pytest.mark.parametrize("background", ["white", "black"])
def test_every_render_is_drawn_at_every_size(render, size, background) -> None:
    how = look(render, size_px=size, background=background, axes="legend")
    pixels = simulate_day().draw(how)
    assert pixels.shape == (size, size, 3)
    area = area_of(WDF, how)
    plot = pixels[area.top : area.top + area.height, area.left : area.left + area.width]
    drawn = (plot != (255 if background == "white" else 0)).any(axis=2)

    def full(left: float, right: float, low: float, high: float) -> float:
        """Return the part of pixels with ink between channels."""
        rows = slice(int((1 - high / 256) * area.height), int((1 - low / 256) * area.height))
        return float(drawn[rows, int(left / 256 * area.width) : int(right / 256 * area.width)].mean())

    # The neutrophils' place is full, the upper left is empty.
    assert full(140, 158, 43, 53) > (0.1 if size == 1024 else 0.6)
    assert full(20, 60, 150, 240) == 0


def test_classes_have_their_populations_colours() -> None:
    pixels = simulate_day().draw(look("classes", axes="none"))
    seen = {tuple(colour) for colour in pixels.reshape(-1, 3).tolist()}
    assert seen == {(255, 255, 255), *WDF.palette[: len(WDF.populations) + 1]}


def test_the_same_events_and_pixels_on_every_machine() -> None:
    """Made once, over every fault, assay and render; another value means that series are no longer what they were."""
    digest = hashlib.sha256()
    for assay in ASSAYS:
        for fault in FAULTS:
            if not fault.on(load_assay(assay)):
                continue
            course = Course(ar1=0.5, lots=(3,), ageing=True)
            day = simulate_day(assay, 4, 1, faults={fault.name: fault.grid[-1]}, course=course)
            for channel in (day.events.x, day.events.y):
                digest.update(np.rint(channel * 100).astype("<i8").tobytes())
            digest.update(day.events.label.astype("<i8").tobytes())
            for render in RENDERS:
                digest.update(day.draw(look(render, axes="labels")))
            digest.update(json.dumps(day.truth.to_json()).encode())
    assert digest.hexdigest() == "cda767da48fe8ca9fccaf360f6f34d5ca72ce358dd040e89d04bc1bd94fbae22"


def psnr(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    return float(10 * np.log10(255**2 / ((a.astype(float) - b) ** 2).mean()))


@pytest.mark.parametrize("seed", [1, 2, 3, 7])
def test_one_reference_sees_fat_in_x_but_takes_a_count_loss_for_more_similar(seed: int) -> None:
    reference, *normals = (each.draw() for each in control_days(9, seed))
    usual = [psnr(reference, each) for each in normals]
    fat, few = (
        np.array([psnr(reference, each.draw()) for each in faulty_days(fault, 6, seed)])
        for fault in ({"widen_x": 0.07}, {"count_loss": 0.4})
    )
    assert fat.max() < min(usual)
    # Fewer dots are fewer disagreeing pixels: the fault that similarity to one picture hides.
    assert few.mean() > np.mean(usual) + 1.5 * np.std(usual)
    assert few.min() > np.mean(usual)


def test_what_cannot_be_measured_is_told() -> None:
    with pytest.raises(UsageError, match="ask for 1 to 100000"):
        control_days(0)
    with pytest.raises(UsageError, match="days count from 1"):
        simulate_day(day=0)
    with pytest.raises(UsageError, match="0 events cannot be drawn"):
        simulate_day(events=0)
    with pytest.raises(UsageError, match="correlation from"):
        Course(ar1=1.0)
    with pytest.raises(UnknownName, match=r"There is no render 'dot'. Did you mean 'dots'"):
        look("dot")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="kind of axes"):
        look("dots", axes="line")  # type: ignore[arg-type]
