"""Resizing as MATLAB's imresize does it, which the saliency indices are defined with."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.kernels import resampled
from mikurabe.kernels.resampling import Taps
from mikurabe.records import Array

Kernel: TypeAlias = Literal["bilinear", "bicubic"]


def resized(plane: Array, shape: tuple[int, int], kernel: Kernel) -> Array:
    """Return the plane at another size, float64, as MATLAB's ``imresize(plane, [h w], kernel)``.

    Where it shrinks the kernel is widened, so that nothing aliases; beyond the border the plane is mirrored. A flat
    plane stays exactly flat.
    """
    if plane.shape == shape:
        return plane.astype(np.float64)
    rows, columns = (taps(before, after, kernel) for before, after in zip(plane.shape, shape, strict=True))
    result: Array = resized_channels(plane, rows, columns)[0]
    return result


def resized_channels(pixels: Array, rows: Taps, columns: Taps) -> Array:
    """Return the channels of (H, W) or (H, W, C) pixels at another size, float64 (C, h, w); the weights sum to 1."""
    base = np.atleast_1d(pixels[0, 0]).astype(np.float64)
    channels: Array = resampled(pixels, rows, columns, base) + base[:, np.newaxis, np.newaxis]
    return channels


@lru_cache(maxsize=32)
def taps(before: int, after: int, kernel: Kernel) -> Taps:
    """Return how each place of an axis that is resized is made of the old ones."""
    scale = after / before
    stretch = max(1.0, 1 / scale)
    reach = (1.0 if kernel == "bilinear" else 2.0) * stretch
    # The centre of every new pixel on the old axis, the first old pixel's centre being 0.
    centres = (np.arange(after) + 0.5) / scale - 0.5
    first = np.floor(centres - reach).astype(np.int64)
    places = first[:, np.newaxis] + np.arange(int(np.ceil(2 * reach)) + 2)
    distances = np.abs(centres[:, np.newaxis] - places) / stretch
    weights = _triangle(distances) if kernel == "bilinear" else _cubic(distances)
    weights = weights / weights.sum(axis=1, keepdims=True)
    # Mirrored with the edge pixel repeated, as often as it takes.
    places = places % (2 * before)
    places = np.where(places < before, places, 2 * before - 1 - places)
    used = weights.any(axis=0)
    return Taps(places=np.ascontiguousarray(places[:, used]), weights=np.ascontiguousarray(weights[:, used]))


@lru_cache(maxsize=32)
def averaged(fine: Taps, factor: int) -> Taps:
    """Return taps that give at once what ``box_reduced`` by a factor makes of one axis that ``fine`` has made.

    Their weights do not sum to 1 where the window reaches beyond the border.
    """
    if factor == 1:
        return fine
    length = len(fine.places)
    coarse = (np.arange(length) + (factor - 1) // 2) // factor
    inside = coarse < -(-length // factor)
    dense = np.zeros((-(-length // factor), int(fine.places.max()) + 1))
    where = np.broadcast_to(coarse[inside, np.newaxis], fine.places[inside].shape)
    np.add.at(dense, (where, fine.places[inside]), fine.weights[inside] / factor)
    return taps_of(dense)


def taps_of(dense: Array) -> Taps:
    """Return the taps of a matrix (after, before), most of which is 0 in every row but for a few neighbours."""
    used = dense != 0
    first = np.argmax(used, axis=1)
    span = int(np.max(dense.shape[1] - np.argmax(used[:, ::-1], axis=1) - first))
    first = np.minimum(first, dense.shape[1] - span)
    places = (first[:, np.newaxis] + np.arange(span)).astype(np.int64)
    return Taps(places=places, weights=np.take_along_axis(dense, places, axis=1))


@lru_cache(maxsize=32)
def ends(fine: Taps) -> Taps:
    """Return the taps at which all that they make of an axis is least or greatest, whatever is on the axis.

    Between two neighbours everything is linear: of the places there, the first and the last are enough. (Rounding may
    make a place between them differ in the last digit.)
    """
    if fine.places.shape[1] > 2:
        return fine
    turns = np.any(fine.places[1:] != fine.places[:-1], axis=1)
    kept = np.concatenate([[True], turns]) | np.concatenate([turns, [True]])
    return Taps(places=fine.places[kept], weights=fine.weights[kept])


def _triangle(distance: Array) -> Array:
    weights: Array = np.maximum(0.0, 1 - distance)
    return weights


def _cubic(distance: Array) -> Array:
    """Return Keys' cubic convolution kernel with a = -1/2."""
    near = 1.5 * distance**3 - 2.5 * distance**2 + 1
    far = -0.5 * distance**3 + 2.5 * distance**2 - 4 * distance + 2
    weights: Array = np.where(distance <= 1, near, np.where(distance <= 2, far, 0.0))
    return weights
