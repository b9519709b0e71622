"""The state of populations in one picture: how many dots each has, where, how wide."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


class State(NamedTuple):
    """K populations in one picture: counts (K,), centres (K, 2) in px, covariances (K, 3) as xx, xy, yy in px².

    ``strays`` is how many dots per px belong to none.
    """

    counts: Floats
    centres: Floats
    spreads: Floats
    strays: float


def factors(spreads: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the lower Cholesky factors of covariances (K, 3): xx, yx and yy, (K, 1) each."""
    scale_x = np.sqrt(spreads[:, :1])
    lean = spreads[:, 1:2] / scale_x
    return scale_x, lean, np.sqrt(spreads[:, 2:] - lean * lean)
