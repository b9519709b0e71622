"""Small pictures for the tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mikurabe.images import from_array
from mikurabe.picture import Picture


def picture(pixels: object, *, white: float | None = None, name: str = "picture") -> Picture:
    """Return a Picture of these pixels."""
    return Picture(from_array(np.asarray(pixels), name=name, white=white))


def gray_file(path: Path) -> NDArray[np.uint8]:
    """Return a file's pixels as Pillow decodes them to gray, a second opinion beside our own decoding."""
    from PIL import Image

    with Image.open(path) as opened:
        return np.asarray(opened.convert("L"))


def noise(shape: tuple[int, ...], dtype: str = "uint8", seed: int = 5) -> NDArray[np.generic]:
    """Return random pixels over the whole range of the dtype (floats: 0 to 1)."""
    rng = np.random.default_rng(seed)
    if dtype.startswith("float"):
        return rng.random(shape).astype(dtype)
    return rng.integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)
