"""Filtered spectra, the energy of agreeing phases and medians: by hand, and native against twin in every bit."""

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


def complexes(shape: tuple[int, ...], seed: int) -> Any:
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape) + 1j * rng.standard_normal(shape)


def test_a_spectrum_is_multiplied_by_both_filters(kernel: Any) -> None:
    result = kernel.filtered(np.array([[1 + 2j, 3j]]), np.array([[2.0, 3.0]]), np.array([[[1.0, 0.5]], [[4.0, 0.0]]]))
    assert result.tolist() == [[[2 + 4j, 4.5j]], [[8 + 16j, 0]]]


def test_phases_that_agree_are_worth_their_amplitude_and_others_less(kernel: Any) -> None:
    # 3 and 4i: the sum is 3 + 4i, of length 5. Along it: (9 + 16) / 5. Across it: 3 * 4 / 5 twice.
    waves = np.array([[[3 + 0j, 3 + 4j]], [[4j, 6 + 8j]]])
    found, amplitude, power = kernel.phase_energy(waves, 1e-9)
    assert found.tolist()[0] == pytest.approx([5 - 24 / 5, 15], abs=1e-8)
    assert amplitude.tolist() == [[7, 15]]
    assert power.tolist() == [[9, 25]]


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


def test_native_and_twin_agree_in_every_bit() -> None:
    native = the_native()
    for scales, height, width in [(1, 1, 1), (4, 3, 64), (2, 5, 7), (3, 1, 300), (4, 33, 256), (4, 9, 515)]:
        spectrum = complexes((height, width), seed=1)
        angular = np.random.default_rng(2).random((height, width))
        radial = np.random.default_rng(3).random((scales, height, width))
        waves = twin.filtered(spectrum, angular, radial)
        assert np.array_equal(native.filtered(spectrum, angular, radial), waves)
        for layout in (waves, np.ascontiguousarray(waves), waves[::-1, ::-1]):
            for mine, theirs in zip(native.phase_energy(layout, 1e-4), twin.phase_energy(layout, 1e-4), strict=True):
                assert np.array_equal(mine, theirs)


def test_silence_has_no_energy(kernel: Any) -> None:
    found, amplitude, power = kernel.phase_energy(np.zeros((4, 2, 3), complex), 1e-4)
    assert not found.any()
    assert not amplitude.any()
    assert not power.any()


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    spectrum, angular, radial = complexes((4, 5), seed=1), np.ones((4, 5)), np.ones((2, 4, 5))
    with pytest.raises(TypeError, match="complex128"):
        kernel.filtered(spectrum.astype(np.complex64), angular, radial)
    with pytest.raises(ValueError, match="in rows"):
        kernel.filtered(spectrum, angular, radial[:, :, ::-1])
    with pytest.raises(ValueError, match=r"\(4, 6\)"):
        kernel.filtered(spectrum, np.ones((4, 6)), radial)
    with pytest.raises(TypeError, match="complex128"):
        kernel.phase_energy(np.ones((2, 4, 5)), 1e-4)
    with pytest.raises(ValueError, match="without gaps"):
        kernel.phase_energy(complexes((2, 4, 6), seed=1)[:, :, ::2], 1e-4)
    with pytest.raises(ValueError, match="above 0"):
        kernel.phase_energy(complexes((2, 4, 6), seed=1), 0.0)
    with pytest.raises(TypeError, match="float64"):
        kernel.median(np.ones(3, np.float32))
    with pytest.raises(ValueError, match="empty"):
        kernel.median(np.ones(0))
    assert math.isfinite(kernel.median(np.ones(3)))
