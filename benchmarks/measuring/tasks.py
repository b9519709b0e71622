"""What contestants do, by name: each task is set up once and then run as often as it is asked.

Nothing heavy is imported here: a task that starts fresh programs must itself stay small.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

from measuring.cost import cpu_seconds
from measuring.peers import Peers

# What a task does once it is set up: an answer to what is asked.
Run: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Any]]

TASKS: dict[str, Callable[..., Run]] = {}


def task(make: Callable[..., Run]) -> Callable[..., Run]:
    """Register what sets a task up, under its own name."""
    TASKS[make.__name__] = make
    return make


def _files(folder: str) -> list[str]:
    return sorted(entry.path for entry in os.scandir(folder))


def _for_each(threads: int, work: Callable[[Any], object], items: Sequence[Any]) -> int:
    """Do the work for each item in so many threads; return how many there were."""

    # What is made is dropped at once: who only decodes keeps nothing.
    def dropped(item: Any) -> None:
        work(item)

    if threads == 1:
        return len(list(map(dropped, items)))
    with ThreadPoolExecutor(threads) as pool:
        return len(list(pool.map(dropped, items)))


@task
def decode_cv2(peers: Peers, *, folder: str, threads: int) -> Run:
    """Read and decode files with OpenCV, in colour, as most people do."""
    # Of its own threads OpenCV uses none to decode these files.
    cv2 = peers.opencv(1)

    def decode(path: str) -> None:
        if cv2.imread(path, cv2.IMREAD_COLOR) is None:
            raise ValueError(f"cv2.imread cannot read {path}")

    files = _files(folder)
    return lambda asked: {"files": _for_each(threads, decode, files[: asked["files"]])}


@task
def decode_ours(_peers: Peers, *, folder: str, threads: int) -> Run:
    """Read and decode files with mikurabe, without comparing anything; that includes hashing them."""
    from mikurabe.images import decode
    from mikurabe.sources.files import find

    found = find([folder]).found
    return lambda asked: {"files": _for_each(threads, decode, found[: asked["files"]])}


@task
def table(
    _peers: Peers,
    *,
    reference: str,
    folder: str,
    threads: int,
    metrics: list[str] | str | None = None,
    reports: Sequence[str] = (),
    thumbnails: bool = True,
) -> Run:
    """Make mikurabe's whole table in this process, and the reports (suffixes) of it."""
    import hashlib

    import mikurabe

    files = _files(folder)
    more: dict[str, Any] = {} if thumbnails else {"thumbnail_px": None}

    def run(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        candidates = folder if asked["files"] == len(files) else files[: asked["files"]]
        cpu, began = cpu_seconds(), time.perf_counter()
        made = mikurabe.compare(reference, candidates, metrics=metrics, threads=threads, **more)
        seconds = {"table": time.perf_counter() - began}
        with tempfile.TemporaryDirectory() as out:
            for suffix in reports:
                start = time.perf_counter()
                made.write(Path(out) / f"report.{suffix}")
                seconds[suffix] = time.perf_counter() - start
        # What follows is the benchmark's own: of 60,000 tiny pictures it takes a quarter of the time.
        spent = {"wall": time.perf_counter() - began, "cpu": cpu_seconds() - cpu}
        if len(made) != asked["files"]:
            raise ValueError(f"{len(made)} rows for {asked['files']} pictures")
        scores = [[score.problem if score.value is None else score.value.hex() for score in row.scores] for row in made]
        return {**spent, "seconds": seconds, "values": hashlib.sha256(repr(scores).encode()).hexdigest()[:16]}

    return run


@task
def command(_peers: Peers, *, arguments: list[str], reports: Sequence[str] = (), program: str = "mikurabe") -> Run:
    """Start ``mikurabe`` or ``python`` anew each time; reports (suffixes) go to a folder that is thrown away."""
    script = Path(sys.executable).with_name("mikurabe")
    ours = [str(script)] if script.exists() else [sys.executable, "-m", "mikurabe"]
    start = ours if program == "mikurabe" else [sys.executable]

    def run(_asked: Mapping[str, Any]) -> Mapping[str, Any]:
        with tempfile.TemporaryDirectory() as out:
            outputs = [each for suffix in reports for each in ("-o", str(Path(out) / f"report.{suffix}"))]
            line = [*start, *arguments, *outputs]
            begun = time.perf_counter()
            done = subprocess.run(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
            wall = time.perf_counter() - begun
            if done.returncode != 0:
                raise ValueError(f"exit code {done.returncode}: {done.stderr.strip()[-200:]}")
        return {"wall": wall}

    return run


@task
def plain(peers: Peers, *, reference: str, folder: str, threads: int, way: str, colour: bool = True) -> Run:
    """Make the same table as people write it themselves: with OpenCV's quality module, or with scikit-image."""
    from measuring import plain as ways

    look = ways.opencv(peers, reference, threads, colour) if way == "opencv" else ways.scikit_image(peers, reference)
    write = ways.writer(peers)
    files = _files(folder)

    def run(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        start = time.perf_counter()
        rows = [look(path) for path in files[: asked["files"]]]
        seconds = {"table": time.perf_counter() - start}
        with tempfile.TemporaryDirectory() as out:
            start = time.perf_counter()
            write(rows, Path(out))
            seconds["reports"] = time.perf_counter() - start
        return {"seconds": seconds}

    return run


@task
def index_calls(peers: Peers, *, package: str, side: int) -> Run:
    """Call single indices on one pair of pictures: mikurabe's, or those of one peer."""
    if package != "mikurabe":
        peers.check(package)
    from measuring import calls

    return calls.ours(side) if package == "mikurabe" else calls.peer(peers, package, side)


def environment(threads: int, folder: Path) -> dict[str, str]:
    """Return the environment of a worker whose libraries are to use so many threads; ``folder`` holds this package."""
    number = str(threads)
    pools = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, **dict.fromkeys(pools, number), "PYTHONPATH": path}
