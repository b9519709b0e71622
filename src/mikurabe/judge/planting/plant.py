"""The planter: puts a fault of a severity into one of the normal pictures, the same way each time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mikurabe.judge.planting.dots import Dots, dots_of
from mikurabe.judge.planting.faults import FAULTS, Fault
from mikurabe.judge.planting.moved import DOT_FAULTS
from mikurabe.judge.planting.scene import scene_of
from mikurabe.judge.planting.whole import WHOLE_FAULTS
from mikurabe.records import Array, Image, read_only


class Unplantable(Exception):
    """A fault that does not exist in such pictures; the message is the reason, a key among the words."""


class Planter:
    """Plants faults into pictures of one size.

    Random numbers follow from ``seed``, the fault and the picture's place, and are the same for all severities: so a
    stronger fault is the weaker one and more. Thread-safe.
    """

    def __init__(self, images: Sequence[Image], seed: int = 1) -> None:
        """Take pictures of one shape whose full white is known."""
        self.images = tuple(images)
        self.scene = scene_of(self.images)
        self._seed = seed
        self._dots: dict[int, Dots] = {}
        self._lock = threading.Lock()

    def check(self, fault: Fault) -> None:
        """Raise Unplantable where the pictures cannot have the fault."""
        if fault.of_dots and self.scene is None:
            raise Unplantable("stress_no_dots")
        if fault.name == "move_cluster" and self.scene is not None and len(self.scene.peaks) < 2:
            raise Unplantable("stress_one_cluster")
        if fault.name == "jpeg" and self.images[0].pixels.dtype != np.uint8:
            raise Unplantable("stress_eight_bits")

    def plant(self, at: int, fault: Fault, severity: float) -> Image:
        """Return picture ``at`` with the fault; raise Unplantable where it cannot have it."""
        self.check(fault)
        image = self.images[at]
        rng = np.random.Generator(np.random.PCG64([self._seed, list(FAULTS).index(fault.name), at]))
        if self.scene is not None and fault.name in DOT_FAULTS:
            dots = self._dots_of(at)
            pixels = DOT_FAULTS[fault.name](dots, self.scene, severity, rng) if len(dots) else image.pixels
        else:
            white = _white(image)
            shares = image.pixels.astype(np.float64) / white
            pixels = _levels(WHOLE_FAULTS[fault.name](shares, severity, rng), image, white)
        return replace(image, pixels=read_only(pixels), notes=())

    def _dots_of(self, at: int) -> Dots:
        scene = self.scene
        if scene is None:
            raise TypeError("pictures without a scene have no dots")
        with self._lock:
            if at not in self._dots:
                # A fault's place among the faults is never so large.
                rng = np.random.Generator(np.random.PCG64([self._seed, 2**20, at]))
                self._dots[at] = dots_of(self.images[at], scene, rng)
            return self._dots[at]


def _white(image: Image) -> float:
    if image.white is None:
        raise ValueError("faults are planted into pictures whose full white is known")
    return image.white


def _levels(shares: Array, image: Image, white: float) -> Array:
    """Return shares of full white as levels of the picture's own depth."""
    levels = np.clip(shares, 0.0, 1.0) * white
    dtype = image.pixels.dtype
    return (np.rint(levels) if dtype.kind == "u" else levels).astype(dtype)
