"""The best that can be known of a population from its picture: bounds for the error against the cells in it.

    python benchmarks/population_bound.py               cluster colours and dots of a pixel, 256, 512 and 1024 px

A pixel is empty with probability exp(-λ); a lit one shows the last cell drawn on it (cluster colours) or only that
there is one (dots). With D what is seen, θ all numbers of all populations (count, place, widths, tilt) and S a mean or
standard deviation of the cells that are there, no unbiased prediction of S from D has a smaller mean squared error than

    E Var(S | D, θ) + J' I⁻¹ J,   J = E ∂E(S | D, θ) / ∂θ,   I = the Fisher information of D

(the Cramér-Rao bound for prediction). The first term are the hidden cells, the second not knowing how many are hidden,
and whose. Shapes are the simulator's own and taken as known, and populations are those of its average day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from mikurabe.sources import simulate
from mikurabe.sources.simulate import Assay
from mikurabe.sources.simulate.assay import Population

Floats: TypeAlias = NDArray[np.float64]

BOUNDED = ("classes", "dots")
# Steps of the differences: of the place in channels, of the width in parts, of the tilt.
_MOVE, _PART = 0.05, 1e-3
# Fewer cells per pixel than this are none.
_NOTHING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Change:
    """A small change of a population: its place in channels, factors of its widths, its tilt."""

    right: float = 0.0
    up: float = 0.0
    wide: float = 1.0
    high: float = 1.0
    tilt: float = 0.0


_NONE = Change()


def _cells(assay: Assay, population: Population, edges: tuple[Floats, Floats], change: Change) -> Floats:
    """Return the part of a population's cells in each pixel, (W, H): the simulator's skewed cloud, integrated."""
    z = np.linspace(-4.5, 4.5, 361)
    weight = np.exp(-z * z / 2)
    weight /= weight.sum()
    x = population.x + population.sd_x * z * np.exp(population.tail * z)
    y = population.y + population.sd_y * population.rho * z
    spread_x = assay.cv_x * np.abs(x) * change.wide
    spread_y = np.hypot(population.sd_y * math.sqrt(1 - population.rho**2), assay.cv_y * y) * change.high
    x = population.x + change.wide * (x - population.x) + change.right
    y = population.y + change.high * (y - population.y) + change.up + change.tilt * population.sd_y * z
    across = np.diff(stats.norm.cdf((edges[0][:, np.newaxis] - x) / spread_x), axis=0)
    up = np.diff(stats.norm.cdf((edges[1][:, np.newaxis] - y) / spread_y), axis=0)
    return (across * weight) @ up.T


def _debris(assay: Assay, edges: tuple[Floats, Floats], change: Change) -> Floats:
    facts = assay.debris
    x, y = edges[0] - facts.x_start - change.right, edges[1] - facts.y_start - change.up
    across = np.diff(stats.gamma.cdf(x / (facts.x_scale * change.wide), facts.x_shape))
    up = np.diff(stats.gamma.cdf(y / (facts.y_scale * change.high), facts.y_shape))
    return np.outer(across, up)


def _slopes(assay: Assay, edges: tuple[Floats, Floats], events: float) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Return the cells expected in each pixel by population (K, N), and their slopes (M, N), of which one (M,)."""
    whole = sum(each.share for each in assay.populations)
    counts = [events * each.share / whole for each in assay.populations] + [events * assay.debris.share]

    def laid(at: int, change: Change = _NONE) -> Floats:
        if at == len(assay.populations):
            return counts[at] * _debris(assay, edges, change).reshape(-1)
        return counts[at] * _cells(assay, assay.populations[at], edges, change).reshape(-1)

    steps = [(Change(right=_MOVE), Change(right=-_MOVE), 2 * _MOVE), (Change(up=_MOVE), Change(up=-_MOVE), 2 * _MOVE)]
    steps += [(Change(wide=1 + _PART), Change(wide=1 - _PART), 2 * _PART)]
    steps += [(Change(high=1 + _PART), Change(high=1 - _PART), 2 * _PART)]
    tilted = (Change(tilt=_PART), Change(tilt=-_PART), 2 * _PART)
    slopes, owner = [], []
    for at in range(len(counts)):
        own = steps if at == len(assay.populations) else [*steps, tilted]
        slopes += [laid(at), *((laid(at, more) - laid(at, less)) / by for more, less, by in own)]
        owner += [at] * (1 + len(own))
    return np.array([laid(at) for at in range(len(counts))]), np.array(slopes), np.array(owner)


