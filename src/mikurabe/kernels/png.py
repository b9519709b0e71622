"""The filters of PNG's rows, undone: the NumPy twin."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]

PIXEL_SIZES = (1, 2, 3, 4, 6, 8)
_NONE, _SUB, _UP, _AVERAGE, _PAETH = range(5)


def unfilter(raw: Bytes, width_bytes: int, height: int, bytes_per_pixel: int) -> Bytes:
    """Return the rows of a PNG without their filters, (height, width_bytes): a view of ``raw``, which is overwritten.

    Done in place, a picture of any size needs its own memory once. Source: PNG specification (ISO/IEC 15948), 9.2.

    Args:
        raw: what was inflated, contiguous and writable: per row its filter type and then ``width_bytes`` bytes. Its
            first ``height * width_bytes`` bytes become the rows, the others are undefined afterwards.
        width_bytes: of one row without its filter type, a multiple of ``bytes_per_pixel``.
        height: the number of rows.
        bytes_per_pixel: 1, 2, 3, 4, 6 or 8.

    Raises:
        TypeError: ``raw`` is no contiguous writable vector of uint8.
        ValueError: its length is not ``height * (1 + width_bytes)``, the other numbers are impossible, or a row has a
            filter type beyond 4; ``raw`` is unchanged then.
    """
    require_rows(raw, width_bytes, height, bytes_per_pixel)
    types = raw[:: width_bytes + 1].copy()
    if np.any(types > _PAETH):
        raise unknown_filter(raw, width_bytes, int(np.argmax(types > _PAETH)))
    rows = raw.reshape(height, width_bytes + 1)[:, 1:]
    result = raw[: height * width_bytes].reshape(height, width_bytes)
    prior = np.zeros(width_bytes, np.uint8)
    for y in range(height):
        # A row's place begins before the row itself and may overlap it: copied first.
        result[y] = prior = _unfiltered(int(types[y]), rows[y].copy(), prior, bytes_per_pixel)
    return result


def require_rows(raw: Bytes, width_bytes: int, height: int, bytes_per_pixel: int) -> None:
    """Raise TypeError or ValueError unless these are rows that :func:`unfilter` can take, their filter types aside."""
    if raw.dtype != np.uint8 or raw.ndim != 1 or not (raw.flags.c_contiguous and raw.flags.writeable):
        raise TypeError(f"rows are a contiguous writable vector of uint8, not {raw.dtype} of shape {raw.shape}")
    if bytes_per_pixel not in PIXEL_SIZES:
        raise ValueError(f"a pixel has 1, 2, 3, 4, 6 or 8 bytes, not {bytes_per_pixel}")
    if width_bytes < 1 or height < 1 or width_bytes % bytes_per_pixel:
        raise ValueError(f"{height} rows of {width_bytes} bytes are no picture of pixels of {bytes_per_pixel} bytes")
    if raw.size != height * (1 + width_bytes):
        raise ValueError(f"{height} rows of 1 + {width_bytes} bytes are not {raw.size} bytes")


def unknown_filter(raw: Bytes, width_bytes: int, y: int) -> ValueError:
    """Return the error for row ``y``, whose filter type does not exist."""
    return ValueError(f"row {y} has the filter type {raw[y * (1 + width_bytes)]}; 0 to 4 are known")


def _unfiltered(filter_type: int, row: Bytes, prior: Bytes, size: int) -> Bytes:
    if filter_type == _NONE:
        return row
    if filter_type == _UP:
        return row + prior
    pixels, above = row.reshape(-1, size), prior.reshape(-1, size)
    if filter_type == _SUB:
        return np.cumsum(pixels, axis=0, dtype=np.uint8).reshape(-1)
    left = corner = [0] * size
    for x, (filtered, b) in enumerate(zip(pixels.tolist(), above.tolist(), strict=True)):
        if filter_type == _AVERAGE:
            predicted = [(p + q) // 2 for p, q in zip(left, b, strict=True)]
        else:
            predicted = [_paeth(*three) for three in zip(left, b, corner, strict=True)]
        left = [(p + q) % 256 for p, q in zip(filtered, predicted, strict=True)]
        pixels[x], corner = left, b
    return row


def _paeth(a: int, b: int, c: int) -> int:
    """Return which of left, above and above left is nearest to a + b - c; the first of these where two are."""
    estimate = a + b - c
    return min((a, b, c), key=lambda value: abs(estimate - value))
