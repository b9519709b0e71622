"""The native kernels behind the same functions as their NumPy twins: checked by the twins' checks, computed in C++.

Importing this raises ImportError where the native module was not built.
"""

from mikurabe.kernels import _native
from mikurabe.kernels.native.area import shrunk
from mikurabe.kernels.native.blocks import block_errors, block_texture
from mikurabe.kernels.native.blur import blur_float32
from mikurabe.kernels.native.boxes import box_means
from mikurabe.kernels.native.changes import changed
from mikurabe.kernels.native.colour import ciede2000, ciede2000_mean, lab
from mikurabe.kernels.native.content import information_content
from mikurabe.kernels.native.counts import commonest_colour, level_counts
from mikurabe.kernels.native.distance import cell_sums, distance_from
from mikurabe.kernels.native.flip import flip, flip_mean, flip_seen
from mikurabe.kernels.native.flow import least_work
from mikurabe.kernels.native.haar import channel_sums, haar_losses
from mikurabe.kernels.native.halves import half_blurred, halved
from mikurabe.kernels.native.information import information_arrived
from mikurabe.kernels.native.luma import luma
from mikurabe.kernels.native.maps import lab_of_levels, likeness, mixture, real_power, salience, steepness
from mikurabe.kernels.native.moments import moments, moments_of_stack, products
from mikurabe.kernels.native.pixels import coloured, contiguous, over_white
from mikurabe.kernels.native.png import unfilter
from mikurabe.kernels.native.resampling import resampled
from mikurabe.kernels.native.shadows import passing
from mikurabe.kernels.native.single import (
    single_ssim_map,
    single_ssim_mean,
    single_ssim_means,
    single_ssim_of_stack,
    single_stats,
)
from mikurabe.kernels.native.slopes import slope_deviation, slope_squares
from mikurabe.kernels.native.smoothing import smoothed
from mikurabe.kernels.native.ssim import ssim_map, ssim_mean, window_stats
from mikurabe.kernels.native.waves import congruency, median, wave_energy

__all__ = [
    "block_errors",
    "block_texture",
    "blur_float32",
    "box_means",
    "cell_sums",
    "changed",
    "channel_sums",
    "ciede2000",
    "ciede2000_mean",
    "coloured",
    "commonest_colour",
    "congruency",
    "contiguous",
    "distance_from",
    "flip",
    "flip_mean",
    "flip_seen",
    "haar_losses",
    "half_blurred",
    "halved",
    "information_arrived",
    "information_content",
    "lab",
    "lab_of_levels",
    "least_work",
    "level_counts",
    "likeness",
    "luma",
    "median",
    "mixture",
    "moments",
    "moments_of_stack",
    "over_white",
    "passing",
    "products",
    "real_power",
    "resampled",
    "salience",
    "shrunk",
    "simd",
    "single_ssim_map",
    "single_ssim_mean",
    "single_ssim_means",
    "single_ssim_of_stack",
    "single_stats",
    "slope_deviation",
    "slope_squares",
    "smoothed",
    "ssim_map",
    "ssim_mean",
    "steepness",
    "unfilter",
    "wave_energy",
    "window_stats",
]


def simd() -> str:
    """Return the name of the widest SIMD that the kernels use on this processor."""
    return _native.simd()
