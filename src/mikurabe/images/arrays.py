"""Arrays and lists from Python -> Image."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.images.pixels import without_alpha
from mikurabe.records import Array, Image, Source, read_only

_SHAPES = "(N,), (H, W), (H, W, 1), (H, W, 2), (H, W, 3) and (H, W, 4)"
# Beyond this, float64 no longer holds every whole number.
_EXACT = 2**53


def from_array(array: Any, *, name: str, white: float | None = None, notes: tuple[str, ...] = ()) -> Image:
    """Return the Image of an array, or of anything that NumPy makes one of; the pixels are copied.

    A vector of N values becomes (1, N). (H, W) and (H, W, 1) are gray, (H, W, 3) is RGB; with one channel more,
    the last is alpha, and transparent parts are shown on white. bool becomes uint8 0/255. uint8 and uint16 stay,
    full white is 255 and 65535 unless ``white`` says otherwise. float32 and float64 stay, float16 becomes float32,
    other whole numbers become float64; their full white is ``white``, or None: it is never guessed.

    Raises UsageError for other shapes and types, for no pixels at all, for NaN and infinities, and for floats with
    alpha where ``white`` is not given.
    """
    try:
        pixels = np.asarray(array)
    except ValueError as error:  # rows of different lengths
        raise UsageError(f"{name}: no array can be made of it: {error}") from error
    source = array_source(pixels, name=name)
    return image_of_array(pixels, source=source, white=white, notes=notes)


def array_source(pixels: Array, *, name: str, path: Path | None = None, modified: datetime | None = None) -> Source:
    """Return the Source of an array; its sha256 is over type, shape and bytes (little-endian, row by row)."""
    little = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder("<") if pixels.dtype.kind in "iuf" else None)
    digest = hashlib.sha256(f"{little.dtype.str}{pixels.shape}".encode())
    # An array of objects has no bytes of its own to hash; image_of_array refuses it.
    if not pixels.dtype.hasobject and pixels.size:
        digest.update(little.reshape(-1).view(np.uint8).data)
    return Source(name=name, path=path, sha256=digest.hexdigest(), size_bytes=pixels.nbytes, modified=modified)


def image_of_array(pixels: Array, *, source: Source, white: float | None, notes: tuple[str, ...]) -> Image:
    """Return the Image of ``pixels``, which came from ``source``; rules and errors as in ``from_array``."""
    name = source.name
    if white is not None and not (np.isfinite(white) and white > 0):
        raise UsageError(f"{name}: full white must be a positive number, not {white!r}")
    if pixels.size == 0:
        raise UsageError(f"{name}: an array of shape {pixels.shape} has no pixels")
    if pixels.ndim == 1:
        pixels = pixels[np.newaxis, :]
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] > 4):
        raise UsageError(f"{name}: an array of shape {pixels.shape} is no picture; the shapes are {_SHAPES}")
    pixels, white = _known_type(pixels, white, name)
    if pixels.ndim == 3 and pixels.shape[2] in (2, 4) and white is None:
        raise UsageError(
            f"{name}: {pixels.dtype} pixels with alpha need the value of full white: white=1.0 or the like"
        )
    pixels, alpha_notes = without_alpha(pixels, white if white is not None else 0.0)
    return Image(
        source=source, pixels=read_only(np.array(pixels, order="C")), white=white, notes=(*notes, *alpha_notes)
    )


def _known_type(pixels: Array, white: float | None, name: str) -> tuple[Array, float | None]:
    kind, size = pixels.dtype.kind, pixels.dtype.itemsize
    if kind == "b":
        return pixels.astype(np.uint8) * np.uint8(255), 255.0
    if kind == "u" and size <= 2:
        natural = np.uint8 if size == 1 else np.uint16
        return pixels.astype(natural, copy=False), float(2 ** (8 * size) - 1) if white is None else float(white)
    if kind in "iu":
        if size == 8 and (int(pixels.max()) > _EXACT or int(pixels.min()) < -_EXACT):
            raise UsageError(f"{name}: whole numbers beyond 2^53 cannot be compared exactly")
        return pixels.astype(np.float64), white
    if kind == "f" and size <= 8:
        missing = pixels.size - int(np.count_nonzero(np.isfinite(pixels)))
        if missing:
            raise UsageError(f"{name}: {missing:,} of {pixels.size:,} values are no numbers (NaN or infinite)")
        return pixels.astype(np.float64 if size == 8 else np.float32, copy=False), white
    raise UsageError(f"{name}: an array of {pixels.dtype} is no picture; whole numbers, floats and bool are")
