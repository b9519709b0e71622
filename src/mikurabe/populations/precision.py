"""How well a picture can tell where populations are and how wide: variances that no estimate is better than.

A pixel is empty with probability exp(-λ) and shows colour p with (1 - exp(-λ)) λₚ / λ, where λₚ dots of that colour are
expected on it and λ in all (Poisson; the one that is drawn last is seen). Pixels are independent, so the Fisher
information of all numbers of all populations is a sum over pixels, and its inverse the Cramér-Rao bound. Where a dot
covers more than a pixel, patches of a dot's size stand for pixels.

Mean and standard deviation of a skewed shape are less certain than the best estimates of place and scale. What they are
worse by, were every dot seen, is added: populations are measured by their moments.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.area import Area
from mikurabe.populations.cells import cell_areas
from mikurabe.populations.mixture import Model, own_coordinates
from mikurabe.populations.shapes import Forms, forms_of
from mikurabe.populations.state import State, factors
from mikurabe.records import read_only

Floats: TypeAlias = NDArray[np.float64]

# What is unknown of a population: logarithm of the count, place in x and y in standard deviations, logarithms of the
# widths, tilt.
_UNKNOWN = 6
# Added to the information of every number, in its own unit to the power of -2: one of which a picture tells nothing (a
# population without dots) has an error of 30,000 and not none. Beside one dot's information it is nothing.
_NEXT_TO_NOTHING = 1e-9
# Steps of the differences that slopes are taken from.
_STEP = 1e-3


def precision_of(model: Model, area: Area, side: int) -> Floats:
    """Return covariances (4, K, K) of the places in x and y (px²) and of the widths in x and y (parts of 1, squared).

    ``model`` is of dots in their normal state; ``side`` is that of the cells in px that are taken as one.
    """
    sure = cell_areas(area.mask, side)
    rows, columns = np.nonzero(sure)
    x = np.asarray(area.left + (columns + 0.5) * side - 0.5, np.float64)
    y = np.asarray(area.top + (rows + 0.5) * side - 0.5, np.float64)
    dot_px = sum(model.dot_px) / len(model.dot_px)
    patches = sure[rows, columns] / dot_px
    laid, slopes = _slopes(model, x, y)
    laid, slopes = laid * dot_px, slopes * dot_px
    colours = model.colours.shape[1]
    strays = np.full((colours, len(x)), model.start.strays * dot_px / colours)
    by_colour = strays + model.colours.T @ laid
    # Strays have a number for each colour, behind those of the populations.
    unknown = np.concatenate([slopes.reshape(-1, len(x)), strays])
    shown = np.concatenate([np.repeat(model.colours, _UNKNOWN, axis=0), np.eye(colours)])
    information = _information(unknown, shown, by_colour, patches)
    own = np.arange(len(laid) * _UNKNOWN).reshape(-1, _UNKNOWN)
    # The fit holds each population to its normal state by so many dots.
    information[own, own] += model.hold
    bound = np.linalg.inv(information + _NEXT_TO_NOTHING * np.eye(len(information)))
    found: Floats = np.stack([bound[np.ix_(each, each)] for each in own.T[1:5]])
    for at in range(len(laid)):
        found[:, at, at] += _worse(laid[at] * patches, slopes[at] * patches, x, y)
    widths = np.sqrt(model.start.spreads[:, ::2].T)
    found[:2] *= widths[:, :, np.newaxis] * widths[:, np.newaxis]
    return read_only(found)


def _slopes(model: Model, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the dots per px that each population lays (K, N), and how they change with its numbers (K, 6, N)."""
    forms, start = forms_of(model.shapes), model.start
    widths = np.sqrt(start.spreads[:, ::2])

    def moved(number: int, step: float) -> Floats:
        centres, spreads = start.centres.copy(), start.spreads.copy()
        if number <= 2:
            centres[:, number - 1] += step * widths[:, number - 1]
        elif number <= 4:
            # The variance (xx or yy) grows by the factor's square, the covariance by the factor.
            spreads[:, 2 * (number - 3)] *= (1 + step) ** 2
            spreads[:, 1] *= 1 + step
        else:
            spreads[:, 1] += step * widths.prod(axis=1)
        return _laid(start._replace(centres=centres, spreads=spreads), forms, x, y)

    laid = _laid(start, forms, x, y)
    differences = [(moved(each, _STEP) - moved(each, -_STEP)) / (2 * _STEP) for each in range(1, _UNKNOWN)]
    return laid, np.stack([laid, *differences], axis=1)


def _laid(state: State, forms: Forms, x: Floats, y: Floats) -> Floats:
    u, v = own_coordinates(state, x, y)
    scale_x, _, scale_y = factors(state.spreads)
    laid: Floats = forms.density(u, v) * (state.counts[:, np.newaxis] / (scale_x * scale_y))
    return laid


def _information(unknown: Floats, shown: Floats, by_colour: Floats, patches: Floats) -> Floats:
    """Return the Fisher information (M, M) of M numbers, by whose change so many more dots are laid (M, N).

    ``shown`` (M, P) is how often those show each colour.
    """
    everything = by_colour.sum(axis=0)
    empty, lit = np.exp(-everything), -np.expm1(-everything)
    # How often each colour is seen, and how that changes with what is laid of any colour, or of this one.
    seen = lit * by_colour / everything
    by_any = by_colour / everything * (empty - lit / everything)
    by_own = lit / everything
    information = np.zeros((len(unknown), len(unknown)))
    at_empty = unknown * np.sqrt(empty * patches)
    information += at_empty @ at_empty.T
    for each in range(len(by_colour)):
        change = unknown * (by_any[each] + shown[:, each, np.newaxis] * by_own)
        change *= np.sqrt(patches / seen[each])
        information += change @ change.T
    return information


def _worse(dots: Floats, slopes: Floats, x: Floats, y: Floats) -> Floats:
    """Return by how much moments vary more (4,) than the best estimates, all dots (N,) seen: in widths and parts."""
    count = float(dots.sum())
    slopes = slopes / np.sqrt(np.maximum(dots, 1e-300))
    best = np.linalg.inv(slopes @ slopes.T + _NEXT_TO_NOTHING * np.eye(_UNKNOWN)).diagonal()[1:5]
    kurtosis = []
    for place in (x, y):
        away = place - (dots @ place) / count
        kurtosis.append(float(dots @ away**4) * count / float(dots @ away**2) ** 2)
    moments = np.array([1.0, 1.0, *((each - 1) / 4 for each in kurtosis)]) / count
    worse: Floats = np.maximum(moments - best, 0.0)
    return worse
