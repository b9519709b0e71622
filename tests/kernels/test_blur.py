"""The float32 blur: OpenCV's in every bit, and near the exact one."""

from __future__ import annotations

import numpy as np
import pytest

from mikurabe.kernels import blur_float32
from mikurabe.kernels.blur import blur_float32 as twin
from pictures import noise

TAPS = np.exp(-((np.arange(11) - 5) ** 2) / (2 * 1.5**2))
TAPS /= TAPS.sum()

SHAPES = [(1, 1), (1, 30), (30, 1), (3, 4), (20, 5), (28, 28), (31, 33), (40, 70), (64, 64)]


def plane(shape: tuple[int, int], top: float = 65025) -> np.ndarray:
    return (noise(shape, "float32") * top).astype(np.float32)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_kernel_equals_its_twin_in_every_bit(shape: tuple[int, int]) -> None:
    assert np.array_equal(blur_float32(plane(shape), TAPS), twin(plane(shape), TAPS))


@pytest.mark.parametrize(
    "shape",
    [*((20, width) for width in (5, 8, 12, 20, 28, 31, 36, 70)), (1, 1), (1, 5), (5, 1), (2, 2), (3, 40)],
    ids=str,
)
def test_it_equals_opencv_in_every_bit(shape: tuple[int, int]) -> None:
    cv2 = pytest.importorskip("cv2", reason="opencv (extra: peers) is not installed")
    if int(cv2.__version__.partition(".")[0]) < 5:
        pytest.skip(f"OpenCV {cv2.__version__} was not compared; 5.0.0 was")
    if not cv2.checkHardwareSupport(12):  # CV_CPU_FMA3
        pytest.skip("OpenCV rounds otherwise on a processor without fused multiply-add")
    pixels = plane(shape)
    assert np.array_equal(twin(pixels, TAPS), cv2.GaussianBlur(pixels, (11, 11), 1.5))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_it_is_the_exact_blur_to_six_digits(shape: tuple[int, int]) -> None:
    from scipy.ndimage import correlate1d

    pixels = plane(shape).astype(np.float64)
    # SciPy's "mirror" is the mirror without the edge pixel.
    exact = correlate1d(correlate1d(pixels, TAPS, axis=1, mode="mirror"), TAPS, axis=0, mode="mirror")
    assert np.allclose(twin(pixels, TAPS), exact, rtol=1e-6)


def test_a_plane_that_is_none_and_an_even_window_are_refused() -> None:
    with pytest.raises(ValueError, match="two axes"):
        blur_float32(np.zeros(5, np.float32), TAPS)
    with pytest.raises(ValueError, match="odd number of taps"):
        blur_float32(plane((5, 5)), [0.5, 0.5])
