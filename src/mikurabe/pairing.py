"""Reference and candidate -> two images of equal shape and depth, or a clear reason why not."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Literal, TypeAlias, assert_never, get_args

import numpy as np

from mikurabe.errors import UnequalPictures, UsageError
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Image, read_only

Fit: TypeAlias = Literal["strict", "resize", "crop", "pad"]
FITS: tuple[Fit, ...] = get_args(Fit)
# As strict, where there is nothing to choose: a baseline judges pictures as they are.
Strictness: TypeAlias = Fit | Literal["as_they_are"]

# What the kept forms of the reference (sizes, depths, colour) may cost together, beyond its own one: a set of pictures
# needs few, a hostile one many. A form costs its pixels and, per pixel, the window statistics that SSIM derives of it.
KEPT_BYTES = 2**28
_DERIVED_BYTES_PER_PIXEL = 16

# Padding multiplies the longer sides: a strip and a column of 100 000 pixels each would make 10 000 million.
MAX_PIXELS = 200_000_000

_WHITE = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0}


class Pairing:
    """Lays candidates over one reference.

    ``strict`` refuses another size. ``resize`` resamples the candidate to the reference's size (bicubic with
    anti-aliasing). ``crop`` cuts both to what they share at the top left, ``pad`` fills both with black at the
    right and the bottom up to the larger of each side. Where only one of the two has colour, the other's
    gray stands in all three channels. Where depths differ, both are taken to the deeper one
    (8 to 16 bit: x257; to float: divided by full white), which loses nothing. Every change is noted.

    ``mask``, of the reference's shape, says which pixels count. It is cropped with the pictures; what padding adds
    lies outside it. Raises UsageError for any other ``fit``.
    """

    def __init__(
        self, reference: Image, fit: Strictness = "strict", mask: Bools | None = None, *, max_pixels: int = MAX_PIXELS
    ) -> None:
        if fit not in FITS and fit != "as_they_are":
            raise UsageError(f"fit is {fit!r}; it can be {', '.join(FITS)}.")
        self.reference = reference
        self.fit = fit
        self.mask = mask
        self.max_pixels = max_pixels
        self._own: Picture | None = None
        self._forms: dict[tuple[object, ...], Picture] = {}
        self._lock = threading.Lock()

    def pair(self, candidate: Image) -> tuple[Picture, Picture, tuple[str, ...]]:
        """Return the reference, the candidate (equal shape and dtype) and notes on what was changed.

        Raises UnequalPictures: with ``strict`` for another size, with ``pad`` for more than ``max_pixels`` pixels, and
        for two different values of full white that have no common depth.
        """
        notes: list[str] = []
        reference = self.reference
        if (candidate.width, candidate.height) != (reference.width, reference.height):
            reference, candidate, note = self._fit_sizes(reference, candidate)
            notes.append(note)
        if candidate.pixels.ndim != reference.pixels.ndim:
            gray, colour = ("candidate", "reference") if candidate.pixels.ndim == 2 else ("reference", "candidate")
            notes.append(f"the {gray} is gray, the {colour} has colour: its gray stands in all three channels")
            reference, candidate = _in_colour(reference), _in_colour(candidate)
        if candidate.pixels.dtype != reference.pixels.dtype or candidate.white != reference.white:
            reference, candidate, note = _same_depth(reference, candidate)
            notes.append(note)
        mask = self._mask(reference)
        return self._form(reference, mask), Picture(candidate, mask), tuple(notes)

    @property
    def own(self) -> Picture:
        """Return the reference as it is, the same Picture that a candidate of its shape and depth is paired with."""
        return self._form(self.reference, self._mask(self.reference))

    def common_size(self, candidate: Image) -> tuple[int, int]:
        """Return width and height in pixels that both pictures have once they are laid over each other."""
        reference = self.reference
        if self.fit == "crop":
            return min(reference.width, candidate.width), min(reference.height, candidate.height)
        if self.fit == "pad":
            return max(reference.width, candidate.width), max(reference.height, candidate.height)
        return reference.width, reference.height

    def _mask(self, reference: Image) -> Bools | None:
        """Return the mask for this form of the reference: cut where it is smaller, false where it is larger."""
        if self.mask is None or self.mask.shape == reference.pixels.shape[:2]:
            return self.mask
        mask = np.zeros(reference.pixels.shape[:2], dtype=np.bool_)
        inside = self.mask[: reference.height, : reference.width]
        mask[: inside.shape[0], : inside.shape[1]] = inside
        if not mask.any():
            raise UnequalPictures(
                f"the part that both share, {reference.width} × {reference.height} px at the top left, "
                "lies outside the mask; use --fit resize or another mask"
            )
        return mask

    def _form(self, reference: Image, mask: Bools | None) -> Picture:
        """Return the Picture of this form of the reference, the same one each time, so that it is derived once."""
        key = (reference.pixels.shape, reference.pixels.dtype.str, reference.white)
        with self._lock:
            if reference is self.reference:
                self._own = self._own or Picture(reference, mask)
                return self._own
            if key not in self._forms:
                form = Picture(reference, mask)
                if _cost(form) > KEPT_BYTES:
                    # It needs all the room there is.
                    self._forms.clear()
                    return form
                while sum(map(_cost, self._forms.values())) + _cost(form) > KEPT_BYTES:
                    self._forms.pop(next(iter(self._forms)))
                self._forms[key] = form
            return self._forms[key]

    def _fit_sizes(self, reference: Image, candidate: Image) -> tuple[Image, Image, str]:
        sizes = f"{candidate.width} × {candidate.height} against {reference.width} × {reference.height}"
        if self.fit == "as_they_are":
            raise UnequalPictures(
                f"another size than the normal pictures: {_where(candidate)} is {candidate.width} × "
                f"{candidate.height}, {_where(reference)} is {reference.width} × {reference.height}; draw or save it "
                "alike"
            )
        if self.fit == "strict":
            raise UnequalPictures(
                f"another size than the reference: {_where(candidate)} is {candidate.width} × {candidate.height}, "
                f"{_where(reference)} is {reference.width} × {reference.height}; "
                'add --fit resize, --fit crop or --fit pad (in Python: fit="resize")'
            )
        width, height = self.common_size(candidate)
        if self.fit == "resize":
            return reference, _resize(candidate, width, height), f"resized to {width} × {height} ({sizes})"
        if self.fit == "crop":
            note = f"both cropped to {width} × {height} at the top left ({sizes})"
            return _crop(reference, width, height), _crop(candidate, width, height), note
        if self.fit == "pad":
            if width * height > self.max_pixels:
                raise UnequalPictures(
                    f"padded, both would be {width} × {height} ({sizes}): {width * height:,} pixels, more than the "
                    f"{self.max_pixels:,} that --max-pixels allows; use --fit crop or --fit resize"
                )
            note = f"both padded with black to {width} × {height} ({sizes})"
            return _pad(reference, width, height), _pad(candidate, width, height), note
        assert_never(self.fit)


def _cost(form: Picture) -> int:
    return form.pixels.nbytes + _DERIVED_BYTES_PER_PIXEL * form.image.width * form.image.height


def _where(image: Image) -> str:
    return str(image.source.path) if image.source.path is not None else image.source.name


def _with(image: Image, pixels: Array, white: float | None) -> Image:
    return replace(image, pixels=read_only(pixels), white=white)


def _crop(image: Image, width: int, height: int) -> Image:
    if (image.width, image.height) == (width, height):
        return image
    return _with(image, image.pixels[:height, :width], image.white)


def _pad(image: Image, width: int, height: int) -> Image:
    if (image.width, image.height) == (width, height):
        return image
    widths = [(0, height - image.height), (0, width - image.width)] + [(0, 0)] * (image.pixels.ndim - 2)
    return _with(image, np.pad(image.pixels, widths), image.white)


def _in_colour(image: Image) -> Image:
    if image.pixels.ndim == 3:
        return image
    colour = np.empty((*image.pixels.shape, 3), image.pixels.dtype)
    colour[...] = image.pixels[:, :, np.newaxis]
    return _with(image, colour, image.white)


def _resize(image: Image, width: int, height: int) -> Image:
    """Return the image resampled with Pillow's anti-aliased bicubic filter, rounded back to its own depth."""
    from PIL import Image as Pillow

    pixels = image.pixels
    planes = pixels[:, :, np.newaxis] if pixels.ndim == 2 else pixels
    resized = np.empty((height, width, planes.shape[2]), pixels.dtype)
    # Plane by plane: Pillow needs four bytes per pixel of a colour picture, beside copies of the whole.
    for channel in range(planes.shape[2]):
        plane = np.ascontiguousarray(planes[:, :, channel])
        if pixels.dtype != np.uint8:
            plane = plane.astype(np.float32)
        levels = np.asarray(Pillow.fromarray(plane).resize((width, height), Pillow.Resampling.BICUBIC))
        if pixels.dtype.kind == "u" and pixels.dtype != np.uint8:
            # The filter overshoots at edges; a level beyond full white does not exist in this depth.
            levels = np.rint(levels)
            np.clip(levels, 0, np.iinfo(pixels.dtype).max, out=levels)
        resized[:, :, channel] = levels
    return _with(image, resized.reshape(height, width, *pixels.shape[2:]), image.white)


