"""Sums of channels and the likeness of Haar coefficients: by definition, and native against twin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import haar as twin
from pictures import noise

Array = NDArray[Any]
DTYPES = ("uint8", "uint16", "float32", "float64")
MIXING = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
SHAPES = [(1, 1), (1, 7), (6, 1), (2, 3), (5, 4), (9, 16), (17, 119), (8, 121), (30, 250), (70, 31)]


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def unit_of(dtype: str) -> float:
    return {"uint8": 0.25, "uint16": 255 / 65535 / 4}.get(dtype, 255 / 4)


@pytest.mark.parametrize("dtype", DTYPES)
def test_channels_are_summed_over_2_x_2_with_zeros_beyond_the_border(kernel: Any, dtype: str) -> None:
    pixels = noise((5, 3, 3), dtype)
    found = kernel.channel_sums(pixels, halve=True)
    assert (found.shape, found.dtype) == ((3, 3, 2), {"uint8": "uint16", "uint16": "uint32"}.get(dtype, "float64"))
    for channel, y, x in np.ndindex(found.shape):
        window = pixels[2 * y : 2 * y + 2, 2 * x : 2 * x + 2, channel].astype(np.float64)
        assert found[channel, y, x] == pytest.approx(window.sum(), rel=1e-15)
    assert np.array_equal(kernel.channel_sums(pixels, halve=False), np.moveaxis(pixels, 2, 0))
    assert np.array_equal(kernel.channel_sums(pixels[..., 1], halve=True)[0], found[1])


def test_one_place_by_hand(kernel: Any) -> None:
    # A single pixel: every window has it in its upper left quarter, so all coefficients are 8 and 2 over 2^scale.
    a, b = np.array([[[8.0]]]), np.array([[[2.0]]])
    losses, weights = kernel.haar_losses(a, b, [[1.0]], 30.0, 4.2)
    likeness = [(2 * p * q + 30) / (p * p + q * q + 30) for p, q in ((4, 1), (2, 0.5))]
    loss = 1 / (1 + math.exp(-4.2)) - 1 / (1 + math.exp(-4.2 * sum(likeness) / 2))
    assert weights == 2.0
    assert losses == pytest.approx(2 * loss, rel=1e-14)


@pytest.mark.parametrize("dtype", DTYPES)
def test_equal_pictures_lose_nothing_at_all(kernel: Any, dtype: str) -> None:
    for pixels in (noise((20, 31, 3), dtype), np.full((9, 9), noise((1,), dtype)[0])):
        sums = kernel.channel_sums(pixels, halve=True)
        mixing = MIXING * unit_of(dtype) if pixels.ndim == 3 else [[1.0]]
        losses, weights = kernel.haar_losses(sums, sums.copy(), mixing, 30.0, 4.2)
        assert losses == 0
        assert weights > 0


def test_losses_keep_their_digits_where_hardly_anything_is_missed(kernel: Any) -> None:
    a = np.full((1, 1, 1), 100.0)
    b = a + 1e-6
    losses, weights = kernel.haar_losses(a, b, [[1.0]], 30.0, 4.2)
    missed = sum(p * p * 1e-12 / (p * p * (100**2 + 100**2) + 30) for p in (0.5, 0.25)) / 2
    slope = 4.2 * math.exp(-4.2) / (1 + math.exp(-4.2)) ** 2
    assert losses / weights == pytest.approx(slope * missed, rel=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("colour", [True, False], ids=["colour", "gray"])
def test_native_and_twin_agree_whatever_the_size_and_the_layout(dtype: str, colour: bool) -> None:
    native = the_native()
    for i, shape in enumerate(SHAPES):
        whole = (*shape, 3) if colour else shape
        a, b = noise(whole, dtype, seed=2 * i), noise(whole, dtype, seed=2 * i + 1)
        if i % 3 == 1:  # flat and bright, one grain on it
            a, b = np.full_like(a, a.max()), np.full_like(a, a.max())
            b[0, 0] = 0
        for layout in (a, np.asfortranarray(a), np.ascontiguousarray(a[::-1, ::-1])[::-1, ::-1]):
            for halve in (True, False):
                expected = twin.channel_sums(layout, halve=halve)
                found = native.channel_sums(layout, halve=halve)
                assert np.array_equal(found, expected)
                assert found.dtype == expected.dtype
        mixing = MIXING if colour else np.ones((1, 1))
        sums = [twin.channel_sums(each, halve=True) for each in (a, b)]
        expected = twin.haar_losses(*sums, mixing * unit_of(dtype), 30.0, 4.2)
        assert native.haar_losses(*sums, mixing * unit_of(dtype), 30.0, 4.2) == pytest.approx(expected, rel=1e-12)


def test_a_nan_ends_up_in_the_sums_and_warns_nobody(kernel: Any) -> None:
    a, b = noise((12, 12), "float64", seed=1), noise((12, 12), "float64", seed=2)
    b[5, 5] = np.nan
    sums = [kernel.channel_sums(each, halve=True) for each in (a, b)]
    assert math.isnan(kernel.haar_losses(*sums, [[1.0]], 30.0, 4.2)[0])


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    sums = np.zeros((3, 4, 4), np.uint16)
    with pytest.raises(TypeError, match="not int64"):
        kernel.channel_sums(np.zeros((4, 4), np.int64), halve=True)
    with pytest.raises(ValueError, match=r"\(4, 4, 2\)"):
        kernel.channel_sums(np.zeros((4, 4, 2), np.uint8), halve=True)
    with pytest.raises(TypeError, match="one dtype"):
        kernel.haar_losses(sums, sums.astype(float), MIXING, 30.0, 4.2)
    with pytest.raises(ValueError, match="one shape"):
        kernel.haar_losses(sums, sums[:, 1:], MIXING, 30.0, 4.2)
    with pytest.raises(ValueError, match="3 channels"):
        kernel.haar_losses(sums, sums, [[1.0]], 30.0, 4.2)
    with pytest.raises(ValueError, match="constant"):
        kernel.haar_losses(sums, sums, MIXING, 0.0, 4.2)
    with pytest.raises(ValueError, match="slope"):
        kernel.haar_losses(sums, sums, MIXING, 30.0, 6.0)
