"""Resampling by taps: by hand, by a product of matrices, and native against twin in every bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mikurabe.kernels import resampling as twin
from mikurabe.kernels.resampling import Taps
from pictures import noise

DTYPES = ("uint8", "uint16", "float32", "float64")
SHAPES = ((1, 1), (1, 8), (7, 1, 3), (2, 2, 3), (6, 9, 1), (33, 65, 3), (64, 70))


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def some_taps(before: int, after: int, count: int, seed: int = 3) -> Taps:
    """Return taps anywhere on the axis, some places more than once, some weights negative and some 0."""
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((after, count))
    weights[rng.random(weights.shape) < 0.2] = 0
    return Taps(places=rng.integers(0, before, (after, count)), weights=weights)


def base_of(pixels: Any) -> Any:
    return np.atleast_1d(pixels[0, 0]).astype(np.float64)


def matrix(taps: Taps, before: int) -> Any:
    """Return the (after, before) matrix of the taps."""
    dense = np.zeros((len(taps.places), before))
    for row, (places, weights) in enumerate(zip(taps.places, taps.weights, strict=True)):
        np.add.at(dense[row], places, weights)
    return dense


def test_three_channels_by_hand(kernel: Any) -> None:
    pixels = np.array([[[1, 10, 5], [3, 30, 5]], [[5, 50, 5], [9, 90, 5]]], np.uint8)
    rows = Taps(places=np.array([[0, 1], [1, 1], [0, 0]]), weights=np.array([[0.5, 0.5], [1, 1], [1, 0]]))
    columns = Taps(places=np.array([[0, 1]]), weights=np.array([[0.25, 0.75]]))
    found = kernel.resampled(pixels, rows, columns, np.array([1.0, 0.0, 5.0]))
    # Less their bases: (0, 2; 4, 8), (10, 30; 50, 90) and nothing.
    assert found.tolist() == [[[4.25], [14], [1.5]], [[52.5], [160], [25]], [[0], [0], [0]]]
    assert found.dtype == np.float64
    assert found.flags.c_contiguous


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_channel_is_the_product_with_both_matrices(kernel: Any, dtype: str) -> None:
    for shape in SHAPES:
        pixels = noise(shape, dtype, seed=sum(shape))
        rows, columns = some_taps(shape[0], 6, 3), some_taps(shape[1], 11, 5)
        base = base_of(pixels)
        found = kernel.resampled(pixels, rows, columns, base)
        volume = np.moveaxis(np.atleast_3d(pixels).astype(np.float64) - base, 2, 0)
        expected = matrix(rows, shape[0]) @ volume @ matrix(columns, shape[1]).T
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12 * float(pixels.max()) * 15)


@pytest.mark.parametrize("dtype", DTYPES)
def test_native_and_twin_agree_in_every_bit(dtype: str) -> None:
    native = the_native()
    for shape in SHAPES:
        pixels = noise(shape, dtype, seed=sum(shape))
        for layout in (pixels, np.swapaxes(pixels, 0, 1), np.repeat(pixels, 2, axis=1)[::-1, ::-2]):
            for after, count in ((1, 1), (4, 2), (9, 7)):
                rows, columns = some_taps(layout.shape[0], after, count), some_taps(layout.shape[1], 2 * after, count)
                arguments = (layout, rows, columns, base_of(layout))
                assert np.array_equal(native.resampled(*arguments), twin.resampled(*arguments))


@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_channels_that_are_not_beside_each_other_are_read_too(dtype: str) -> None:
    native = the_native()
    planes = noise((3, 12, 15), dtype)
    for layout in (
        np.moveaxis(planes, 0, 2),
        noise((12, 15, 6), dtype)[..., ::2],
        noise((12, 15, 3), dtype)[..., ::-1],
    ):
        arguments = (layout, some_taps(12, 5, 4), some_taps(15, 7, 3), base_of(layout))
        assert np.array_equal(native.resampled(*arguments), twin.resampled(*arguments))


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_is_all_base_gives_exactly_0(kernel: Any, dtype: str) -> None:
    top = 0.1 if dtype.startswith("f") else np.iinfo(dtype).max
    flat = np.full((13, 17, 3), top, dtype)
    found = kernel.resampled(flat, some_taps(13, 9, 3), some_taps(17, 30, 3), base_of(flat))
    assert found.shape == (3, 9, 30)
    assert not found.any()


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    pixels, base = noise((8, 9), "uint8"), np.zeros(1)
    rows, columns = some_taps(8, 4, 2), some_taps(9, 4, 2)
    with pytest.raises(TypeError, match="not int64"):
        kernel.resampled(pixels.astype(np.int64), rows, columns, base)
    narrow = Taps(places=rows.places.astype(np.int32), weights=rows.weights)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not int32 and float64"):
        kernel.resampled(pixels, narrow, columns, base)
    with pytest.raises(ValueError, match="one shape"):
        kernel.resampled(pixels, rows, Taps(places=columns.places, weights=columns.weights[:, :1]), base)
    turned = Taps(places=np.asfortranarray(rows.places), weights=rows.weights)
    with pytest.raises(ValueError, match="in rows"):
        kernel.resampled(pixels, turned, columns, base)
    for place in (-1, 9):
        with pytest.raises(ValueError, match="axis of 9"):
            kernel.resampled(pixels, rows, Taps(places=np.full((4, 2), place), weights=columns.weights), base)
    for wrong in (np.zeros(3), np.zeros(1, np.float32)):
        with pytest.raises(ValueError, match="float64 base"):
            kernel.resampled(pixels, rows, columns, wrong)