def _same_depth(reference: Image, candidate: Image) -> tuple[Image, Image, str]:
    """Return both in one depth that holds either without loss, and a note; refuse where full white has no common scale.

    With the same full white that is float64 in the same levels, otherwise the deeper of the two depths.
    """
    note = f"another depth than the reference ({_depth(candidate)} against {_depth(reference)})"
    if reference.white == candidate.white and _within_white(reference) and _within_white(candidate):
        return _as_float64(reference), _as_float64(candidate), f"{note}: both compared as float64, in the same levels"
    depths = ("uint8", "uint16", "float32")
    for image in (reference, candidate):
        depth = image.pixels.dtype.name
        if depth not in depths or image.white is None or (depth != "float32" and image.white != _WHITE[depth]):
            raise UnequalPictures(
                f"another depth than the reference: {_where(candidate)} holds {_depth(candidate)}, "
                f"{_where(reference)} holds {_depth(reference)}; bring both to the same depth, or say what full white "
                "is in both: --white VALUE, in Python white=VALUE"
            )
    deeper = max(reference, candidate, key=lambda image: depths.index(image.pixels.dtype.name)).pixels.dtype.name
    return _to_depth(reference, deeper), _to_depth(candidate, deeper), f"{note}: both compared as {deeper}"


def _within_white(image: Image) -> bool:
    """Return whether full white is known and can be meant: whole numbers beyond it are on another scale."""
    if image.white is None:
        return False
    return image.pixels.dtype.kind == "f" or bool(image.pixels.max() <= image.white)


def _depth(image: Image) -> str:
    white = "unknown full white" if image.white is None else f"full white {image.white:g}"
    return f"{image.pixels.dtype.name} with {white}"


def _as_float64(image: Image) -> Image:
    return _with(image, image.pixels.astype(np.float64, copy=False), image.white)


def _to_depth(image: Image, depth: str) -> Image:
    if image.white is None:
        raise ValueError("only an image whose full white is known has a depth to convert from")
    if depth == "float32":
        if image.white == 1.0 and image.pixels.dtype == np.float32:
            return image
        shares = np.empty(image.pixels.shape, np.float32)
        # Divided in float64 and rounded once, without a float64 copy of the whole.
        np.divide(image.pixels, image.white, out=shares, dtype=np.float64, casting="unsafe")
        return _with(image, shares, 1.0)
    if image.pixels.dtype.name == depth:
        return image
    return _with(image, np.multiply(image.pixels, 257, dtype=np.uint16), 65535.0)
