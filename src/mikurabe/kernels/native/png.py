"""The native PNG functions; the specification of ``unfilter`` is the NumPy twin, ``kernels/png.py``."""

from __future__ import annotations

from mikurabe.kernels import _native
from mikurabe.kernels.png import Bytes, require_rows, unknown_filter


def unfilter(raw: Bytes, width_bytes: int, height: int, bytes_per_pixel: int) -> Bytes:
    """Return the rows of a PNG without their filters, in place; the specification is the NumPy twin."""
    require_rows(raw, width_bytes, height, bytes_per_pixel)
    done = _native.unfilter(raw, width_bytes, height, bytes_per_pixel)
    if done < height:
        raise unknown_filter(raw, width_bytes, done)
    return raw[: height * width_bytes].reshape(height, width_bytes)
