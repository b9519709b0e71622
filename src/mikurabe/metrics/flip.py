"""FLIP: the difference that a person sees who flips between the two pictures on a screen."""

from __future__ import annotations

import numpy as np

from mikurabe import kernels
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import masked_like
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

_PPD = Param(
    name="ppd",
    default=67.0,
    low=1,
    high=1000,
    help="pixels per degree of the field of view; 67: a screen 0.7 m wide with 3840 px seen from 0.7 m",
)


def flip_map(reference: Picture, candidate: Picture, *, ppd: float = 67.0) -> Array:
    """Return the FLIP difference of every pixel, float64 (H, W): 0 the same, 1 the largest."""
    return _differences(reference, candidate, ppd).astype(np.float64)


def _differences(reference: Picture, candidate: Picture, ppd: float) -> Array:
    """Return the map as the kernel gives it, float32; how far off, kernels/flip.py says."""
    other = masked_like(reference, candidate)
    filters = kernels.flip_filters(ppd)
    return candidate.derive(
        ("flip", id(reference), ppd),
        lambda: kernels.flip(_seen(reference, ppd), reference.pixels, other.pixels, other.white, filters),
    )


def _seen(picture: Picture, ppd: float) -> Array:
    filters = kernels.flip_filters(ppd)
    return picture.derive(("seen by flip", ppd), lambda: kernels.flip_seen(picture.pixels, picture.white, filters))


@metric(
    title="FLIP",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    version=2,
    needs=("white",),
    params=(_PPD,),
    masked=True,
    local=flip_map,
    source="Andersson et al. 2020, FLIP: A Difference Evaluator for Alternating Images, Proc. ACM CGIT 3(2); mean of "
    "the map for pictures on a screen (LDR), as the authors' flip-evaluator 1.7, which computes in single precision",
)
def flip(reference: Picture, candidate: Picture, *, ppd: float = 67.0) -> float:
    """Return the mean FLIP difference: 0 for identical pictures, 1 for the largest difference everywhere.

    It depends on how large a pixel appears, which ``ppd`` says. Outside a mask the candidate is taken to be the
    reference, so that nothing there is seen through the filters, and the mean is over the mask.
    """
    if reference.mask is not None:
        return pooled_mean(_differences(reference, candidate, ppd), reference.mask)
    filters = kernels.flip_filters(ppd)
    return kernels.flip_mean(_seen(reference, ppd), reference.pixels, candidate.pixels, candidate.white, filters)
