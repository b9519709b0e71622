"""Which pixels count: a mask picture, rectangles, and what never changes over a set (axes, text, legend)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.records import Array, Bools, Image, read_only

# A patch of unchanging ink is furniture (an axis, a letter) where at least this share of its surroundings does not
# change either; the core of a cluster of dots, which looks alike day by day, lies among changing pixels.
STILL_SURROUNDINGS = 0.9

# Pixels that touch at a corner belong together: letters are drawn that way.
EIGHT = np.ones((3, 3), dtype=np.bool_)

# A level this far from the background, as a fraction of full white, is ink.
INK = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A part of a picture: ``x``, ``y`` of its top left pixel, ``width`` and ``height``, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def parse(cls, text: str) -> Rectangle:
        """Return the rectangle that ``x,y,w,h`` describes; raise UsageError where it is none."""
        try:
            x, y, width, height = (int(part) for part in text.split(","))
        except ValueError:
            raise UsageError(
                f"A region is x,y,width,height in whole pixels, such as 10,10,200,150; not {text!r}."
            ) from None
        if x < 0 or y < 0 or width < 1 or height < 1:
            raise UsageError(f"The region {text!r} is empty or starts outside the picture; x,y are 0 or more.")
        return cls(x=x, y=y, width=width, height=height)


def mask_of_rectangles(rectangles: Sequence[Rectangle], width: int, height: int) -> Bools:
    """Return the (height, width) mask that is true in any of the rectangles; raise UsageError where one sticks out."""
    mask = np.zeros((height, width), dtype=np.bool_)
    for part in rectangles:
        if part.x + part.width > width or part.y + part.height > height:
            raise UsageError(
                f"The region {part.x},{part.y},{part.width},{part.height} reaches beyond the reference, "
                f"which is {width} × {height} px."
            )
        mask[part.y : part.y + part.height, part.x : part.x + part.width] = True
    return mask


def mask_of_image(image: Image, width: int, height: int) -> Bools:
    """Return the (height, width) mask of a mask picture: bright pixels count, dark ones do not.

    Raises UsageError where the mask has another size than the reference, or marks nothing.
    """
    if (image.width, image.height) != (width, height):
        raise UsageError(
            f"The mask {image.source.name} is {image.width} × {image.height} px and the reference is "
            f"{width} × {height} px; a mask has the reference's size."
        )
    if any("transparent" in note for note in image.notes):
        raise UsageError(
            f"The mask {image.source.name} is partly transparent, and which part should count cannot be told; "
            "give a mask without transparency: white where pictures are compared, black elsewhere."
        )
    if image.white is None:
        raise UsageError(f"The mask {image.source.name} has no known full white; give a picture of 8 or 16 bits.")
    levels = image.pixels if image.pixels.ndim == 2 else image.pixels.max(axis=2)
    mask: Bools = levels > image.white / 2
    if not mask.any():
        raise UsageError(f"The mask {image.source.name} has no bright pixel: nothing would be compared.")
    return mask


def furniture(reference: Image, others: Sequence[Image]) -> Bools:
    """Return the (H, W) mask of what every plot of a set shows alike: axes, ticks, text, legend.

    A pixel belongs to it where it is ink (not background, which is the reference's most frequent colour), has the
    same colour in the reference and all ``others`` of its size and depth, and lies in a patch whose surroundings do not
    change either. Raises UsageError where there is no other picture of that size to compare with.
    """
    from scipy import ndimage

    alike = [each for each in others if _comparable(each, reference)]
    if not alike:
        raise UsageError(
            "An automatic mask needs other pictures of the reference's size "
            f"({reference.width} × {reference.height} px) to see what does not change; there is none."
        )
    still = np.ones(reference.pixels.shape[:2], dtype=np.bool_)
    for each in alike:
        still &= _same(each.pixels, reference.pixels)
    patches, _ = ndimage.label(still & _ink(reference), structure=EIGHT)
    found = np.zeros_like(still)
    for at, box in enumerate(ndimage.find_objects(patches), start=1):
        rows, columns = (slice(max(0, side.start - 1), side.stop + 1) for side in box)
        patch = patches[rows, columns] == at
        around = ndimage.binary_dilation(patch, structure=EIGHT) & ~patch
        surroundings = still[rows, columns][around]
        if surroundings.size == 0 or surroundings.mean() >= STILL_SURROUNDINGS:
            found[rows, columns] |= patch
    return found


def _comparable(image: Image, reference: Image) -> bool:
    return image.pixels.shape == reference.pixels.shape and image.pixels.dtype == reference.pixels.dtype


def _same(first: Array, second: Array) -> Bools:
    equal: Bools = first == second
    return equal if equal.ndim == 2 else np.all(equal, axis=2)


def _ink(image: Image) -> Bools:
    """Return where a picture differs from its most frequent colour by more than INK of full white."""
    colours, counts = np.unique(image.pixels.reshape(-1, *image.pixels.shape[2:]), axis=0, return_counts=True)
    background = colours[int(np.argmax(counts))]
    away = np.abs(image.pixels.astype(np.float64) - background.astype(np.float64))
    far = away if away.ndim == 2 else away.max(axis=2)
    limit = INK * (image.white if image.white is not None else float(image.pixels.max()))
    result: Bools = far > limit
    return result


def combined(masks: Sequence[Bools]) -> Bools | None:
    """Return where all masks are true, read-only; None where there are none, UsageError where nothing is left."""
    if not masks:
        return None
    together = masks[0].copy()
    for mask in masks[1:]:
        together &= mask
    if not together.any():
        raise UsageError("Mask and regions together leave no pixel to compare.")
    return read_only(together)
