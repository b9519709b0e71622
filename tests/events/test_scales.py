"""Scales of axes: against FlowUtils' logicle, and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mikurabe.errors import UsageError
from mikurabe.events import Arcsinh, Linear, Log, Logicle, parse_scale

VALUES = np.array([-5000.0, -100.0, -10.0, -1.0, 0.0, 1.0, 10.0, 100.0, 1000.0, 12345.6, 100000.0, 262144.0])


@pytest.mark.parametrize(
    "parameters", [(262144, 0.5, 4.5, 0), (262144, 1, 4.5, 0), (10000, 0.25, 4, 1), (1000, 0, 4.5, 0)]
)
def test_logicle_has_the_values_of_flowutils(parameters: tuple[float, float, float, float]) -> None:
    transforms = pytest.importorskip("flowutils.transforms", reason="FlowUtils (extra: peers) is not installed")
    top, width, decades, extra = parameters
    theirs = transforms.logicle(VALUES[:, np.newaxis], [0], t=top, m=decades, w=width, a=extra)[:, 0]
    ours = Logicle(top=top, width=width, decades=decades, extra=extra).places(VALUES)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_logicle_is_0_to_1_over_its_display_and_odd_around_0() -> None:
    scale = Logicle(top=262144, width=0.5)
    # x1 = W / M is where 0 lies (Moore & Parks 2012, eq. 4).
    assert scale.places(0.0) == pytest.approx(0.5 / 4.5, abs=1e-12)
    assert scale.places(262144.0) == pytest.approx(1, abs=1e-12)
    zero = float(scale.places(0.0))
    assert scale.places(-70.0) - zero == pytest.approx(zero - scale.places(70.0), abs=1e-12)
    # Far above, a decade is 1 / M.
    assert scale.places(1e5) - scale.places(1e4) == pytest.approx(1 / 4.5, abs=1e-3)


@pytest.mark.parametrize("scale", [Logicle(top=262144, width=1.3), Logicle(top=1e4, width=0, extra=0.5), Arcsinh(5)])
def test_places_rise_and_come_back(scale: Logicle | Arcsinh) -> None:
    values = np.concatenate([-np.geomspace(1e5, 1e-2, 60), [0], np.geomspace(1e-2, 1e6, 60)])
    places = scale.places(values)
    assert (np.diff(places) > 0).all()
    if isinstance(scale, Logicle):
        np.testing.assert_allclose(scale.values(places), values, rtol=1e-9, atol=1e-9)


def test_numbers_without_a_place_are_nan() -> None:
    assert np.isnan(Log().places([0, -1, math.nan])).all()
    assert Log().places(1000) == 3
    assert np.isnan(Logicle(top=1e4).places([math.nan, math.inf])).all()
    assert Linear().places([1, 2]).tolist() == [1, 2]
    assert Arcsinh(150).places(150) == pytest.approx(math.asinh(1))


@pytest.mark.parametrize("text", ["linear", "log", "arcsinh:5", "logicle:262144,0.5", "logicle:10000,0.25,4,1"])
def test_a_scale_is_spelled_as_it_is_read(text: str) -> None:
    scale = parse_scale(text)
    assert not isinstance(scale, str)
    assert scale.spelled == text


def test_logicle_alone_waits_for_the_data() -> None:
    assert parse_scale("logicle") == "logicle"
    assert parse_scale("arcsinh") == Arcsinh(150)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("logical", "Did you mean 'logicle'?"),
        ("log:3", "is not of the form log."),
        ("arcsinh:0", "above 0, such as 150 or 5"),
        ("arcsinh:a", "is not of the form arcsinh:COFACTOR"),
        ("logicle:", "is not of the form logicle:T,W[,M,A]"),
        ("logicle:-1", "above 0, such as 262144"),
        ("logicle:1000,3", "W lies between 0 and half of M"),
        ("logicle:1000,1,4.5,9", "it lies between -1 and 2.5"),
    ],
)
def test_what_is_no_scale_is_told(text: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_scale(text)
    assert told in str(error.value)
