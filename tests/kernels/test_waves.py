"""The energy of agreeing phases, phase congruency and medians: by hand, and native against twin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from mikurabe.kernels import waves as twin


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def half_of(shape: tuple[int, int], seed: int = 1) -> Any:
    return np.fft.rfft2(np.random.default_rng(seed).standard_normal(shape))


def filters_of(shape: tuple[int, int], directions: int = 4) -> tuple[Any, Any]:
    rng = np.random.default_rng(2)
    return rng.random((directions, *shape)), rng.random((4, *shape))


def test_phases_that_agree_are_worth_their_amplitude_and_others_less(kernel: Any) -> None:
    # One place: its spectrum is its level, and each wave that level times two filters, 3 and 4 and twice 0. All agree.
    angular, radial = np.array([2.0, 1.0]).reshape(2, 1, 1), np.array([1.5, 2.0, 0.0, 0.0]).reshape(4, 1, 1)
    found, amplitude, power = kernel.wave_energy(np.array([[1 + 0j]]), angular, radial, 1e-9)
    assert found.ravel().tolist() == pytest.approx([7, 3.5], abs=1e-8)
    assert amplitude.tolist() == [[10.5]]
    assert power.ravel().tolist() == [9, 2.25]


def test_waves_a_quarter_apart_agree_less(kernel: Any) -> None:
    # Four places in a row, level 1 at the first: every term of the spectrum is 1. A filter that passes one term alone
    # leaves a wave of 1/4 all along the row, turned by a quarter from place to place for the first term, not at all for
    # the one of frequency 0. At the second place they are 1/4 and i/4: the sum has the length sqrt(2)/4, what points
    # along it is sqrt(2)/4, what points across it too.
    constant, first = np.eye(4)[:2].reshape(2, 1, 4)
    radial = np.stack([constant, first, np.zeros((1, 4)), np.zeros((1, 4))])
    found, amplitude, _ = kernel.wave_energy(np.fft.rfft2([[1.0, 0, 0, 0]]), np.ones((2, 1, 4)), radial, 1e-12)
    assert found[0, :, 0].tolist() == pytest.approx([0.5, 0, -0.5 + 0.5, 0], abs=1e-9)
    assert amplitude[:, 0].tolist() == pytest.approx([1.0] * 4, abs=1e-12)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 100, 101])
def test_the_median_is_that_of_numpy(kernel: Any, count: int) -> None:
    rng = np.random.default_rng(count)
    for values in (
        rng.random(count),
        rng.exponential(1e-300, count),
        np.exp(rng.normal(0, 50, count)),
        np.zeros(count),
        np.repeat(7.5, count),
        np.where(rng.random(count) < 0.5, 0.0, 1e300),
    ):
        assert kernel.median(values) == np.median(values)
    assert kernel.median(rng.random((count, 3))) > 0


# Lengths of one, of all radices, of several, and of large primes, for which another transform is needed.
@pytest.mark.parametrize(
    "shape",
    [(1, 1), (1, 2), (2, 3), (4, 5), (7, 9), (11, 13), (16, 22), (17, 34), (61, 26), (3, 300), (131, 8), (96, 1)],
)
def test_native_and_twin_agree(shape: tuple[int, int]) -> None:
    native = the_native()
    half, (angular, radial) = half_of(shape), filters_of(shape)
    mine, theirs = (each.wave_energy(half, angular, radial, 1e-4) for each in (native, twin))
    for found, expected in zip(mine, theirs, strict=True):
        assert found.shape == expected.shape
        assert np.abs(found - expected).max() <= 1e-13 * np.abs(expected).max()
        assert found.mean() == pytest.approx(expected.mean(), rel=1e-12, abs=1e-12)


def test_what_is_above_the_limits_is_shared_out(kernel: Any) -> None:
    found = np.array([[[3.0, 1.0, 0.0]], [[2.0, 5.0, 0.0]]])
    shares = kernel.congruency(found, np.array([1.0, 3.0]), np.array([[4.0, 8.0, 0.0]]))
    assert shares.tolist() == [[0.5, 0.25, 0.0]]


def test_congruency_of_native_and_twin_agree_in_every_bit() -> None:
    rng = np.random.default_rng(1)
    found, limits, amplitude = rng.random((4, 37, 61)), rng.random(4), rng.random((37, 61)) + 1
    assert np.array_equal(the_native().congruency(found, limits, amplitude), twin.congruency(found, limits, amplitude))


def test_silence_has_no_energy(kernel: Any) -> None:
    angular, radial = filters_of((2, 3))
    for result in kernel.wave_energy(np.zeros((2, 2), complex), angular, radial, 1e-4):
        assert not result.any()


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    half, (angular, radial) = half_of((4, 5)), filters_of((4, 5))
    with pytest.raises(TypeError, match="complex128"):
        kernel.wave_energy(half.astype(np.complex64), angular, radial, 1e-4)
    with pytest.raises(ValueError, match="in rows"):
        kernel.wave_energy(half, angular, radial[:, :, ::-1], 1e-4)
    with pytest.raises(ValueError, match=r"\(4, 6\)"):
        kernel.wave_energy(np.ones((4, 6), complex), angular, radial, 1e-4)
    with pytest.raises(ValueError, match=r"\(3, 4, 5\)"):
        kernel.wave_energy(half, angular[:3], radial, 1e-4)
    with pytest.raises(ValueError, match="above 0"):
        kernel.wave_energy(half, angular, radial, 0.0)
    found, amplitude = np.ones((2, 3, 4)), np.ones((3, 4))
    with pytest.raises(TypeError, match="float64"):
        kernel.congruency(found, np.ones(2, np.float32), amplitude)
    with pytest.raises(ValueError, match="in rows"):
        kernel.congruency(found, np.ones(3), amplitude)
    with pytest.raises(TypeError, match="float64"):
        kernel.median(np.ones(3, np.float32))
    with pytest.raises(ValueError, match="empty"):
        kernel.median(np.ones(0))
    assert math.isfinite(kernel.median(np.ones(3)))
