"""The look of a set of dot plots: background, the colours of the dots, how large a dot is; and reading ink by it.

Three ways of drawing are told apart. Dots in few colours (one, or one per cluster) give the share of each pixel that
dots of each colour cover. Dots whose colours say how dense they lie (pseudo-colour) give the covered share in one
plane, whatever the colour. A smooth density in a colour map gives each pixel's place along the map's colours.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe import kernels
from mikurabe.errors import UsageError
from mikurabe.metrics.ink import background
from mikurabe.picture import Picture
from mikurabe.populations.area import Area
from mikurabe.records import Array, Bools, Image

Floats: TypeAlias = NDArray[np.float64]
Colour: TypeAlias = tuple[float, ...]
Kind: TypeAlias = Literal["dots", "density"]

# Below this part of a full dot there is no ink: what JPEG leaves around dots.
FLOOR = 0.2
SMEARED_FLOOR = 0.4
_NEIGHBOURHOOD = 5
LUMA = np.array([0.299, 0.587, 0.114])
# Two directions at right angles to gray: red against green and blue, and green against blue.
CHROMA = np.array([[2.0, 0.0], [-1.0, 1.0], [-1.0, -1.0]]) / np.sqrt([6.0, 2.0])
# A picture's background may differ from the learned one by this part of full white.
_SAME_PAPER = 0.04
# The count at a density's last colour, where nobody says it: log(1 + 6) is the middle of what plots of some thousand
# events show.
FULL_COUNT = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the pictures of a set are drawn; colours are parts of full white, one number (gray) or three (RGB).

    ``inks`` holds each dot colour as a difference from the ``background``. Where ``pseudo``, colours say how dense dots
    lie, and the one ink is the faintest of them; a density's is the last of its map. ``dot_px`` is how many
    pixels one dot covers at least by 1/16, 3/16 ... 15/16 (empty for a density). ``smeared`` says that colours run into
    their neighbours, as JPEG's do, and are taken from a small neighbourhood. ``ramp``, for a density only, is the
    colour map from its first colour to its last in even steps of its length; a place in it stands for a count of
    (1 + ``full_count``) ** place - 1, in a logarithmic map's own unit.
    """

    kind: Kind
    background: Colour
    inks: tuple[Colour, ...]
    dot_px: tuple[float, ...]
    pseudo: bool = False
    smeared: bool = False
    ramp: tuple[Colour, ...] = ()
    full_count: float = FULL_COUNT


class Ink(NamedTuple):
    """The pixels of the plot area that hold ink, N of them.

    ``rows`` and ``columns`` count from the area's top left; ``plane`` is the colour's index in ``Look.inks``;
    ``amount`` is the covered share of the pixel (dots), or counts in the map's unit (density).
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    plane: NDArray[np.intp]
    amount: Floats


def read_ink(image: Image, look: Look, area: Area) -> Ink:
    """Return the ink of one picture; raise UsageError where its background is another than the set's."""
    picture = Picture(image)
    white = picture.white
    pixels = area.cut(image.pixels)
    paper = np.asarray(background(picture), np.float64) / white
    if paper.ndim != np.ndim(look.background if len(look.background) > 1 else 0) or (
        np.abs(paper - np.asarray(look.background).reshape(paper.shape)).max() > _SAME_PAPER
    ):
        raise UsageError(
            f"{image.source.name} has the background {_shown(np.atleast_1d(paper))} and the normal pictures have "
            f"{_shown(np.asarray(look.background))} (parts of full white): measure pictures that are drawn alike."
        )
    paper = np.asarray(look.background)
    level = np.asarray(np.rint(paper * white) if image.pixels.dtype.kind == "u" else paper * white)
    apart = kernels.distance_from(pixels, level.reshape(pixels.shape[2:]).astype(pixels.dtype))
    faintest = np.asarray(look.inks if look.kind == "dots" else look.ramp[:1])
    if look.kind == "density":
        faintest = faintest - paper
    lowest = FLOOR * min(float(np.abs(ink).max()) for ink in faintest)
    found = np.flatnonzero((apart > lowest * white) & area.mask)
    rows, columns = np.divmod(found, pixels.shape[1])
    if look.smeared:
        colours = gathered(pixels / np.float32(white) - paper.astype(np.float32)).reshape(-1, 3)[found]
    else:
        colours = pixels.reshape(-1, len(paper))[found] / white - paper
    if look.kind == "density":
        place = _places(colours, look)
        return Ink(rows, columns, np.zeros(len(found), np.intp), np.expm1(np.log1p(look.full_count) * place))
    plane, amount = _dots(colours, look)
    seen = amount > 0
    return Ink(rows[seen], columns[seen], plane[seen], amount[seen])


