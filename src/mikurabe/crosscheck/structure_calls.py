"""Calls of SSIM and its relatives: where one name has most numbers."""

from __future__ import annotations

from mikurabe.crosscheck.packages import (
    MEASURES,
    MSSSIM,
    OPENCV_QUALITY,
    PIQ,
    PIQA,
    PYSSIM,
    SEWAR,
    SKIMAGE,
    TORCHMETRICS,
)
from mikurabe.crosscheck.peer import Call

STRUCTURE_CALLS: tuple[Call, ...] = (
    Call(package=MSSSIM, text="pytorch_msssim.ssim(candidate, reference)", key="ssim", tolerance=1e-6),
    Call(package=PIQA, text="piqa.SSIM(n_channels=1)(candidate, reference)", key="ssim", tolerance=1e-6),
    Call(
        package=PIQ, text="piq.ssim(candidate, reference, data_range=255, downsample=False)", key="ssim", tolerance=1e-6
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate, gaussian_weights=True, use_sample_covariance=False)",
        key="ssim",
        tolerance=1e-6,
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate, gaussian_weights=True)",
        key="ssim",
        tolerance=1e-6,
        equal=False,
    ),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.structural_similarity_index_measure(candidate, reference, data_range=255.0)",
        key="ssim[recipe=opencv]",
        tolerance=1e-3,
    ),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.structural_similarity_index_measure(candidate, reference)",
        key="ssim[recipe=opencv]",
        tolerance=1e-6,
        equal=False,
    ),
    Call(package=SEWAR, text="sewar.full_ref.ssim(reference, candidate)[0]", key="ssim", tolerance=1e-6, equal=False),
    Call(package=PYSSIM, text="ssim.compute_ssim(reference, candidate)", key="ssim", tolerance=1e-6, equal=False),
    Call(
        package=MEASURES,
        text="image_similarity_measures.quality_metrics.ssim(reference[..., None], candidate[..., None])",
        key="ssim",
        tolerance=1e-6,
        equal=False,
    ),
    Call(
        package=PIQA, text="piqa.SSIM()(candidate, reference)", key="ssim", tolerance=1e-6, equal=False, reads="colour"
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate, channel_axis=2)",
        key="ssim[recipe=skimage]",
        tolerance=1e-6,
        equal=False,
        reads="colour",
    ),
    Call(
        package=PIQ,
        text="piq.ssim(candidate, reference, data_range=255)",
        key="ssim[recipe=downsampled]",
        tolerance=1e-6,
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate)",
        key="ssim[recipe=skimage]",
        tolerance=1e-6,
    ),
    Call(
        package=OPENCV_QUALITY,
        text="cv2.quality.QualitySSIM_compute(reference, candidate)[0][0]",
        key="ssim[recipe=opencv]",
        tolerance=1e-6,
    ),
    Call(package=PIQ, text="piq.multi_scale_ssim(candidate, reference, data_range=255)", key="ms_ssim", tolerance=1e-6),
    Call(package=MSSSIM, text="pytorch_msssim.ms_ssim(candidate, reference)", key="ms_ssim", tolerance=1e-6),
    Call(package=PIQA, text="piqa.MS_SSIM(n_channels=1)(candidate, reference)", key="ms_ssim", tolerance=1e-6),
    Call(package=SEWAR, text="sewar.full_ref.msssim(reference, candidate)", key="ms_ssim", tolerance=1e-6),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.multiscale_structural_similarity_index_measure(candidate, reference, data_range=255.0)",
        key="ms_ssim",
        tolerance=1e-6,
        equal=False,
    ),
    Call(
        package=PIQ,
        text="piq.information_weighted_ssim(candidate, reference, data_range=255)",
        key="iw_ssim",
        tolerance=1e-6,
    ),
    Call(package=SEWAR, text="sewar.full_ref.uqi(reference, candidate)", key="uqi", tolerance=1e-6, equal=False),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.universal_image_quality_index(candidate, reference)",
        key="uqi",
        tolerance=1e-6,
        equal=False,
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate, win_size=8, K1=0, K2=0, use_sample_covariance=False)",
        key="uqi",
        tolerance=1e-6,
        equal=False,
    ),
    Call(package=PIQ, text="piq.vif_p(candidate, reference, data_range=255)", key="vif_p", tolerance=1e-6),
    Call(package=SEWAR, text="sewar.full_ref.vifp(reference, candidate)", key="vif_p", tolerance=1e-6),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.visual_information_fidelity(candidate, reference)",
        key="vif_p",
        tolerance=1e-6,
    ),
    Call(
        package=PYSSIM, text="ssim.SSIM(reference).cw_ssim_value(candidate)", key="cw_ssim", tolerance=1e-6, equal=False
    ),
)
