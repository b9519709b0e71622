"""The native kernels behind the same functions as their NumPy twins: checked by the twins' checks, computed in C++.

Importing this raises ImportError where the native module was not built.
"""

from mikurabe.kernels import _native
from mikurabe.kernels.native.blur import blur_float32
from mikurabe.kernels.native.counts import commonest_colour, level_counts
from mikurabe.kernels.native.distance import cell_sums, distance_from
from mikurabe.kernels.native.flow import least_work
from mikurabe.kernels.native.moments import moments
from mikurabe.kernels.native.ssim import ssim_map, ssim_mean, window_stats

__all__ = [
    "blur_float32",
    "cell_sums",
    "commonest_colour",
    "distance_from",
    "least_work",
    "level_counts",
    "moments",
    "simd",
    "ssim_map",
    "ssim_mean",
    "window_stats",
]


def simd() -> str:
    """Return the name of the widest SIMD that the kernels use on this processor."""
    return _native.simd()
