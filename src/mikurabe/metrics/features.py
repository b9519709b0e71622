"""Indices that compare hand-made descriptions of a picture's shapes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Param

# Dalal & Triggs 2005, section 6.4: Lowe-style clipped L2 norm ("L2-Hys").
_CLIP = 0.2
_BLOCK = 2
_FEWEST_CELLS = 4


@metric(
    title="Cosine of oriented gradients (HOG)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    params=(
        Param(
            name="cell",
            default=8,
            low=1,
            high=1024,
            help="side of a cell in px; smaller where that would leave fewer than 4 cells along the shorter side",
        ),
        Param(name="bins", default=9, low=2, high=36, help="how many directions from 0 to 180°"),
    ),
    tolerates=("movement by part of a cell", "brightness", "contrast, also local"),
    blind=("the sign of edges: a negative has the same", "the level of flat areas"),
    masked=True,
    source="Dalal & Triggs 2005, CVPR: [-1 0 1] gradients, 9 unsigned directions, 8 px cells, 2 × 2 cells per block, "
    "votes shared between neighbouring directions and cells, L2-Hys; on luma (the paper: the strongest channel), "
    "without Gaussian weights in the block, and a block without any edge stays 0 where the paper adds a small constant",
)
def hog(reference: Picture, candidate: Picture, *, cell: int = 8, bins: int = 9) -> float:
    """Return the cosine of the angle between the two pictures' histograms of oriented gradients.

    1 for identical pictures, 0 where no block shares an edge direction; unlike pictures full of texture still reach 0.6
    and more. With a mask, only pixels vote whose neighbours count too. Undefined where a picture has no edges.
    """
    a, b = _described(reference, cell, bins), _described(candidate, cell, bins)
    for which, features in (("reference", a), ("candidate", b)):
        if not features.any():
            raise UndefinedScore(f"the {which} has no edges: there are no directions to compare")
    if np.array_equal(a, b):
        return 1.0
    return max(0.0, min(1.0, float(a @ b) / (math.sqrt(float(a @ a)) * math.sqrt(float(b @ b)))))


def _described(picture: Picture, cell: int, bins: int) -> NDArray[np.float64]:
    key = ("hog", cell, bins)
    return picture.derive(key, lambda: hog_features(picture.luma, picture.mask, cell, bins))


def hog_features(luma: Array, mask: Bools | None, cell: int, bins: int) -> NDArray[np.float64]:
    """Return the normalised blocks of a picture as one vector, each entry 0..1."""
    cell = max(1, min(cell, min(luma.shape) // _FEWEST_CELLS))
    cells = tallied(luma, mask, cell, bins)
    down, right = (max(1, count - _BLOCK + 1) for count in cells.shape[:2])
    parts = [
        cells[y : y + down, x : x + right]
        for y in range(min(_BLOCK, cells.shape[0]))
        for x in range(min(_BLOCK, cells.shape[1]))
    ]
    blocks = np.concatenate(parts, axis=2)
    return _to_length_1(np.minimum(_to_length_1(blocks), _CLIP)).ravel()


def tallied(luma: Array, mask: Bools | None, cell: int, bins: int) -> NDArray[np.float64]:
    """Return the cells' histograms, (rows, columns, bins): votes of the gradients' sizes, shared between neighbours."""
    plane = luma.astype(np.float64)
    across, down = np.zeros_like(plane), np.zeros_like(plane)
    across[:, 1:-1] = plane[:, 2:] - plane[:, :-2]
    down[1:-1] = plane[2:] - plane[:-2]
    if mask is not None:
        whole = mask.copy()
        whole[:, 1:-1] &= mask[:, 2:] & mask[:, :-2]
        whole[1:-1] &= mask[2:] & mask[:-2]
        across[~whole], down[~whole] = 0.0, 0.0
    size = np.hypot(across, down)
    # Bin k is centred at (k + 1/2) of the half circle; a direction between two centres votes for both.
    place = np.mod(np.arctan2(down, across) / np.pi * bins - 0.5, bins)
    near_y, near_x = _nearness(plane.shape[0], cell), _nearness(plane.shape[1], cell)
    votes = []
    for direction in range(bins):
        away = np.abs(place - direction)
        share = np.maximum(0.0, 1 - np.minimum(away, bins - away))
        votes.append(near_y @ (size * share) @ near_x.T)
    return np.stack(votes, axis=2)


def _nearness(side: int, cell: int) -> NDArray[np.float64]:
    """Return how much each pixel along a side votes for each cell, (cells, side): 1 in its middle, 0 one cell away."""
    count = max(1, side // cell)
    # The cells lie in the middle where the side is no multiple of them.
    middles = (np.arange(count) + 0.5) * cell + (side - count * cell) / 2 - 0.5
    return np.maximum(0.0, 1 - np.abs(np.arange(side) - middles[:, np.newaxis]) / cell)


def _to_length_1(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.sqrt(np.sum(blocks * blocks, axis=2, keepdims=True))
    return blocks / np.where(length > 0, length, 1.0)
