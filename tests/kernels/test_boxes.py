"""Means over boxes: by definition, and native against twin in every bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mikurabe.kernels import boxes as twin
from mikurabe.metrics.planes import box_reduced
from pictures import noise

DTYPES = ("uint8", "uint16", "float32", "float64")


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def test_an_even_box_lies_further_right_and_below_and_an_odd_one_around(kernel: Any) -> None:
    plane = np.array([[1, 2, 30], [3, 6, 50], [100, 104, 255]], np.uint8)
    assert kernel.box_means(plane, 2).tolist() == [[[3, 20], [51, 63.75]]]
    assert kernel.box_means(plane, 3, 9.0).tolist() == [[[12]]]


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_channel_has_the_means_of_the_definition(kernel: Any, dtype: str) -> None:
    for shape in [(1, 1, 3), (5, 1, 3), (1, 7, 1), (20, 31, 3)]:
        pixels = noise(shape, dtype)
        for factor in (1, 2, 3, 4, 5, 8, 12):
            means = kernel.box_means(pixels, factor, 0.5)
            for channel in range(shape[2]):
                expected = box_reduced(pixels[..., channel], factor) * 0.5
                np.testing.assert_allclose(means[channel], expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_native_and_twin_agree_in_every_bit(dtype: str) -> None:
    native = the_native()
    for shape in [(1, 1), (1, 8), (7, 1, 3), (2, 2, 3), (6, 9, 1), (33, 65, 3), (64, 70)]:
        pixels = noise(shape, dtype, seed=sum(shape))
        for layout in (pixels, np.swapaxes(pixels, 0, 1), np.repeat(pixels, 2, axis=1)[::-1, ::-2]):
            for factor in (1, 2, 3, 4, 6, 8, 40):
                assert np.array_equal(native.box_means(layout, factor, 0.7), twin.box_means(layout, factor, 0.7))


def test_wide_boxes_of_white_do_not_overflow(kernel: Any) -> None:
    # The first box reaches 129 pixels up and to the left of the border, where there are zeros: 131 x 131 are left.
    white = np.full((300, 280), 255, np.uint8)
    assert kernel.box_means(white, 260)[0, 0, 0] == pytest.approx(255 * 131**2 / 260**2, rel=1e-15)


def test_what_holds_no_pixels_is_refused(kernel: Any) -> None:
    with pytest.raises(TypeError, match="not int64"):
        kernel.box_means(np.zeros((4, 4), np.int64), 2)
    with pytest.raises(ValueError, match="none is empty"):
        kernel.box_means(np.zeros((4, 4, 2)), 2)
    with pytest.raises(ValueError, match="at least 1"):
        kernel.box_means(np.zeros((4, 4)), 0)
