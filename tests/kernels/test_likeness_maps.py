"""Mixtures of channels, gradients and maps of likeness: by hand, against formulas in NumPy, and native against twin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from mikurabe.kernels import maps as twin


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def levels(shape: tuple[int, ...], seed: int = 1) -> Any:
    return np.random.default_rng(seed).random(shape) * 255


def test_likeness_is_1_where_alike_and_by_hand_elsewhere(kernel: Any) -> None:
    assert kernel.likeness(np.array([3.0, 0]), np.array([3.0, 2]), 4.0).tolist() == [1.0, 0.5]
    same = levels((40, 33))
    assert (kernel.likeness(same, same, 0.85) == 1).all()


def test_powers_are_those_of_numpy_and_of_negatives_the_real_part_of_the_complex_root(kernel: Any) -> None:
    rng = np.random.default_rng(3)
    positive = np.concatenate([rng.random(5000), np.exp(rng.uniform(-14, 14, 5000)), 1 - rng.random(99) * 1e-9])
    values = np.concatenate([[0.0, 1.0], positive, -positive])
    for exponent in (0.02, 0.03, 0.4, 0.5, 1.0, 2.4):
        found = kernel.real_power(values, exponent)
        assert found[:2].tolist() == [0, 1]
        root = np.exp(1j * math.pi * exponent).real
        for sign, part in ((1.0, found[2 : 2 + positive.size]), (root, found[2 + positive.size :])):
            assert part == pytest.approx(positive**exponent * sign, rel=3e-15 * max(1.0, 2 * exponent), abs=0)


def test_channels_are_mixed_in_order_and_gray_counts_for_all_three(kernel: Any) -> None:
    mixed = kernel.mixture(np.array([[[1.0, 2]], [[10.0, 20]], [[100.0, 200]]]), (0.5, 0.25, -1.0))
    assert mixed.tolist() == [[-97.0, -194.0]]
    assert kernel.mixture(np.array([[[8.0]]]), (0.5, 0.25, 0.125)).tolist() == [[7.0]]


def test_a_ramp_is_as_steep_as_it_is(kernel: Any) -> None:
    ramp = np.tile(np.arange(6.0) * 3, (5, 1))
    assert kernel.steepness(ramp, 10 / 16, 3 / 16)[2, 1:5].tolist() == [6.0] * 4
    # Alone among zeros: (10 / 16)^2 in either direction cancels, nothing is beside it.
    assert kernel.steepness(np.array([[5.0]]), 10 / 16, 3 / 16).tolist() == [[0.0]]
    # Two beside each other: each sees the other across, and nothing down.
    assert kernel.steepness(np.array([[5.0, 3.0]]), 0.5, 0.25).tolist() == [[1.5, 2.5]]


MIXING = np.array([[0.43, 0.37, 0.19], [0.21, 0.72, 0.07], [0.02, 0.14, 1.15]])


def test_white_is_light_and_black_is_dark(kernel: Any) -> None:
    rows_to_1 = MIXING / MIXING.sum(axis=1, keepdims=True)
    lab = kernel.lab_of_levels(np.repeat([[[0.0, 255.0]]], 3, axis=0), rows_to_1)
    assert lab[0, 0].tolist() == pytest.approx([0, 100], abs=1e-12)
    assert np.abs(lab[1:]).max() < 1e-12


def test_what_is_salient_is_strong_central_and_warm(kernel: Any) -> None:
    passed = np.array([[[3.0, 3.0]], [[4.0, 4.0]], [[0.0, 12.0]]])
    lab = np.array([[[50.0, 50.0]], [[-5.0, 5.0]], [[7.0, 7.0]]])
    found = kernel.salience(passed, lab, np.array([[1.0, 0.5]]), 1.0)
    # The first is the coldest: nothing. The second: 13 x 0.5 x (1 - exp(-1)).
    assert found.tolist() == [[0.0, pytest.approx(6.5 * (1 - math.exp(-1)), rel=1e-14)]]


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (9, 1), (37, 33), (64, 70)])
def test_native_and_twin_agree(shape: tuple[int, int]) -> None:
    native = the_native()
    first, second = levels((3, *shape), 1), levels((3, *shape), 2)
    # The same bits where nothing is raised to a power,
    for same in (
        lambda each: each.likeness(first, second, 160.0),
        lambda each: each.mixture(first, (0.596, -0.274, -0.322)),
        lambda each: each.steepness(first[0], 1 / 3, 1 / 3),
        lambda each: each.steepness(first[0].T, 1 / 3, 1 / 3),
    ):
        assert np.array_equal(same(native), same(twin))
    # and elsewhere to rounding.
    centre = levels(shape, 3) / 255
    for alike in (
        lambda each: each.real_power(first / 255 - 0.5, 0.03),
        lambda each: each.lab_of_levels(first, MIXING),
        lambda each: each.salience(first, second, centre, 0.001),
        lambda each: each.salience(first, second, centre, 0.7),
    ):
        found, expected = alike(native), alike(twin)
        assert np.abs(found - expected).max() <= 1e-12 * max(1.0, np.abs(expected).max())
        assert found.mean() == pytest.approx(expected.mean(), rel=1e-12, abs=1e-12)


def test_a_flat_colour_is_not_warm(kernel: Any) -> None:
    flat = np.full((3, 4, 5), 77.7)
    assert not kernel.salience(flat, flat, np.ones((4, 5)), 0.001).any()


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    plane, channels = np.ones((4, 5)), np.ones((3, 4, 5))
    with pytest.raises(TypeError, match="float32"):
        kernel.likeness(plane, plane.astype(np.float32), 1.0)
    with pytest.raises(ValueError, match="one shape"):
        kernel.likeness(plane, plane[:3], 1.0)
    with pytest.raises(ValueError, match="above 0"):
        kernel.real_power(plane, 0.0)
    with pytest.raises(TypeError, match="int64"):
        kernel.real_power(np.ones(3, np.int64), 0.5)
    with pytest.raises(ValueError, match=r"\(2, 4, 5\)"):
        kernel.mixture(channels[:2], (1.0, 1.0, 1.0))
    with pytest.raises(ValueError, match="not empty"):
        kernel.steepness(plane[:0], 0.5, 0.25)
    with pytest.raises(ValueError, match=r"\(3, 3\)"):
        kernel.lab_of_levels(channels, np.ones((3, 2)))
    with pytest.raises(ValueError, match="one shape"):
        kernel.salience(channels, channels, plane[:2], 1.0)
