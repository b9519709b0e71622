"""Structural similarity over several scales: MS-SSIM, and IW-SSIM, which weighs places by the information in them."""

from __future__ import annotations

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import halved, information_content, ssim_map
from mikurabe.metrics.banded import NO_LUMINANCE, Similarity
from mikurabe.metrics.definition import metric
from mikurabe.metrics.laplacian import enlarged, laplacian_pyramid
from mikurabe.metrics.pooling import pooled_mean, shrunk
from mikurabe.metrics.windows import (
    GAUSS_11,
    Floats,
    averaged,
    cutting_mask,
    pair_stats,
    require_counted,
    size_of,
    stats_of,
    under_centres,
)
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools, Param

# Wang, Simoncelli & Bovik 2003, section 3.2, finest scale first. They sum to 1.0001.
WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)

# Variance of the visual noise on levels 0..255 (Sheikh & Bovik 2006, Wang & Li 2011), and where variances count as 0.
_NOISE = 0.4
_NOTHING = 1e-15

_SCALES = Param(
    name="scales",
    default=5,
    low=1,
    high=5,
    help="how many scales, each half the size of the one before; with fewer than 5 the published weights of the finest "
    "ones are used, divided by their sum. A picture needs 10 × 2^(scales - 1) + 1 px a side: 161 for 5, 81 for 4, 41 "
    "for 3, 21 for 2",
)


def weights_of(scales: int) -> tuple[float, ...]:
    """Return the weights of the finest ``scales`` scales: as published for all 5, else divided by their sum."""
    if scales == len(WEIGHTS):
        return WEIGHTS
    return tuple(weight / sum(WEIGHTS[:scales]) for weight in WEIGHTS[:scales])


def _require_room(name: str, picture: Picture, scales: int) -> None:
    """Raise UndefinedScore where the coarsest scale has no room for the window; say how many scales would fit."""
    window = len(GAUSS_11)
    shorter = min(picture.image.width, picture.image.height)
    needed = (window - 1) * 2 ** (scales - 1) + 1
    if shorter >= needed:
        return
    fitting = [fewer for fewer in range(1, scales) if shorter >= (window - 1) * 2 ** (fewer - 1) + 1]
    advice = (
        f"use {name}[scales={fitting[-1]}]" if fitting else f"nor is there room for one {window} × {window} px window"
    )
    raise UndefinedScore(
        f"{size_of(picture)} is smaller than the {needed} px a side that {scales} scales need: {advice}"
    )


@metric(
    title="Multi-scale structural similarity (MS-SSIM)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    params=(_SCALES,),
    version=3,
    masked=True,
    source="Wang, Simoncelli & Bovik 2003, Asilomar Conference, eq. 7; msssim.m (each scale averaged over 2 × 2, "
    "mirrored at the border; piq pads odd sizes otherwise). A negative contrast-structure mean counts as 0, as in "
    "pytorch-msssim and piq, where msssim.m gives a complex number",
)
def ms_ssim(reference: Picture, candidate: Picture, *, scales: int = 5) -> float:
    """Return the product of the mean contrast-structure terms of all scales and the luminance term of the coarsest.

    1 for identical pictures, 0 where at some scale the structures contradict each other as much as they agree (a
    negative picture). Undefined for a picture that is too small for ``scales``: fewer scales are another index, so
    the column says how many (``ms_ssim[scales=3]``). Under a mask windows are renormalised as in ``ssim``, and each
    coarser pixel is the mean of its unmasked pixels.
    """
    c1, c2 = (0.01 * reference.white) ** 2, (0.03 * reference.white) ** 2
    _require_room("ms_ssim", reference, scales)
    mask = cutting_mask(reference)
    value = 1.0
    for scale, weight in enumerate(weights_of(scales)):
        luminance = scale == scales - 1
        similarity = _at_scale(reference, candidate, scale, shrunk(mask, 2**scale), (c1, c2), luminance=luminance)
        value *= max(similarity, 0.0) ** weight
    return value


def _halved(picture: Picture, scale: int) -> Array:
    """Return the luma averaged over 2 x 2 and every second pixel kept, ``scale`` times over.

    Single precision, which loses nothing of 8 bits, does for what comes in no more.
    """
    if scale == 0:
        return picture.luma
    mask = shrunk(cutting_mask(picture), 2 ** (scale - 1))

    def compute() -> Array:
        finer = _halved(picture, scale - 1)
        if mask is None and finer.dtype in (np.uint8, np.float32):
            return halved(finer, single=True)
        return averaged(finer, 2, mask)

    return picture.derive(("luma halved", scale), compute)


def _at_scale(
    reference: Picture,
    candidate: Picture,
    scale: int,
    mask: Bools | None,
    constants: tuple[float, float],
    *,
    luminance: bool,
) -> float:
    """Return the mean SSIM of one scale, or that of its contrast-structure term without the luminance.

    Of 8 bits in single precision: MS-SSIM lies within 1e-7 of that in double on photographs, dot plots and flat bright
    pictures with a little noise; within 1e-6 where the first pixel, from which all is counted, is black in those; and
    within 1e-5 in the worst that was found, such pictures whose one half is hundreds of levels from the first pixel.
    """
    require_counted(under_centres(mask, len(GAUSS_11)), len(GAUSS_11))
    first, second = _halved(reference, scale), _halved(candidate, scale)
    c1, c2 = constants
    # Scale 0 is what ``ssim`` looks at.
    key = ("luma" if scale == 0 else f"luma halved {scale}", len(GAUSS_11))
    if mask is None:
        similarity = Similarity(
            reference=reference,
            key=key,
            a=first,
            b=second,
            taps=GAUSS_11,
            c1=c1,
            c2=c2,
            candidate=candidate if scale == 0 else None,
        )
        return similarity.mean() if luminance else similarity.structure_mean()
    c1 = c1 if luminance else NO_LUMINANCE
    stats_a = reference.derive(("masked window stats", key), lambda: stats_of(first, GAUSS_11, mask))
    stats = pair_stats(first, second, stats_a, GAUSS_11, mask)
    a, b, difference = stats.a, stats.b, stats.difference
    brightness = 1.0 - difference.mean**2 / (a.mean**2 + b.mean**2 + c1)
    structure = 1.0 - difference.variance / (a.variance + b.variance + c2)
    return pooled_mean(brightness * structure, stats.counts)


