"""How a set of pictures is drawn, found from the pictures: dots or density, which colours, how large a dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.metrics.ink import background
from mikurabe.picture import Picture
from mikurabe.populations.area import Area
from mikurabe.populations.look import (
    CHROMA,
    LUMA,
    SMEARED_FLOOR,
    Colour,
    Floats,
    Look,
    cover_of,
    gathered,
    nearest_ink,
    unit_chroma,
)
from mikurabe.records import Array, Bools, Image
from mikurabe.region import EIGHT

# Pixels that differ from the background by less than this part of white are not looked at for colours.
_VISIBLE = 0.08
# Colours within this distance of each other (as parts of white) are one ink; JPEG spreads them by about half of it.
_ONE_INK = 0.13
_MOST_INKS = 12
# An ink holds at least this share of the drawn pixels ...
_LEAST_SHARE = 0.004
# ... and all together this share of those that are drawn in full, where colours stand for clusters.
_EXPLAINED = 0.9
# Neighbouring pixels in a smooth density rarely differ by this part of the strongest ink; beside a dot they do.
_HARD_EDGE = 0.3
_HARD_SHARE = 0.12
# Colours that are further from the inks than this on average have run into each other, as JPEG's do.
_SMEARED = 0.012
# A colour map has at most so many colours; smeared dots have more.
_MAP_COLOURS = 300
# Hues are counted in so many steps, blurred by this many; one holds at least this share. Chroma below this part of
# lightness is gray. Dots in full are those above this quantile of lightness.
_HUES, _HUE_BLUR, _HUE_SHARE, _GRAY, _FULL = 72, 1.5, 0.004, 0.08, 0.75
_LOOKED_AT = 8
# A colour map that begins nearer to the background than this begins there; its colours follow each other without a
# larger gap than the second.
_FAINT, _RAMP_GAP = 0.2, 0.35
_RAMP_STEPS = 512
# How finely a dot's soft edge is known, and which patches have the usual ink.
_COVER_STEPS, _USUAL = 8, 0.15


def learn_look(images: Sequence[Image], area: Area) -> Look:
    """Return how the pictures are drawn; raise UsageError where they hold nothing but background."""
    images = images[:: max(1, len(images) // _LOOKED_AT)][:_LOOKED_AT]
    planes = [area.cut(each.pixels) / Picture(each).white for each in images]
    paper = np.median([np.atleast_1d(background(Picture(each)) / Picture(each).white) for each in images], axis=0)
    differences = [plane.reshape(*plane.shape[:2], -1) - paper for plane in planes]
    drawn = [(np.abs(each).max(axis=2) > _VISIBLE) & area.mask for each in differences]
    colours = np.concatenate([each[where] for each, where in zip(differences, drawn, strict=True)])
    if len(colours) == 0:
        raise UsageError(f"{images[0].source.name} holds nothing but background: there are no dots to learn from.")
    strongest = float(np.quantile(np.abs(colours).max(axis=1), 0.99))
    if _hard_share(differences, drawn, strongest) < _HARD_SHARE:
        ramp = _ramp(differences, drawn)
        shown = tuple(_as_colour(colour + paper) for colour in ramp)
        return Look(kind="density", background=_as_colour(paper), inks=(_as_colour(ramp[-1]),), dot_px=(), ramp=shown)
    inks, smeared = _inks(colours), False
    if inks is not None and _off(colours, inks) > _SMEARED:
        inks = None
    if inks is None and len(paper) == 3 and _distinct(colours) > _MAP_COLOURS:
        differences, smeared = [gathered(each) for each in differences], True
        strong = [np.abs(each).max(axis=2) > SMEARED_FLOOR * strongest for each in differences]
        inks = _hues(np.concatenate([each[mark & area.mask] for each, mark in zip(differences, strong, strict=True)]))
    pseudo = inks is None
    if inks is None:
        # Whatever the colour, half as strong as the faintest of them is drawn.
        faintest = colours[np.abs(colours).max(axis=1).argsort()[len(colours) // 50]]
        inks = faintest[np.newaxis]
    look = Look(
        kind="dots",
        background=_as_colour(paper),
        inks=tuple(_as_colour(ink) for ink in inks),
        dot_px=(),
        smeared=smeared,
        pseudo=pseudo,
    )
    return replace(look, dot_px=_dot_px([cover_of(each, look, area.mask) for each in differences]))


def _as_colour(ink: Array) -> Colour:
    return tuple(float(part) for part in ink)


def _hard_share(differences: Sequence[Floats], drawn: Sequence[Bools], strongest: float) -> float:
    """Return the share of neighbours, at least one of them drawn, between which there is a hard edge."""
    edges = pairs = 0
    for each, where in zip(differences, drawn, strict=True):
        for here, there in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
            either = where[here] | where[there]
            step = np.abs(each[here][either] - each[there][either]).max(axis=1)
            edges += int(np.count_nonzero(step > _HARD_EDGE * strongest))
            pairs += len(step)
    return edges / max(pairs, 1)


def _off(colours: Floats, inks: Floats) -> float:
    """Return how far the colours lie from the way between background and their ink: the mean, in parts of white."""
    plane, part = nearest_ink(colours, inks)
    return float(np.abs(colours - part[:, np.newaxis] * inks[plane]).max(axis=1).mean())


def _inks(colours: Floats) -> Floats | None:
    """Return the few colours (P, C) that the dots have, the most frequent first; None where there are many.

    The commonest colour that is left is an ink, and everything between the background and it (dots' soft edges) goes
    with it. A colour map leaves more than a few of them, or none that holds its neighbourhood.
    """
    left = colours
    inks: list[Array] = []
    full = 0
    steps = 24
    while len(left) > _LEAST_SHARE * len(colours) and len(inks) < _MOST_INKS:
        bins = np.rint(left * steps).astype(np.int64) + steps
        keys = (bins * (4 * steps) ** np.arange(bins.shape[1])).sum(axis=1)
        values, counts = np.unique(keys, return_counts=True)
        # A fainter colour on the way to a stronger one is that one's soft edge: strong ones come first.
        strengths = np.array([np.abs(left[np.argmax(keys == value)]).max() for value in values[counts.argsort()[-40:]]])
        best = values[counts.argsort()[-40:]][(np.sort(counts)[-40:] * strengths**2).argmax()]
        ink = np.median(left[keys == best], axis=0)
        near = np.sqrt(((left - ink) ** 2).sum(axis=1)) < _ONE_INK
        ink = np.median(left[near], axis=0)
        near = np.sqrt(((left - ink) ** 2).sum(axis=1)) < _ONE_INK
        if np.count_nonzero(near) < _LEAST_SHARE * len(colours):
            break
        core = np.sqrt(((left - ink) ** 2).sum(axis=1)) < _ONE_INK / 2
        if np.count_nonzero(core) < 0.5 * np.count_nonzero(near):
            return None
        inks.append(ink)
        part = np.clip(left @ ink / (ink @ ink), 0, 1.0)
        on_the_way = np.sqrt(((left - part[:, np.newaxis] * ink) ** 2).sum(axis=1)) < _ONE_INK
        full += int(np.count_nonzero(near | on_the_way))
        left = left[~(near | on_the_way)]
    if not inks or full < _EXPLAINED * len(colours):
        return None
    return np.array(inks)


def _distinct(colours: Floats) -> int:
    """Return how many colours of 256 levels there are."""
    levels = np.rint(np.abs(colours) * 255).astype(np.int64)
    return len(np.unique(levels @ (256 ** np.arange(levels.shape[1]))))


def _hues(colours: Floats) -> Floats:
    """Return the inks (P, 3) of smeared dots: one for each hue that many of them have, the most frequent first.

    Smearing takes colours' strength away and leaves their hue. Colours of one hue are one ink.
    """
    direction = unit_chroma(colours)
    strength = np.sqrt(((colours @ CHROMA) ** 2).sum(axis=1)) / np.maximum(np.abs(colours @ LUMA), 1e-6)
    if float(np.median(strength)) < _GRAY:
        return np.median(colours, axis=0)[np.newaxis]
    hue = np.arctan2(direction[:, 1], direction[:, 0]) / (2 * np.pi) % 1
    bins = (hue * _HUES).astype(np.intp) % _HUES
    away = np.minimum(np.arange(_HUES), _HUES - np.arange(_HUES))
    kernel = np.fft.rfft(np.exp(-0.5 * (away / _HUE_BLUR) ** 2))
    counted = np.fft.irfft(np.fft.rfft(np.bincount(bins, np.minimum(strength, 1), _HUES)) * kernel, _HUES)
    tops: list[int] = []
    for top in np.argsort(-counted, kind="stable").tolist():
        if counted[top] < _HUE_SHARE * counted.sum() or counted[top] < counted[[top - 1, (top + 1) % _HUES]].max():
            continue
        if all(_valley(counted, top, other) < 0.5 * counted[top] for other in tops):
            tops.append(top)
    nearest = np.argmin([np.minimum((bins - top) % _HUES, (top - bins) % _HUES) for top in tops], axis=0)
    inks = []
    for at in range(len(tops)):
        own = colours[nearest == at]
        lightness = np.abs(own @ LUMA)
        # Smearing never darkens: dots in full are the strongest.
        inks.append(np.median(own[lightness >= np.quantile(lightness, _FULL)], axis=0))
    return np.array(inks)


def _valley(counted: Floats, one: int, other: int) -> float:
    """Return the lowest count on the better of the two ways round from one hue to another."""
    start, end = sorted((one, other))
    inner, outer = counted[start : end + 1], np.concatenate([counted[end:], counted[: start + 1]])
    return float(max(inner.min(), outer.min()))


def _dot_px(covered: Sequence[Floats]) -> tuple[float, ...]:
    """Return how many pixels a dot covers by at least 1/16, 3/16 ... 15/16; of hard dots all the same.

    It is the mean of the small patches that stand alone and have the commonest amount of ink.
    """
    from scipy import ndimage

    labelled = [ndimage.label(cover > 0, structure=EIGHT) for cover in covered]
    masses = [
        ndimage.sum_labels(cover, labels, np.arange(1, count + 1))
        for cover, (labels, count) in zip(covered, labelled, strict=True)
    ]
    mass = np.sort(np.concatenate(masses))
    # Half-sample mode (Bickel & Fruehwirth 2006): the densest half, of that the densest half, and so on.
    while len(mass) > 3:
        half = (len(mass) + 1) // 2
        widths = mass[half - 1 :] - mass[: len(mass) - half + 1]
        start = int(widths.argmin())
        mass = mass[start : start + half]
    usual = float(np.mean(mass)) if len(mass) else 1.0
    parts = (np.arange(_COVER_STEPS) + 0.5) / _COVER_STEPS
    pixels, dots = np.zeros(_COVER_STEPS), 0
    for cover, (labels, _), each in zip(covered, labelled, masses, strict=True):
        alone = np.abs(each - usual) <= _USUAL * usual
        values = cover[(labels > 0) & np.concatenate([[False], alone])[labels]]
        pixels += (values >= parts[:, np.newaxis]).sum(axis=1)
        dots += int(np.count_nonzero(alone))
    if dots == 0:
        return (max(0.5, usual),) * _COVER_STEPS
    return tuple(float(each) for each in pixels / dots)


def _ramp(differences: Sequence[Floats], drawn: Sequence[Bools]) -> Floats:
    """Return the colour map (``_RAMP_STEPS``, C) that a density's colours lie on, from its first colour to its last.

    It begins with the commonest colour at the edge of the background, which may be the background itself or far from
    it. Of the colours in use, counted in 32 steps a channel, each is followed by the nearest one that was not passed
    yet: the map's own path through the colour cube.
    """
    colours = np.concatenate([each[where] for each, where in zip(differences, drawn, strict=True)])
    at_edge = np.concatenate([each[_edge(where)] for each, where in zip(differences, drawn, strict=True)])
    steps, counts = np.unique(np.rint(colours * 32).astype(np.int64), axis=0, return_counts=True)
    left = steps[counts >= max(2, 1e-5 * len(colours))] / 32
    firsts, often = np.unique(np.rint(at_edge * 32).astype(np.int64), axis=0, return_counts=True)
    start = firsts[often.argmax()] / 32
    faint = float(np.abs(start).max()) < _FAINT
    path = [np.zeros(colours.shape[1]) if faint else start]
    while len(left):
        away = np.sqrt(((left - path[-1]) ** 2).sum(axis=1))
        nearest = int(away.argmin())
        if away[nearest] > _RAMP_GAP:
            break
        path.append(left[nearest])
        # Neighbours in the same stretch are passed with it.
        left = left[np.sqrt(((left - path[-1]) ** 2).sum(axis=1)) > 1.8 / 32]
    points = np.array(path)
    lengths = np.concatenate([[0], np.cumsum(np.sqrt((np.diff(points, axis=0) ** 2).sum(axis=1)))])
    places = np.linspace(0, lengths[-1], _RAMP_STEPS)
    return np.stack([np.interp(places, lengths, points[:, channel]) for channel in range(points.shape[1])], axis=1)


def _edge(drawn: Bools) -> Bools:
    """Return the drawn pixels with a neighbour that is not drawn."""
    from scipy import ndimage

    edge: Bools = drawn & ~ndimage.binary_erosion(drawn, border_value=1)
    return edge
