"""How heavy are the reports? HTML and Excel of a long table, beside pandas' to_html and openpyxl, in one run.

    python benchmarks/reports.py                                    10,000 rows of 12 indices
    python benchmarks/reports.py --rows 1000
    python benchmarks/reports.py --thumbs jpeg                      auto, the default, is WebP for so many photographs
    python benchmarks/reports.py --markdown docs/performance-reports.md

The pictures: three waves of colour with a little noise (standard deviation 2 of 255 levels), 128 x 96 px, each another
one. A camera's photographs weigh several times as much.

Writers run in processes of their own, interleaved in rounds; medians are shown: seconds as they pass, and those that a
processor worked, which count where others use the machine. Memory is what a process holds at its peak beyond what it
held with the table read and its libraries loaded. In the browser (needs selenium, Chromium and chromedriver): the time
until a row can be seen and clicked, and how long a click on a heading takes to sort.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from measuring import machine

import mikurabe as mk
from mikurabe.records import Image, Row, Score, Source
from mikurabe.thumbnail import KINDS, ThumbnailKind, make_thumbnail, without_webp

INDICES = "cosine,psnr,ssim,ms_ssim,vif_p,gmsd,fsim_c,vsi,mdsi,haarpsi,ciede2000,flip"
GOALS = {
    "usable": ("HTML: seconds until it can be used", 2.0),
    "sorted": ("HTML: seconds to sort", 0.2),
    "renderer": ("HTML: memory of the renderer, MiB", 400.0),
    "size": ("HTML: size, MiB", 15.0),
    "excel": ("Excel: seconds of a processor to write", 30.0),
    "excel_memory": ("Excel: memory beyond the table's, MiB", 150.0),
}


def table_of(rows: int, thumbs: ThumbnailKind = "auto") -> mk.Table:
    """Return a table of so many rows as photographs would give: a thumbnail of 128 px and 12 values each."""
    rng = np.random.default_rng(0)
    frame = rng.integers(0, 256, (96, 128, 3), dtype=np.uint8)
    small = mk.compare(frame, {"a": frame}, metrics=INDICES, thumbnail_px=None)
    y, x = np.mgrid[0:96, 0:128] / 20.0
    made = []
    for at in range(rows):
        phase = rng.uniform(0, 6, 6)
        waves = [np.sin(x * phase[k] + phase[k + 1]) + np.cos(y * phase[k + 2] - phase[k]) for k in range(3)]
        pixels = np.stack(waves, axis=-1) * 40 + 120 + rng.normal(0, 2, (96, 128, 3))
        pixels = np.clip(pixels, 0, 255).astype(np.uint8)
        source = Source(name=f"picture {at:05d}.jpg", path=None, sha256=None, size_bytes=None)
        made.append(
            Row(
                source=source,
                size_px=(128, 96),
                notes=(),
                scores=tuple(Score(value=float(value)) for value in rng.uniform(0.2, 0.99, len(small.columns))),
                thumbnail=make_thumbnail(Image(source=source, pixels=pixels, white=255.0), kind=thumbs, of=rows),
            )
        )
    return mk.Table(
        reference=made[0], columns=small.columns, rows=tuple(made), settings=small.settings, versions=small.versions
    )


def plain_html(table: mk.Table, path: Path) -> None:
    """Write what pandas' ``to_html`` makes of the table, thumbnails inlined."""
    frame = table.to_pandas()
    frame["picture"] = [row.thumbnail.data if row.thumbnail else b"" for row in table.rows]
    mime = table.rows[0].thumbnail.mime if table.rows and table.rows[0].thumbnail else ""
    shown = {"picture": lambda data: f'<img src="data:{mime};base64,{base64.b64encode(data).decode()}">'}
    path.write_text(frame.to_html(escape=False, formatters=shown), encoding="utf-8")


def plain_excel(table: mk.Table, path: Path) -> None:
    """Write what pandas and openpyxl make of it."""
    import pandas
    from openpyxl.drawing.image import Image as Picture

    frame = table.to_pandas()
    with pandas.ExcelWriter(path, engine="openpyxl") as book:
        frame.to_excel(book, sheet_name="table", index=False)
        sheet = book.sheets["table"]
        for at, row in enumerate(table.rows, start=2):
            if row.thumbnail is not None:
                # Excel takes no WebP, so the plain way has to turn it into something else, as ours does.
                sheet.add_image(Picture(io.BytesIO(without_webp(row.thumbnail).data)), f"P{at}")
            sheet.row_dimensions[at].height = 80


WRITERS: dict[str, tuple[str, Callable[[mk.Table, Path], object]]] = {
    "html": ("report.html", lambda table, path: table.to_html(path)),
    "excel": ("report.xlsx", lambda table, path: table.to_excel(path)),
    "pandas": ("plain.html", plain_html),
    "openpyxl": ("plain.xlsx", plain_excel),
}