@metric(
    title="Information content weighted SSIM (IW-SSIM)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    symmetric=False,
    needs=("white",),
    params=(_SCALES,),
    masked=True,
    source="Wang & Li 2011, IEEE TIP 20(5), iwssim.m with a parent and 3 × 3 neighbours. "
    "Differences: pictures from 161 px on (iwssim.m: 176); a covariance that cannot be inverted (flat pictures) leaves "
    "its empty directions out, where iwssim.m and piq fail; a negative mean counts as 0, in iwssim.m it turns complex",
)
def iw_ssim(reference: Picture, candidate: Picture, *, scales: int = 5) -> float:
    """Return MS-SSIM over a Laplacian pyramid, each place weighted by the information that an eye could take from it.

    1 for identical pictures, 0 where structures contradict each other. Not symmetric: the information is that which a
    candidate conveys of the reference. Where nothing conveys any (two flat pictures), all places weigh alike.
    Undefined for a picture that is too small for ``scales``; the column says how many (``iw_ssim[scales=3]``).
    Under a mask the candidate's masked-out pixels become the reference's, and the places under the mask are pooled.
    """
    white = reference.white
    _require_room("iw_ssim", reference, scales)
    mask = cutting_mask(reference)
    bands_a = reference.derive(("laplacian", scales), lambda: laplacian_pyramid(_levels(reference.luma, white), scales))
    luma = candidate.luma if mask is None else np.where(mask, candidate.luma, reference.luma)
    bands_b = laplacian_pyramid(_levels(luma, white), scales)
    value = 1.0
    for scale, weight in enumerate(WEIGHTS[:scales]):
        similarity = _band_similarity(reference, bands_a[scale], bands_b[scale], scale, scales)
        weights = np.ones_like(similarity)
        if scale < scales - 1:
            parent = bands_a[scale + 1] if scale < scales - 2 else None
            weights = _information(reference, bands_a[scale], bands_b[scale], parent, (scale, scales))
        counts = under_centres(shrunk(mask, 2**scale), len(GAUSS_11))
        require_counted(counts, len(GAUSS_11))
        if counts is not None:
            weights = np.where(counts, weights, 0.0)
        if not weights.any():
            weights = np.ones_like(weights) if counts is None else counts.astype(np.float64)
        mean = float(np.sum(similarity * weights)) / float(np.sum(weights))
        value *= min(max(mean, 0.0), 1.0) ** (weight / sum(WEIGHTS[:scales]))
    return value


def _levels(luma: Array, white: float) -> Floats:
    """Return the plane on the papers' scale, 0..255."""
    scaled: Floats = luma.astype(np.float64) * (255 / white)
    return scaled


def _band_similarity(reference: Picture, a: Floats, b: Floats, scale: int, scales: int) -> Floats:
    """Return the contrast-structure map of one level, times the luminance map at the low-pass remainder."""
    stats_a = reference.derive(("laplacian window stats", scale, scales), lambda: stats_of(a, GAUSS_11))
    c1, c2 = 2.55**2 if scale == scales - 1 else NO_LUMINANCE, 7.65**2
    return ssim_map(a, b, stats_a, GAUSS_11, "valid", c1, c2)


def _information(reference: Picture, a: Floats, b: Floats, parent: Floats | None, level: tuple[int, int]) -> Floats:
    """Return the information content of one level's places, at the centres of the SSIM windows."""
    strength, eigenvalues = reference.derive(("strength", level), lambda: _strength(a, parent))
    # The 3 x 3 windows reach 4 px further out than those of 11 x 11.
    rim = (len(GAUSS_11) - 1) // 2 - 1
    return information_content(a, b, strength, eigenvalues, _NOISE, _NOTHING, rim)


def _strength(band: Floats, parent: Floats | None) -> tuple[Floats, tuple[float, ...]]:
    """Return how strong each 3 x 3 neighbourhood (and its parent) is, whitened, and the covariance's eigenvalues."""
    height, width = band.shape[0] - 2, band.shape[1] - 2
    planes = [band[down : down + height, right : right + width] for down in range(3) for right in range(3)]
    if parent is not None:
        planes.append(enlarged(parent, *band.shape)[1:-1, 1:-1])
    neighbours = np.stack([plane.ravel() for plane in planes])
    values, vectors = np.linalg.eigh(neighbours @ neighbours.T / neighbours.shape[1])
    positive = np.maximum(values, 0.0)
    total = float(positive.sum())
    # Rounding may turn empty directions negative: they are emptied, and the others keep the sum.
    eigenvalues = positive * (float(values.sum()) / total) if total > 0 else positive
    filled = eigenvalues > eigenvalues.max() * len(planes) * np.finfo(np.float64).eps
    whitening = (vectors[:, filled] / eigenvalues[filled]) @ vectors[:, filled].T
    strength = np.einsum("ij,ij->j", neighbours, whitening @ neighbours) / len(planes)
    return np.maximum(strength, 0.0).reshape(height, width), tuple(float(value) for value in eigenvalues)
