"""The packages that crosscheck knows, as data."""

from __future__ import annotations

from mikurabe.crosscheck.peer import Package

SCIPY = Package(name="scipy", modules=("scipy.stats", "scipy.spatial.distance"), measured="1.17.1")
SKLEARN = Package(name="scikit-learn", modules=("sklearn.metrics.pairwise",), measured="1.9.1")
SKIMAGE = Package(
    name="scikit-image", modules=("skimage.metrics", "skimage.color", "skimage.registration"), measured="0.26.0"
)
# OpenCV comes in four packages that overwrite each other; this one holds all of it.
OPENCV = Package(name="opencv-contrib-python-headless", modules=("cv2",), measured="5.0.0.93")
OPENCV_QUALITY = Package(
    name="opencv-contrib-python-headless", modules=("cv2.quality",), has="QualitySSIM_compute", measured="5.0.0.93"
)
OPENCV_HASH = Package(
    name="opencv-contrib-python-headless", modules=("cv2.img_hash",), has="pHash", measured="5.0.0.93"
)
PIQ = Package(name="piq", modules=("piq",), inputs="tensors", measured="0.8.0")
PIQA = Package(name="piqa", modules=("piqa",), inputs="unit_tensors", measured="1.3.2")
TORCHMETRICS = Package(
    name="torchmetrics", modules=("torchmetrics.functional.image",), inputs="tensors", measured="1.9.0"
)
MSSSIM = Package(name="pytorch-msssim", modules=("pytorch_msssim",), inputs="tensors", measured="1.0.0")
SEWAR = Package(name="sewar", modules=("sewar.full_ref",), measured="0.4.10")
MEASURES = Package(
    name="image-similarity-measures",
    modules=("image_similarity_measures.quality_metrics",),
    measured="0.3.6",
    caution="into an environment of its own: it brings NumPy 1 and another OpenCV",
)
PYSSIM = Package(name="pyssim", modules=("ssim",), has="compute_ssim", inputs="pillow", measured="0.7.1")
IMAGEHASH = Package(name="ImageHash", modules=("imagehash",), inputs="pillow", measured="4.3.2")
POT = Package(name="POT", modules=("ot",), measured="0.9.7.post1")
FLIP = Package(name="flip-evaluator", modules=("flip_evaluator",), inputs="fractions", measured="1.7")
PSNR_HVSM = Package(name="psnr_hvsm", modules=("psnr_hvsm",), inputs="fractions", measured="0.3.0")
