"""Single indices on one pair of pictures: mikurabe's, and other people's calls as crosscheck knows them.

Everybody gets the pixels ready in the form they take, so that decoding and turning to gray cost nothing here. Packages
on torch get float32, which is what people feed them.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measuring.cost import cpu_seconds
from measuring.drawing import PictureSet, dot_plot, draw
from measuring.peers import Peers
from measuring.tasks import Run
from mikurabe.api import indices_of
from mikurabe.crosscheck import CALLS
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.picture import Picture, luma_of

Pair = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def pairs(side: int) -> dict[str, Pair]:
    """Return the pairs by name: a photo in gray and in colour, and a dot plot in colour; uint8, side x side."""
    wanted = PictureSet(name="pair", kind="photo", encoding="png", count=1, width=side, height=side)
    photo = draw(wanted, -1), draw(wanted, 0)
    return {
        "gray": (luma_of(photo[0]), luma_of(photo[1])),
        "colour": photo,
        "dots": (dot_plot(1, side), dot_plot(2, side)),
    }


def timed(call: Callable[[], object], loops: int, threads: int) -> dict[str, float]:
    """Return wall and CPU seconds per call, of ``loops`` calls in each of ``threads`` threads at once."""

    def work() -> None:
        for _ in range(loops):
            call()

    def kept(failures: list[Exception]) -> None:
        try:
            work()
        except Exception as error:
            failures.append(error)

    failures: list[Exception] = []
    cpu, start = cpu_seconds(), time.perf_counter()
    if threads == 1:
        work()
    else:
        crew = [threading.Thread(target=kept, args=(failures,)) for _ in range(threads)]
        for each in crew:
            each.start()
        for each in crew:
            each.join()
    wall, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    if failures:
        raise failures[0]
    return {"wall": wall / (loops * threads), "cpu": cpu / (loops * threads)}


def ours(side: int) -> Run:
    """Return what times mikurabe's indices: ``key``, ``on``, ``loops``, ``threads``, ``anew``.

    With ``anew`` both pictures are new in every call; otherwise the reference keeps what was derived of it, as in every
    table, and the candidate is new.
    """
    images = {on: tuple(from_array(pixels, name="pair") for pixels in pair) for on, pair in pairs(side).items()}
    lumas = {on: tuple(luma_of(image.pixels) for image in pair) for on, pair in images.items()}
    references = {on: Picture(pair[0]) for on, pair in images.items()}

    def fresh(on: str, which: int) -> Picture:
        picture = Picture(images[on][which])
        # Gray is ready, as for the peers.
        picture.derive("luma", lambda: lumas[on][which])
        return picture

    def run(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        index = indices_of(asked["key"])[0]
        on, anew = asked["on"], asked.get("anew", False)

        def call() -> float:
            return index.value(fresh(on, 0) if anew else references[on], fresh(on, 1))

        try:
            return timed(call, asked["loops"], asked["threads"])
        except UndefinedScore as undefined:
            return {"undefined": str(undefined)}

    return run


def peer(peers: Peers, package: str, side: int) -> Run:
    """Return what times one package's calls: ``text`` (of crosscheck), ``on``, ``loops``, ``threads``."""
    names: dict[str, Any] = {"np": np}
    inputs = "levels"
    lacking: dict[str, str] = {}
    for part in dict.fromkeys(call.package for call in CALLS if call.package.name == package):
        inputs = part.inputs
        for module in part.modules:
            top = module.partition(".")[0]
            names[top] = peers.module(top, package)
            found = peers.module(module, package)
        if part.has is not None and not hasattr(found, part.has):
            lacking[part.modules[0]] = f"this build has no {part.modules[0]}.{part.has}"
    if "cv2" in names:
        peers.opencv(1)
    if inputs in ("tensors", "unit_tensors"):
        peers.module("torch").set_num_threads(1)
    warnings.simplefilter("ignore")
    given = {on: tuple(_GIVEN[inputs](peers, pixels) for pixels in pair) for on, pair in pairs(side).items()}

    def run(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        for module, reason in lacking.items():
            if asked["text"].startswith(module):
                return {"undefined": reason}
        reference, candidate = given[asked["on"]]
        code = compile(asked["text"], package, "eval")
        room = {**names, "reference": reference, "candidate": candidate}
        return timed(lambda: eval(code, room), asked["loops"], asked["threads"])

    return run


def _tensor(peers: Peers, levels: NDArray[np.uint8]) -> object:
    planes = levels[np.newaxis] if levels.ndim == 2 else np.moveaxis(levels, 2, 0)
    return peers.module("torch").from_numpy(np.ascontiguousarray(planes[np.newaxis], dtype=np.float32))


def _unit_tensor(peers: Peers, levels: NDArray[np.uint8]) -> object:
    planes = np.repeat(levels[np.newaxis], 3, axis=0) if levels.ndim == 2 else np.moveaxis(levels, 2, 0)
    return peers.module("torch").from_numpy(np.ascontiguousarray(planes[np.newaxis], dtype=np.float32) / 255)


def _pillow(_peers: Peers, levels: NDArray[np.uint8]) -> object:
    from PIL import Image

    return Image.fromarray(levels)


_GIVEN: Mapping[str, Callable[[Peers, NDArray[np.uint8]], object]] = {
    "levels": lambda _peers, levels: levels.copy(),
    "fractions": lambda _peers, levels: levels / 255.0,
    "tensors": _tensor,
    "unit_tensors": _unit_tensor,
    "pillow": _pillow,
}