def cover_of(differences: Floats, look: Look, mask: Bools) -> Floats:
    """Return each pixel's covered share (H, W) from differences from the background (H, W, C); 0 outside the mask."""
    cover = np.zeros(mask.shape)
    _, cover[mask] = _dots(differences[mask], look)
    return cover


def _dots(colours: Floats, look: Look) -> tuple[NDArray[np.intp], Floats]:
    """Return which ink each colour (N, C) shows and the covered share of its pixel; 0 where it is too faint."""
    if look.pseudo:
        drawn = np.abs(colours).max(axis=1) > 0.5 * max(abs(part) for part in look.inks[0])
        return np.zeros(len(colours), np.intp), drawn.astype(np.float64)
    inks = np.asarray(look.inks)
    if look.smeared:
        plane = (unit_chroma(colours) @ unit_chroma(inks).T).argmax(axis=1)
        amount = np.clip((colours @ LUMA) / (inks @ LUMA)[plane], 0, 1)
    else:
        plane, amount = nearest_ink(colours, inks)
    amount[amount < (SMEARED_FLOOR if look.smeared else FLOOR)] = 0.0
    return plane, amount


def unit_chroma(colours: Floats) -> Floats:
    """Return the direction (N, 2) in which differences from the background (N, 3) leave gray; 0 where they do not."""
    chroma = colours @ CHROMA
    length = np.sqrt((chroma**2).sum(axis=1))
    direction: Floats = chroma / np.where(length > 0, length, 1.0)[:, np.newaxis]
    return direction


def nearest_ink(colours: Floats, inks: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return for each colour (N, C) which of the inks (P, C) it is a part of, and which part, 0 to 1.

    Both are differences from the background. A half-covered pixel lies half way between background and ink.
    """
    part = np.clip(colours @ inks.T / (inks**2).sum(axis=1), 0, 1)
    # |c - t i|² without |c|², which is the same for all inks.
    off = part**2 * (inks**2).sum(axis=1) - 2 * part * (colours @ inks.T)
    plane = off.argmin(axis=1)
    return plane, part[np.arange(len(part)), plane]


def gathered(differences: Array) -> Array:
    """Return differences from the background (H, W, 3) with each pixel's own lightness and its neighbourhood's colour.

    JPEG keeps lightness sharp and averages colour over blocks of pixels, so a lone dot loses its colour to the white
    around it. The neighbourhood's sums keep both.
    """
    from scipy import ndimage

    around = ndimage.uniform_filter(differences, (_NEIGHBOURHOOD, _NEIGHBOURHOOD, 1), mode="nearest")
    lightness, lightness_around = differences @ LUMA, around @ LUMA
    # Where the neighbourhood is as light as the background there is no telling: a pixel keeps its colour.
    sure = np.abs(lightness_around) > 0.01
    factor = np.divide(lightness, lightness_around, out=np.zeros_like(lightness), where=sure)
    return np.where(sure[..., np.newaxis], around * factor[..., np.newaxis], differences)


def _places(colours: Floats, look: Look) -> Floats:
    """Return the place of each colour along the ramp, 0 at the background to 1 at its end."""
    table = _table_of(look)
    steps = table.shape[0] - 1
    offset = np.asarray(look.background)
    index = np.clip(np.rint((colours + offset) * steps), 0, steps).astype(np.intp)
    places: Floats = table[tuple(index.T)]
    return places


@functools.lru_cache(maxsize=4)
def _table_of(look: Look) -> Floats:
    """Return the place on the ramp of the nearest of its colours: (256,) of gray levels, (64, 64, 64) of colours."""
    from scipy.spatial import cKDTree

    ramp = np.asarray(look.ramp)
    steps = 256 if ramp.shape[1] == 1 else 64
    grid = np.stack(np.meshgrid(*[np.linspace(0, 1, steps)] * ramp.shape[1], indexing="ij"), axis=-1)
    _, nearest = cKDTree(ramp).query(grid)
    table: Floats = np.asarray(nearest, np.float64) / (len(ramp) - 1)
    table.flags.writeable = False
    return table


def require_alike(images: Sequence[Image]) -> None:
    """Raise UsageError unless there are pictures, all of one size and with the same number of channels."""
    if not images:
        raise UsageError("Populations are learned from normal pictures; there is none.")
    first = images[0]
    for each in images[1:]:
        if each.pixels.shape != first.pixels.shape or each.white != first.white:
            raise UsageError(
                f"{first.source.name} is {_kind_of(first)} and {each.source.name} is {_kind_of(each)}: "
                "populations are learned from pictures of one kind and size."
            )


def _kind_of(image: Image) -> str:
    return f"{'gray' if image.pixels.ndim == 2 else 'RGB'}, {image.width} × {image.height} px, white {image.white:g}"


def _shown(colour: Array) -> str:
    return "(" + ", ".join(f"{part:.2f}" for part in colour) + ")"
