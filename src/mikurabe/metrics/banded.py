"""Structural similarity of two planes, large ones in bands of rows, in as many digits as they need."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from mikurabe.kernels import (
    SingleStats,
    WindowStats,
    single_ssim_map,
    single_ssim_mean,
    single_ssim_means,
    single_ssim_of_stack,
    single_stats,
    ssim_map,
    ssim_mean,
    window_stats,
)
from mikurabe.picture import Picture
from mikurabe.records import Array

# Kept window statistics cost 8 or 16 bytes per pixel. Planes of more pixels than this are worked on in bands of rows,
# and nothing of them is kept: that costs a third more time, and hardly any memory.
WHOLE_PIXELS = 2**24
BAND_PIXELS = 2**21

# Single precision takes C1 for the size of all levels as long as its product with a variance is a number.
NO_LUMINANCE = 1e30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Similarity:
    """What is compared: the reference's plane ``a`` and the candidate's ``b``, both (H, W), under one window.

    ``key`` names the plane and the window among what the reference keeps. ``c1`` of NO_LUMINANCE leaves the
    contrast-structure term alone. ``covariance_scale`` is that of the kernels. Where there is a ``candidate``, what
    several metrics ask of its plane is worked out once.

    Planes of 8 bits and of float32 are summed in single precision, which holds the mean to 1e-7 on pictures of every
    day and is three times as fast; others, and scaled covariances, in double precision.
    """

    reference: Picture
    key: Hashable
    a: Array
    b: Array
    taps: tuple[float, ...]
    c1: float
    c2: float
    covariance_scale: float = 1.0
    candidate: Picture | None = None

    @property
    def is_single(self) -> bool:
        """Return whether single precision will do."""
        return self.a.dtype in (np.uint8, np.float32) and self.covariance_scale == 1.0

    def mean(self) -> float:
        """Return the mean of the map, -1 to 1."""
        if self.candidate is not None and self.is_single:
            return self._both_means(self.candidate)[0]
        return clipped_mean([(self._mean(a, b, stats), stats.mean.size) for a, b, stats in self._bands()])

    def structure_mean(self) -> float:
        """Return the mean of the contrast-structure terms alone, whatever C1 is; -1 to 1."""
        if self.candidate is not None and self.is_single:
            return self._both_means(self.candidate)[1]
        return replace(self, c1=NO_LUMINANCE).mean()

    def _both_means(self, candidate: Picture) -> tuple[float, float]:
        """Return both means, made in one pass for a twentieth more than one of them, and kept for the other metric."""

        def compute() -> tuple[float, float]:
            similarities, structures = [], []
            for a, b, stats in self._bands():
                assert isinstance(stats, SingleStats)
                constants = self.c1, self.c2, float(self.b[0, 0])
                similarity, structure = single_ssim_means(a, b, stats, self.taps, *constants)
                similarities.append((similarity, stats.mean.size))
                structures.append((structure, stats.mean.size))
            return clipped_mean(similarities), clipped_mean(structures)

        return candidate.derive(("similarity", id(self.reference), self.key, self.c1, self.c2), compute)

    def means(self, stack: Array) -> list[float]:
        """Return :meth:`mean` for every plane of a stack, 8-bit (N, H, W), in the place of ``b``."""
        if len(rows_of_bands(*self.a.shape)) > 1:
            return [replace(self, b=plane).mean() for plane in stack]
        stats = self._kept_stats()
        if not isinstance(stats, SingleStats):
            return [replace(self, b=plane).mean() for plane in stack]
        means = single_ssim_of_stack(self.a, stack, stats, self.taps, self.c1, self.c2)
        return [max(-1.0, min(1.0, mean)) for mean in means.tolist()]

    def map(self) -> Array:
        """Return the similarity at every window position, float64 (H - n + 1, W - n + 1)."""
        return joined(self._map(a, b, stats) for a, b, stats in self._bands())

    def _bands(self) -> Iterator[tuple[Array, Array, WindowStats | SingleStats]]:
        """Yield the two planes from top to bottom, as one band or many, with the reference's statistics there."""
        rim = len(self.taps) - 1
        height, width = self.a.shape
        rows = rows_of_bands(height - rim, width)
        if len(rows) == 1:
            yield self.a, self.b, self._kept_stats()
            return
        for start, stop in rows:
            a, b = self.a[start : stop + rim], self.b[start : stop + rim]
            yield a, b, self._stats(a)

    def _kept_stats(self) -> WindowStats | SingleStats:
        """Return the reference's statistics, made once and kept for all candidates."""
        return self.reference.derive(("window stats", self.key, self.is_single), lambda: self._stats(self.a))

    def _stats(self, a: Array) -> WindowStats | SingleStats:
        if self.is_single:
            return single_stats(a, self.taps, float(self.a[0, 0]))
        return window_stats(a, self.taps, "valid")

    def _mean(self, a: Array, b: Array, stats: WindowStats | SingleStats) -> float:
        if isinstance(stats, SingleStats):
            return single_ssim_mean(a, b, stats, self.taps, self.c1, self.c2, float(self.b[0, 0]))
        return ssim_mean(a, b, stats, self.taps, "valid", self.c1, self.c2, self.covariance_scale)

    def _map(self, a: Array, b: Array, stats: WindowStats | SingleStats) -> Array:
        if isinstance(stats, SingleStats):
            single = single_ssim_map(a, b, stats, self.taps, self.c1, self.c2, float(self.b[0, 0]))
            return single.astype(np.float64)
        return ssim_map(a, b, stats, self.taps, "valid", self.c1, self.c2, self.covariance_scale)


def rows_of_bands(height: int, width: int) -> list[tuple[int, int]]:
    """Return the first row of each band of a map of this size, and the row after its last."""
    step = height if height * width <= WHOLE_PIXELS else max(1, BAND_PIXELS // width)
    return [(start, min(start + step, height)) for start in range(0, height, step)]


def mean_of(parts: list[tuple[float, int]]) -> float:
    """Return the mean of all places, from the mean and the number of places of each part."""
    if len(parts) == 1:
        return parts[0][0]
    return math.fsum(mean * places for mean, places in parts) / sum(places for _, places in parts)


def clipped_mean(parts: list[tuple[float, int]]) -> float:
    """Return :func:`mean_of`, nowhere beyond -1 or 1 by rounding."""
    return max(-1.0, min(1.0, mean_of(parts)))


def joined(bands: Iterator[Array]) -> Array:
    """Return the map whose rows the bands hold."""
    parts = list(bands)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
