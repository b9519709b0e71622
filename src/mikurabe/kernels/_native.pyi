from typing import Any

from numpy import float32, float64, int64, uint8, uint64
from numpy.typing import NDArray

def simd() -> str: ...
def blur_float32(plane: NDArray[float32], taps: NDArray[float32], out: NDArray[float32]) -> None: ...
def level_counts(levels: NDArray[Any], counts: NDArray[int64]) -> None: ...
def commonest_colour(colours: NDArray[uint8]) -> int: ...
def distance_from(pixels: NDArray[Any], colour: NDArray[Any], out: NDArray[Any]) -> None: ...
def cell_sums(plane: NDArray[Any], side: int, out: NDArray[uint64]) -> None: ...
def least_work(surplus: NDArray[int64]) -> float: ...
def moments(a: NDArray[Any], b: NDArray[Any]) -> tuple[Any, Any, Any, Any, Any, Any, Any]: ...
def window_stats(
    plane: NDArray[Any],
    taps: NDArray[float64],
    reflect: bool,
    mean: NDArray[float64],
    variance: NDArray[float64],
) -> None: ...
def ssim_map(
    a: NDArray[Any],
    b: NDArray[Any],
    mean_a: NDArray[float64],
    variance_a: NDArray[float64],
    taps: NDArray[float64],
    reflect: bool,
    c1: float,
    c2: float,
    covariance_scale: float,
    out: NDArray[float64],
) -> None: ...
def ssim_mean(
    a: NDArray[Any],
    b: NDArray[Any],
    mean_a: NDArray[float64],
    variance_a: NDArray[float64],
    taps: NDArray[float64],
    reflect: bool,
    c1: float,
    c2: float,
    covariance_scale: float,
) -> float: ...
