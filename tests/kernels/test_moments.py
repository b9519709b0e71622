"""The sums over a pair of arrays: by hand, against Python's own integers, and native against twin."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe.kernels as kernels
from mikurabe.kernels.moments import Moments
from mikurabe.kernels.moments import moments as twin

Array = NDArray[Any]
Kernel = Callable[[Array, Array], Moments]
WHOLE = ("uint8", "uint16")
FLOATS = ("float32", "float64")


@pytest.fixture(params=["twin", "native"])
def moments(request: pytest.FixtureRequest) -> Kernel:
    if request.param == "twin":
        return twin
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native.moments


def some(dtype: str, shape: tuple[int, ...], seed: int) -> Array:
    rng = np.random.default_rng(seed)
    if dtype in WHOLE:
        return rng.integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)
    return rng.normal(0.5, 0.3, shape).astype(dtype)


def by_python(a: Array, b: Array) -> Moments:
    """The same sums with Python's integers, or with exactly rounded sums of exact products of float32."""
    pairs = list(zip(a.ravel().tolist(), b.ravel().tolist(), strict=True))
    add: Callable[[Any], Any] = math.fsum if a.dtype.kind == "f" else sum
    return Moments(
        n=len(pairs),
        sum_a=add(x for x, _ in pairs),
        sum_b=add(y for _, y in pairs),
        sum_aa=add(x * x for x, _ in pairs),
        sum_bb=add(y * y for _, y in pairs),
        sum_ab=add(x * y for x, y in pairs),
        sum_dd=add((x - y) ** 2 for x, y in pairs),
        sum_abs_d=add(abs(x - y) for x, y in pairs),
    )


def values(found: Moments) -> tuple[float, ...]:
    return tuple(getattr(found, name) for name in Moments.__slots__)


def test_three_and_eight_against_four_and_six_by_hand(moments: Kernel) -> None:
    found = moments(np.array([3, 8], np.uint8), np.array([4, 6], np.uint8))
    assert found == Moments(n=2, sum_a=11, sum_b=10, sum_aa=73, sum_bb=52, sum_ab=60, sum_dd=5, sum_abs_d=3)


@pytest.mark.parametrize("dtype", WHOLE)
def test_sums_of_whole_numbers_are_exact_python_ints(moments: Kernel, dtype: str) -> None:
    a, b = some(dtype, (70, 131), 1), some(dtype, (70, 131), 2)
    found = moments(a, b)
    assert found == by_python(a, b)
    assert all(type(value) is int for value in values(found))


def test_full_white_of_a_large_picture_does_not_overflow(moments: Kernel) -> None:
    # A row that is repeated without being stored: 200 megapixels in three colours would be 1.2 GB. 40 million
    # elements are past 2**32 in every sum and past 2**53 in the products.
    n = 40_000_000
    a = np.broadcast_to(np.full(40_000, 65535, np.uint16), (1000, 40_000))
    b = np.broadcast_to(np.zeros(40_000, np.uint16), (1000, 40_000))
    found = moments(a, b)
    assert (found.n, found.sum_a, found.sum_aa, found.sum_ab) == (n, n * 65535, n * 65535**2, 0)
    assert (found.sum_dd, found.sum_abs_d) == (n * 65535**2, n * 65535)


@pytest.mark.parametrize("dtype", WHOLE)
def test_a_block_of_nothing_but_white_is_exact_for_either_side(moments: Kernel, dtype: str) -> None:
    white = int(np.iinfo(dtype).max)
    for n in (1, 7, 8, 4095, 4096, 4097, 65536, 65537):
        a, b = np.full(n, white, dtype), np.zeros(n, dtype)
        assert moments(a, b) == Moments(n, n * white, 0, n * white**2, 0, 0, n * white**2, n * white)
        assert moments(b, a) == Moments(n, 0, n * white, 0, n * white**2, 0, n * white**2, n * white)