def best_possible(render: str, size_px: int, events: float) -> dict[str, tuple[float, float, float, float]]:
    """Return by population the least standard errors against the cells in the picture.

    Right and up in px, widths in x and y as parts of 1. ``render`` is one of ``BOUNDED``.
    """
    assay = simulate.load_assay("wdf")
    area = simulate.area_of(assay, simulate.look(render, size_px=size_px, events=events))  # type: ignore[arg-type]
    edges = tuple(np.arange(side + 1) * (assay.channels / side) for side in (area.width, area.height))
    laid, slopes, owner = _slopes(assay, (edges[0], edges[1]), events)
    seen = laid.sum(axis=0) > _NOTHING
    laid, slopes = laid[:, seen], slopes[:, seen]
    middles = np.meshgrid(*((each[1:] + each[:-1]) / 2 for each in edges), indexing="ij")
    x, y = (each.reshape(-1)[seen] for each in middles)
    everything = laid.sum(axis=0)
    empty, lit = np.exp(-everything), -np.expm1(-everything)
    part = laid / everything
    own = (owner[:, np.newaxis] == np.arange(len(laid))).astype(np.float64)
    # By state of a pixel, the empty one first: how probable it is, and the slope of the logarithm of that.
    states = [empty, *(lit * part)] if render == "classes" else [empty, lit]
    scores = [-slopes]
    if render == "classes":
        for at in range(len(laid)):
            more = own[:, at, np.newaxis] / np.maximum(laid[at], 1e-300)
            scores.append(slopes * (empty / lit - 1 / everything + more))
    else:
        scores.append(slopes * (empty / lit))
    information = sum((score * state) @ score.T for state, score in zip(states, scores, strict=True))
    inverse = np.linalg.inv(np.asarray(information))
    # Cells on a lit pixel: mean and variance.
    number = everything / lit
    varies = (everything + everything**2) / lit - number**2
    found = {}
    for at, population in enumerate(assay.populations):
        count = float(laid[at].sum())
        share = part[at]
        if render == "classes":
            # One of them is seen; the others are of any population.
            means = [np.zeros_like(x)] + [(number - 1) * share + (shown == at) for shown in range(len(laid))]
            hidden = [np.zeros_like(x)] + [(number - 1) * share * (1 - share) + varies * share**2] * len(laid)
        else:
            means = [np.zeros_like(x), number * share]
            hidden = [np.zeros_like(x), number * share * (1 - share) + varies * share**2]
        errors = []
        for influence in _influences(laid[at] / count, x, y):
            unseen = sum(float(np.sum(state * each * influence**2)) for state, each in zip(states, hidden, strict=True))
            known = sum(
                score @ (state * mean * influence) for state, mean, score in zip(states, means, scores, strict=True)
            )
            unknown = (own[:, at] * (slopes @ influence) - np.asarray(known)) / count
            errors.append(math.sqrt(unseen / count**2 + float(unknown @ inverse @ unknown)))
        per_channel = (area.width / assay.channels, area.height / assay.channels)
        found[population.name] = (errors[0] * per_channel[0], errors[1] * per_channel[1], errors[2], errors[3])
    return found


def _influences(weight: Floats, x: Floats, y: Floats) -> list[Floats]:
    """Return by how much a cell at each pixel changes mean x, mean y, and the logarithms of both widths (times N)."""
    a, b = x - weight @ x, y - weight @ y
    return [a, b, (a * a / (weight @ (a * a)) - 1) / 2, (b * b / (weight @ (b * b)) - 1) / 2]


def main() -> None:
    """Print the bounds."""
    for render in BOUNDED:
        for size_px in (256, 512, 1024):
            for name, (right, up, wide, high) in best_possible(render, size_px, 5000.0).items():
                print(f"{render} {size_px} px {name}: {right:.3f}, {up:.3f} px, {100 * wide:.2f}, {100 * high:.2f} %")


if __name__ == "__main__":
    main()
