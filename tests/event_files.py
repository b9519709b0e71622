"""Files of events for the tests: FCS written by hand, byte for byte, and pictures that carry events."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.events import Linear, PlotAxis
from mikurabe.picture import Picture
from mikurabe.records import Events, Image, Source, read_only


def fcs_bytes(
    data: ArrayLike,
    names: Sequence[str] = ("FSC-A", "SSC-A"),
    *,
    version: str = "FCS3.1",
    kind: str = "F",
    little: bool = True,
    bits: Sequence[int] | int = 32,
    delimiter: str = "/",
    tops: Sequence[int] | int = 262144,
    extra: dict[str, str | None] | None = None,
) -> bytes:
    """Return an FCS file of these events, (N, C). ``extra`` replaces keywords, or leaves those with None out."""
    events = np.asarray(data, dtype=np.float64).reshape(-1, len(names))
    widths = [bits] * len(names) if isinstance(bits, int) else list(bits)
    ranges = [tops] * len(names) if isinstance(tops, int) else list(tops)
    raw = b"".join(
        _value(value, kind, width // 8, little) for row in events for value, width in zip(row, widths, strict=True)
    )
    keywords: dict[str, str | None] = {
        "$PAR": str(len(names)),
        "$TOT": str(len(events)),
        "$DATATYPE": kind,
        "$MODE": "L",
        "$BYTEORD": "1,2,3,4" if little else "4,3,2,1",
        "$NEXTDATA": "0",
    }
    for at, name in enumerate(names, 1):
        keywords |= {f"$P{at}N": name, f"$P{at}B": str(widths[at - 1]), f"$P{at}R": str(ranges[at - 1])}
        keywords |= {f"$P{at}E": "0,0"}
    keywords |= extra or {}
    pieces = [f"{key}{delimiter}{value}" for key, value in keywords.items() if value is not None]
    text = (delimiter + delimiter.join(pieces) + delimiter).encode("utf-8")
    start = 58 + len(text)
    offsets = (58, start - 1, start, start + len(raw) - 1, 0, 0)
    header = f"{version}    " + "".join(f"{offset:>8}" for offset in offsets)
    return header.encode("ascii") + text + raw


def _value(value: float, kind: str, width: int, little: bool) -> bytes:
    if kind == "I":
        return int(value).to_bytes(width, "little" if little else "big")
    return np.array(value, dtype=f"{'<' if little else '>'}f{8 if kind == 'D' else 4}").tobytes()


def cloud(
    count: int = 500, seed: int = 1, *, x: float = 5000, y: float = 3000, spread: float = 600
) -> NDArray[np.float64]:
    """Return events around one place, float64 (count, 2), as float32 holds them."""
    rng = np.random.default_rng(seed)
    return rng.normal((x, y), spread, (count, 2)).astype(np.float32).astype(np.float64)


def event_picture(values: ArrayLike, *, high: float = 10000.0, name: str = "events") -> Picture:
    """Return a Picture with these events, (N, 2), on linear axes from 0 to ``high``; its pixels say nothing."""
    numbers = np.array(values, dtype=np.float64).reshape(-1, 2)
    axis = PlotAxis(title="x", scale=Linear(), low=0.0, high=high, why="")
    fractions = np.stack([axis.fractions(numbers[:, side])[0] for side in (0, 1)], axis=1)
    events = Events(values=read_only(numbers), fractions=read_only(fractions), names=("FSC-A", "SSC-A"))
    source = Source(name=name, path=None, sha256=None, size_bytes=None)
    return Picture(Image(source=source, pixels=np.zeros((8, 8, 3), np.uint8), white=255.0, events=events))
