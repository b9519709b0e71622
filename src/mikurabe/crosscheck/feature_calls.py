"""Calls."""

from __future__ import annotations

from mikurabe.crosscheck.packages import FLIP, MEASURES, OPENCV_QUALITY, PIQ, PIQA, PSNR_HVSM, SKIMAGE
from mikurabe.crosscheck.peer import Call

FEATURE_CALLS: tuple[Call, ...] = (
    Call(
        package=OPENCV_QUALITY,
        text="cv2.quality.QualityGMSD_compute(reference, candidate)[0][0]",
        key="gmsd",
        tolerance=1e-6,
    ),
    Call(package=PIQ, text="piq.gmsd(candidate, reference, data_range=255)", key="gmsd", tolerance=1e-6),
    Call(package=PIQA, text="piqa.GMSD()(candidate, reference)", key="gmsd", tolerance=1e-6, reads="either"),
    Call(package=PIQ, text="piq.multi_scale_gmsd(candidate, reference, data_range=255)", key="ms_gmsd", tolerance=1e-6),
    Call(package=PIQA, text="piqa.MS_GMSD()(candidate, reference)", key="ms_gmsd", tolerance=1e-6, reads="either"),
    Call(
        package=PIQ, text="piq.fsim(candidate, reference, data_range=255, chromatic=False)", key="fsim", tolerance=1e-6
    ),
    Call(
        package=PIQA,
        text="piqa.FSIM(chromatic=False)(candidate, reference)",
        key="fsim",
        tolerance=1e-6,
        equal=False,
        reads="either",
    ),
    Call(
        package=MEASURES,
        text="image_similarity_measures.quality_metrics.fsim(reference[..., None], candidate[..., None])",
        key="fsim",
        tolerance=1e-6,
        equal=False,
    ),
    Call(
        package=PIQ, text="piq.fsim(candidate, reference, data_range=255)", key="fsim_c", tolerance=1e-6, reads="colour"
    ),
    Call(
        package=PIQA,
        text="piqa.FSIM()(candidate, reference)",
        key="fsim_c",
        tolerance=1e-6,
        equal=False,
        reads="colour",
    ),
    Call(package=PIQ, text="piq.srsim(candidate, reference, data_range=255)", key="sr_sim", tolerance=1e-6),
    Call(
        package=PIQ,
        text="piq.srsim(candidate, reference, data_range=255, gaussian_size=9)",
        key="sr_sim",
        tolerance=1e-6,
    ),
    Call(package=PIQ, text="piq.vsi(candidate, reference, data_range=255)", key="vsi", tolerance=1e-6, reads="either"),
    Call(package=PIQA, text="piqa.VSI()(candidate, reference)", key="vsi", tolerance=1e-6, reads="colour"),
    Call(
        package=PIQ, text="piq.mdsi(candidate, reference, data_range=255)", key="mdsi", tolerance=1e-6, reads="either"
    ),
    Call(
        package=PIQ,
        text="piq.mdsi(candidate, reference, data_range=255, combination='mult')",
        key="mdsi[combination=mult]",
        tolerance=1e-6,
        reads="either",
    ),
    Call(package=PIQA, text="piqa.MDSI()(candidate, reference)", key="mdsi", tolerance=1e-6, reads="colour"),
    Call(
        package=PIQ,
        text="piq.haarpsi(candidate, reference, data_range=255)",
        key="haarpsi",
        tolerance=1e-6,
        reads="either",
    ),
    Call(package=PIQA, text="piqa.HaarPSI()(candidate, reference)", key="haarpsi", tolerance=1e-6, reads="either"),
    Call(package=PIQ, text="piq.dss(candidate, reference, data_range=255)", key="dss", tolerance=1e-6),
    Call(package=PSNR_HVSM, text="psnr_hvsm.psnr_hvs_hvsm(reference, candidate)[0]", key="psnr_hvs", tolerance=1e-6),
    Call(package=PSNR_HVSM, text="psnr_hvsm.psnr_hvs_hvsm(reference, candidate)[1]", key="psnr_hvs_m", tolerance=1e-6),
    Call(
        package=FLIP,
        text="flip_evaluator.evaluate(reference, candidate, 'LDR')[1]",
        key="flip",
        tolerance=1e-6,
        reads="colour",
    ),
    Call(
        package=SKIMAGE,
        text="skimage.color.deltaE_ciede2000(skimage.color.rgb2lab(reference), skimage.color.rgb2lab(candidate)).mean()",
        key="ciede2000",
        tolerance=1e-2,
        reads="colour",
    ),
)
