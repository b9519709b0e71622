"""Arrays as the native kernels can read them."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


def reachable(array: Array) -> Array:
    """Return the array, or a copy where its elements are not aligned or not whole elements apart."""
    if array.flags.aligned and all(stride % array.itemsize == 0 for stride in array.strides):
        return array
    return np.array(array, order="C")
