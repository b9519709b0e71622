"""Longer steps for a fit that converges slowly: extrapolation of its rounds (SQUAREM).

Two rounds lead from θ₀ over θ₁ to θ₂. With r = θ₁ - θ₀ and w = (θ₂ - θ₁) - r the next round begins at
θ₀ - 2 α r + α² w, α = -|r| / |w| (Varadhan & Roland 2008, step length S3). A step after which the rounds move more than
before is taken back. θ are numbers that any value is a state of: logarithms of counts and widths, centres in widths.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.state import State, factors

Floats: TypeAlias = NDArray[np.float64]

# How many times as far as two rounds a step may go: at first, and after steps that went well.
_FIRST, _FARTHEST = 4.0, 64.0
# A step is taken back where the round after it moves this many times as far as the one before it.
_TOO_FAR = 1.5
# So that the logarithm of an empty population is a number.
_NO_DOTS = 0.5


class Stride:
    """Where the next round of a fit begins, told the beginning and the end of each."""

    def __init__(self) -> None:
        """Begin before the first round."""
        self._rounds: list[tuple[Floats, Floats]] = []
        self._scale = np.ones(0)
        self._longest = _FIRST
        self._before = np.inf
        self._retreat: State | None = None

    def after(self, begin: State, end: State) -> State:
        """Return where the round after the one from ``begin`` to ``end`` begins."""
        if not len(self._scale):
            self._scale = np.sqrt(begin.spreads[:, ::2])
        here, there = self._numbers(begin), self._numbers(end)
        if not self._rounds and self._retreat is not None:
            retreat, self._retreat = self._retreat, None
            if not _length(there - here) <= _TOO_FAR * self._before:
                self._longest = max(1.0, self._longest / 4)
                return retreat
        self._rounds.append((here, there))
        if len(self._rounds) < 2:
            return end
        (start, first), (_, second) = self._rounds
        self._rounds = []
        step = first - start
        bend = second - first - step
        self._before = _length(second - first)
        length = min(_length(step) / max(_length(bend), 1e-300), self._longest)
        if length <= 1:
            return end
        if length == self._longest:
            self._longest = min(2 * self._longest, _FARTHEST)
        self._retreat = end
        return self._state(start + 2 * length * step + length * length * bend)

    def _numbers(self, state: State) -> Floats:
        scale_x, lean, scale_y = factors(state.spreads)
        counts = np.log(state.counts + _NO_DOTS)
        widths = np.concatenate([np.log(scale_x), lean / scale_y, np.log(scale_y)], axis=1)
        return np.concatenate([counts, [np.log(state.strays)], (state.centres / self._scale).ravel(), widths.ravel()])

    def _state(self, numbers: Floats) -> State:
        size = len(self._scale)
        counts, strays, rest = numbers[:size], numbers[size], numbers[size + 1 :]
        centres, widths = rest[: 2 * size].reshape(size, 2), rest[2 * size :].reshape(size, 3)
        scale_x, scale_y = np.exp(widths[:, 0]), np.exp(widths[:, 2])
        lean = widths[:, 1] * scale_y
        return State(
            np.maximum(np.exp(counts) - _NO_DOTS, 0.0),
            centres * self._scale,
            np.stack([scale_x * scale_x, scale_x * lean, lean * lean + scale_y * scale_y], axis=1),
            float(np.exp(strays)),
        )


def _length(step: Floats) -> float:
    return float(np.sqrt(step @ step))
