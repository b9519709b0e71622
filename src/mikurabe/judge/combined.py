"""The combined index: one number for how far a picture is from normal, and the parts that it comes from.

Each part's deviation is a moderated t (Smyth 2004): with few normals its own variance is uncertain, so it is shrunk
towards the variance that all parts have in common. The deviations become normal scores and are joined by a soft
maximum: the logarithm of the mean of exp(c z²) is, for c = τ²/(2 + 2τ²), the evidence (Bayes factor) that the picture
was changed along one of the directions by some amount of the order τ. One strong deviation is enough, and
every part's share of the sum says how much of the evidence is its.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.judge.calibrate import FEWEST_FOR_LIMIT
from mikurabe.judge.grid import Floats
from mikurabe.judge.parts import LOCALS, Filters, Part, filters_of
from mikurabe.judge.where import family_limit, where_map

# How large a change is expected to be where there is one, in standard deviations of normal pictures.
TAU = 3.0
_C = TAU**2 / (2 * (1 + TAU**2))
# The common variance counts as much as this many normal pictures.
PRIOR = 8.0
# Leave one out up to so many normals; beyond, leave one of so many groups out.
FOLDS = 50
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What N >= 2 normal pictures say about each part: filters, centres, standard deviations, degrees of freedom."""

    filters: Filters
    centre: Floats
    spread: Floats
    freedom: float
    normals: int

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return what each of the deviations is the deviation of."""
        return self.filters.parts

    def deviations(self, measured: Floats) -> Floats:
        """Return the normal scores of measured parts, (N, parts): signed, N(0, 1) for another normal picture."""
        from scipy.special import ndtri_exp
        from scipy.stats import t

        # A new picture differs from the centre of N by its own scatter and by the centre's.
        z = (measured - self.centre) / (self.spread * math.sqrt(1 + 1 / self.normals))
        scores: Floats = -np.sign(z) * ndtri_exp(t.logsf(np.abs(z), self.freedom))
        return scores

    def combined(self, deviations: Floats) -> Floats:
        """Return the combined index of each row of deviations: 0 for the mean picture, without an upper end."""
        powers = _C * deviations**2
        top = powers.max(axis=1)
        evidence = top + np.log(np.exp(powers - top[:, None]).mean(axis=1))
        index: Floats = np.sqrt(np.maximum(evidence, 0.0) / _C)
        return index


def shares(deviations: Floats) -> Floats:
    """Return each part's share of one picture's evidence, (parts,), which add up to 1."""
    powers = _C * deviations**2
    weights = np.exp(powers - powers.max())
    share: Floats = weights / weights.sum()
    return share


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The model of all normals, and what each of them scores against a model that has not seen it.

    ``left_out`` holds the combined indices, (N,), None for N < 3. ``local`` are the parts that are always measured left
    out, (N, 6), ``largest`` the largest absolute value of each normal's map of differences from the others, (N,).
    """

    model: Model
    local: Floats
    largest: Floats
    left_out: Floats | None

    @property
    def where_limit(self) -> float | None:
        """Return what the map of a normal picture hardly passes anywhere, None for fewer than 5 normals."""
        return family_limit(self.largest) if len(self.largest) >= FEWEST_FOR_LIMIT else None


def learn_combined(counts: Floats) -> Learned:
    """Return what N >= 2 normal pictures' counts, float64 (N, rows, columns), make of the combined index.

    Nothing is scored against a model that has seen it: each normal's score comes from a model made without it, filters,
    regions and all; so do the parts that ask where normals are empty, wherever they are used.
    """
    number = len(counts)
    groups = [np.arange(number)[start::FOLDS] for start in range(min(FOLDS, number))]
    total = counts.sum(axis=0)
    local, largest = np.empty((number, len(LOCALS))), np.empty(number)
    made: list[tuple[Filters, Floats]] = []
    for group in groups:
        filters = filters_of((total - counts[group].sum(axis=0)) / (number - len(group)))
        local[group] = filters.local(counts[group])
        largest[group] = np.abs(where_map(filters.mean, counts[group])).max(axis=(1, 2))
        made.append((filters, filters.along(counts)))
    model = model_of(counts, local)
    if number < 3:
        return Learned(model=model, local=local, largest=largest, left_out=None)
    left_out = np.empty(number)
    for group, (filters, along) in zip(groups, made, strict=True):
        others = np.setdiff1d(np.arange(number), group)
        measured = np.concatenate([along, local], axis=1)
        one = _model(filters, measured[others])
        left_out[group] = one.combined(one.deviations(measured[group]))
    return Learned(model=model, local=local, largest=largest, left_out=left_out)


def model_of(counts: Floats, local: Floats) -> Model:
    """Return the model of all normals from their counts and their local parts, each measured left out, (N, 6)."""
    filters = filters_of(counts.sum(axis=0) / len(counts))
    return _model(filters, np.concatenate([filters.along(counts), local], axis=1))


def _model(filters: Filters, measured: Floats) -> Model:
    from scipy.special import digamma

    number = len(measured)
    freedom = number - 1
    variance = measured.var(axis=0, ddof=1)
    along = variance[: -len(LOCALS)]
    along = along[along > 0]
    if len(along) == 0:
        raise UndefinedScore("the normal pictures do not differ, so how normal ones vary is not known")
    # The mean of log s² estimates the log of the variance with this bias (Smyth 2004, section 6.2).
    common = math.exp(float(np.log(along).mean()) - float(digamma(freedom / 2)) + math.log(freedom / 2))
    moderated = (freedom * variance + PRIOR * common) / (freedom + PRIOR)
    return Model(
        filters=filters,
        centre=measured.mean(axis=0),
        spread=np.sqrt(moderated),
        freedom=freedom + PRIOR,
        normals=number,
    )
