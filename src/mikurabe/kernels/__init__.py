"""The inner loops, as pure functions on arrays that know nothing of metrics.

Each kernel exists twice: in C++ (``cpp/``, reached through ``native/``) and as a readable NumPy twin
(the file of the same name here). Which of the two works is decided once, when this package is imported: the
native kernels where they were built, the twins elsewhere. The environment variable MIKURABE_KERNELS
(``native`` or ``numpy``) decides otherwise.
"""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING, Final, Literal

from mikurabe.errors import UsageError
from mikurabe.kernels.flip import FlipFilters, flip_filters
from mikurabe.kernels.moments import Moments
from mikurabe.kernels.single import SingleStats
from mikurabe.kernels.ssim import Border, WindowStats

__all__ = [
    "ACTIVE",
    "Border",
    "FlipFilters",
    "Moments",
    "SingleStats",
    "UnknownKernels",
    "WindowStats",
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
    "describe",
    "distance_from",
    "flip",
    "flip_filters",
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


class UnknownKernels(UsageError, ImportError):
    """MIKURABE_KERNELS asks for kernels that there are not; an ImportError too, as it comes from an import."""


def _chosen() -> Literal["native", "numpy"]:
    """Return which kernels work in this process; raise UnknownKernels if others are asked for than there are."""
    built = importlib.util.find_spec("mikurabe.kernels._native") is not None
    asked = os.environ.get("MIKURABE_KERNELS", "")
    if asked not in ("", "native", "numpy"):
        raise UnknownKernels(f"MIKURABE_KERNELS is {asked!r}: set it to 'native' or 'numpy', or unset it")
    if asked == "native" and not built:
        raise UnknownKernels(
            "MIKURABE_KERNELS asks for the native kernels, but they were not built when mikurabe was installed: "
            "install a C++17 compiler and mikurabe again, or unset MIKURABE_KERNELS"
        )
    return "native" if built and asked != "numpy" else "numpy"


ACTIVE: Final = _chosen()

# The type checker reads the twins: they are the specification.
if TYPE_CHECKING or ACTIVE == "numpy":
    from mikurabe.kernels.area import shrunk
    from mikurabe.kernels.blocks import block_errors, block_texture
    from mikurabe.kernels.blur import blur_float32
    from mikurabe.kernels.boxes import box_means
    from mikurabe.kernels.changes import changed
    from mikurabe.kernels.colour import ciede2000, ciede2000_mean
    from mikurabe.kernels.content import information_content
    from mikurabe.kernels.counts import commonest_colour, level_counts
    from mikurabe.kernels.distance import cell_sums, distance_from
    from mikurabe.kernels.flip import flip, flip_mean, flip_seen
    from mikurabe.kernels.flow import least_work
    from mikurabe.kernels.haar import channel_sums, haar_losses
    from mikurabe.kernels.halves import half_blurred, halved
    from mikurabe.kernels.information import information_arrived
    from mikurabe.kernels.light import lab
    from mikurabe.kernels.luma import luma
    from mikurabe.kernels.maps import lab_of_levels, likeness, mixture, real_power, salience, steepness
    from mikurabe.kernels.moments import moments, moments_of_stack, products
    from mikurabe.kernels.pixels import coloured, contiguous, over_white
    from mikurabe.kernels.png import unfilter
    from mikurabe.kernels.resampling import resampled
    from mikurabe.kernels.shadows import passing
    from mikurabe.kernels.single import (
        single_ssim_map,
        single_ssim_mean,
        single_ssim_means,
        single_ssim_of_stack,
        single_stats,
    )
    from mikurabe.kernels.slopes import slope_deviation, slope_squares
    from mikurabe.kernels.smoothing import smoothed
    from mikurabe.kernels.ssim import ssim_map, ssim_mean, window_stats
    from mikurabe.kernels.waves import congruency, median, wave_energy
else:
    from mikurabe.kernels.native import (
        block_errors,
        block_texture,
        blur_float32,
        box_means,
        cell_sums,
        changed,
        channel_sums,
        ciede2000,
        ciede2000_mean,
        coloured,
        commonest_colour,
        congruency,
        contiguous,
        distance_from,
        flip,
        flip_mean,
        flip_seen,
        haar_losses,
        half_blurred,
        halved,
        information_arrived,
        information_content,
        lab,
        lab_of_levels,
        least_work,
        level_counts,
        likeness,
        luma,
        median,
        mixture,
        moments,
        moments_of_stack,
        over_white,
        passing,
        products,
        real_power,
        resampled,
        salience,
        shrunk,
        single_ssim_map,
        single_ssim_mean,
        single_ssim_means,
        single_ssim_of_stack,
        single_stats,
        slope_deviation,
        slope_squares,
        smoothed,
        ssim_map,
        ssim_mean,
        steepness,
        unfilter,
        wave_energy,
        window_stats,
    )


def describe() -> str:
    """Return in words which kernels are active and why, for ``mikurabe --version``."""
    if ACTIVE == "native":
        from mikurabe.kernels import native

        return f"native (C++, {native.simd()})"
    if os.environ.get("MIKURABE_KERNELS") == "numpy":
        return "NumPy twins (MIKURABE_KERNELS asks for them)"
    return "NumPy twins (the native kernels were not built)"
