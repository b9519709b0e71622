"""The elementary functions in single precision: how far they are from double precision, and where they are exact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels.elementary import cube_root, exp2, inverse_root, log2, polynomial, power

Array = NDArray[Any]
SMALLEST_NORMAL = float(np.finfo(np.float32).tiny)


def singles(low: float, high: float, every: int) -> Array:
    """Return each ``every``-th float32 there is from low up to high, both above 0."""
    first, last = (int(np.float32(end).view(np.int32)) for end in (low, high))
    return np.arange(first, last + 1, every, dtype=np.int32).view(np.float32)


def farthest(found: Array, exact: Array) -> float:
    """Return the largest relative error; where the exact value is 0 the found one must be."""
    assert found.dtype == np.float32
    assert (found[exact == 0] == 0).all()
    return float(np.abs(found[exact != 0] / exact[exact != 0] - 1).max())


@pytest.mark.parametrize(("low", "high"), [(SMALLEST_NORMAL, 1e-6), (1e-6, 1e-2), (1e-2, 1), (1, 1e6), (1e6, 1e12)])
def test_the_cube_root_keeps_the_stated_bound(low: float, high: float) -> None:
    x = singles(low, high, 997)
    assert farthest(cube_root(x), np.cbrt(x.astype(np.float64))) < 2e-7


def test_the_cube_roots_of_0_and_1_are_exact() -> None:
    assert cube_root(np.array([0, 1], np.float32)).tolist() == [0, 1]


@pytest.mark.parametrize(("low", "high"), [(SMALLEST_NORMAL, 1e-6), (1e-6, 1), (1, 4), (4, 3.4e38)])
def test_the_inverse_root_keeps_the_stated_bound(low: float, high: float) -> None:
    x = singles(low, high, 997)
    assert farthest(inverse_root(x), 1 / np.sqrt(x.astype(np.float64))) < 2e-7


def test_the_inverse_root_of_0_is_finite() -> None:
    assert np.isfinite(inverse_root(np.zeros(1, np.float32))).all()


def test_the_logarithm_keeps_the_stated_bound() -> None:
    for x in (singles(SMALLEST_NORMAL, 3.4e38, 4999), singles(0.5, 2, 29), singles(1.33, 1.34, 1)):
        assert farthest(log2(x), np.log2(x.astype(np.float64))) < 3e-7


def test_the_logarithms_of_0_and_of_powers_of_two_are_exact() -> None:
    powers = np.arange(-126, 128)
    assert np.array_equal(log2(np.ldexp(np.float32(1), powers)), powers)
    assert log2(np.zeros(1, np.float32)).tolist() == [-127]


def test_the_power_of_two_keeps_the_stated_bound() -> None:
    tiny = singles(1e-30, 1, 9973)
    for x in (np.linspace(-126, 127, 400_001, dtype=np.float32), tiny, -tiny):
        assert farthest(exp2(x), np.exp2(x.astype(np.float64))) < 2.5e-7


def test_whole_powers_of_two_are_exact_and_below_126_nothing_gets_smaller() -> None:
    whole = np.arange(-126, 128).astype(np.float32)
    assert np.array_equal(exp2(whole), np.ldexp(np.float32(1), whole.astype(int)))
    assert exp2(np.array([-126.5, -127, -3e38, -np.inf], np.float32)).tolist() == [2.0**-126] * 4


@pytest.mark.parametrize("exponent", [None, 0.7, 2.4, 1.0, -3.0])
def test_powers_keep_the_stated_bound(exponent: float | None) -> None:
    rng = np.random.default_rng(1)
    base = np.exp(rng.uniform(-60, 60, 300_000)).astype(np.float32)
    raised = rng.uniform(-5, 5, base.size).astype(np.float32) if exponent is None else np.float32(exponent)
    size = np.abs(np.float64(raised) * np.log2(base.astype(np.float64)))
    found, exact = power(base, raised), base.astype(np.float64) ** np.float64(raised)
    inside = size < 125
    assert inside.sum() > 100_000
    assert found.dtype == np.float32
    assert (np.abs(found / exact - 1) < 3e-7 + 1e-7 * size)[inside].all()


def test_nothing_to_the_power_of_nothing_is_1_and_otherwise_nothing() -> None:
    base, exponents = np.zeros(3, np.float32), np.array([0, 0.7, 2.4], np.float32)
    assert power(base, exponents).tolist() == [1, 0, 0]
    assert power(base, np.float32(0)).tolist() == [1, 1, 1]
    assert power(np.array([5, 1e-9], np.float32), np.float32(0)).tolist() == [1, 1]


@pytest.mark.parametrize("count", range(1, 9))
def test_a_polynomial_is_that_of_its_coefficients_the_lowest_first(count: int) -> None:
    coefficients = np.random.default_rng(count).uniform(-1, 1, count).astype(np.float32).tolist()
    x = np.linspace(-1, 1, 201, dtype=np.float32)
    found = polynomial(x, *coefficients)
    assert (found.dtype, found.shape) == (np.float32, x.shape)
    assert np.abs(found - np.polynomial.polynomial.polyval(x.astype(np.float64), coefficients)).max() < 1e-6


@pytest.mark.parametrize("function", [cube_root, log2, exp2], ids=lambda function: function.__name__)
def test_values_do_not_depend_on_how_the_numbers_lie_in_memory(function: Callable[[Array], Array]) -> None:
    whole = np.random.default_rng(2).uniform(0, 100, (20, 31)).astype(np.float32)
    for view in (whole.T, whole[::-1, ::-1], whole[1::3, ::2]):
        assert np.array_equal(function(view), function(view.copy()))
