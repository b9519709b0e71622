"""Other people's programs and pictures, for cross-checks; a test that needs one skips with a reason without it."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from types import ModuleType
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


def piq() -> Any:
    """Return the piq package, or skip. It is imported without torchvision, which its learned metrics alone need."""
    pytest.importorskip("torch", reason="torch is not installed, and piq works on it")
    if importlib.util.find_spec("piq") is None:
        pytest.skip("piq is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module("piq")
        except (ImportError, AttributeError):
            _pretend_torchvision()
            return importlib.import_module("piq")


def _pretend_torchvision() -> None:
    """Put empty modules in the place of torchvision, as far as importing piq asks for it."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("piq", "torchvision")]:
        del sys.modules[name]
    stubs = {name: ModuleType(name) for name in ("torchvision", "torchvision.models", "torchvision.models.inception")}
    for name, stub in stubs.items():
        stub.__path__ = []
        stub.__getattr__ = lambda wanted: type(wanted, (), {})  # type: ignore[method-assign]
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(stubs[parent], child, stub)
    sys.modules.update(stubs)


def as_tensor(pixels: NDArray[Any]) -> Any:
    """Return pixels as the (1, channels, H, W) float64 tensor that piq takes, with data_range=255."""
    torch = importlib.import_module("torch")
    planes = pixels[np.newaxis] if pixels.ndim == 2 else np.moveaxis(pixels, -1, 0)
    return torch.tensor(np.ascontiguousarray(planes, dtype=np.float64))[None]


def camera_in_colour() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return a colour pair of 300 x 200 px made of the camera pair: the picture, itself moved, its negative."""

    def coloured(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.stack([gray, np.roll(gray, 9, axis=0), 255 - gray], axis=-1)[100:300, 100:400]

    camera, noisy = camera_and_noise()
    return coloured(camera), coloured(noisy)