def held_mib(key: str) -> float:
    """Return what this process holds (VmRSS) or has held at most (VmHWM)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1]) / 1024
    return float("nan")


def work(name: str, table: Path, folder: Path) -> None:
    """Write one report of a stored table, and print seconds and memory as JSON."""
    kept = mk.read_table(table)
    file, write = WRITERS[name]
    if name in {"pandas", "openpyxl"}:
        import openpyxl  # noqa: F401 - loaded before the clock starts
        import pandas  # noqa: F401
    else:
        import jinja2  # noqa: F401
        import xlsxwriter  # noqa: F401
    before = held_mib("VmRSS")
    started, worked = time.perf_counter(), time.process_time()
    write(kept, folder / file)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    size = (folder / file).stat().st_size / 2**20
    print(json.dumps({"seconds": seconds, "cpu": cpu, "mib": held_mib("VmHWM") - before, "size": size}))


def measured(name: str, table: Path, folder: Path) -> dict[str, float]:
    """Return what a process of its own says of one writer."""
    command = [sys.executable, __file__, "--worker", name, str(table), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def in_browser(page: Path) -> dict[str, float] | None:
    """Return seconds until usable, seconds to sort, and the renderer's MiB; None where there is no browser."""
    try:
        from selenium import webdriver
    except ImportError:
        return None
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if browser is None or chromedriver is None:
        return None
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    try:
        started = time.perf_counter()
        driver.get(page.as_uri())
        shown = "return document.querySelectorAll('#list tbody tr').length"
        while not driver.execute_script(shown):
            time.sleep(0.01)
        usable = time.perf_counter() - started
        sort = """const heading = document.querySelector('th[data-sort="ssim"] button');
            const begun = performance.now(); heading.click();
            document.body.getBoundingClientRect(); return performance.now() - begun;"""
        sorting = max(float(driver.execute_script(sort)) / 1000 for _ in range(3))
        pids = _children(driver.service.process.pid)
        renderer = max((_private_mib(pid) for pid in pids if b"--type=renderer" in _command(pid)), default=float("nan"))
    finally:
        driver.quit()
    return {"usable": usable, "sorted": sorting, "renderer": renderer}


def _children(pid: int) -> Iterator[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            yield int(child)
            yield from _children(int(child))


def _command(pid: int) -> bytes:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_bytes() if path.exists() else b""


def _private_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def main() -> int:
    """Make the table, let everybody write it, open it, print the page; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--thumbs", choices=KINDS, default="auto", help="as of mikurabe compare")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the page there as well")
    parser.add_argument("--worker", nargs=3, metavar=("WRITER", "TABLE", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        work(asked.worker[0], Path(asked.worker[1]), Path(asked.worker[2]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "table.json"
        table_of(asked.rows, asked.thumbs).to_json(table)
        rounds: dict[str, list[dict[str, float]]] = {writer: [] for writer in WRITERS}
        for _ in range(asked.rounds):
            for writer, told in rounds.items():
                told.append(measured(writer, table, folder))
        found = {
            writer: {key: statistics.median(each[key] for each in told) for key in told[0]}
            for writer, told in rounds.items()
        }
        page = paged(asked, found, parts_of(folder / "report.html"), in_browser(folder / "report.html"))
    print(page)
    if asked.markdown is not None:
        asked.markdown.write_text(page, encoding="utf-8")
    return 0


def parts_of(page: Path) -> dict[str, float]:
    """Return what an HTML report is made of, in MiB: thumbnails, numbers and names, script and style, the rest."""
    text = page.read_text(encoding="utf-8")
    own = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", text, flags=re.DOTALL)
    (block,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, flags=re.DOTALL)
    data = json.loads(block)
    pictures = sum(len(row["thumbnail"][1]) for row in (data["reference"], *data["rows"]) if "thumbnail" in row)
    code = sum(len(part.encode()) for part in own)
    whole = page.stat().st_size
    sizes = {"thumbnails": pictures, "numbers and names": len(block.encode()) - pictures, "script and style": code}
    sizes["the rest"] = whole - sum(sizes.values())
    return {name: size / 2**20 for name, size in sizes.items()}


def paged(
    asked: argparse.Namespace,
    found: dict[str, dict[str, float]],
    parts: dict[str, float],
    browser: dict[str, float] | None,
) -> str:
    """Return the page in Markdown: what was to be reached, and everybody's figures."""
    rows, rounds = asked.rows, asked.rounds
    values = {
        "size": found["html"]["size"],
        "excel": found["excel"]["cpu"],
        "excel_memory": found["excel"]["mib"],
        **(browser or {}),
    }
    lines = [
        "# How heavy are the reports?",
        "",
        f"Made by `python benchmarks/reports.py --rows {rows} --rounds {rounds} --thumbs {asked.thumbs}` on "
        f"{datetime.now(UTC):%Y-%m-%d}: {rows:,} rows of 12 indices, thumbnails of 128 px; medians of {rounds} rounds.",
        "",
        "The pictures are drawn: three waves of colour with a little noise (standard deviation 2 of 255 levels), each "
        "another one. Thumbnails of a camera's photographs weigh several times as much, and so does their report.",
        "",
        *(f"- {key}: {text}" for key, text in machine.facts().items()),
        "",
        "| what | measured | limit | |",
        "|---|---:|---:|---|",
    ]
    for key, (title, limit) in GOALS.items():
        if key not in values:
            lines.append(f"| {title} | not measured: no browser | {limit:g} | |")
            continue
        lines.append(f"| {title} | {values[key]:.3g} | {limit:g} | {'met' if values[key] <= limit else '**missed**'} |")
    lines += ["", "| writer | seconds | of a processor | memory, MiB | file, MiB |", "|---|---:|---:|---:|---:|"]
    names = {"html": "mikurabe, HTML", "excel": "mikurabe, Excel", "pandas": "pandas to_html", "openpyxl": "openpyxl"}
    for writer, figures in found.items():
        row = (f"{figures['seconds']:.2f}", f"{figures['cpu']:.2f}", f"{figures['mib']:.0f}", f"{figures['size']:.1f}")
        lines.append(f"| {names[writer]} | {' | '.join(row)} |")
    lines += ["", "| part of the HTML report | MiB |", "|---|---:|"]
    lines += [f"| {name} | {size:.2f} |" for name, size in parts.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
