"""Picture: one image and what metrics derive from it, each derived thing computed once; Stack: many small ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import numpy as np

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.records import Array, Bools, Image

T = TypeVar("T")

# Levels that are looked at together when two pictures are compared for equality.
_LEVELS_AT_ONCE = 2**16


class Picture:
    """One image and everything that metrics derive from it.

    Whatever is derived is computed at most once, under a lock, and shared by all metrics and threads. The
    reference's lives as long as the run, a candidate's as long as its row.
    """

    def __init__(self, image: Image, mask: Bools | None = None) -> None:
        """Take an image and, where only part of it counts, an (H, W) mask that is true there and nowhere empty."""
        if mask is not None and (mask.shape != image.pixels.shape[:2] or mask.dtype != np.bool_ or not mask.any()):
            raise ValueError(f"a mask is boolean, of shape {image.pixels.shape[:2]}, and true somewhere")
        self.image = image
        self.mask = mask
        self._derived: dict[Hashable, object] = {}
        self._lock = threading.RLock()

    @property
    def pixels(self) -> Array:
        """Return all channels in their own depth: (H, W) or (H, W, 3), read-only."""
        return self.image.pixels

    @property
    def white(self) -> float:
        """Return the value of full white; raise UndefinedScore where nobody has said it."""
        if self.image.white is None:
            raise UndefinedScore(
                f"{self.image.source.name} holds {self.pixels.dtype} numbers and full white is unknown: "
                "say it, for instance white=1.0 or white=255"
            )
        return self.image.white

    @property
    def luma(self) -> Array:
        """Return the (H, W) luma in the picture's own depth: BT.601, rounded to the nearest level, halves up.

        A gray picture is its own luma. Float pictures are weighted in float64 and keep their dtype.
        """
        return self.derive("luma", lambda: luma_of(self.pixels))

    def derive(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return what ``compute`` gives, computed at most once under ``key``."""
        with self._lock:
            if key not in self._derived:
                self._derived[key] = compute()
            return cast(T, self._derived[key])

    def equals(self, other: Picture) -> bool:
        """Return whether both have the same pixels, level for level, wherever they count, and the same events."""
        return self.derive(
            ("equals", id(other)), lambda: _alike(self.counted, other.counted) and self._has_events_of(other)
        )

    def _has_events_of(self, other: Picture) -> bool:
        first, second = self.image.events, other.image.events
        if first is None or second is None:
            return first is second
        return np.array_equal(first.values, second.values) and np.array_equal(first.fractions, second.fractions)

    @property
    def counted(self) -> Array:
        """Return the pixels that count: all of them, or an (N,) or (N, 3) array of those under the mask."""
        mask = self.mask
        return self.pixels if mask is None else self.derive("counted", lambda: self.pixels[mask])


class Stack:
    """Many small 8-bit pictures of one shape, and what metrics derive from all of them at a time.

    ``pixels`` is uint8 of shape (N, H, W) or (N, H, W, 3), N at least 1; full white is 255.
    """

    def __init__(self, pixels: Array) -> None:
        if pixels.dtype != np.uint8 or pixels.ndim not in (3, 4) or len(pixels) == 0:
            raise ValueError(f"a stack is uint8 of shape (N, H, W) or (N, H, W, 3), not {pixels.dtype} {pixels.shape}")
        self.pixels = pixels
        self._derived: dict[Hashable, object] = {}

    def __len__(self) -> int:
        return len(self.pixels)

    @property
    def luma(self) -> Array:
        """Return the lumas, (N, H, W); those of gray pictures are themselves."""
        if self.pixels.ndim == 3:
            return self.pixels
        count, height, width, _ = self.pixels.shape
        return self.derive("luma", lambda: luma_of(self.pixels.reshape(-1, width, 3)).reshape(count, height, width))

    def derive(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return what ``compute`` gives, computed at most once under ``key``; a stack belongs to one thread."""
        if key not in self._derived:
            self._derived[key] = compute()
        return cast(T, self._derived[key])


def _alike(first: Array, second: Array) -> bool:
    """Return whether two arrays have one shape and the same levels; the first band of rows that differs decides."""
    if first.shape != second.shape:
        return False
    step = max(1, _LEVELS_AT_ONCE * len(first) // max(1, first.size))
    return all(
        np.array_equal(first[start : start + step], second[start : start + step])
        for start in range(0, len(first), step)
    )


def luma_of(pixels: Array) -> Array:
    """Return the (H, W) BT.601 luma of (H, W) or (H, W, 3) pixels, in their dtype; see ``kernels.luma``."""
    if pixels.ndim == 2:
        return pixels
    luma = kernels.luma(pixels)
    luma.flags.writeable = False
    return luma
