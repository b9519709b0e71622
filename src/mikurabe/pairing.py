"""Reference and candidate -> two images of equal shape and depth, or a clear reason why not."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Literal, TypeAlias, get_args

import numpy as np

from mikurabe.errors import UnequalPictures
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Image, read_only

Fit: TypeAlias = Literal["strict", "resize", "crop", "pad"]
FITS: tuple[Fit, ...] = get_args(Fit)

# How many forms of the reference (sizes, depths, colour) are kept: a set of pictures has few, a hostile one many.
KEPT_FORMS = 4

_WHITE = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0}


class Pairing:
    """Lays candidates over one reference.

    ``strict`` refuses another size. ``resize`` resamples the candidate to the reference's size (bicubic with
    anti-aliasing). ``crop`` cuts both to what they share at the top left, ``pad`` fills both with black at the
    right and the bottom up to the larger of each side. Where only one of the two has colour, the other's
    gray stands in all three channels. Where depths differ, both are taken to the deeper one
    (8 to 16 bit: x257; to float: divided by full white), which loses nothing. Every change is noted.

    ``mask``, of the reference's shape, says which pixels count. It is cropped with the pictures; what padding adds
    lies outside it.
    """

    def __init__(self, reference: Image, fit: Fit = "strict", mask: Bools | None = None) -> None:
        self.reference = reference
        self.fit = fit
        self.mask = mask
        self._forms: dict[tuple[object, ...], Picture] = {}
        self._lock = threading.Lock()

    def pair(self, candidate: Image) -> tuple[Picture, Picture, tuple[str, ...]]:
        """Return the reference, the candidate (equal shape and dtype) and notes on what was changed.

        Raises UnequalPictures: with ``strict`` for another size, and for two different values of full white
        that have no common depth.
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
            if key not in self._forms:
                while len(self._forms) >= KEPT_FORMS:
                    self._forms.pop(next(iter(self._forms)))
                self._forms[key] = Picture(reference, mask)
            return self._forms[key]

    def _fit_sizes(self, reference: Image, candidate: Image) -> tuple[Image, Image, str]:
        sizes = f"{candidate.width} × {candidate.height} against {reference.width} × {reference.height}"
        if self.fit == "strict":
            raise UnequalPictures(
                f"another size than the reference: {_where(candidate)} is {candidate.width} × {candidate.height}, "
                f"{_where(reference)} is {reference.width} × {reference.height}; "
                'add --fit resize, --fit crop or --fit pad (in Python: fit="resize")'
            )
        if self.fit == "resize":
            resized = _resize(candidate, reference.width, reference.height)
            return reference, resized, f"resized to {reference.width} × {reference.height} ({sizes})"
        if self.fit == "crop":
            width = min(reference.width, candidate.width)
            height = min(reference.height, candidate.height)
            note = f"both cropped to {width} × {height} at the top left ({sizes})"
            return _crop(reference, width, height), _crop(candidate, width, height), note
        width = max(reference.width, candidate.width)
        height = max(reference.height, candidate.height)
        note = f"both padded with black to {width} × {height} ({sizes})"
        return _pad(reference, width, height), _pad(candidate, width, height), note


def _where(image: Image) -> str:
    return str(image.source.path) if image.source.path is not None else image.source.name


def _with(image: Image, pixels: Array, white: float | None) -> Image:
    return replace(image, pixels=read_only(pixels), white=white)


def _crop(image: Image, width: int, height: int) -> Image:
    return _with(image, image.pixels[:height, :width], image.white)


def _pad(image: Image, width: int, height: int) -> Image:
    widths = [(0, height - image.height), (0, width - image.width)] + [(0, 0)] * (image.pixels.ndim - 2)
    return _with(image, np.pad(image.pixels, widths), image.white)


def _in_colour(image: Image) -> Image:
    if image.pixels.ndim == 3:
        return image
    return _with(image, np.repeat(image.pixels[:, :, np.newaxis], 3, axis=2), image.white)


def _resize(image: Image, width: int, height: int) -> Image:
    """Return the image resampled with Pillow's anti-aliased bicubic filter, rounded back to its own depth."""
    from PIL import Image as Pillow

    pixels = image.pixels
    size = (width, height)
    if pixels.dtype == np.uint8:
        return _with(image, np.asarray(Pillow.fromarray(pixels).resize(size, Pillow.Resampling.BICUBIC)), image.white)
    planes = [pixels] if pixels.ndim == 2 else [pixels[:, :, channel] for channel in range(3)]
    resized = [
        np.asarray(Pillow.fromarray(plane.astype(np.float32)).resize(size, Pillow.Resampling.BICUBIC))
        for plane in planes
    ]
    stacked = resized[0] if pixels.ndim == 2 else np.stack(resized, axis=2)
    if np.issubdtype(pixels.dtype, np.integer):
        # The filter overshoots at edges; a level beyond full white does not exist in this depth.
        stacked = np.clip(np.rint(stacked), 0, np.iinfo(pixels.dtype).max)
    return _with(image, stacked.astype(pixels.dtype), image.white)


def _same_depth(reference: Image, candidate: Image) -> tuple[Image, Image, str]:
    """Return both in the deeper of their depths, and a note; refuse where full white has no common scale."""
    depths = ("uint8", "uint16", "float32")
    for image in (reference, candidate):
        depth = image.pixels.dtype.name
        if depth not in depths or image.white is None or (depth != "float32" and image.white != _WHITE[depth]):
            raise UnequalPictures(
                f"another depth than the reference: {_where(candidate)} holds {_depth(candidate)}, "
                f"{_where(reference)} holds {_depth(reference)}; bring both to the same depth or say --white"
            )
    note = f"another depth than the reference ({_depth(candidate)} against {_depth(reference)})"
    deeper = max(reference, candidate, key=lambda image: depths.index(image.pixels.dtype.name)).pixels.dtype.name
    return _to_depth(reference, deeper), _to_depth(candidate, deeper), f"{note}: both compared as {deeper}"


def _depth(image: Image) -> str:
    white = "unknown full white" if image.white is None else f"full white {image.white:g}"
    return f"{image.pixels.dtype.name} with {white}"


def _to_depth(image: Image, depth: str) -> Image:
    if image.white is None:
        raise ValueError("only an image whose full white is known has a depth to convert from")
    if depth == "float32":
        if image.white == 1.0 and image.pixels.dtype == np.float32:
            return image
        return _with(image, (image.pixels / np.float64(image.white)).astype(np.float32), 1.0)
    if image.pixels.dtype.name == depth:
        return image
    return _with(image, image.pixels.astype(np.uint16) * np.uint16(257), 65535.0)
