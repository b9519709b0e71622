"""Calls of the indices of levels, histograms, movement and hashes."""

from __future__ import annotations

from mikurabe.crosscheck.packages import (
    IMAGEHASH,
    MEASURES,
    OPENCV,
    OPENCV_HASH,
    OPENCV_QUALITY,
    PIQ,
    PIQA,
    POT,
    SCIPY,
    SEWAR,
    SKIMAGE,
    SKLEARN,
    TORCHMETRICS,
)
from mikurabe.crosscheck.peer import Call

_12_BITS = "takes 4095 for full white, whatever the depth"
_80_DB = "adds 1e-8 to the squared error of levels over full white: 80 dB for identical pictures, for which ∞ is right"
_SINGLE = "computes in single precision, which loses digits where the pictures are nearly flat"
_FAR = "knows no largest shift and may lock onto a far peak"
_COUNTS = "divided by the number of pixels: OpenCV compares counts"
_HISTOGRAMS = "cv2.compareHist(*(cv2.calcHist([p], [0], None, [256], [0, 256]) for p in (reference, candidate)), "

LEVEL_CALLS: tuple[Call, ...] = (
    # --- PSNR
    Call(
        package=SKIMAGE,
        text="skimage.metrics.peak_signal_noise_ratio(reference, candidate)",
        key="psnr",
        reads="either",
    ),
    Call(
        package=OPENCV,
        text="cv2.PSNR(reference, candidate)",
        key="psnr",
        otherwise="says 361.20 dB of identical pictures, for which ∞ is right",
        reads="either",
    ),
    Call(package=OPENCV_QUALITY, text="cv2.quality.QualityPSNR_compute(reference, candidate)[0][0]", key="psnr"),
    Call(
        package=PIQ,
        text="piq.psnr(candidate, reference, data_range=255)",
        key="psnr",
        otherwise=_80_DB,
        reads="either",
    ),
    Call(package=PIQA, text="piqa.PSNR()(candidate, reference)", key="psnr", otherwise=_80_DB, reads="either"),
    Call(
        package=TORCHMETRICS,
        text="torchmetrics.functional.image.peak_signal_noise_ratio(candidate, reference, data_range=255.0)",
        key="psnr",
        reads="either",
    ),
    Call(package=SEWAR, text="sewar.full_ref.psnr(reference, candidate)", key="psnr", reads="either"),
    Call(
        package=MEASURES,
        text="image_similarity_measures.quality_metrics.psnr(reference[..., None], candidate[..., None])",
        key="psnr",
        otherwise=f"{_12_BITS}: 24.11 dB too many for 8 bits",
    ),
    # --- errors
    Call(package=SKIMAGE, text="skimage.metrics.mean_squared_error(reference, candidate)", key="mse", reads="either"),
    Call(package=OPENCV_QUALITY, text="cv2.quality.QualityMSE_compute(reference, candidate)[0][0]", key="mse"),
    Call(package=SEWAR, text="sewar.full_ref.mse(reference, candidate)", key="mse", reads="either"),
    Call(package=SEWAR, text="sewar.full_ref.rmse(reference, candidate)", key="rmse", reads="either"),
    Call(
        package=MEASURES,
        text="image_similarity_measures.quality_metrics.rmse(reference[..., None], candidate[..., None])",
        key="rmse",
        otherwise=f"divides by full white, and {_12_BITS}",
    ),
    Call(
        package=SKIMAGE, text="skimage.metrics.normalized_root_mse(reference, candidate)", key="nrmse", reads="either"
    ),
    Call(
        package=OPENCV,
        text="cv2.norm(reference, candidate, cv2.NORM_L1) / reference.size",
        key="mae",
        reads="either",
    ),
    # --- cosine and correlation
    Call(
        package=SKLEARN,
        text="sklearn.metrics.pairwise.cosine_similarity(reference.reshape(1, -1), candidate.reshape(1, -1))[0, 0]",
        key="cosine",
        reads="either",
    ),
    Call(
        package=SCIPY,
        text="1 - scipy.spatial.distance.cosine(reference.ravel(), candidate.ravel())",
        key="cosine",
        otherwise="multiplies 8-bit levels in 8 bits, which overflow: 1 for nearly everything; use np.float64(...)",
        reads="either",
    ),
    Call(
        package=OPENCV,
        text="cv2.matchTemplate(reference, candidate, cv2.TM_CCORR_NORMED)[0, 0]",
        key="cosine",
        otherwise=_SINGLE,
    ),
    Call(
        package=OPENCV,
        text="cv2.matchTemplate(reference, candidate, cv2.TM_CCOEFF_NORMED)[0, 0]",
        key="pearson",
        otherwise=_SINGLE,
    ),
    Call(
        package=SCIPY,
        text="scipy.stats.pearsonr(reference.ravel(), candidate.ravel()).statistic",
        key="pearson",
        reads="either",
    ),
    # --- histograms
    Call(
        package=SKIMAGE,
        text="skimage.metrics.normalized_mutual_information(reference, candidate)",
        key="nmi[bins=100,binning=occurring]",
        recipe="its default: 100 bins over the levels that occur, so that another picture has other bins",
    ),
    Call(package=OPENCV, text=f"{_HISTOGRAMS}cv2.HISTCMP_CORREL)", key="hist_correlation"),
    Call(
        package=OPENCV,
        text=f"{_HISTOGRAMS}cv2.HISTCMP_CHISQR_ALT) / (2 * reference.size)",
        key="hist_chi2",
        recipe=_COUNTS,
    ),
    Call(
        package=OPENCV,
        text=f"{_HISTOGRAMS}cv2.HISTCMP_CHISQR) / reference.size",
        key="hist_chi2",
        recipe=_COUNTS,
        otherwise="divides by the reference's histogram alone: not symmetric, and levels new in the candidate are free",
    ),
    Call(
        package=OPENCV,
        text=f"{_HISTOGRAMS}cv2.HISTCMP_INTERSECT) / reference.size",
        key="hist_intersection",
        recipe=_COUNTS,
    ),
    Call(package=OPENCV, text=f"{_HISTOGRAMS}cv2.HISTCMP_BHATTACHARYYA)", key="hist_bhattacharyya"),
    Call(
        package=SCIPY,
        text="scipy.stats.wasserstein_distance(reference.ravel(), candidate.ravel())",
        key="hist_wasserstein",
    ),
    Call(
        package=POT,
        text="ot.wasserstein_1d(np.float64(reference.ravel()), np.float64(candidate.ravel()))",
        key="hist_wasserstein",
    ),
    # --- movement, to whole pixels
    Call(
        package=SKIMAGE,
        text="abs(skimage.registration.phase_cross_correlation(reference, candidate)[0][1])",
        key="shift_x_px",
        tolerance=0.5,
        otherwise=_FAR,
    ),
    Call(
        package=OPENCV,
        text="abs(cv2.phaseCorrelate(np.float64(reference), np.float64(candidate))[0][0])",
        key="shift_x_px",
        tolerance=0.5,
        otherwise=_FAR,
    ),
    Call(
        package=SKIMAGE,
        text="abs(skimage.registration.phase_cross_correlation(reference, candidate)[0][0])",
        key="shift_y_px",
        tolerance=0.5,
        otherwise=_FAR,
    ),
    Call(
        package=OPENCV,
        text="abs(cv2.phaseCorrelate(np.float64(reference), np.float64(candidate))[0][1])",
        key="shift_y_px",
        tolerance=0.5,
        otherwise=_FAR,
    ),
    # --- hashes: the number of bits that differ
    Call(
        package=IMAGEHASH,
        text="imagehash.average_hash(reference) - imagehash.average_hash(candidate)",
        key="ahash",
        tolerance=0,
    ),
    Call(
        package=OPENCV_HASH,
        text="cv2.norm(cv2.img_hash.averageHash(reference), cv2.img_hash.averageHash(candidate), cv2.NORM_HAMMING)",
        key="ahash",
        tolerance=0,
        otherwise="shrinks without antialiasing: its hashes are not imagehash's",
    ),
    Call(
        package=IMAGEHASH,
        text="imagehash.phash(reference) - imagehash.phash(candidate)",
        key="phash",
        tolerance=0,
    ),
    Call(
        package=OPENCV_HASH,
        text="cv2.norm(cv2.img_hash.pHash(reference), cv2.img_hash.pHash(candidate), cv2.NORM_HAMMING)",
        key="phash",
        tolerance=0,
        otherwise="shrinks without antialiasing and cuts at the mean, not the median: its hashes are not imagehash's",
    ),
    Call(package=IMAGEHASH, text="imagehash.dhash(reference) - imagehash.dhash(candidate)", key="dhash", tolerance=0),
    Call(package=IMAGEHASH, text="imagehash.whash(reference) - imagehash.whash(candidate)", key="whash", tolerance=0),
    Call(
        package=IMAGEHASH,
        text="imagehash.colorhash(reference) - imagehash.colorhash(candidate)",
        key="colour_hash",
        tolerance=0,
        reads="colour",
    ),
)
