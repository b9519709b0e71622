"""The dots of one plot, taken off the paper, moved, lost, added and drawn again: dots stay dots, nothing is resampled.

A dot on the picture may be several measured ones that lie on each other. How many is drawn at random, as many as the
dots around let expect; each of them then moves, vanishes or is copied for itself. Without that, a dense cluster that
is moved would come out with holes, and every index would see the holes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mikurabe.judge.auroc import Floats
from mikurabe.judge.planting.scene import Scene, events_per_dot, ink_of
from mikurabe.metrics.ink import background, ink
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Image
from mikurabe.region import EIGHT

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """The dots of one picture, E of them, on P pixels of ink.

    ``paper`` is the picture without them. ``of_pixel`` (P,) is the piece of ink that each pixel is part of, a whole
    small dot or a tile of a patch; ``pieces`` (E,) is the piece that each dot is drawn as, ``x`` and ``y`` (E,) its
    place. ``starts`` are where each piece's pixels begin in ``rows``, ``columns``, ``colours`` and ``levels``.
    """

    paper: Array
    still: Bools
    dot_px: int
    rows: Ints
    columns: Ints
    colours: Array
    levels: Floats
    starts: Ints
    sizes: Ints
    pieces: Ints
    x: Floats
    y: Floats

    def __len__(self) -> int:
        return len(self.pieces)

    def drawn(self, pieces: Ints, dx: Ints, dy: Ints, rng: np.random.Generator) -> Array:
        """Return the picture with these pieces of ink, (N,), each moved by whole pixels; axes stay on top.

        Where several fall on one pixel the last one stays, in random order; of soft dots the one with most ink.
        """
        height, width = self.paper.shape[:2]
        sizes = self.sizes[pieces]
        which = np.repeat(np.arange(len(pieces)), sizes)
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        pixel = self.starts[pieces][which] + within
        rows, columns = self.rows[pixel] + dy[which], self.columns[pixel] + dx[which]
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        pixel, rows, columns, which = pixel[inside], rows[inside], columns[inside], which[inside]
        free = ~self.still[rows, columns]
        pixel, rows, columns, which = pixel[free], rows[free], columns[free], which[free]
        turn = rng.permutation(len(pieces))[which]
        order = np.argsort(turn, kind="stable") if self.dot_px == 1 else np.lexsort((turn, self.levels[pixel]))
        pixels = self.paper.copy()
        # Which of two assignments to one pixel stays must not be left to NumPy: the last one of each place.
        place = (rows * width + columns)[order][::-1]
        places, last = np.unique(place, return_index=True)
        flat = pixels.reshape(-1, *pixels.shape[2:])
        flat[places] = self.colours[pixel[order][::-1][last]]
        return pixels


def dots_of(image: Image, scene: Scene, rng: np.random.Generator) -> Dots:
    """Return the dots of a picture of the scene; how many lie on each other is drawn from ``rng``."""
    from scipy import ndimage

    picture = Picture(image)
    found = ink_of(image, scene.still)
    rows, columns = np.nonzero(found)
    size = scene.dot_px
    if size == 1:
        piece = np.arange(len(rows))
    else:
        patches, count = ndimage.label(found, structure=EIGHT)
        patch = patches[rows, columns]
        areas = np.bincount(patch, minlength=count + 1)
        tiles = (rows // size) * (image.width // size + 1) + columns // size
        # A small patch is one dot; a large one is cut into tiles of a dot's size.
        tiles = np.where(areas[patch] <= 2 * size * size, 0, tiles + 1)
        _, piece = np.unique(np.stack([patch, tiles]), axis=1, return_inverse=True)
        piece = piece.reshape(-1)
    order = np.argsort(piece, kind="stable")
    rows, columns, piece = rows[order], columns[order], piece[order]
    sizes = np.bincount(piece) if len(piece) else np.zeros(0, np.int64)
    starts = np.cumsum(sizes) - sizes
    x = np.bincount(piece, weights=columns) / np.maximum(sizes, 1) if len(piece) else np.zeros(0)
    y = np.bincount(piece, weights=rows) / np.maximum(sizes, 1) if len(piece) else np.zeros(0)
    expected = events_per_dot(found, size)[rows[starts], columns[starts]] if len(piece) else np.zeros(0)
    many = at_least_one(expected, rng)
    pieces = np.repeat(np.arange(len(sizes)), many)
    paper = image.pixels.copy()
    paper[rows, columns] = background(picture)
    return Dots(
        paper=paper,
        still=scene.still,
        dot_px=size,
        rows=rows.astype(np.int64),
        columns=columns.astype(np.int64),
        colours=image.pixels[rows, columns],
        levels=ink(picture)[rows, columns],
        starts=starts.astype(np.int64),
        sizes=sizes.astype(np.int64),
        pieces=pieces.astype(np.int64),
        x=x[pieces],
        y=y[pieces],
    )


def at_least_one(expected: Floats, rng: np.random.Generator) -> Ints:
    """Return Poisson numbers of these means under the condition that none is 0: (N,), each 1 or more.

    The first dot of a Poisson process on [0, 1] that has any comes at u with density λ exp(-λu) / (1 - exp(-λ)); after
    it the process goes on as if nothing had happened.
    """
    mean = np.maximum(expected, 1e-9)
    first = -np.log1p(rng.random(len(mean)) * np.expm1(-mean)) / mean
    counts: Ints = 1 + rng.poisson(mean * (1 - first))
    return counts
