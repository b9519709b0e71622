"""From which severity on a fault is seen: the power at each severity, and the severity at which it reaches 90 %."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.judge.auroc import Floats
from mikurabe.records import Bools

POWER = 0.9

# Resamples of the pictures, from which follows how sure a severity is.
RESAMPLES = 1000

State: TypeAlias = Literal["at", "below", "unseen", "unplanted", "no_value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """From which severity on one index sees one fault.

    ``state`` is ``at`` (from ``severity`` on, by interpolation), ``below`` (already at the smallest planted one),
    ``unseen`` (not up to the largest planted one), ``unplanted`` (such pictures cannot have the fault: ``reason`` is a
    key of the words) or ``no_value`` (the index has no value or no limit). ``severity`` is a number for ``at`` only.
    ``low`` and ``high`` are the ends of its 95 % interval, None where they lie beyond what was planted. ``powers`` are
    the shares of pictures seen at each severity, None where no picture has a value. ``missing`` counts the planted
    pictures without one. ``is_leader`` says that no other index is shown to see the fault earlier.
    """

    state: State
    severity: float | None = None
    low: float | None = None
    high: float | None = None
    powers: tuple[float | None, ...] = ()
    missing: int = 0
    reason: str = ""
    is_leader: bool = False


def severity_at_power(severities: Sequence[float], powers: Floats) -> Floats:
    """Return from which severity on the power stays at 90 % or more, between two severities by a straight line.

    Args:
        severities: S severities, rising.
        powers: (..., S) the share seen at each.

    Returns:
        (...): 0 where it is so from the first severity on, infinite where it is not so at the last.
    """
    reached = powers >= POWER - 1e-9
    # How many severities at the end are all seen.
    tail = np.cumprod(reached[..., ::-1], axis=-1).sum(axis=-1)
    at = len(severities) - tail
    steps = np.asarray(severities, dtype=np.float64)
    inner = np.clip(at, 1, max(1, len(severities) - 1))
    if len(severities) == 1:
        return np.where(tail == 1, 0.0, math.inf)
    upper = np.take_along_axis(powers, inner[..., None], -1)[..., 0]
    lower = np.take_along_axis(powers, inner[..., None] - 1, -1)[..., 0]
    rise = np.where(upper > lower, upper - lower, 1.0)
    between = steps[inner - 1] + (POWER - lower) / rise * (steps[inner] - steps[inner - 1])
    found: Floats = np.where(at == 0, 0.0, np.where(at == len(severities), math.inf, between))
    return found


def sightings(severities: Sequence[float], seen: Mapping[str, Floats], seed: int = 1) -> dict[str, Sighting]:
    """Return from which severity on each index sees a fault, and which of them lead.

    Args:
        severities: S severities, rising.
        seen: per index, (N, S): 1 where the fault in picture n at severity s is beyond the limits, 0 where it is
            not, NaN where there is no value.
        seed: for the resampling of pictures.

    The interval is that of the bootstrap over pictures (Efron 1979), the same resamples for all indices: an index is no
    leader where in 97.5 % of them the first one sees the fault earlier. It does not hold the uncertainty of the limits.
    """
    usable = {key: each for key, each in seen.items() if not np.isnan(each).all(axis=0).any()}
    rng = np.random.Generator(np.random.PCG64(seed))
    count = len(next(iter(seen.values()))) if seen else 0
    picks = rng.integers(0, max(count, 1), (RESAMPLES, count))
    resampled, found = {}, {}
    for key, each in seen.items():
        missing = int(np.isnan(each).sum())
        if key not in usable:
            found[key] = Sighting(state="no_value", powers=_powers(each), missing=missing)
            continue
        there = ~np.isnan(each)
        hits = np.where(there, each, 0.0)
        at = float(severity_at_power(severities, hits.sum(axis=0) / there.sum(axis=0)))
        # A resample may hold none of the pictures with a value; then nothing is seen in it.
        sums, counts = hits[picks].sum(axis=1), there[picks].sum(axis=1)
        resampled[key] = severity_at_power(severities, sums / np.maximum(counts, 1))
        ends = np.percentile(resampled[key], (2.5, 97.5), method="inverted_cdf")
        state: State = "below" if at == 0 else "unseen" if math.isinf(at) else "at"
        low, high = (float(end) if 0 < end < math.inf else None for end in ends)
        found[key] = Sighting(
            state=state,
            severity=at if state == "at" else None,
            low=low,
            high=high,
            powers=_powers(each),
            missing=missing,
        )
    return _with_leaders(found, resampled)


def order_of(sighting: Sighting) -> float:
    """Return a number by which earlier seen comes first."""
    if sighting.state == "below":
        return 0.0
    return math.inf if sighting.severity is None else sighting.severity


def _powers(seen: Floats) -> tuple[float | None, ...]:
    there: Bools = ~np.isnan(seen)
    counts, hits = there.sum(axis=0), np.where(there, seen, 0.0).sum(axis=0)
    return tuple(float(hit / count) if count else None for hit, count in zip(hits, counts, strict=True))


def _with_leaders(found: dict[str, Sighting], resampled: Mapping[str, Floats]) -> dict[str, Sighting]:
    seeing = [key for key, each in found.items() if each.state in ("at", "below")]
    if not seeing:
        return found
    first = min(seeing, key=lambda key: (order_of(found[key]), -sum(p or 0 for p in found[key].powers)))
    for key in seeing:
        later = float((resampled[key] > resampled[first]).mean())
        if later < 0.975 and order_of(found[key]) < math.inf:
            found[key] = replace(found[key], is_leader=True)
    return found
