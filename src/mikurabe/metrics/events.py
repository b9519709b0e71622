"""Events of files like FCS, compared as events: how many there are, and how they lie over the plane of two channels.

Nothing is lost to pixels here: each event counts, wherever it was drawn. Distances are fractions of the plot's axes,
on the scale on which they are drawn (linear, log, logicle), so that a shift counts as it is seen. How many events there
are is an index of its own; the others compare shares.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mikurabe.metrics.definition import metric
from mikurabe.metrics.transport import directions
from mikurabe.picture import Picture
from mikurabe.records import Events, Param

_BINS = Param(name="bins", default=32, low=1, high=1024, help="cells along each axis")
_LEAVES = Param(
    name="bins", default=256, low=2, high=65536, help="bins of the reference's events, rounded down to a power of two"
)


def events_of(picture: Picture) -> Events:
    """Return a picture's events; an index that needs them is not asked about a picture without."""
    events = picture.image.events
    if events is None:
        raise TypeError("an index of events was asked about a picture without them")
    return events


def event_count(picture: Picture) -> int:
    """Return how many events a picture has, at least 1."""
    return len(events_of(picture).values)


def cell_counts(picture: Picture, bins: int) -> NDArray[np.int64]:
    """Return the events in each cell of a grid of ``bins`` x ``bins`` over the plot, int64 (bins * bins,)."""

    def compute() -> NDArray[np.int64]:
        column, row = (events_of(picture).fractions * bins).astype(np.int64).T
        return np.bincount(row * bins + column, minlength=bins * bins)

    return picture.derive(("event cells", bins), compute)


@metric(
    title="Event count ratio",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("events",),
    tolerates=("where the events lie",),
    blind=("where the events lie", "which of the two has more"),
    source="the smaller of the two numbers of events over the larger one",
)
def event_count_ratio(reference: Picture, candidate: Picture) -> float:
    """Return how many events the file with fewer has, as a part of those of the file with more.

    1 where both have the same number; 0.8 says that one in five is missing, or that the candidate has a quarter more.
    """
    first, second = event_count(reference), event_count(candidate)
    return min(first, second) / max(first, second)


@metric(
    title="Event density chi-square",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    needs=("events",),
    params=(_BINS,),
    tolerates=("another number of events", "movement within a cell"),
    blind=("another number of events",),
    source="Press et al. 1992, Numerical Recipes in C, eq. 14.3.3 (two binned data sets with unequal numbers of data "
    "points), divided by the number of all cells: by that of the occupied ones, events in new places would dilute it",
)
def event_chi2(reference: Picture, candidate: Picture, *, bins: int = 32) -> float:
    """Return the chi-square of the two sets of events over a grid on the plot, per cell.

    With a and b events in a cell of A and B in total: the sum of (sqrt(B/A) a - sqrt(A/B) b)² / (a + b), divided by
    the number of cells, empty ones too. 0 where the shares are the same in each. Where both were drawn at random from
    the same source it is about the part of the cells that is occupied: that is the noise of counting. Where no cell
    holds events of both it is (A + B) / cells: it grows with the number of events.
    """
    first, second = cell_counts(reference, bins), cell_counts(candidate, bins)
    both = first + second
    occupied = both > 0
    total_a, total_b = float(first.sum()), float(second.sum())
    # (sqrt(B/A) a - sqrt(A/B) b)² = (B a - A b)² / (A B), in which equal shares give exactly 0.
    apart = (total_b * first[occupied] - total_a * second[occupied]) ** 2 / both[occupied]
    return math.fsum(apart.tolist()) / (total_a * total_b) / bins**2


@metric(
    title="Event density Hellinger distance",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    needs=("events",),
    params=(_BINS,),
    tolerates=("another number of events", "movement within a cell"),
    blind=("another number of events",),
    source="Hellinger 1909; Bhattacharyya 1943, on the shares of events in the cells of a grid over the plot",
)
def event_hellinger(reference: Picture, candidate: Picture, *, bins: int = 32) -> float:
    """Return the Hellinger distance of the two sets' shares of events over a grid on the plot.

    sqrt(sum (sqrt p - sqrt q)² / 2): 0 where the shares are the same in each cell, 1 where no cell holds events of
    both.
    """
    first, second = cell_counts(reference, bins), cell_counts(candidate, bins)
    p, q = first / first.sum(), second / second.sum()
    return min(1.0, math.sqrt(math.fsum(((np.sqrt(p) - np.sqrt(q)) ** 2).tolist()) / 2))


@metric(
    title="Event sliced Wasserstein distance",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.001,
    unit="%",
    needs=("events",),
    params=(
        Param(
            name="angles", default=16, low=2, high=360, help="how many directions, evenly spread over 180° from x on"
        ),
    ),
    tolerates=("another number of events",),
    blind=("another number of events",),
    source="Bonneel, Rabin, Peyré & Pfister 2015, J. Math. Imaging Vis. 51(1), with the absolute way (p = 1), fixed "
    "directions, and a factor that makes all events moved by d along x cost d; exact on the events, without a grid",
)
def event_sliced_wasserstein(reference: Picture, candidate: Picture, *, angles: int = 16) -> float:
    """Return how far the events have to travel, in percent of an axis, judged by their shadows.

    The mean over all directions of the one-dimensional distance between the two sets' projections, scaled so that all
    events moved by d along x cost d. 0 where the events lie alike.
    """
    # The reference's are needed again for the next candidate, a candidate's never: there may be millions of events.
    kept = reference.derive(
        ("event shadows", angles), lambda: [_shadow(reference, angles, number) for number in range(angles)]
    )
    ways = [way_between(shadow, _shadow(candidate, angles, number)) for number, shadow in enumerate(kept)]
    return 100 * math.fsum(ways) / math.fsum(np.abs(directions(angles)[:, 0]).tolist())


