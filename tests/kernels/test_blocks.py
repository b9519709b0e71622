"""Errors and texture of 8 x 8 blocks: against SciPy's DCT, by hand, and native against twin."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import blocks as twin

Array = NDArray[Any]
DTYPES = ("uint8", "uint16", "float32", "float64")
RNG = np.random.default_rng(1)
WEIGHTS = RNG.random((8, 8))
SHARES = RNG.random((8, 8))


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


def some(dtype: str, shape: tuple[int, int], seed: int) -> Array:
    rng = np.random.default_rng(seed)
    if dtype.startswith("uint"):
        return rng.integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)
    return rng.normal(0.5, 0.3, shape).astype(dtype)


def scale_of(dtype: str) -> float:
    return {"uint8": 1.0, "uint16": 255 / 65535}.get(dtype, 255.0)


def test_the_frequencies_are_those_of_scipy(kernel: Any) -> None:
    from scipy.fft import dctn

    a, b = some("uint8", (8, 16), 2), some("uint8", (8, 16), 3)
    hidden = np.array([[3.0, 40.0]])
    plain, masked = kernel.block_errors(a, b, 1.0, WEIGHTS), kernel.block_errors(a, b, 1.0, WEIGHTS, hidden, SHARES)
    for block in range(2):
        part = slice(8 * block, 8 * block + 8)
        errors = np.abs(dctn(a[:, part].astype(float) - b[:, part], norm="ortho"))
        assert plain[0, block] == pytest.approx(np.mean((errors * WEIGHTS) ** 2), rel=1e-13)
        left = np.maximum(errors - hidden[0, block] * SHARES, 0)
        assert masked[0, block] == pytest.approx(np.mean((left * WEIGHTS) ** 2), rel=1e-13)


def test_texture_is_energy_by_the_share_of_spread_within_quarters(kernel: Any) -> None:
    from scipy.fft import dctn

    plane = some("uint8", (8, 8), 4)
    energy = dctn(plane.astype(float), norm="ortho") ** 2
    energy[0, 0] = 0
    quarters = [plane[y : y + 4, x : x + 4] for y in (0, 4) for x in (0, 4)]
    share = 16 * sum(quarter.var(ddof=1) for quarter in quarters) / (64 * plane.var(ddof=1))
    assert kernel.block_texture(plane, 1.0, WEIGHTS)[0, 0] == pytest.approx((energy * WEIGHTS).sum() * share, rel=1e-13)


def test_an_edge_between_quarters_is_no_texture_and_neither_is_a_flat_block(kernel: Any) -> None:
    plane = np.zeros((8, 24))
    plane[:, 4:8] = 0.7
    plane[:, 8:] = 0.1
    plane[:4, 16:] = 0.3
    assert (kernel.block_texture(plane, 255.0, WEIGHTS) == 0).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_equal_blocks_have_no_error_at_all(kernel: Any, dtype: str) -> None:
    a = some(dtype, (20, 19), 5)
    b = a.copy()
    b[-1, -1] = 0
    found = kernel.block_errors(a, b, scale_of(dtype), WEIGHTS)
    assert found[-1, -1] > 0
    found[-1, -1] = 0
    assert (found == 0).all()


def test_a_nan_stays_in_its_block_and_warns_nobody(kernel: Any) -> None:
    a, b = some("float64", (16, 16), 6), some("float64", (16, 16), 7)
    a[2, 12] = np.nan
    expected = [[False, True], [False, False]]
    assert np.isnan(kernel.block_errors(a, b, 1.0, WEIGHTS, np.ones((2, 2)), SHARES)).tolist() == expected
    assert np.isnan(kernel.block_texture(a, 1.0, WEIGHTS)).tolist() == expected


@pytest.mark.parametrize("dtype", DTYPES)
def test_native_and_twin_agree_whatever_the_size_and_the_layout(dtype: str) -> None:
    native = the_native()
    scale = scale_of(dtype)
    for i, shape in enumerate([(1, 1), (1, 9), (7, 3), (8, 8), (9, 40), (33, 17), (16, 270), (150, 259)]):
        a, b = some(dtype, shape, 2 * i), some(dtype, shape, 2 * i + 1)
        if i % 3 == 1:  # flat and bright, one grain on it
            a, b = np.full_like(a, a.max()), np.full_like(a, a.max())
            b[0, 0] = 0
        layouts = (a, b), (np.asfortranarray(a), b[::-1, ::-1]), (np.repeat(a, 2, axis=1)[:, ::2], b)
        for first, second in layouts:
            texture = twin.block_texture(first, scale, WEIGHTS)
            np.testing.assert_allclose(native.block_texture(first, scale, WEIGHTS), texture, rtol=1e-11, atol=1e-9)
            for more in ((), (np.sqrt(texture) / 30, SHARES)):
                expected = twin.block_errors(first, second, scale, WEIGHTS, *more)
                found = native.block_errors(first, second, scale, WEIGHTS, *more)
                np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
                assert found.mean() == pytest.approx(expected.mean(), rel=1e-12)


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    plane = np.zeros((9, 9), np.uint8)
    with pytest.raises(TypeError, match="one dtype, not uint8 and uint16"):
        kernel.block_errors(plane, plane.astype(np.uint16), 1.0, WEIGHTS)
    with pytest.raises(TypeError, match="not int64"):
        kernel.block_texture(plane.astype(np.int64), 1.0, WEIGHTS)
    with pytest.raises(ValueError, match="one shape"):
        kernel.block_errors(plane, plane[1:], 1.0, WEIGHTS)
    with pytest.raises(ValueError, match="2 axes"):
        kernel.block_texture(plane[0], 1.0, WEIGHTS)
    with pytest.raises(ValueError, match="8 x 8 frequencies"):
        kernel.block_texture(plane, 1.0, WEIGHTS[1:])
    with pytest.raises(ValueError, match="both or neither"):
        kernel.block_errors(plane, plane, 1.0, WEIGHTS, np.ones((2, 2)))
    with pytest.raises(ValueError, match="2, 2"):
        kernel.block_errors(plane, plane, 1.0, WEIGHTS, np.ones((2, 1)), SHARES)
