"""Decoded samples -> the pixels of an Image: range, alpha and orientation."""

from __future__ import annotations

import numpy as np

from mikurabe import kernels
from mikurabe.errors import UnreadablePicture
from mikurabe.records import Array

# Rows are worked on in blocks of about this many samples, so that the wide numbers stay small.
_BLOCK = 1 << 20

ALPHA_NOTE = "transparent parts shown on white"


def in_known_range(pixels: Array, full: float | None, white: float | None) -> tuple[Array, float, tuple[str, ...]]:
    """Return pixels as uint8, uint16 or float32, the value of full white, and notes.

    Samples whose file says their full white pass as they are. Floats run from 0 to ``white`` (1.0 unless given);
    32-bit and signed whole numbers are taken where 16 bits hold them all. Anything else raises UnreadablePicture.
    """
    if full is not None and pixels.dtype in (np.uint8, np.uint16):
        return pixels, full, ()
    notes: tuple[str, ...] = ()
    if pixels.dtype.kind == "f":
        missing = pixels.size - int(np.count_nonzero(np.isfinite(pixels)))
        if missing:
            raise UnreadablePicture(f"{missing:,} of {pixels.size:,} values are no numbers (NaN or infinite)")
        limit = 1.0 if white is None else white
        if pixels.dtype.itemsize > 4:
            notes = (f"{8 * pixels.dtype.itemsize}-bit floats rounded to 32 bits",)
    elif pixels.dtype.kind in "iu":
        limit = 65535.0 if white is None else min(white, 65535.0)
        notes = (f"{pixels.dtype} samples read as uint16, full white {limit:g}",)
    else:
        raise UnreadablePicture(f"samples of type {pixels.dtype} are not read here")
    low, high = pixels.min(), pixels.max()
    if low < 0 or high > limit:
        if pixels.dtype.kind == "f":
            raise UnreadablePicture(
                f"the values run from {low:.6g} to {high:.6g}, beyond 0 to {limit:g}; "
                "say what full white is: --white VALUE"
            )
        raise UnreadablePicture(
            f"its {pixels.dtype} samples run from {low} to {high}, beyond 0 to {limit:g}; "
            "save it with 16 bits or as float"
        )
    if pixels.dtype.kind == "f":
        return pixels.astype(np.float32, copy=False), limit, notes
    return pixels.astype(np.uint16), limit, notes


def without_alpha(pixels: Array, full: float, premultiplied: bool = False) -> tuple[Array, tuple[str, ...]]:
    """Return (H, W) or (H, W, 3) pixels, composited over white in their own depth, and a note where that changed any.

    ``full`` is the value of full white and of full opacity. Whole numbers are exactly rounded; there are no ties,
    since full white is odd. Where every pixel is opaque, alpha is dropped without a word.
    """
    if pixels.ndim == 2:
        return pixels, ()
    channels = pixels.shape[2]
    if channels in (1, 3):
        return (pixels[..., 0] if channels == 1 else pixels), ()
    if pixels.dtype in (np.uint8, np.uint16) and full == np.iinfo(pixels.dtype).max and not premultiplied:
        shown, any_transparent = kernels.over_white(pixels)
        return shown, (ALPHA_NOTE,) if any_transparent else ()
    alpha = pixels[..., channels - 1 :]
    colour = pixels[..., : channels - 1]
    if np.all(alpha == pixels.dtype.type(full)):
        return (colour[..., 0] if channels == 2 else colour), ()
    shown = np.empty(colour.shape, pixels.dtype)
    step = max(1, _BLOCK // (pixels.shape[1] * channels))
    for start in range(0, pixels.shape[0], step):
        rows = slice(start, start + step)
        shown[rows] = _over_white(colour[rows], alpha[rows], full, premultiplied)
    return (shown[..., 0] if channels == 2 else shown), (ALPHA_NOTE,)


def _over_white(colour: Array, alpha: Array, full: float, premultiplied: bool) -> Array:
    if colour.dtype.kind == "f":
        share = alpha.astype(np.float64) / full
        own = colour if premultiplied else colour * share
        return np.asarray(np.minimum(own + full * (1.0 - share), full).astype(colour.dtype))
    # Wide enough: 65535 x 65535 + 32767 is below 2^32.
    white = np.uint32(full)
    opacity = alpha.astype(np.uint32)
    inverse = white - opacity
    if premultiplied:
        return np.asarray(np.minimum(colour + inverse, white).astype(colour.dtype))
    total = colour * opacity + white * inverse
    return np.asarray(((total + white // np.uint32(2)) // white).astype(colour.dtype))
