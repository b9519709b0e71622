"""The pictures that speed is measured on: drawn from seeds, kept in a folder, and not drawn again if they are there.

Photos are a scene (noise whose amplitude falls with its frequency, and things with sharp edges) under sensor noise that
is another in every file; a scene is a tile of 1024 x 1024 px that larger pictures repeat, which no decoder and no index
here can take advantage of. Digits are strokes, moved and dimmed differently in every file; plots are clouds of dots.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from mikurabe.sources.digits import draw_digit

Pixels: TypeAlias = NDArray[np.uint8]
Kind: TypeAlias = Literal["photo", "gray photo", "plot", "digit"]
Encoding: TypeAlias = Literal["png", "jpg"]

_TILE = 1024
_SCENES = 4
# Rises when the same names would hold other pictures.
_DRAWING = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSet:
    """A reference and ``count`` pictures of one size, as they are to be drawn.

    ``steepness`` says how fast a photo's detail falls off with its frequency, ``noise`` is the deviation of its sensor
    noise in levels: together they decide how many bytes a file has.
    """

    name: str
    kind: Kind
    encoding: Encoding
    count: int
    width: int
    height: int
    steepness: float = 1.6
    noise: float = 2.0

    @property
    def megapixels(self) -> float:
        """Return the size of one picture in millions of pixels."""
        return self.width * self.height / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A set of pictures on the disk: the reference lies beside the folder of the others."""

    wanted: PictureSet
    reference: Path
    folder: Path
    megabytes_each: float

    def files(self) -> list[Path]:
        """Return the pictures without the reference, in order."""
        return sorted(self.folder.iterdir())


def of_megapixels(megapixels: float) -> tuple[int, int]:
    """Return the width and height (4:3) of about so many millions of pixels."""
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    return round(height * 4 / 3), height


def drawn(wanted: PictureSet, root: Path) -> Drawn:
    """Return the set, drawn into ``root`` unless the very same lies there already."""
    home = root / wanted.name
    recipe = json.dumps({"drawing": _DRAWING, **asdict(wanted)}, indent=1)
    told = home / "recipe.json"
    reference, folder = home / f"reference.{wanted.encoding}", home / "pictures"
    if not told.is_file() or told.read_text(encoding="utf-8") != recipe:
        shutil.rmtree(home, ignore_errors=True)
        folder.mkdir(parents=True)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            # Some at a time: the pictures of a large set do not fit into memory.
            for at in range(-1, wanted.count, 64):
                numbers = range(at, min(at + 64, wanted.count))
                list(pool.map(lambda number: _write(wanted, number, reference, folder), numbers))
        # Written last: a set that was interrupted is drawn again.
        told.write_text(recipe, encoding="utf-8")
    sizes = [entry.stat().st_size for entry in os.scandir(folder)]
    return Drawn(wanted=wanted, reference=reference, folder=folder, megabytes_each=sum(sizes) / len(sizes) / 1e6)


def first_of(whole: Drawn, name: str, count: int, root: Path) -> Drawn:
    """Return a folder of the first ``count`` pictures of a set, without drawing or copying them where links work."""
    home = root / name
    folder = home / "pictures"
    if not folder.is_dir() or len(list(folder.iterdir())) != count:
        shutil.rmtree(home, ignore_errors=True)
        folder.mkdir(parents=True)
        for path in whole.files()[:count]:
            try:
                os.link(path, folder / path.name)
            except OSError:
                shutil.copy2(path, folder / path.name)
    wanted = PictureSet(**{**asdict(whole.wanted), "name": name, "count": count})
    return Drawn(wanted=wanted, reference=whole.reference, folder=folder, megabytes_each=whole.megabytes_each)


def _write(wanted: PictureSet, number: int, reference: Path, folder: Path) -> None:
    """Write one picture of the set; number -1 is the reference."""
    pixels = draw(wanted, number)
    if wanted.encoding == "png":
        data = imagecodecs.png_encode(pixels, level=6)
    else:
        data = imagecodecs.jpeg8_encode(pixels, level=92, subsampling="420")
    path = reference if number < 0 else folder / f"{number:06}.{wanted.encoding}"
    path.write_bytes(data)


