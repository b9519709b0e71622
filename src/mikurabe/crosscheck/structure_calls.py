"""Calls of SSIM and its relatives: one name, many numbers."""

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

_CHANNELS = "means the values of the three channels, where ours is of the luma"
_12_BITS = "takes 4095 for full white, whatever the depth"
_HALVING = "halves pictures with an odd side otherwise than msssim.m"

STRUCTURE_CALLS: tuple[Call, ...] = (
    # --- Wang's ssim_index.m
    Call(package=MSSSIM, text="pytorch_msssim.ssim(candidate, reference)", key="ssim"),
    Call(package=PIQA, text="piqa.SSIM()(candidate, reference)", key="ssim"),
    Call(
        package=PIQ,
        text="piq.ssim(candidate, reference, data_range=255, downsample=False)",
        key="ssim",
        recipe="not its default: see ssim[recipe=downsampled]",
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate, gaussian_weights=True, "
        "use_sample_covariance=False)",
        key="ssim",
        recipe="not its default: see ssim[recipe=skimage]",
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate, gaussian_weights=True)",
        key="ssim",
        otherwise="variances of a sample (divided by N - 1), where Wang et al. have those of a population",
    ),
    Call(
        package=SEWAR,
        text="sewar.full_ref.ssim(reference, candidate)[0]",
        key="ssim",
        otherwise="a uniform window of 11 px, where Wang et al. have a Gaussian",
    ),
    Call(
        package=PYSSIM,
        text="ssim.compute_ssim(reference, candidate)",
        key="ssim",
        otherwise="its Gaussian lies half a pixel off centre, and windows over the border count",
    ),
    Call(
        package=MEASURES,
        text="image_similarity_measures.quality_metrics.ssim(reference[..., None], candidate[..., None])",
        key="ssim",
        otherwise=f"{_12_BITS}: the constants C1 and C2 drown the picture; uniform window of 7 px",
    ),
    Call(
        package=MSSSIM,
        text="pytorch_msssim.ssim(candidate, reference)",
        key="ssim",
        otherwise=_CHANNELS,
        reads="colour",
    ),
    # --- Wang's ssim.m
    Call(
        package=PIQ,
        text="piq.ssim(candidate, reference, data_range=255)",
        key="ssim[recipe=downsampled]",
        recipe="its default: pictures are first averaged down to about 256 px, as in Wang's ssim.m",
    ),
    Call(
        package=PIQ,
        text="piq.ssim(candidate, reference, data_range=255)",
        key="ssim[recipe=downsampled]",
        otherwise=_CHANNELS,
        reads="colour",
    ),
    # --- scikit-image
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate)",
        key="ssim[recipe=skimage]",
        recipe="its default: a uniform window of 7 px and the covariance of a sample",
    ),
    Call(
        package=SKIMAGE,
        text="skimage.metrics.structural_similarity(reference, candidate, channel_axis=2)",
        key="ssim[recipe=skimage]",
        otherwise=_CHANNELS,
        reads="colour",
    ),
    # --- OpenCV
    Call(
        package=OPENCV_QUALITY,
        text="cv2.quality.QualitySSIM_compute(reference, candidate)[0][0]",
        key="ssim[recipe=opencv]",
        recipe="windows over the mirrored border count",
    ),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.structural_similarity_index_measure(candidate, reference, "
        "data_range=255.0)",
        key="ssim[recipe=opencv]",
        recipe="windows over the mirrored border count (in older versions they did not)",
    ),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.structural_similarity_index_measure(candidate, reference)",
        key="ssim[recipe=opencv]",
        otherwise="its default takes the range of the levels that occur for full white: say data_range",
    ),
    # --- MS-SSIM, IW-SSIM
    Call(
        package=PIQ,
        text="piq.multi_scale_ssim(candidate, reference, data_range=255)",
        key="ms_ssim",
        otherwise=_HALVING,
    ),
    Call(package=MSSSIM, text="pytorch_msssim.ms_ssim(candidate, reference)", key="ms_ssim", otherwise=_HALVING),
    Call(package=PIQA, text="piqa.MS_SSIM()(candidate, reference)", key="ms_ssim", otherwise=_HALVING),
    Call(
        package=SEWAR,
        text="sewar.full_ref.msssim(reference, candidate)",
        key="ms_ssim",
        otherwise="halves each scale over windows that lie one pixel to the left and above those of msssim.m",
    ),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.multiscale_structural_similarity_index_measure(candidate, reference, "
        "data_range=255.0)",
        key="ms_ssim",
        otherwise="windows over the mirrored border count at every scale",
    ),
    Call(
        package=PIQ,
        text="piq.information_weighted_ssim(candidate, reference, data_range=255)",
        key="iw_ssim",
        otherwise="mirrors odd sides otherwise than matlabPyrTools",
    ),
    # --- UQI
    Call(
        package=SEWAR,
        text="sewar.full_ref.uqi(reference, candidate)",
        key="uqi",
        otherwise="puts window means where img_qi.m has sums: nearly everything is near 1",
    ),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.universal_image_quality_index(candidate, reference)",
        key="uqi",
        otherwise="SSIM's Gaussian window, where UQI has uniform blocks of 8 px; flat places give anything",
    ),
    # --- VIF, CW-SSIM
    Call(package=PIQ, text="piq.vif_p(candidate, reference, data_range=255)", key="vif_p"),
    Call(package=SEWAR, text="sewar.full_ref.vifp(reference, candidate)", key="vif_p"),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.visual_information_fidelity(candidate, reference)",
        key="vif_p",
    ),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.visual_information_fidelity(candidate, reference)",
        key="vif_p",
        otherwise=_CHANNELS,
        reads="colour",
    ),
    Call(
        package=PYSSIM,
        text="ssim.SSIM(reference).cw_ssim_value(candidate)",
        key="cw_ssim",
        otherwise="a wavelet along the rows laid end to end, where CW-SSIM has a steerable pyramid in two dimensions",
    ),
)
