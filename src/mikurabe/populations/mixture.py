"""A plot as a mixture of populations: how densely each lays its dots, and the fit of that to the ink that is seen.

Each population has a shape, learned once: a few Gaussians in its own coordinates, of mean 0 and covariance 1. A picture
moves and stretches it: z = L⁻¹ (position - centre), with L the lower Cholesky factor of its covariance. With n cells
and the shape's density g, it lays n g(z) / |L| dots per px.

What is seen of dots is less than all of them, since they lie on each other. Where λ dots per px are expected (Poisson)
and each covers a px, a pixel shows ink with probability 1 - exp(-λ a), and dots number λ a / (1 - exp(-λ a)) times
what is seen. Of a soft dot a is another at each degree of cover, and the mean over the degrees is what is seen. The fit
is expectation maximisation (Dempster, Laird & Rubin 1977) with the hidden dots as the missing data: hidden and visible
ones are shared out among the populations (E), whose counts, centres and covariances are those of their shares (M). The
colour of a visible dot says which populations it can belong to, and where colours are smeared how probably; that of a
hidden one says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.cells import Sites
from mikurabe.populations.shapes import Shape, forms_of
from mikurabe.populations.state import State, factors
from mikurabe.populations.stride import Stride

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """What is known before a picture is looked at.

    ``shapes`` and ``colours`` of the K populations: how often a dot shows each of the P colours of the Look, (K, P), 0
    or 1 unless colours are smeared. ``start`` is their normal state.
    ``dot_px`` is what a dot covers by degrees, empty where ink is no dots but a count already. ``field`` is the plot
    area in px. ``hold`` is how many dots' worth a population is held to its normal centre and covariance, ``reach`` how
    many normal standard deviations from its normal centre each can have dots: its gate.
    """

    shapes: tuple[Shape, ...]
    colours: Floats
    start: State
    dot_px: tuple[float, ...]
    field: float
    hold: float
    reach: tuple[float, ...]


class Fit(NamedTuple):
    """The state that fits a picture, each site's dots by population (K, N) and of none (N,).

    ``seen`` (K, N) are those of ``shares`` that are not hidden.
    """

    state: State
    shares: Floats
    unclaimed: Floats
    seen: Floats


def own_coordinates(state: State, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return where the places x, y (N,) lie in each population's own coordinates: u and v, (K, N) each."""
    scale_x, lean, scale_y = factors(state.spreads)
    u = (x - state.centres[:, :1]) / scale_x
    v = (y - state.centres[:, 1:] - lean * u) / scale_y
    return u, v


def share_out(
    laid: Floats, strays: float, own: Floats, sites: Sites, dot_px: tuple[float, ...]
) -> tuple[Floats, Floats, Floats]:
    """Return the dots of each site by population (K, N), those of none (N,), and the visible ones of the first (K, N).

    This is the E step; the first two have hidden dots too. ``laid`` (K, N) is how many dots per px each population
    lays, ``strays`` how many belong to none, per px; ``own`` (K, N) is how often its dots show a site's colour.
    """
    everything = laid.sum(axis=0) + strays
    stray = strays / (int(sites.plane.max(initial=0)) + 1)
    seen = sites.ink / (sum(dot_px) / len(dot_px) if dot_px else 1.0)
    claimed = laid * own
    visible = seen / (claimed.sum(axis=0) + stray)
    claimed *= visible
    if not dot_px:
        return claimed, visible * stray, claimed
    hidden = seen * (crowding(everything, dot_px) - 1) / everything
    return claimed + laid * hidden, visible * stray + hidden * strays, claimed


def crowding(laid: Floats, dot_px: tuple[float, ...]) -> Floats:
    """Return how many times as many dots there are as are seen, where so many are laid per px."""
    shown = np.zeros_like(laid)
    areas, often = np.unique(dot_px, return_counts=True)
    for area, times in zip(areas, often, strict=True):
        shown -= times * np.expm1(-area * laid)
    factor: Floats = laid * float(np.sum(dot_px)) / shown
    return factor


def fit(model: Model, sites: Sites, *, rounds: int = 200, tolerance: float = 1e-4) -> Fit:
    """Return the populations' state in one picture.

    Starts from the normal state and ends when a round moves no centre by more than ``tolerance`` standard deviations,
    no width by more than that part of itself and no count by ten times that part, or after so many rounds. Where most
    dots are hidden a round goes only a small part of the way, so rounds are extrapolated (``Stride``).
    """
    forms = forms_of(model.shapes)
    u, v = own_coordinates(model.start, sites.x, sites.y)
    gate = u * u + v * v <= np.square(model.reach)[:, np.newaxis]
    own = model.colours[:, sites.plane]
    state, stride = model.start, Stride()
    shares, unclaimed, seen = np.zeros(own.shape), np.zeros(len(sites.x)), np.zeros(own.shape)
    for _ in range(rounds):
        u, v = own_coordinates(state, sites.x, sites.y)
        scale_x, _, scale_y = factors(state.spreads)
        laid = gate * forms.density(u, v) * (state.counts[:, np.newaxis] / (scale_x * scale_y))
        shares, unclaimed, seen = share_out(laid, state.strays, own, sites, model.dot_px)
        moved = _moved(shares, unclaimed, sites, model)
        if _settled(state, moved, tolerance):
            state = moved
            break
        state = stride.after(state, moved)
    return Fit(state, shares, unclaimed, seen)


def _moved(shares: Floats, unclaimed: Floats, sites: Sites, model: Model) -> State:
    """Return counts, centres and covariances of the shares (the M step), held a little to the normal state."""
    hold, normal = model.hold, model.start
    counts = shares.sum(axis=1)
    weights = (counts + max(hold, 1e-12))[:, np.newaxis]
    # From the normal centres, so that squares stay small.
    x, y = sites.x - normal.centres[:, :1], sites.y - normal.centres[:, 1:]
    by_x, by_y = shares * x, shares * y
    by = np.stack([by_x.sum(axis=1), by_y.sum(axis=1)], axis=1) / weights
    squares = np.stack(
        [np.einsum("kn,kn->k", by_x, x), np.einsum("kn,kn->k", by_x, y), np.einsum("kn,kn->k", by_y, y)], axis=1
    )
    # What lies between the sites' centres and the dots themselves.
    squares += shares @ sites.within.T
    about = np.stack([by[:, 0] ** 2, by[:, 0] * by[:, 1], by[:, 1] ** 2], axis=1)
    spreads = (squares + hold * normal.spreads) / weights - about
    return State(counts, normal.centres + by, spreads, float(max(unclaimed.sum(), 0.5) / model.field))


def _settled(before: State, after: State, tolerance: float) -> bool:
    scale = np.sqrt(before.spreads[:, ::2])
    moved = np.abs(after.centres - before.centres) / scale
    grown = np.abs(np.sqrt(after.spreads[:, ::2]) / scale - 1)
    gained = np.abs(after.counts - before.counts) / (before.counts + 1)
    return bool(max(moved.max(), grown.max()) < tolerance and gained.max() < 10 * tolerance)
