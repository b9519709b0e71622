"""The same table without mikurabe: the loops that people write, and that the tutorials show."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from measuring.peers import Peers

# One picture's row: its name, its scores, and its thumbnail as bytes.
Row: TypeAlias = Mapping[str, Any]

# As many as mikurabe makes.
_THUMBNAIL_PX = 128


def _cosine(first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> float:
    a, b = first.ravel() / 255.0, second.ravel() / 255.0
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def opencv(peers: Peers, reference: str, threads: int, colour: bool) -> Callable[[str], Row]:
    """Return what looks at one file: cv2.quality's SSIM and PSNR on gray or on all channels, NumPy's cosine."""
    cv2 = peers.opencv(threads)
    if not hasattr(cv2, "quality"):
        raise AttributeError("this OpenCV has no quality module; opencv-contrib-python-headless has")

    def read(path: str) -> Any:
        pixels = cv2.imread(path, cv2.IMREAD_COLOR)
        return pixels, pixels if colour else cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)

    first, first_scored = read(reference)

    def look(path: str) -> Row:
        second, scored = read(path)
        channels = 3 if colour else 1
        scale = _THUMBNAIL_PX / max(second.shape)
        small = cv2.resize(second, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else second
        return {
            "picture": Path(path).name,
            "cosine": _cosine(first, second),
            "psnr": float(np.mean(cv2.quality.QualityPSNR_compute(first_scored, scored)[0][:channels])),
            "ssim": float(np.mean(cv2.quality.QualitySSIM_compute(first_scored, scored)[0][:channels])),
            "thumbnail": cv2.imencode(".jpg", small)[1].tobytes(),
        }

    return look


def scikit_image(peers: Peers, reference: str) -> Callable[[str], Row]:
    """Return what looks at one file: scikit-image's SSIM (Wang's window) on gray, its PSNR and NumPy's cosine."""
    imread = peers.module("skimage.io").imread
    rgb2gray = peers.module("skimage.color").rgb2gray
    metrics = peers.module("skimage.metrics")
    from PIL import Image

    def gray(pixels: np.ndarray[Any, Any]) -> Any:
        return rgb2gray(pixels) if pixels.ndim == 3 else pixels / 255.0

    first = imread(reference)
    first_gray = gray(first)

    def look(path: str) -> Row:
        second = imread(path)
        ssim = metrics.structural_similarity(
            first_gray,
            gray(second),
            data_range=1.0,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
        )
        small = Image.fromarray(second)
        small.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
        packed = io.BytesIO()
        small.save(packed, "JPEG")
        return {
            "picture": Path(path).name,
            "cosine": _cosine(first, second),
            "psnr": float(metrics.peak_signal_noise_ratio(first, second)),
            "ssim": float(ssim),
            "thumbnail": packed.getvalue(),
        }

    return look


def writer(peers: Peers) -> Callable[[Sequence[Row], Path], None]:
    """Return what writes rows as HTML and as a workbook, with their thumbnails: pandas and openpyxl."""
    pandas = peers.module("pandas")
    picture_of = peers.module("openpyxl.drawing.image").Image

    def shown(data: bytes) -> str:
        return f'<img src="data:image/jpeg;base64,{base64.b64encode(data).decode()}">'

    def write(rows: Sequence[Row], folder: Path) -> None:
        frame = pandas.DataFrame(rows)
        html = frame.to_html(escape=False, formatters={"thumbnail": shown})
        (folder / "report.html").write_text(html, encoding="utf-8")
        with pandas.ExcelWriter(folder / "report.xlsx", engine="openpyxl") as book:
            frame.drop(columns="thumbnail").to_excel(book, sheet_name="table", index=False)
            sheet = book.sheets["table"]
            for at, row in enumerate(rows, start=2):
                sheet.add_image(picture_of(io.BytesIO(row["thumbnail"])), f"F{at}")
                sheet.row_dimensions[at].height = 120

    return write
