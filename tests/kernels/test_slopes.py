"""How unevenly two planes differ in steepness: by hand, within the stated bound, and native against twin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from mikurabe.kernels import slopes as twin
from mikurabe.metrics.planes import PREWITT, box_reduced, gradient_magnitude
from pictures import noise

DTYPES = ("uint8", "uint16", "float32", "float64")
FACTORS = (1, 2, 4, 8)


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def by_definition(a: Any, b: Any, factor: int, constant: float, masking: float) -> float:
    """Return the deviation in float64, from planes halved again and again and Prewitt's kernel."""
    planes = [a.astype(np.float64), b.astype(np.float64)]
    for _ in range(int(math.log2(factor))):
        planes = [box_reduced(plane, 2) for plane in planes]
    first, second = (gradient_magnitude(plane, PREWITT) for plane in planes)
    product, squares = first * second, first**2 + second**2
    return float(np.std((2 * product - masking * product + constant) / (squares - masking * product + constant)))


def deviation(kernel: Any, a: Any, b: Any, factor: int, constant: float, masking: float) -> float:
    value = kernel.slope_deviation(kernel.slope_squares(a, factor), b, factor, constant * (3 * factor**2) ** 2, masking)
    assert isinstance(value, float)
    return value


def test_one_step_by_hand(kernel: Any) -> None:
    # Blocks of 2 x 2: sums (0, 120) in each of 3 rows. To the right and downwards, with zeros beyond the border:
    stepped = np.zeros((6, 4), np.uint8)
    stepped[:, 2:] = 30
    slopes = [[(240, 120), (0, 120)], [(360, 0), (0, 0)], [(240, 120), (0, 120)]]
    expected = [[right**2 + down**2 for right, down in row] for row in slopes]
    assert kernel.slope_squares(stepped, 2).tolist() == expected
    unlike = [1 - 9 / (square + 9) for row in expected for square in row]
    value = kernel.slope_deviation(np.zeros((3, 2), np.float32), stepped, 2, 9.0)
    assert value == pytest.approx(np.std(unlike), abs=1e-7)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("masking", [0.0, 0.5])
def test_the_value_is_the_definitions(kernel: Any, dtype: str, masking: float) -> None:
    bound = 1e-6 if dtype.startswith("u") else 1e-12
    for shape in [(1, 1), (1, 9), (7, 1), (2, 3), (16, 17), (33, 50)]:
        a, b = noise(shape, dtype, seed=1), noise(shape, dtype, seed=2)
        constant = 170.0 * (float(np.iinfo(dtype).max) / 255 if dtype.startswith("u") else 1 / 255) ** 2
        for factor in FACTORS:
            expected = by_definition(a, b, factor, constant, masking)
            assert deviation(kernel, a, b, factor, constant, masking) == pytest.approx(expected, abs=bound)


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_every_place_is_within_the_bound(dtype: str) -> None:
    # The worst of single precision: slopes far above the constant, all but equal; flat and bright; black beside white.
    top = np.iinfo(dtype).max
    rows = np.arange(40)[:, np.newaxis] * (top // 40) + np.zeros(40, dtype)
    for a in (rows, np.full((40, 40), top), np.where(np.indices((40, 40)).sum(axis=0) % 8 < 4, 0, top)):
        first = a.astype(dtype)
        second = np.clip(a.astype(np.int64) - noise((40, 40), "uint8") % 3, 0, top).astype(dtype)
        for factor in FACTORS:
            expected = by_definition(first, second, factor, 170.0, 0.0)
            assert deviation(twin, first, second, factor, 170.0, 0.0) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_equal_planes_deviate_by_exactly_0(kernel: Any, dtype: str) -> None:
    plane = noise((30, 41), dtype)
    for factor in FACTORS:
        assert deviation(kernel, plane, plane, factor, 170.0, 0.5) == 0
    white = np.full((30, 41), plane.max(), dtype)
    assert deviation(kernel, white, white, 2, 170.0, 0.0) == 0


@pytest.mark.parametrize("dtype", DTYPES)
def test_native_and_twin_agree(dtype: str) -> None:
    native = the_native()
    for shape in [(1, 1), (1, 8), (7, 1), (2, 2), (5, 5), (6, 9), (33, 130), (64, 70)]:
        a, b = noise(shape, dtype, seed=1), noise(shape, dtype, seed=2)
        for change in (np.asarray, np.asfortranarray, lambda plane: np.repeat(plane, 2, axis=1)[::-1, ::-2]):
            for factor in FACTORS:
                squares = twin.slope_squares(change(a), factor)
                assert np.array_equal(native.slope_squares(change(a), factor), squares)
                expected = twin.slope_deviation(squares, change(b), factor, 1e4, 0.5)
                value = native.slope_deviation(squares, change(b), factor, 1e4, 0.5)
                assert math.isclose(value, expected, rel_tol=1e-12, abs_tol=1e-15)


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    plane = noise((8, 8), "uint8")
    squares = kernel.slope_squares(plane, 2)
    with pytest.raises(TypeError, match="not int64"):
        kernel.slope_squares(plane.astype(np.int64), 2)
    with pytest.raises(ValueError, match="2 axes"):
        kernel.slope_squares(plane[0], 2)
    with pytest.raises(ValueError, match="1, 2, 4 or 8"):
        kernel.slope_squares(plane, 3)
    with pytest.raises(TypeError, match="float64 are needed"):
        kernel.slope_deviation(squares, plane.astype(np.float32), 2, 170.0)
    with pytest.raises(ValueError, match="take slope_squares"):
        kernel.slope_deviation(squares, plane, 4, 170.0)
    with pytest.raises(ValueError, match="above 0"):
        kernel.slope_deviation(squares, plane, 2, 0.0)
    with pytest.raises(ValueError, match="below 2"):
        kernel.slope_deviation(squares, plane, 2, 170.0, 2.0)
