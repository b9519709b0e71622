"""A table made by hand, with everything in it that a report must survive."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from mikurabe.heatmap import local_map
from mikurabe.records import Column, LocalMap, Row, Score, Skipped, Source, Thumbnail
from mikurabe.table import Table

# Names that break a page or a sheet that pastes them in unescaped, and names that are merely long or foreign.
HOSTILE_NAMES: tuple[str, ...] = (
    '"><img src=x onerror=alert(1)>.png',
    "</script><script>alert(2)</script>.png",
    "<b>x&y.png",
    'it\'s "quoted" `name`.png',
    "=1+1.png",
    "+cmd|' /C calc'!A0.png",
    "日本語 画像 ①.png",
    "\u202egnp.exe\u202c.png",
    "a#b%20c?d&e.png",
    "a very long name " + "that goes on and on " * 12 + "end.png",
    "javascript:alert(3)",
    "{{ 7*7 }} {% x %}.png",
    "<!-- --> ]]> &amp; \u2028 .png",
    "__proto__",
)

COSINE = Column(
    key="cosine",
    name="cosine",
    title="Cosine similarity",
    params=(),
    better="higher",
    low=-1.0,
    high=1.0,
    identical=1.0,
    resolution=1e-4,
    unit="",
    reads="luma",
    cap=None,
    source="Salton & McGill 1983",
    version=1,
)
PSNR = Column(
    key="psnr",
    name="psnr",
    title="Peak signal-to-noise ratio",
    params=(),
    better="higher",
    low=0.0,
    high=math.inf,
    identical=math.inf,
    resolution=0.01,
    unit="dB",
    reads="luma",
    cap=None,
    source="ITU-T J.340",
    version=1,
)
SSIM = Column(
    key="ssim[recipe=opencv]",
    name="ssim",
    title="Structural similarity",
    params=(("recipe", "opencv"),),
    better="higher",
    low=-1.0,
    high=1.0,
    identical=1.0,
    resolution=1e-4,
    unit="",
    reads="luma",
    cap=None,
    source="Wang, Bovik, Sheikh & Simoncelli 2004",
    version=1,
)
MSE = Column(
    key="mse",
    name="mse",
    title="Mean squared error",
    params=(),
    better="lower",
    low=0.0,
    high=65025.0,
    identical=0.0,
    resolution=0.01,
    unit="",
    reads="luma",
    cap=None,
    source="",
    version=1,
)
COLUMNS: tuple[Column, ...] = (COSINE, PSNR, SSIM, MSE)


def thumbnail(at: int, *, size: tuple[int, int] = (48, 36)) -> Thumbnail:
    """Return a PNG of a soft spot whose place depends on ``at``; the same ``at`` gives the same bytes."""
    from PIL import Image, ImageDraw

    width, height = size
    image = Image.new("RGB", size, (250, 250, 250))
    draw = ImageDraw.Draw(image)
    x, y = 6 + (at * 7) % (width - 18), 4 + (at * 5) % (height - 14)
    for ring in range(6):
        shade = 40 + 30 * (6 - ring)
        draw.ellipse((x + ring, y + ring, x + 14 - ring, y + 12 - ring), fill=(shade, 90, 255 - shade))
    out = io.BytesIO()
    image.save(out, format="PNG")
    return Thumbnail(data=out.getvalue(), mime="image/png", width=width, height=height)


def sample_maps(at: int, size: tuple[int, int] = (48, 36)) -> tuple[LocalMap, ...]:
    """Return two maps of a picture: SSIM's, with fixed ends, and the mean squared error's, with an end of its own.

    Picture 0 is identical, picture 2 has no map of the mean squared error.
    """
    width, height = size
    across, down = np.meshgrid(np.arange(width) / width, np.arange(height) / height)
    middle = 0.2 + 0.1 * (at % 7), 0.5
    hill = np.exp(-40 * ((across - middle[0]) ** 2 + (down - middle[1]) ** 2)) * (at > 0)
    made = local_map(SSIM.key, 1 - 0.9 * hill, identical=1.0, low=-1.0, high=1.0)
    if at == 2:
        return (made,)
    # The order is not that of the columns.
    return (local_map(MSE.key, 100.0 * (at + 1) * hill, identical=0.0, low=0.0, high=math.inf), made)


def source(name: str, folder: Path | None = None) -> Source:
    """Return a Source of that name, with a path inside ``folder`` where one is given."""
    return Source(
        name=name,
        path=None if folder is None else folder / name.replace("/", "_"),
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        size_bytes=1234,
        modified=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    )


def column_variants(count: int) -> tuple[Column, ...]:
    """Return ``count`` columns: the four of the sample, and then further ones of the same kinds."""
    from dataclasses import replace

    return tuple(
        COLUMNS[at] if at < len(COLUMNS) else replace(COLUMNS[at % len(COLUMNS)], key=f"{COLUMNS[at % 4].name}_{at}")
        for at in range(count)
    )


def _mean_square(at: int) -> float:
    """Return a made-up mean squared error that is neither rising nor falling with ``at``."""
    return 4.0 + float((at * 7919) % 1009) * 1.7


def _scores(square: float, columns: tuple[Column, ...]) -> tuple[Score, ...]:
    """Return a score per column that fits a mean squared error; none at all is an identical picture."""
    kinds: dict[str, Callable[[], float]] = {
        "cosine": lambda: 1.0 - square / 8000.0,
        "psnr": lambda: math.inf if square == 0 else 10.0 * math.log10(255.0**2 / square),
        "ssim": lambda: 1.0 - square / 1500.0,
        "mse": lambda: square,
    }
    return tuple(Score(value=kinds[column.name](), seconds=0.001) for column in columns)


def sample_table(
    rows: int = 5,
    *,
    folder: Path | None = None,
    hostile: bool = True,
    columns: int = 4,
    thumbnails: bool = True,
    maps: bool = False,
) -> Table:
    """Return a Table of ``rows`` pictures.

    Row 0 is identical to the reference (psnr is inf, mse is 0), row 1 could not be read, row 2 has one
    missing score; with ``hostile`` the names from row 3 on are those of HOSTILE_NAMES. Paths lie in
    ``folder``; without it there are no files to link to. With ``maps`` the rows have those of ``sample_maps``.
    """
    chosen = column_variants(columns)
    made: list[Row] = []
    for at in range(rows):
        name = f"picture {at}.png"
        scores = _scores(_mean_square(at), chosen)
        notes: tuple[str, ...] = ()
        problem: str | None = None
        size: tuple[int, int] | None = (640, 480)
        if at == 0:
            name, scores = "identical.png", _scores(0.0, chosen)
        elif at == 1:
            name = "broken.png"
            problem = "broken.png is cut off: 512 of 2048 bytes are there. Copy it again."
            scores = tuple(Score(problem=problem) for _ in chosen)
            size = None
        elif at == 2:
            name = "flat.png"
            scores = (Score(problem="the candidate is one flat colour"), *scores[1:])[: len(chosen)]
            notes = ("turned by its EXIF orientation (6)", "16 bits a channel")
        elif hostile and at - 3 < len(HOSTILE_NAMES):
            name = HOSTILE_NAMES[at - 3]
            notes = ("<i>note</i> & more",) if at % 2 else ()
        made.append(
            Row(
                source=source(name, folder),
                size_px=size,
                notes=notes,
                scores=scores,
                thumbnail=None if problem or not thumbnails else thumbnail(at),
                problem=problem,
                maps=() if problem or not maps else sample_maps(at),
            )
        )
    return Table(
        reference=Row(
            source=source("reference <1>.png", folder),
            size_px=(640, 480),
            notes=(),
            scores=tuple(Score(value=column.identical) for column in chosen),
            thumbnail=thumbnail(0) if thumbnails else None,
        ),
        columns=chosen,
        rows=tuple(made),
        skipped=(
            Skipped(name="notes.txt", reason="text, not a picture"),
            Skipped(name="</script><script>alert(4)</script>", reason="a folder; give --recursive to look inside"),
        ),
        notes=("The folder also holds 2 files that are no pictures <listed below>.",),
        settings={"command": "mikurabe compare 'reference <1>.png' pictures/ -o report.html", "fit": "strict"},
        versions={"mikurabe": "0.1.0", "numpy": "2.4.6"},
    )