def _shadow(picture: Picture, angles: int, number: int) -> NDArray[np.float64]:
    """Return the events' places along one direction, sorted."""
    return np.sort(events_of(picture).fractions @ directions(angles)[number])


def way_between(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return the one-dimensional Wasserstein distance (p = 1) of two sorted sets of numbers, in their unit.

    It is the area between their distribution functions.
    """
    if len(first) == len(second):
        return float(np.abs(first - second).mean())
    places = np.concatenate([first, second])
    places.sort(kind="stable")
    gaps = np.diff(places)
    below_a = np.searchsorted(first, places[:-1], side="right") / len(first)
    below_b = np.searchsorted(second, places[:-1], side="right") / len(second)
    return float((np.abs(below_a - below_b) * gaps).sum())


@metric(
    title="Probability binning chi-square",
    better="lower",
    low=0,
    high=2,
    identical=0,
    resolution=1e-4,
    symmetric=False,
    needs=("events",),
    params=(_LEAVES,),
    tolerates=("another number of events",),
    blind=("another number of events",),
    source="Roederer, Treister, Moore & Herzenberg 2001, Cytometry 45:37; bins in two dimensions as in Roederer, "
    "Moore, Treister, Hardy & Herzenberg 2001, Cytometry 45:47: each is halved at the median of the channel that "
    "varies most",
)
def event_binning_chi2(reference: Picture, candidate: Picture, *, bins: int = 256) -> float:
    """Return chi'², the distance of the two sets over bins that hold equal shares of the reference's events.

    sum (c - s)² / (c + s) with c and s the shares of the two sets in each bin: 0 where they are the same, 2 where
    no bin holds events of both. A bin is not halved where fewer than 20 of the reference's events are in it, or
    all of them lie on one place.
    """
    c, s = _binned(reference, candidate, bins)
    both = c + s
    return min(2.0, math.fsum(((c - s) ** 2 / both)[both > 0].tolist()))


@metric(
    title="Probability binning T(χ)",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    symmetric=False,
    needs=("events",),
    params=(_LEAVES,),
    tolerates=("another number of events", "differences as small as chance makes them"),
    blind=("another number of events",),
    source="Roederer, Treister, Moore & Herzenberg 2001, Cytometry 45:37: T = max(0, (chi'² - B/E) / (sqrt(B)/E)) with "
    "B bins and E the smaller number of events",
)
def event_binning_t(reference: Picture, candidate: Picture, *, bins: int = 256) -> float:
    """Return T(χ): by how many standard deviations chi'² exceeds what chance alone makes of the same source.

    0 where the difference is no larger than by chance, without an upper end; a value above 4 is commonly read
    as different with a confidence of 99 %, and real repeats of one sample are often beyond it: take the
    limit from repeats.
    """
    c, _ = _binned(reference, candidate, bins)
    chi2 = event_binning_chi2(reference, candidate, bins=bins)
    fewest = min(event_count(reference), event_count(candidate))
    return max(0.0, (chi2 - len(c) / fewest) / (math.sqrt(len(c)) / fewest))


_FEWEST_TO_HALVE = 20


def _binned(reference: Picture, candidate: Picture, bins: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the shares of the two sets of events in each bin."""
    cuts = reference.derive(("event bins", bins), lambda: _cuts(events_of(reference).fractions, bins))

    def shares(picture: Picture) -> NDArray[np.float64]:
        counts = _counts(events_of(picture).fractions, cuts)
        return np.array(counts, dtype=np.float64) / event_count(picture)

    own = reference.derive(("event bin shares", bins), lambda: shares(reference))
    return own, candidate.derive(("event bin shares", bins, id(reference)), lambda: shares(candidate))


# Where a bin is cut: the axis, the place, and how its two halves are cut; None where it is a bin of the end.
_Cut = tuple[int, float, "_Cut | None", "_Cut | None"]


def _cuts(places: NDArray[np.float64], bins: int) -> _Cut | None:
    """Return how the plane is cut into at most ``bins`` bins by these events, (N, 2)."""
    if bins < 2 or len(places) < _FEWEST_TO_HALVE:
        return None
    varies = places.max(axis=0) > places.min(axis=0)
    if not varies.any():
        return None
    # The variance of equal numbers need not come out as 0.
    axis = int(np.argmax(np.where(varies, places.var(axis=0), -1.0)))
    along = places[:, axis]
    middle = float(np.median(along))
    low = along <= middle
    if low.all():
        # More than half lie on the largest place.
        low = along < middle
        middle = float(along[low].max())
    return axis, middle, _cuts(places[low], bins // 2), _cuts(places[~low], bins // 2)


def _counts(places: NDArray[np.float64], cut: _Cut | None) -> list[int]:
    """Return how many events lie in each bin of the end."""
    if cut is None:
        return [len(places)]
    axis, middle, below, above = cut
    low = places[:, axis] <= middle
    return _counts(places[low], below) + _counts(places[~low], above)
