"""Perceptual hashes: 64 bits that say what a picture looks like from far away, and how many of them differ.

Hashes of different programs cannot be exchanged: each has its own resampling, transform and threshold. These are bit
for bit those of imagehash, which is why the reduction to gray and all resampling are Pillow's (its gray is fixed-point
BT.601 and may differ by one level from ``Picture.luma``). Pictures deeper than 8 bits go in through their high byte,
floats rounded to 0..255; imagehash itself saturates a 16-bit file to white.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools

SIDE = 8
# The DCT hash looks at the lowest 8 x 8 of 32 x 32 frequencies.
_DCT_SIDE = 32
# math.sqrt, not 1 / math.sqrt(2), which is one bit lower.
_HALF_ROOT = math.sqrt(0.5)
_PLACE_BLIND = ("resizing", "faint noise", "a change of brightness or contrast that clips nothing")
_SEES_NO = ("colour", "anything small", "fine texture")


def bytes_of(picture: Picture) -> Array:
    """Return the pixels as 8-bit levels: as they are, the high byte of 16 bits, floats rounded to 0..255."""
    pixels, white = picture.pixels, picture.white
    if pixels.dtype == np.uint8 and white == 255:
        return pixels
    if pixels.dtype == np.uint16 and white == 65535:
        return (pixels >> 8).astype(np.uint8)
    return np.clip(np.rint(pixels * (255.0 / white)), 0, 255).astype(np.uint8)


def _pillow(picture: Picture, mode: str) -> Any:
    """Return the picture as a Pillow image of that mode."""

    def convert() -> Any:
        from PIL import Image

        # Lists of bytes, not fromarray: a strided or read-only array is no obstacle to them.
        levels = bytes_of(picture)
        height, width = levels.shape[:2]
        whole = Image.frombytes("L" if levels.ndim == 2 else "RGB", (width, height), levels.tobytes())
        if mode == "HSV" and whole.mode == "L":
            whole = whole.convert("RGB")
        return whole if whole.mode == mode else whole.convert(mode)

    return picture.derive(("pillow", mode), convert)


def _small_gray(picture: Picture, width: int, height: int) -> Array:
    """Return the gray picture resampled to that size by Pillow's Lanczos filter, uint8 (height, width)."""

    def resample() -> Array:
        from PIL.Image import Resampling

        return np.asarray(_pillow(picture, "L").resize((width, height), Resampling.LANCZOS))

    return picture.derive(("lanczos", width, height), resample)


def average_bits(picture: Picture) -> Bools:
    """Return the (8, 8) bits of the average hash: which of 8 x 8 levels lie above their mean."""
    small = _small_gray(picture, SIDE, SIDE)
    return np.asarray(small > small.mean(), dtype=np.bool_)


def dct_bits(picture: Picture) -> Bools:
    """Return the (8, 8) bits of the DCT hash: which of the lowest frequencies lie above their median."""
    from scipy.fft import dct

    levels = _small_gray(picture, _DCT_SIDE, _DCT_SIDE).astype(np.float64)
    low = dct(dct(levels, axis=0), axis=1)[:SIDE, :SIDE]
    return np.asarray(low > np.median(low), dtype=np.bool_)


def difference_bits(picture: Picture) -> Bools:
    """Return the (8, 8) bits of the difference hash: where a level is higher than its left neighbour."""
    small = _small_gray(picture, SIDE + 1, SIDE)
    return np.asarray(small[:, 1:] > small[:, :-1], dtype=np.bool_)


def wavelet_bits(picture: Picture) -> Bools:
    """Return the (8, 8) bits of the wavelet hash: which Haar means lie above their median, overall mean removed."""
    side = 2 ** max(int(math.log2(min(picture.pixels.shape[:2]))), int(math.log2(SIDE)))
    plane = _small_gray(picture, side, side) / 255.0
    details = []
    while len(plane) > 1:
        plane, detail = haar_split(plane)
        details.append(detail)
    # Without the one coefficient that holds the mean, back to pixels and down again to 8 x 8: in exact numbers only a
    # constant would go, but the bits of (nearly) flat pictures hang on the rounding of this very path.
    plane = plane * 0
    for detail in reversed(details):
        plane = haar_join(plane, detail)
    while len(plane) > SIDE:
        plane, _ = haar_split(plane)
    return np.asarray(plane > np.median(plane), dtype=np.bool_)


def haar_split(plane: Array) -> tuple[Array, tuple[Array, Array, Array]]:
    """Return one level of the orthonormal Haar transform: the means at half the size, and the three details.

    Columns first, then rows, each coefficient multiplied before it is summed: the order decides the last bit.
    """
    means_down, steps_down = _halves(plane)
    means, steps_right = _halves(means_down.T)
    steps, both = _halves(steps_down.T)
    return means.T, (steps_right.T, steps.T, both.T)


def haar_join(means: Array, details: tuple[Array, Array, Array]) -> Array:
    """Return the plane of which ``haar_split`` gave these means and details."""
    steps_right, steps, both = details
    means_down = _whole(means.T, steps_right.T).T
    steps_down = _whole(steps.T, both.T).T
    return _whole(means_down, steps_down)


def _halves(plane: Array) -> tuple[Array, Array]:
    even, odd = _HALF_ROOT * plane[0::2], _HALF_ROOT * plane[1::2]
    return even + odd, even - odd


def _whole(means: Array, steps: Array) -> Array:
    plane = np.empty((2 * len(means), means.shape[1]))
    means, steps = _HALF_ROOT * means, _HALF_ROOT * steps
    plane[0::2] = means + steps
    plane[1::2] = means - steps
    return plane


