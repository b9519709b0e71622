"""The records that travel through mikurabe: frozen, slotted, keyword-only.

Sources give :class:`Found`; images make an :class:`Image` of each; metrics turn two of them into a
:class:`Score`; :class:`Row` and the table in ``table.py`` hold what came out.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Bools: TypeAlias = NDArray[np.bool_]
Better: TypeAlias = Literal["higher", "lower"]
Reads: TypeAlias = Literal["luma", "rgb"]
Verdict: TypeAlias = Literal["ok", "ng", "unknown"]
ParamValue: TypeAlias = str | int | float | bool

T = TypeVar("T")


class OfAFile:
    """What has a ``path``, and the same as text in ``file``: each is made of the other when somebody first asks.

    A folder may hold so many files that their paths are what takes the time, and hardly any is looked at.
    """

    __slots__ = ("file",)

    if TYPE_CHECKING:
        path: Path | None
        file: str | None
    else:

        def __getattr__(self, name: str) -> Path | str | None:
            """Return the one of the two that is not there yet."""
            if name == "path":
                made = None if self.file is None else Path(self.file)
            elif name == "file":
                made = None if self.path is None else str(self.path)
            else:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            object.__setattr__(self, name, made)
            return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(OfAFile):
    """Where one picture came from; it existed, and was hashed once.

    ``sha256`` is that of the file's bytes (of the array's bytes where there is no file). ``path`` is the
    file itself, or None for a picture that is not one file (an array, one digit of an MNIST file).
    ``sha256`` and ``size_bytes`` are None where no sound picture could be read. ``modified`` is in UTC.
    """

    name: str
    path: Path | None
    sha256: str | None
    size_bytes: int | None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """The events that a plot shows, one a row: two measured values, and where they lie on the plot.

    ``values`` is float64 (N, 2) in the file's own units (x, y), ``fractions`` float64 (N, 2) in [0, 1): of the
    horizontal axis from the left, of the vertical one from below. Both are read-only and hold every event, N at least
    1. ``names`` are the two channels.
    """

    values: NDArray[np.float64]
    fractions: NDArray[np.float64]
    names: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What was drawn of a file that is no picture: uint8 (H, W, 3) pixels, the events in them, and notes."""

    pixels: NDArray[np.uint8]
    events: Events
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(OfAFile):
    """A picture that a source has found and nobody has read yet.

    ``read`` returns the file's bytes, or pixels where the source holds an array. ``explicit`` is true
    where a person named this very file, false where it merely lay in a folder: a text file in a folder
    is passed over, a text file that somebody named is a problem to report. ``holds`` is ``file`` where ``read`` gives
    the bytes of the file ``path`` and nothing else, ``array`` where it gives pixels. ``real`` is where such a file
    truly lies, all links followed. ``render`` draws the picture from the file's bytes where these are events; it
    raises UnreadablePicture where they are not sound.
    """

    name: str
    path: Path | None
    read: Callable[[], bytes | Array]
    explicit: bool = False
    notes: tuple[str, ...] = ()
    holds: Literal["file", "array", "unknown"] = "unknown"
    real: str | None = None
    render: Callable[[bytes], Rendering] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was passed over, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a source has found, what it passed over, and what a person should know about the search."""

    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One picture's pixels in their own depth.

    ``pixels`` is uint8, uint16, float32 or (from Python's arrays and vectors) float64, of shape (H, W) or
    (H, W, 3) RGB, read-only, H and W at least 1. ``white`` is the value of full white (255, 65535, 1.0), or None
    where nobody has said it (a float array given from Python): it is never guessed later. ``notes`` say what decoding
    changed. ``events`` are those that the picture was drawn from, None where it was not.
    """

    source: Source
    pixels: Array
    white: float | None
    notes: tuple[str, ...] = ()
    events: Events | None = None

    @property
    def width(self) -> int:
        """Return the width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Return the height in pixels."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A small picture for the reports: encoded once, shown by every format."""

    data: bytes
    mime: Literal["image/png", "image/jpeg", "image/webp"]
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalMap:
    """Where two pictures differ by one index (the column's ``key``), as a picture: dark where identical.

    ``top`` is the distance from the identical value that the brightest colour stands for. ``signed`` says that there is
    more in orange and less in blue.
    """

    key: str
    picture: Thumbnail
    top: float
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A parameter of a metric, as data: the command line, the column key and the docs read it here."""

    name: str
    default: ParamValue
    help: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A similarity index: a function and the facts about it.

    ``low`` and ``high`` bound every value it can return, ``identical`` is the exact value for identical
    pictures, ``resolution`` the smallest difference worth showing. ``reads`` is ``luma`` (one plane) or
    ``rgb`` (all channels). ``cap`` is the value beyond which it says no more (shown as ``≥``). ``needs``
    names what must be known or installed (``white``; ``events``: both pictures must be drawn from events).
    ``tolerates`` names what leaves the value (nearly) unchanged, ``blind`` what it cannot see at all. ``version`` rises
    when the same pictures would give another number. ``masked`` says that it honours a mask. ``local`` gives the map
    whose pooling is the value: ``local(reference, candidate, **params)`` returns float64 (H, W), oriented as ``better``
    is; else None.
    ``varies(params)`` returns the facts that are others once these parameters (all of them) are chosen: those of an
    index that wraps another one, a cap that is a parameter. ``remark(reference, candidate, **params)`` returns what
    a person should read beside the value (which regions changed, which movement was undone), or None.
    ``signed`` says that the map's values are above and below ``identical`` for different things, such as more and less.
    ``batch(reference, stack, **params)`` returns the values for all pictures of a Stack in one go, each the one that
    ``fn`` returns or the UndefinedScore that it raises; None where one picture after the other is all there is.
    """

    name: str
    title: str
    fn: Callable[..., float]
    better: Better
    low: float
    high: float
    identical: float
    resolution: float
    unit: str
    reads: Reads
    symmetric: bool
    cap: float | None
    needs: tuple[str, ...]
    params: tuple[Param, ...]
    tolerates: tuple[str, ...]
    blind: tuple[str, ...]
    source: str
    version: int
    masked: bool
    local: Callable[..., Array] | None
    varies: Callable[[Mapping[str, ParamValue]], Mapping[str, Any]] | None = None
    remark: Callable[..., str | None] | None = None
    batch: Callable[..., Sequence[float | Exception]] | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A metric with its parameters chosen, as facts without the function: one column of a table.

    ``key`` is the metric's name plus every parameter that is not the default: ``ssim[recipe=opencv]``.
    """

    key: str
    name: str
    title: str
    params: tuple[tuple[str, ParamValue], ...]
    better: Better
    low: float
    high: float
    identical: float
    resolution: float
    unit: str
    reads: Reads
    cap: float | None
    source: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one metric said of one pair: a value or a problem, exactly one of the two.

    A value is never NaN; it may be infinite where the metric declares it (PSNR of identical pictures).
    ``seconds`` is what it cost.
    """

    value: float | None = None
    problem: str | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if (self.value is None) == (self.problem is None):
            raise ValueError("a Score has a value or a problem, exactly one of the two")
        if self.value is not None and math.isnan(self.value):
            raise ValueError("a Score is never NaN: say the problem instead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One picture of a table: what it is and a Score for every column.

    ``size_px`` is (width, height) as decoded, None where it could not be decoded. ``problem`` is set
    where the picture as a whole could not be read or laid over the reference; every Score then says so.
    ``verdict`` is None where nobody has set a limit, ``unknown`` where a value that has one is missing.
    """

    source: Source
    size_px: tuple[int, int] | None
    notes: tuple[str, ...]
    scores: tuple[Score, ...]
    thumbnail: Thumbnail | None = None
    problem: str | None = None
    maps: tuple[LocalMap, ...] = ()
    verdict: Verdict | None = None


def many(kind: type[T], count: int, **columns: Iterable[object]) -> list[T]:
    """Return ``count`` records of one kind, made field by field: a call for each costs several times as much.

    ``columns`` holds the values of every field, one per record, or endlessly many (``itertools.repeat``); ``file`` may
    stand for ``path``. What a record checks when it is made alone is for the caller to know.

    Raises TypeError where a field is missing or unknown, ValueError where it has fewer values.
    """
    wanted = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if "file" in columns and "path" in wanted:
        wanted = wanted - {"path"} | {"file"}
    if odd := wanted ^ columns.keys():
        raise TypeError(f"{kind.__name__}: missing or unknown: {', '.join(sorted(odd))}")
    records = [kind.__new__(kind) for _ in range(count)]
    for name, values in columns.items():
        # The slot itself: that the record is frozen holds from here on.
        slot = getattr(kind, name)
        deque(map(slot.__set__, records, values), maxlen=0)
        if count:
            try:
                slot.__get__(records[-1])
            except AttributeError:
                raise ValueError(f"{kind.__name__}: fewer than {count} values of {name}") from None
    return records


def read_only(pixels: Array) -> Array:
    """Return the array as a C-contiguous one that nobody can write to."""
    pixels = np.ascontiguousarray(pixels)
    pixels.flags.writeable = False
    return pixels
