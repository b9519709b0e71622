"""Decoded samples to pixels: transparency shown on white, a palette's colours, rows laid anew. The NumPy twin."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Bytes: TypeAlias = NDArray[np.uint8]

# Rows are worked on in blocks of about this many samples, so that the wide numbers stay small.
_BLOCK = 1 << 20


def over_white(pixels: Array) -> tuple[Array, bool]:
    """Return the pixels without their alpha as they show on white, and whether any of them was not opaque.

    Per sample (colour * alpha + full * (full - alpha)) / full, rounded; there are no ties, since full white is odd.

    Args:
        pixels: (H, W, 2) gray or (H, W, 4) RGB, alpha last and not multiplied in; uint8 or uint16, full white and full
            opacity being 255 or 65535; any strides.

    Returns:
        A new C-contiguous array, (H, W) or (H, W, 3), of the dtype given.

    Raises:
        TypeError: another dtype.
        ValueError: another shape.
    """
    require_alpha(pixels)
    channels = pixels.shape[2]
    alpha, colour = pixels[..., channels - 1 :], pixels[..., : channels - 1]
    white = np.uint32(np.iinfo(pixels.dtype).max)
    shown = np.empty(colour.shape, pixels.dtype)
    opaque = bool(np.all(alpha == white))
    if opaque:
        shown[:] = colour
    else:
        step = max(1, _BLOCK // (pixels.shape[1] * channels))
        for start in range(0, pixels.shape[0], step):
            rows = slice(start, start + step)
            # Wide enough: 65535 x 65535 + 32767 is below 2^32.
            opacity = alpha[rows].astype(np.uint32)
            total = colour[rows] * opacity + white * (white - opacity)
            shown[rows] = (total + white // np.uint32(2)) // white
    return (shown[..., 0] if channels == 2 else shown), not opaque


def require_alpha(pixels: Array) -> None:
    """Raise TypeError or ValueError unless :func:`over_white` can take these pixels."""
    if pixels.dtype not in (np.uint8, np.uint16):
        raise TypeError(f"pixels with alpha are uint8 or uint16 here, not {pixels.dtype}")
    if pixels.ndim != 3 or pixels.shape[2] not in (2, 4) or pixels.size == 0:
        raise ValueError(f"pixels with alpha are (H, W, 2) or (H, W, 4), not {pixels.shape}")


def coloured(indices: Bytes, palette: Bytes) -> Bytes:
    """Return the palette's colour of every index, (H, W, 3).

    Args:
        indices: (H, W) uint8, C-contiguous.
        palette: (N, 3) uint8, C-contiguous, at most 256 colours and more than the largest index.

    Raises:
        TypeError: a dtype is not uint8.
        ValueError: other shapes, or an index that has no colour.
    """
    require_palette(indices, palette)
    return np.take(palette, indices, axis=0, mode="clip")


def require_palette(indices: Bytes, palette: Bytes) -> None:
    """Raise TypeError or ValueError unless :func:`coloured` can take these."""
    if indices.dtype != np.uint8 or palette.dtype != np.uint8:
        raise TypeError(f"indices and palette are uint8, not {indices.dtype} and {palette.dtype}")
    if not (indices.flags.c_contiguous and palette.flags.c_contiguous):
        raise ValueError("indices and palette must be C-contiguous")
    if indices.ndim != 2 or palette.ndim != 2 or palette.shape[1] != 3 or not 1 <= len(palette) <= 256:
        raise ValueError(f"indices are (H, W), a palette (1 to 256, 3), not {indices.shape} and {palette.shape}")
    if indices.size and indices.max() >= len(palette):
        raise ValueError(f"there is an index {indices.max()}, and the palette has {len(palette)} colours")


def contiguous(pixels: Array) -> Array:
    """Return the pixels C-contiguous: themselves if they are, else a copy.

    A picture turned by 90 degrees lies across its memory; the native kernel copies it tile by tile, as caches like it.

    Args:
        pixels: (H, W) or (H, W, C), any dtype and strides.

    Raises:
        ValueError: another number of axes.
    """
    require_picture(pixels)
    if pixels.flags.c_contiguous or pixels.ndim == 2 or pixels.strides[2] != pixels.itemsize or not pixels.size:
        return np.ascontiguousarray(pixels)
    # Moved as one lump per pixel, a copy takes half the time.
    lumps = np.ascontiguousarray(pixels.view(f"V{pixels.shape[2] * pixels.itemsize}")[..., 0])
    return lumps.view(pixels.dtype).reshape(pixels.shape)


def require_picture(pixels: Array) -> None:
    """Raise ValueError unless these are (H, W) or (H, W, C)."""
    if pixels.ndim not in (2, 3):
        raise ValueError(f"pixels are (H, W) or (H, W, C), not {pixels.shape}")