@pytest.mark.parametrize("dtype", FLOATS)
def test_sums_of_floats_agree_with_exactly_rounded_ones(moments: Kernel, dtype: str) -> None:
    a, b = some(dtype, (301, 233), 1), some(dtype, (301, 233), 2)
    found = moments(a, b)
    assert values(found) == pytest.approx(values(by_python(a, b)), rel=1e-13)
    assert all(type(value) is float for value in values(found)[1:])


@pytest.mark.parametrize("dtype", FLOATS)
def test_identical_floats_give_no_difference_and_three_equal_sums(moments: Kernel, dtype: str) -> None:
    a = some(dtype, (301, 233), 3)
    found = moments(a, a.copy())
    assert (found.sum_dd, found.sum_abs_d) == (0.0, 0.0)
    assert found.sum_aa == found.sum_bb == found.sum_ab
    assert found.sum_a == found.sum_b


def test_a_difference_smaller_than_the_rounding_of_the_squares_is_still_seen(moments: Kernel) -> None:
    # From sum_aa - 2 sum_ab + sum_bb nothing would be left of it.
    a = np.full(1000, 1e8)
    b = a + 0.5
    assert moments(a, b).sum_dd == 250.0


@pytest.mark.parametrize("dtype", WHOLE + FLOATS)
@pytest.mark.parametrize("shape", [(1,), (5000,), (1, 1), (37, 53), (5, 6, 3), (64, 65, 3), (1, 4097, 1)])
def test_sums_do_not_depend_on_how_the_arrays_lie_in_memory(
    moments: Kernel, dtype: str, shape: tuple[int, ...]
) -> None:
    a, b = some(dtype, shape, 4), some(dtype, shape, 5)
    expected = moments(a, b)
    spread = np.zeros(tuple(2 * side + 1 for side in shape), dtype)
    spread[tuple(slice(1, None, 2) for _ in shape)] = b
    backwards = tuple(slice(None, None, -1) for _ in shape)
    assert moments(np.asfortranarray(a), b) == expected
    assert moments(a, spread[tuple(slice(1, None, 2) for _ in shape)]) == expected
    assert moments(np.ascontiguousarray(a[backwards])[backwards], b) == expected


@pytest.mark.parametrize("dtype", WHOLE + FLOATS)
def test_elements_that_are_not_aligned_are_read_all_the_same(moments: Kernel, dtype: str) -> None:
    a, b = some(dtype, (40,), 6), some(dtype, (40,), 7)
    packed = np.zeros(40, np.dtype([("flag", "u1"), ("value", dtype)]))
    packed["value"] = a
    assert moments(packed["value"], b) == moments(a, b)


@pytest.mark.parametrize("dtype", WHOLE + FLOATS)
def test_read_only_arrays_are_fine(moments: Kernel, dtype: str) -> None:
    a = some(dtype, (9, 9), 8)
    a.flags.writeable = False
    assert moments(a, a).sum_dd == 0


