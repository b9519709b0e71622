"""The populations of the normals, learned once, so that a checked picture's can be told in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.judge.census import CensusRow, Usual, census_row, usual_ranges
from mikurabe.picture import Picture
from mikurabe.populations import Measured, Populations, learn_populations, measure
from mikurabe.records import Array, Bools, Image, read_only

# A plot of dots is mostly paper: this part of its pixels is within this part of full white of the background.
# Photographs have no populations, and looking for them takes long.
_PAPER_SHARE, _PAPER_WITHIN = 0.5, 0.1


@dataclass(frozen=True, kw_only=True, eq=False)
class Inhabitants:
    """What populations the normals have: ``learned`` from them, ``measured`` in each of the N normals.

    A population's shape is learned from the very pictures whose numbers make its limits. The shapes of N pictures
    depend little on one of them, and no verdict comes from these limits: they say which numbers are worth a word.
    """

    learned: Populations
    measured: tuple[Measured, ...]

    @cached_property
    def usual(self) -> tuple[Usual, ...]:
        """Return between which values each quantity lies in normal pictures; none for fewer than 5 of them."""
        return usual_ranges(self.learned, self.measured)

    def of(self, image: Image) -> CensusRow:
        """Return the populations of a picture, and which of their quantities are beyond the usual."""
        return census_row(image.source.name, self.learned, measure(self.learned, image), self.usual)


def find_inhabitants(images: Sequence[Image], paper: Array) -> Populations | str:
    """Return the populations of some normal pictures, or the reason why there are none."""
    if not all(_is_plot(image, paper) for image in images):
        return "the pictures are no plots of dots: less than half of each is background"
    try:
        return learn_populations(images)
    except UsageError as reason:
        return str(reason)


def only_counted(image: Image, counted: Bools | None, paper: Array) -> Image:
    """Return the picture with paper where pixels do not count."""
    if counted is None:
        return image
    kept = counted if image.pixels.ndim == 2 else counted[..., None]
    return replace(image, pixels=read_only(np.where(kept, image.pixels, paper.astype(image.pixels.dtype))))


def _is_plot(image: Image, paper: Array) -> bool:
    away = np.abs(image.pixels.astype(np.float64) - paper.astype(np.float64))
    far = away if away.ndim == 2 else away.max(axis=2)
    white = Picture(image).white
    return float((far <= _PAPER_WITHIN * white).mean()) >= _PAPER_SHARE