def colour_bits(picture: Picture) -> Bools:
    """Return the (14, 3) bits of the colour hash.

    Three bits each for the share of black pixels, of gray ones, and of six hues among the coloured ones, faint and
    bright apart; a share of k eighths sets a bit by a thermometer: from 4, from 2, and the last bit of k.
    """
    gray = np.asarray(_pillow(picture, "L"))
    hue, saturation, _ = (np.asarray(channel) for channel in _pillow(picture, "HSV").split())
    black = gray < 32
    pale = saturation < 85
    coloured = ~(black | pale)
    # A saturation of exactly 170 is neither faint nor bright, in imagehash's limits.
    faint, bright = coloured & (saturation < 170), coloured & (saturation > 170)
    total = max(1, int(np.count_nonzero(coloured)))
    # Six hues of 42.5 levels, the last one closed at 255.
    sixth = np.minimum(np.arange(256) / 42.5, 5).astype(np.intp)
    shares = [np.count_nonzero(black) / black.size, np.count_nonzero(~black & pale) / pale.size]
    for group in (faint, bright):
        shares += [count / total for count in np.bincount(sixth[hue[group]], minlength=6).tolist()]
    eighths = np.minimum(7, (8 * np.array(shares)).astype(np.intp))
    bits = np.stack([eighths >= 4, eighths >= 2, eighths % 2 == 1], axis=1)
    return np.asarray(bits, dtype=np.bool_)


def hexadecimal(bits: Bools) -> str:
    """Return bits as imagehash spells them: row by row, the first bit the highest, one digit for every four."""
    number = int("".join("1" if bit else "0" for bit in bits.flat), 2)
    return f"{number:0{-(-bits.size // 4)}x}"


def _apart(bits_of: Callable[[Picture], Bools], reference: Picture, candidate: Picture) -> float:
    def hashed(picture: Picture) -> Bools:
        return picture.derive(("hash", bits_of.__name__), lambda: bits_of(picture))

    return float(np.count_nonzero(hashed(reference) != hashed(candidate)))


@metric(
    title="Average hash distance",
    better="lower",
    low=0,
    high=64,
    identical=0,
    resolution=1,
    unit="bits",
    reads="luma",
    needs=("white",),
    tolerates=_PLACE_BLIND,
    blind=_SEES_NO,
    source="Krawetz 2011, Looks Like It; bit for bit imagehash 4.3.2 average_hash: Pillow's gray, Lanczos to 8 × 8, "
    "above the mean. 16-bit pictures by their high byte",
)
def ahash(reference: Picture, candidate: Picture) -> float:
    """Return how many of the 64 bits of the average hash differ: 0 alike, about 32 unrelated, 64 a negative."""
    return _apart(average_bits, reference, candidate)


@metric(
    title="Perceptual hash distance (DCT)",
    better="lower",
    low=0,
    high=64,
    identical=0,
    resolution=1,
    unit="bits",
    reads="luma",
    needs=("white",),
    tolerates=_PLACE_BLIND,
    blind=_SEES_NO,
    source="Zauner 2010, Implementation and Benchmarking of Perceptual Image Hash Functions, section 3.2; bit for bit "
    "imagehash 4.3.2 phash: Lanczos to 32 × 32, lowest 8 × 8 of the DCT, above the median. OpenCV's PHash differs",
)
def phash(reference: Picture, candidate: Picture) -> float:
    """Return how many of the 64 bits of the DCT hash differ: 0 alike, about 32 unrelated.

    On a flat picture all frequencies are 0 but one, and a trace of noise decides most bits.
    """
    return _apart(dct_bits, reference, candidate)


@metric(
    title="Difference hash distance",
    better="lower",
    low=0,
    high=64,
    identical=0,
    resolution=1,
    unit="bits",
    reads="luma",
    needs=("white",),
    tolerates=_PLACE_BLIND,
    blind=_SEES_NO,
    source="Krawetz 2013, Kind of Like That; bit for bit imagehash 4.3.2 dhash: Lanczos to 9 × 8, brighter than the "
    "left neighbour. 16-bit pictures by their high byte",
)
def dhash(reference: Picture, candidate: Picture) -> float:
    """Return how many of the 64 bits of the difference hash differ: 0 alike, about 32 unrelated, 64 a negative."""
    return _apart(difference_bits, reference, candidate)


@metric(
    title="Wavelet hash distance (Haar)",
    better="lower",
    low=0,
    high=64,
    identical=0,
    resolution=1,
    unit="bits",
    reads="luma",
    needs=("white",),
    tolerates=_PLACE_BLIND,
    blind=_SEES_NO,
    source="Petrov 2016, Wavelet image hash; bit for bit imagehash 4.3.2 whash: Lanczos to the largest square of a "
    "power of two, Haar transform without its mean down to 8 × 8, above the median. 16-bit pictures by their high byte",
)
def whash(reference: Picture, candidate: Picture) -> float:
    """Return how many of the 64 bits of the Haar wavelet hash differ: 0 alike, about 32 unrelated, 64 a negative."""
    return _apart(wavelet_bits, reference, candidate)


@metric(
    title="Colour hash distance",
    better="lower",
    low=0,
    high=42,
    identical=0,
    resolution=1,
    unit="bits",
    needs=("white",),
    tolerates=("any movement of the pixels", "resizing", "faint noise"),
    blind=("where a colour is", "shape", "a change of gray that stays above black"),
    source="imagehash 4.3.2 colorhash with binbits=3, bit for bit: shares of black, gray and twelve hues in Pillow's "
    "HSV, three bits each. The last bit is a parity: the distance does not always grow with the difference",
)
def colour_hash(reference: Picture, candidate: Picture) -> float:
    """Return how many of the 42 bits of the colour hash differ: 0 where black, gray and hues have like shares."""
    return _apart(colour_bits, reference, candidate)