@pytest.mark.parametrize("dtype", WHOLE + FLOATS)
def test_no_elements_sum_to_nothing(moments: Kernel, dtype: str) -> None:
    empty = np.zeros((0, 3), dtype)
    assert moments(empty, empty) == Moments(0, 0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("dtype", FLOATS)
def test_an_infinity_or_a_nan_ends_up_in_the_sums_without_a_warning(moments: Kernel, dtype: str) -> None:
    plain = np.ones(9000, dtype)
    infinite, missing = plain.copy(), plain.copy()
    infinite[3], missing[8000] = np.inf, np.nan
    found = moments(infinite, plain)
    assert (found.sum_a, found.sum_b, found.sum_dd) == (math.inf, 9000.0, math.inf)
    assert math.isnan(moments(infinite, infinite).sum_dd)
    assert math.isnan(moments(missing, plain).sum_ab)


def test_sums_that_leave_the_range_of_floats_are_infinite_or_nan_and_no_error(moments: Kernel) -> None:
    opposed, huge = np.zeros(70_000), np.full(70_000, 1e308)
    opposed[3], opposed[69_000] = np.inf, -np.inf  # far enough apart to be summed in two blocks
    found = moments(opposed, huge)
    assert math.isnan(found.sum_a)
    assert (found.sum_b, found.sum_bb, found.sum_aa) == (math.inf, math.inf, math.inf)


def test_dtypes_that_differ_are_refused_with_both_named(moments: Kernel) -> None:
    with pytest.raises(TypeError, match="not uint8 and uint16"):
        moments(np.zeros(3, np.uint8), np.zeros(3, np.uint16))


@pytest.mark.parametrize("dtype", ["bool", "int8", "int64", "float16", "complex128", ">u2"])
def test_other_dtypes_are_refused(moments: Kernel, dtype: str) -> None:
    with pytest.raises(TypeError, match="uint8, uint16, float32 or float64"):
        moments(np.zeros(3, dtype), np.zeros(3, dtype))


def test_shapes_that_differ_are_refused_with_both_named(moments: Kernel) -> None:
    with pytest.raises(ValueError, match=r"not \(2, 3\) and \(3, 2\)"):
        moments(np.zeros((2, 3)), np.zeros((3, 2)))


@pytest.mark.parametrize("shape", [(), (1, 1, 1, 1)])
def test_no_axis_or_more_than_three_are_refused(moments: Kernel, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="1 to 3 axes"):
        moments(np.zeros(shape), np.zeros(shape))


def test_more_elements_than_can_be_summed_exactly_are_refused(moments: Kernel) -> None:
    many = np.broadcast_to(np.zeros(1, np.uint16), (2**32 + 1,))
    with pytest.raises(ValueError, match="split the arrays"):
        moments(many, many)


@pytest.mark.parametrize("dtype", WHOLE + FLOATS)
def test_native_and_twin_agree_on_random_arrays(dtype: str) -> None:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    rng = np.random.default_rng(9)
    for seed in range(60):
        shape = tuple(int(side) for side in rng.integers(1, 70, rng.integers(1, 4)))
        a, b = some(dtype, shape, 2 * seed), some(dtype, shape, 2 * seed + 1)
        step = int(rng.integers(1, 4))
        a, b = a[::step], b[::step]
        found, expected = native.moments(a, b), twin(a, b)
        if dtype in WHOLE:
            assert found == expected
        else:
            # Sums around zero have no relative accuracy: the bound is one on the sum of the terms' sizes.
            size = float(np.abs(a.astype(np.float64)).sum() + np.abs(b.astype(np.float64)).sum()) + 1
            assert values(found) == pytest.approx(values(expected), rel=1e-13, abs=1e-13 * size)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("kernel", ["twin", "native"])
def test_products_are_those_of_the_moments_in_every_bit(kernel: str, dtype: str) -> None:
    if kernel == "native":
        pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
        from mikurabe.kernels.native import moments, products
    else:
        from mikurabe.kernels.moments import moments, products
    for seed, shape in enumerate([(0,), (1,), (7, 3), (40, 41, 3), (300, 251)]):
        a, b = some(dtype, shape, 2 * seed), some(dtype, shape, 2 * seed + 1)
        for x, y in ((a, b), (a[::-1], b[::-1]), (a.T, b.T)):
            sums = moments(x, y)
            assert products(x, y) == (sums.sum_bb, sums.sum_ab)
            assert products(x, x) == (sums.sum_aa, sums.sum_aa)
    with pytest.raises(TypeError, match="not of uint8"):
        products(np.zeros(3, np.uint8), np.zeros(3, np.uint8))
    with pytest.raises(TypeError, match="one dtype"):
        products(a, b.astype(np.float16))
    assert math.isnan(products(np.array([1.0, math.nan], dtype), np.ones(2, dtype))[1])


def test_the_package_gives_the_kernel_that_is_active() -> None:
    if kernels.ACTIVE == "numpy":
        assert kernels.moments is twin
    else:
        from mikurabe.kernels import native

        assert kernels.moments is native.moments
