"""Ink: how far every pixel is from the background, so that dots count and empty paper does not."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture
from mikurabe.records import Array

_STEPS = 255

# So many pixels, spread evenly, are asked first, and what has less than this part of them is no background.
_ASKED = 2**14
_LEAST = 1 / 100


def background(picture: Picture) -> Array:
    """Return the background's level: one for a gray picture (shape ()), three for a colour one (shape (3,)).

    It is the picture's most frequent colour; of equally frequent ones the lowest (by red, then green, then blue). In
    depths other than 8 bits, where no two pixels may be alike, colours are counted in 256 steps from black to white,
    and the background is the median, channel by channel, of the pixels in the fullest step. The whole picture is asked
    and not its border alone, where a plot may have a frame. Pixels that a mask leaves out have no say.

    Where no colour has a hundredth of the pixels, as in a photograph, there is no background to speak of: of a large
    colour picture it is then the most frequent colour of an evenly spread sample of 16,384 pixels, and whether that is
    so is asked of the same sample.
    """
    return picture.derive("background", lambda: _background(picture))


def _background(picture: Picture) -> Array:
    pixels, gray = picture.counted, picture.pixels.ndim == 2
    steps = _steps_of(pixels, picture.white)
    fullest: Array = np.asarray(kernels.level_counts(steps).argmax(), np.uint8) if gray else _commonest(steps)
    if steps is pixels:
        return fullest
    of_it = pixels[steps == fullest] if gray else pixels[(steps == fullest).all(axis=-1)]
    if gray:
        return _lower_median(of_it)
    return np.array([_lower_median(of_it[:, channel]) for channel in range(3)], pixels.dtype)


def _commonest(colours: Array) -> NDArray[np.uint8]:
    """Return the most frequent colour of (..., 3) levels, (3,); of very many without a background, that of a sample."""
    pixels = colours.reshape(-1, 3)
    if len(pixels) > 16 * _ASKED:
        asked = pixels.take(_spread(len(pixels)), axis=0)
        likely = kernels.commonest_colour(asked)
        # Channel by channel: along three numbers NumPy takes ten times as long.
        red, green, blue = (asked[:, channel] == likely[channel] for channel in range(3))
        if np.count_nonzero(red & green & blue) < _LEAST * _ASKED:
            return likely
    return kernels.commonest_colour(colours)


@lru_cache(maxsize=4)
def _spread(count: int) -> NDArray[np.int64]:
    """Return places spread evenly over so many: one in each of equal stretches, nowhere in it in particular.

    A regular grid could lie on a plot's grid lines, or between them.
    """
    stretches = np.arange(_ASKED, dtype=np.uint64)
    # Knuth's multiplicative hash, 32 bits of it: a fraction.
    within = stretches * np.uint64(2654435761) & np.uint64(2**32 - 1)
    step = np.uint64(count // _ASKED)
    return (stretches * step + (within * step >> np.uint64(32))).astype(np.int64)


def _steps_of(pixels: Array, white: float) -> Array:
    """Return the step of every level, 0 for black to 255 for white: uint8; 8-bit levels are their own steps."""
    if pixels.dtype == np.uint8 and white == _STEPS:
        return pixels
    if pixels.dtype.kind == "u":
        # Rounded for each level that there is instead of for each pixel.
        table = np.arange(np.iinfo(pixels.dtype).max + 1) * (_STEPS / white)
        return np.asarray(np.clip(np.rint(table), 0, _STEPS).astype(np.uint8)[pixels])
    return np.clip(np.rint(pixels * (_STEPS / white)), 0, _STEPS).astype(np.uint8)


def _lower_median(levels: Array) -> Array:
    """Return the median of (N,) levels, of two middle ones the lower, so that it is a level that occurs."""
    middle = (len(levels) - 1) // 2
    if levels.dtype.kind == "u":
        return np.asarray(kernels.level_counts(levels).cumsum().searchsorted(middle, side="right"), levels.dtype)
    return np.asarray(np.partition(levels, middle)[middle])


def ink_levels(picture: Picture) -> Array:
    """Return the distance of every pixel from the background in the picture's own levels: (H, W).

    Of a colour picture's channels the one that differs most counts, so that a pure red dot on black is as much ink as
    a white one. Integer depths keep their dtype, floats become float64. Pixels that a mask leaves out have no ink.
    """
    return picture.derive("ink levels", lambda: _ink_levels(picture))


def _ink_levels(picture: Picture) -> Array:
    pixels, paper = picture.pixels, background(picture)
    if pixels.dtype.kind == "f":
        pixels, paper = pixels.astype(np.float64), paper.astype(np.float64)
    levels = kernels.distance_from(pixels, paper)
    if picture.mask is not None:
        levels = np.where(picture.mask, levels, np.zeros((), levels.dtype))
    levels.flags.writeable = False
    return levels


def ink(picture: Picture) -> NDArray[np.float64]:
    """Return the distance of every pixel from the background as a part of full white: (H, W) float64, 0 to 1.

    0 is background, 1 the other end of the scale: black on white or white on black.
    """
    return picture.derive("ink", lambda: ink_levels(picture) / np.float64(picture.white))


@metric(
    title="Cosine similarity of the ink",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-5,
    needs=("white",),
    tolerates=("a common factor on all ink", "another background colour"),
    blind=("the number of dots, where all grow or shrink together",),
    masked=True,
    source="Salton & McGill 1983, Introduction to Modern Information Retrieval, section 4.1; on the distance from the "
    "background (each picture's most frequent colour) instead of the levels, so that empty paper counts for nothing",
)
def cosine_ink(reference: Picture, candidate: Picture) -> float:
    """Return the cosine of the angle between the two pictures' ink, their distances from the background.

    1 where one picture's ink is a multiple of the other's, 0 where no pixel has ink in both. Works alike for dark dots
    on white and for bright ones on black. Dots that moved by one pixel no longer meet: ``cosine_blur`` forgives that.
    Undefined where one picture is nothing but background.
    """
    sums = kernels.moments(ink_levels(reference), ink_levels(candidate))
    return cosine_of(sums)


def cosine_of(sums: kernels.Moments) -> float:
    """Return the cosine of two planes of ink from their sums; raise UndefinedScore where one of them is blank."""
    return cosine_from(sums.sum_aa, sums.sum_bb, sums.sum_ab)


def cosine_from(sum_aa: float, sum_bb: float, sum_ab: float) -> float:
    """Return the cosine of two planes of ink from the sums of products; raise UndefinedScore where one is blank."""
    if sum_aa == 0 or sum_bb == 0:
        raise UndefinedScore(f"{blank(sum_aa == 0, sum_bb == 0)} nothing but background: there is no ink")
    # Equality in Cauchy-Schwarz: one is a multiple of the other.
    if sum_ab * sum_ab == sum_aa * sum_bb:
        return 1.0
    return max(0.0, min(1.0, sum_ab / (math.sqrt(sum_aa) * math.sqrt(sum_bb))))


def blank(reference: bool, candidate: bool) -> str:
    """Return which of two pictures a message speaks of, with its verb."""
    return "both pictures are" if reference and candidate else f"the {'reference' if reference else 'candidate'} is"
