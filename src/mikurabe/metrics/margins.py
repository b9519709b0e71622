"""Events of files like FCS, one channel at a time: distribution functions, medians and robust CVs, in x and in y.

Laboratories keep charts of these quantities. Which channel is x and which is y is said when files are drawn (--x, --y).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.metrics.events import events_of, way_between
from mikurabe.picture import Picture

_Side: TypeAlias = Literal[0, 1]

_KS_SOURCE = "Kolmogorov 1933; Smirnov 1948, Ann. Math. Stat. 19(2); the statistic D of two samples, not its p-value"
_WASSERSTEIN_SOURCE = "Vallender 1974, Theory Probab. Appl. 18(4): the area between the two distribution functions"
_MEDIAN_SOURCE = "the way between the two medians on the axis as drawn; the medians themselves stand in the notes"
_RCV_SOURCE = (
    "robust CV of BD FACSDiva: half of the difference of the 84.13th and 15.87th percentile over the median; the "
    "smaller of the two over the larger one"
)
_TOLERATES = ("another number of events",)
_BLIND_TO_Y = ("the other channel", "another number of events")


def sorted_places(picture: Picture, side: _Side) -> NDArray[np.float64]:
    """Return where the events lie along one axis, as fractions of it, sorted."""
    return picture.derive(("event places", side), lambda: np.sort(events_of(picture).fractions[:, side]))


def _ks(reference: Picture, candidate: Picture, side: _Side) -> float:
    first, second = sorted_places(reference, side), sorted_places(candidate, side)
    places = np.concatenate([first, second])
    below_a = np.searchsorted(first, places, side="right") / len(first)
    below_b = np.searchsorted(second, places, side="right") / len(second)
    return float(np.abs(below_a - below_b).max())


@metric(
    title="Kolmogorov-Smirnov distance in x",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    needs=("events",),
    tolerates=_TOLERATES,
    blind=_BLIND_TO_Y,
    source=_KS_SOURCE,
)
def event_ks_x(reference: Picture, candidate: Picture) -> float:
    """Return the largest difference between the two distribution functions of the horizontal channel.

    0 where they are the same, 1 where all events of one lie below all of the other. The axis's scale has no say.
    """
    return _ks(reference, candidate, 0)


@metric(
    title="Kolmogorov-Smirnov distance in y",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    needs=("events",),
    tolerates=_TOLERATES,
    blind=_BLIND_TO_Y,
    source=_KS_SOURCE,
)
def event_ks_y(reference: Picture, candidate: Picture) -> float:
    """Return the largest difference between the two distribution functions of the vertical channel.

    0 where they are the same, 1 where all events of one lie below all of the other. The axis's scale has no say.
    """
    return _ks(reference, candidate, 1)


@metric(
    title="Wasserstein distance in x",
    better="lower",
    low=0,
    high=100,
    identical=0,
    resolution=0.001,
    unit="%",
    needs=("events",),
    tolerates=_TOLERATES,
    blind=_BLIND_TO_Y,
    source=_WASSERSTEIN_SOURCE,
)
def event_wasserstein_x(reference: Picture, candidate: Picture) -> float:
    """Return how far the events have to move along the horizontal axis, in percent of it.

    0 where both are distributed alike, d where all have moved by d. Other numbers of events count as shares.
    """
    return 100 * way_between(sorted_places(reference, 0), sorted_places(candidate, 0))


@metric(
    title="Wasserstein distance in y",
    better="lower",
    low=0,
    high=100,
    identical=0,
    resolution=0.001,
    unit="%",
    needs=("events",),
    tolerates=_TOLERATES,
    blind=_BLIND_TO_Y,
    source=_WASSERSTEIN_SOURCE,
)
def event_wasserstein_y(reference: Picture, candidate: Picture) -> float:
    """Return how far the events have to move along the vertical axis, in percent of it.

    0 where both are distributed alike, d where all have moved by d. Other numbers of events count as shares.
    """
    return 100 * way_between(sorted_places(reference, 1), sorted_places(candidate, 1))


def _median_shift(reference: Picture, candidate: Picture, side: _Side) -> float:
    first, second = (float(np.median(sorted_places(each, side))) for each in (reference, candidate))
    return 100 * abs(first - second)


def _medians(side: _Side, reference: Picture, candidate: Picture) -> str:
    first, second = (float(np.median(events_of(each).values[:, side])) for each in (reference, candidate))
    change = f" ({100 * (second / first - 1):+.1f} %)" if first > 0 else ""
    return f"median {events_of(candidate).names[side]} {second:.6g}, of the reference {first:.6g}{change}"


def _medians_x(reference: Picture, candidate: Picture) -> str:
    return _medians(0, reference, candidate)


def _medians_y(reference: Picture, candidate: Picture) -> str:
    return _medians(1, reference, candidate)


@metric(
    title="Median shift in x",
    better="lower",
    low=0,
    high=100,
    identical=0,
    resolution=0.001,
    unit="%",
    needs=("events",),
    tolerates=_TOLERATES,
    blind=(*_BLIND_TO_Y, "in which direction the median moved"),
    source=_MEDIAN_SOURCE,
    remark=_medians_x,
)
def event_median_shift_x(reference: Picture, candidate: Picture) -> float:
    """Return how far the median of the horizontal channel has moved along its axis, in percent of the axis.

    0 where both medians are the same. On a logarithmic axis equal ways are equal ratios.
    """
    return _median_shift(reference, candidate, 0)


@metric(
    title="Median shift in y",
    better="lower",
    low=0,
    high=100,
    identical=0,
    resolution=0.001,
    unit="%",
    needs=("events",),
    tolerates=_TOLERATES,
    blind=(*_BLIND_TO_Y, "in which direction the median moved"),
    source=_MEDIAN_SOURCE,
    remark=_medians_y,
)
def event_median_shift_y(reference: Picture, candidate: Picture) -> float:
    """Return how far the median of the vertical channel has moved along its axis, in percent of the axis.

    0 where both medians are the same. On a logarithmic axis equal ways are equal ratios.
    """
    return _median_shift(reference, candidate, 1)


def robust_cv(picture: Picture, side: _Side) -> float:
    """Return the robust CV of a channel in the file's own units: half the middle 68.27 % over the median.

    Raises UndefinedScore where the median is not above 0 or more than two thirds of the values are the same.
    """

    def compute() -> tuple[float, float]:
        low, middle, high = np.percentile(events_of(picture).values[:, side], [15.87, 50, 84.13])
        return float(middle), float(high - low) / 2

    middle, half = picture.derive(("robust CV", side), compute)
    name = picture.image.source.name
    if middle <= 0:
        raise UndefinedScore(f"the median of {events_of(picture).names[side]} in {name} is {middle:.6g}: it has no CV")
    if half == 0:
        raise UndefinedScore(f"the middle two thirds of {events_of(picture).names[side]} in {name} are one value")
    return half / middle


def _rcv_ratio(reference: Picture, candidate: Picture, side: _Side) -> float:
    first, second = robust_cv(reference, side), robust_cv(candidate, side)
    return min(first, second) / max(first, second)


@metric(
    title="Robust CV ratio in x",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("events",),
    tolerates=("another gain", *_TOLERATES),
    blind=("another gain", *_BLIND_TO_Y, "which of the two is wider"),
    source=_RCV_SOURCE,
)
def event_rcv_ratio_x(reference: Picture, candidate: Picture) -> float:
    """Return the smaller of the two robust CVs of the horizontal channel over the larger one.

    1 where both are equally wide, 0.5 where one is twice as wide, in the file's own units whatever the axis. Undefined
    where a median is not above 0, or a channel has no width.
    """
    return _rcv_ratio(reference, candidate, 0)


@metric(
    title="Robust CV ratio in y",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("events",),
    tolerates=("another gain", *_TOLERATES),
    blind=("another gain", *_BLIND_TO_Y, "which of the two is wider"),
    source=_RCV_SOURCE,
)
def event_rcv_ratio_y(reference: Picture, candidate: Picture) -> float:
    """Return the smaller of the two robust CVs of the vertical channel over the larger one.

    1 where both are equally wide, 0.5 where one is twice as wide, in the file's own units whatever the axis. Undefined
    where a median is not above 0, or a channel has no width.
    """
    return _rcv_ratio(reference, candidate, 1)
