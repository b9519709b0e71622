"""Resizing as MATLAB's imresize does it, and taps that do two steps in one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import resampled
from mikurabe.kernels.resampling import Taps
from mikurabe.metrics.planes import box_reduced
from mikurabe.metrics.resizing import Kernel, averaged, ends, resized, resized_channels, taps, taps_of
from pictures import noise

LENGTHS = (1, 2, 3, 5, 16, 31, 64)
KERNELS: tuple[Kernel, ...] = ("bilinear", "bicubic")


def on(axis: NDArray[np.float64], places: Taps) -> NDArray[np.float64]:
    """Return what the taps make of an axis."""
    return np.sum(axis[places.places] * places.weights, axis=1)


def test_bilinear_taps_by_hand() -> None:
    # Twice as long: the new centres lie at -0.25, 0.25, 0.75, 1.25; beyond the border the edge is repeated.
    assert on(np.array([0.0, 4.0]), taps(2, 4, "bilinear")).tolist() == [0, 1, 3, 4]
    # Half as long: the kernel is twice as wide, 1/8, 3/8, 3/8, 1/8.
    ramp = np.array([8.0, 16, 24, 32, 80, 160])
    assert on(ramp, taps(6, 3, "bilinear"))[1] == pytest.approx((16 + 3 * 24 + 3 * 32 + 80) / 8, rel=1e-15)


def test_bicubic_taps_by_hand() -> None:
    # Keys' kernel a quarter off the centre: -9/128, 111/128, 29/128, -3/128.
    middle = on(np.array([0.0, 0, 128, 0, 0]), taps(5, 10, "bicubic"))
    assert middle.tolist() == pytest.approx([0, -3, -9, 29, 111, 111, 29, -9, -3, 0], abs=1e-12)


@pytest.mark.parametrize("kernel", KERNELS)
def test_weights_sum_to_1_and_flat_planes_stay_exactly_flat(kernel: Kernel) -> None:
    for before in LENGTHS:
        for after in LENGTHS:
            found = taps(before, after, kernel)
            assert len(found.places) == after
            assert ((found.places >= 0) & (found.places < before)).all()
            np.testing.assert_allclose(found.weights.sum(axis=1), 1, rtol=1e-14)
            flat = np.full((before, after), 0.1)
            assert (resized(flat, (after, before), kernel) == 0.1).all()


def test_every_channel_is_resized_alone() -> None:
    pixels = noise((20, 31, 3), "uint8")
    together = resized_channels(pixels, taps(20, 9, "bilinear"), taps(31, 50, "bilinear"))
    for channel in range(3):
        assert np.array_equal(together[channel], resized(pixels[..., channel], (9, 50), "bilinear"))


def test_averaged_taps_give_what_reducing_gives_afterwards() -> None:
    # Beyond the border box_reduced has zeros, on both sides and for even and odd factors.
    for before, height, width in [(8, 1, 7), (8, 20, 23), (16, 33, 100), (16, 12, 64)]:
        plane = noise((before, before), "float64", seed=height)
        rows, columns = taps(before, height, "bilinear"), taps(before, width, "bilinear")
        for factor in (1, 2, 3, 4, 5, 12):
            expected = box_reduced(resampled(plane, rows, columns, np.zeros(1))[0], factor)
            found = resampled(plane, averaged(rows, factor), averaged(columns, factor), np.zeros(1))[0]
            assert found.shape == expected.shape
            np.testing.assert_allclose(found, expected, rtol=0, atol=1e-14)


def test_averaging_by_1_changes_nothing() -> None:
    fine = taps(8, 30, "bilinear")
    assert averaged(fine, 1) is fine


def test_taps_of_a_matrix_hold_all_of_it() -> None:
    dense = np.array([[0.5, 0.25, 0, 0, 0], [0, 0, 3, 0, 1], [0, 0, 0, 0, 7]])
    found = taps_of(dense)
    assert found.places.dtype == np.int64
    assert found.places.tolist() == [[0, 1, 2], [2, 3, 4], [2, 3, 4]]
    assert found.weights.tolist() == [[0.5, 0.25, 0], [3, 0, 1], [0, 0, 7]]
    assert found.places.flags.c_contiguous
    assert found.weights.flags.c_contiguous
    assert taps_of(np.array([[0.0, 0], [0, 1]])).weights.tolist() == [[0, 0], [0, 1]]


def test_the_least_and_the_greatest_are_at_the_ends() -> None:
    for before in (2, 5, 16):
        for after in (1, 2, 3, 16, 23, 100, 321):
            fine = taps(before, after, "bilinear")
            few = ends(fine)
            if after >= 16 * before:
                assert len(few.places) <= 2 * (before + 1)
            for seed in range(5):
                made, some = (on(noise((before,), "float64", seed=seed), places) for places in (fine, few))
                assert (some.min(), some.max()) == pytest.approx((made.min(), made.max()), rel=1e-15)


def test_nothing_is_left_out_where_more_than_two_places_are_mixed() -> None:
    fine = taps(30, 8, "bilinear")
    assert ends(fine) is fine