def draw(wanted: PictureSet, number: int) -> Pixels:
    """Return one picture of the set; -1 is the reference, and three of four others show its scene."""
    random = np.random.default_rng((_DRAWING, wanted.width, wanted.height, number + 1))
    if wanted.kind == "digit":
        return _digit(random, number)
    if wanted.kind == "plot":
        return dot_plot(number + 1, wanted.width)
    scene = number % _SCENES if number % 4 == 3 else 0
    tile = _scene(scene, wanted.steepness) + random.integers(-3, 4)
    shift = tuple(int(step) for step in random.integers(0, _TILE, 2))
    tile += wanted.noise * np.roll(_sensor_noise(), shift, axis=(0, 1))
    if wanted.kind == "gray photo":
        tile = tile.mean(axis=2)
    levels = np.clip(np.rint(tile), 0, 255).astype(np.uint8)
    times = (-(-wanted.height // _TILE), -(-wanted.width // _TILE), 1)[: levels.ndim]
    return np.ascontiguousarray(np.tile(levels, times)[: wanted.height, : wanted.width])


@cache
def _scene(number: int, steepness: float) -> NDArray[np.float32]:
    """Return a scene, float32 (1024, 1024, 3), levels around 125."""
    random = np.random.default_rng((_DRAWING, number))
    across, down = np.fft.rfftfreq(_TILE), np.fft.fftfreq(_TILE)[:, np.newaxis]
    frequency = np.hypot(down, across)
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(random.standard_normal((4, _TILE, _TILE))) / frequency**steepness
    fields = np.fft.irfft2(spectrum, s=(_TILE, _TILE))
    fields /= fields.std(axis=(1, 2), keepdims=True)
    # Much in common, and something of its own in each channel.
    scene = np.moveaxis(125 + 40 * (0.9 * fields[:1] + 0.35 * fields[1:]), 0, 2)
    for top, left, height, width in random.integers((0, 0, 8, 8), (960, 960, 120, 120), (60, 4)):
        scene[top : top + height, left : left + width] += random.integers(-60, 61, 3)
    return scene.astype(np.float32)


@cache
def _sensor_noise() -> NDArray[np.float32]:
    return np.random.default_rng(_DRAWING).standard_normal((_TILE, _TILE, 3), np.float32)


@cache
def _digits() -> list[Pixels]:
    return [draw_digit(digit, slant=slant) for slant in (-0.1, 0.0, 0.1, 0.2) for digit in range(10)]


def _digit(random: np.random.Generator, number: int) -> Pixels:
    digits = _digits()
    which, down, right, dimmed = (int(each) for each in random.integers((0, -2, -2, 0), (len(digits), 3, 3, 60)))
    levels = digits[2 if number < 0 else which]
    moved = np.roll(levels, (down, right), axis=(0, 1)).astype(np.uint16) * (255 - dimmed) // 255
    return moved.astype(np.uint8)


def dot_plot(seed: int, side: int = _TILE) -> Pixels:
    """Return a scattergram, uint8 (side, side, 3): three clouds of coloured dots on white."""
    random = np.random.default_rng((_DRAWING, seed))
    plot = np.full((side, side, 3), 255, np.uint8)
    clouds: Iterator[tuple[float, float, float, int, tuple[int, int, int]]] = iter(
        (
            (0.3, 0.3, 0.06, 4000, (200, 0, 0)),
            (0.6, 0.5, 0.08, 4000, (0, 120, 0)),
            (0.4, 0.8, 0.04, 2000, (0, 0, 200)),
        )
    )
    for x, y, spread, dots, colour in clouds:
        across, down = (np.clip(random.normal(at, spread, dots) * side, 0, side - 1).astype(int) for at in (x, y))
        plot[down, across] = colour
    return plot
