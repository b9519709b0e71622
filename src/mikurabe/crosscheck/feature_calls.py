"""Calls of the indices of edges, phase, saliency, frequency and colour difference."""

from __future__ import annotations

from mikurabe.crosscheck.packages import FLIP, MEASURES, OPENCV_QUALITY, PIQ, PIQA, PSNR_HVSM, SKIMAGE
from mikurabe.crosscheck.peer import Call

_BY_N = "divides the variance by N, where the authors' GMSD.m divides by N - 1"
_DIGITS = "takes other digits for YIQ"
_FACTOR = "rounds the factor of its downsampling down, where the authors round to the nearest"
_HALVING = "averages pictures with an odd side otherwise"
_SALIENCY = "resizes the saliency otherwise than MATLAB's imresize, which the authors call"
_BLOCKS = "takes only sides that are multiples of 8"
_100_DB = "says 100 dB of identical pictures, for which ∞ is right"

FEATURE_CALLS: tuple[Call, ...] = (
    # --- edges
    Call(
        package=OPENCV_QUALITY,
        text="cv2.quality.QualityGMSD_compute(reference, candidate)[0][0]",
        key="gmsd",
        otherwise=f"{_BY_N}; treats the border and odd sides otherwise",
    ),
    Call(package=PIQ, text="piq.gmsd(candidate, reference, data_range=255)", key="gmsd", otherwise=_BY_N),
    Call(package=PIQA, text="piqa.GMSD()(candidate, reference)", key="gmsd", otherwise=_HALVING),
    Call(package=PIQ, text="piq.multi_scale_gmsd(candidate, reference, data_range=255)", key="ms_gmsd"),
    Call(package=PIQA, text="piqa.MS_GMSD()(candidate, reference)", key="ms_gmsd", otherwise=_HALVING),
    Call(package=PIQ, text="piq.mdsi(candidate, reference, data_range=255)", key="mdsi", reads="either"),
    Call(
        package=PIQ,
        text="piq.mdsi(candidate, reference, data_range=255, combination='mult')",
        key="mdsi[combination=mult]",
        otherwise="multiplies complex numbers part by part: off where a similarity is negative",
        reads="either",
    ),
    Call(
        package=PIQA,
        text="piqa.MDSI()(candidate, reference)",
        key="mdsi",
        otherwise=f"deviations from the mean of each column, not from that of the picture; {_FACTOR}",
        reads="either",
    ),
    Call(
        package=PIQ,
        text="piq.haarpsi(candidate, reference, data_range=255)",
        key="haarpsi",
        otherwise=_DIGITS,
        reads="either",
    ),
    Call(
        package=PIQA,
        text="piqa.HaarPSI(chromatic=False)(candidate, reference)",
        key="haarpsi",
        recipe="without colour, as the authors do for gray pictures",
        otherwise=_HALVING,
    ),
    Call(
        package=PIQA,
        text="piqa.HaarPSI()(candidate, reference)",
        key="haarpsi",
        otherwise="its default counts colour even where there is none; other digits for YIQ",
        reads="either",
    ),
    # --- phase congruency and saliency
    Call(package=PIQ, text="piq.fsim(candidate, reference, data_range=255, chromatic=False)", key="fsim"),
    Call(
        package=PIQA,
        text="piqa.FSIM(chromatic=False)(candidate, reference)",
        key="fsim",
        otherwise=_FACTOR,
    ),
    Call(
        package=MEASURES,
        text="image_similarity_measures.quality_metrics.fsim(reference[..., None], candidate[..., None])",
        key="fsim",
        otherwise="6 orientations instead of 4, gradients cut off at 0 (negative slopes are lost), no downsampling",
    ),
    Call(
        package=PIQ,
        text="piq.fsim(candidate, reference, data_range=255)",
        key="fsim_c",
        otherwise=_DIGITS,
        reads="colour",
    ),
    Call(
        package=PIQA,
        text="piqa.FSIM()(candidate, reference)",
        key="fsim_c",
        otherwise=_FACTOR,
        reads="colour",
    ),
    Call(
        package=PIQ,
        text="piq.srsim(candidate, reference, data_range=255)",
        key="sr_sim",
        otherwise=_SALIENCY,
    ),
    Call(
        package=PIQ,
        text="piq.vsi(candidate, reference, data_range=255)",
        key="vsi",
        otherwise=_SALIENCY,
        reads="either",
    ),
    Call(
        package=PIQA,
        text="piqa.VSI()(candidate, reference)",
        key="vsi",
        recipe="takes only square pictures",
        otherwise="has other values also for square ones; reason not found",
        reads="either",
    ),
    # --- frequency
    Call(package=PIQ, text="piq.dss(candidate, reference, data_range=255)", key="dss"),
    Call(
        package=PSNR_HVSM,
        text="psnr_hvsm.psnr_hvs_hvsm(reference, candidate)[0]",
        key="psnr_hvs",
        recipe=_BLOCKS,
        otherwise=_100_DB,
    ),
    Call(
        package=PSNR_HVSM,
        text="psnr_hvsm.psnr_hvs_hvsm(reference, candidate)[1]",
        key="psnr_hvs_m",
        recipe=_BLOCKS,
        otherwise=_100_DB,
    ),
    # --- colour difference
    Call(
        package=FLIP,
        text="flip_evaluator.evaluate(reference, candidate, 'LDR')[1]",
        key="flip",
        reads="colour",
    ),
    Call(
        package=SKIMAGE,
        text="skimage.color.deltaE_ciede2000(skimage.color.rgb2lab(reference), "
        "skimage.color.rgb2lab(candidate)).mean()",
        key="ciede2000",
        otherwise="another white point, by which grays get a trace of colour",
        reads="colour",
    ),
)
