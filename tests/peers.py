"""Other people's programs and pictures, for cross-checks; a test that needs one skips with a reason without it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray


def camera_and_noise() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return scikit-image's camera picture (CC0) and the same with noise of sigma 20, as its own tests draw it."""
    data = pytest.importorskip("skimage.data", reason="scikit-image (extra: peers) ships the camera picture")
    camera: NDArray[np.uint8] = data.camera()
    random = np.random.RandomState(5)
    noisy = np.clip(camera + 20.0 * random.randn(*camera.shape), 0, 255).astype(np.uint8)
    return camera, noisy


def cv2_quality() -> Any:
    """Return OpenCV's quality module, or skip."""
    cv2 = pytest.importorskip("cv2", reason="opencv-contrib-python-headless (extra: peers) is not installed")
    if not hasattr(cv2, "quality") or not hasattr(cv2.quality, "QualitySSIM_compute"):
        pytest.skip("this OpenCV has no quality module: another OpenCV wheel has overwritten the contrib one")
    return cv2.quality
