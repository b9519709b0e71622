"""Axes over a set of files: the scale that the files ask for, ends that hold all of them, places and ticks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mikurabe.errors import UsageError
from mikurabe.events import Channel, Linear, Log, Logicle, PlotAxis, choose_axis, facts_of


def channel(name: str = "FL1", **facts: Any) -> Channel:
    return Channel(name=name, number=3, **facts)


def chosen(values: object, made: Channel, **how: Any) -> PlotAxis:
    return choose_axis([facts_of(made, np.asarray(values, dtype=np.float64))], **how)


RISING = np.linspace(1, 9000, 2000)


def test_the_amplifier_decides_about_scale_and_ends() -> None:
    axis = chosen(RISING, channel(decades=4, lowest=1, top=1e4))
    assert (axis.scale, axis.low, axis.high, axis.why) == (Log(), 1, 1e4, "$P3E says 4 decades")


def test_what_the_file_asks_for_goes_before_names_and_values() -> None:
    axis = chosen(RISING, channel("FSC-A", shown="log", shown_by="$P3D", top=1e4))
    assert (axis.scale, axis.why) == (Log(), "$P3D asks for it")
    assert chosen(RISING, channel(shown="linear", shown_by="$P3D", decades=4)).scale == Linear()


def test_log_with_values_below_0_becomes_logicle_unless_they_are_stray() -> None:
    asked = channel(shown="log", shown_by="P3DISPLAY", top=262144)
    axis = chosen([*RISING, *[-100.0] * 40], asked)
    assert isinstance(axis.scale, Logicle)
    # W = (4.5 - log10(262144 / 100)) / 2
    assert axis.scale.width == round((4.5 - np.log10(2621.44)) / 2, 3)
    assert axis.why == "P3DISPLAY asks for log, and there are values below 0"
    assert chosen([*RISING, -100.0], asked).scale == Log()


def test_scatter_and_time_are_linear_and_wide_values_logarithmic() -> None:
    wide = np.geomspace(1, 1e5, 500)
    assert chosen(wide, channel("SSC-A", top=262144)).scale == Linear()
    assert chosen(wide, channel("Time", top=262144)).scale == Linear()
    assert chosen(wide, channel("CD4", top=262144)).scale == Log()
    assert chosen(wide / 1e5 + 1, channel("CD4", top=262144)).scale == Linear()


def test_ends_are_the_instruments_where_the_data_fill_it_else_round_numbers() -> None:
    assert chosen([0, 500, 1000], channel("FSC", top=1024)).high == 1024
    assert chosen([0, 37, 51.2], channel("FSC", top=1024)).high == 52
    assert chosen([0, 1000, 3000], channel("FSC", top=1024)).high == 3000, "some go beyond what they declare"
    assert (chosen([-31.0, 90], channel("FSC")).low, chosen([5.0, 90], channel("FSC")).low) == (-31, 0)


def test_ends_hold_the_whole_set_whatever_its_order() -> None:
    low, high = (facts_of(channel("FSC"), np.array(each)) for each in ([1.0, 10, 20], [5.0, 300, 470]))
    there, back = choose_axis([low, high]), choose_axis([high, low])
    assert (there.low, there.high) == (back.low, back.high) == (0, 470)


def test_what_is_asked_for_is_taken() -> None:
    axis = chosen(RISING, channel(), scale="arcsinh:5", ends=(-10.0, 500.0))
    assert (axis.scale.spelled, axis.range_spelled, axis.why) == ("arcsinh:5", "-10,500", "as asked for")


def test_a_logarithmic_axis_needs_values_above_0() -> None:
    with pytest.raises(UsageError, match="No value of FL1 lies above 0"):
        chosen([-3.0, 0, -1], channel(), scale="log")
    with pytest.raises(UsageError, match="begins at 0, and a logarithmic axis has no 0"):
        chosen(RISING, channel(), scale="log", ends=(0.0, 10.0))


def test_places_are_fractions_and_what_is_beyond_lies_at_the_end() -> None:
    axis = PlotAxis(title="x", scale=Linear(), low=0, high=10, why="")
    fractions, beyond = axis.fractions(np.array([-5.0, 0, 2.5, 10, 99]))
    assert fractions[:3].tolist() == [0, 0, 0.25]
    assert 0.999999 < fractions[3] == fractions[4] < 1
    assert beyond == 2
    decades = PlotAxis(title="x", scale=Log(), low=1, high=1e4, why="")
    assert decades.fractions(np.array([-1.0, 1, 10, 100]))[0].tolist() == [0, 0, 0.25, 0.5]


def test_ticks_stand_where_their_values_are() -> None:
    linear = PlotAxis(title="x", scale=Linear(), low=0, high=1000, why="").ticks()
    assert linear == (
        (0, "0", True),
        (0.2, "200", True),
        (0.4, "400", True),
        (0.6, "600", True),
        (0.8, "800", True),
        (1, "1k", True),
    )
    log = PlotAxis(title="x", scale=Log(), low=1, high=1e4, why="").ticks()
    assert [(at, text) for at, text, major in log if major] == [
        (0, "1"),
        (0.25, "10"),
        (0.5, "100"),
        (0.75, "1k"),
        (1, "10k"),
    ]
    assert sum(not major for _, _, major in log) == 32
    logicle = PlotAxis(title="x", scale=Logicle(top=262144), low=-100, high=262144, why="").ticks()
    assert [text for _, text, major in logicle if major and text] == ["0", "100", "1k", "10k", "100k"]
    assert all(0 <= at <= 1 for at, _, _ in logicle)


@pytest.mark.parametrize("low", [-3.0, 0.0, 0.001])
@pytest.mark.parametrize("high", [0.02, 7.0, 123456.0, 1e9])
@pytest.mark.parametrize("scale", [Linear(), Logicle(top=1000)])
def test_an_axis_of_any_size_has_a_few_ticks(low: float, high: float, scale: Linear | Logicle) -> None:
    ticks = PlotAxis(title="x", scale=scale, low=low, high=high, why="").ticks()
    assert 2 <= sum(bool(text) for _, text, _ in ticks) <= 12
