"""A neural network in an ONNX file, and the TOML file beside it that says what it wants and what it gives.

    # lpips.toml beside lpips.onnx
    kind = "pair"                        # two pictures -> one number; "embedding": one picture -> a vector
    inputs = ["reference", "candidate"]  # the model's names for them; one name for an embedding
    size = [224, 224]                    # width and height that the model wants, or "any"
    range = [-1, 1]                      # what black and full white become
    better = "lower"                     # these four for a pair only; inf and -inf are allowed
    low = 0
    high = inf
    identical = 0
    # may be left out:
    output = "score"                     # the model's name for it; its first output
    mean = [0, 0, 0]                     # subtracted after the range, one per channel
    std = [1, 1, 1]                      # then divided by
    layout = "NCHW"                      # or "NHWC"
    colour = "RGB"                       # or "BGR", "gray"
    title = "LPIPS (AlexNet)"
    resolution = 0.001

Nothing is ever downloaded. Other sizes are resampled by Pillow's anti-aliased bilinear filter, in single precision.
"""

from __future__ import annotations

import hashlib
import math
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnknownName, UsageError
from mikurabe.picture import Picture
from mikurabe.records import Array, Better

Kind: TypeAlias = Literal["pair", "embedding"]
Layout: TypeAlias = Literal["NCHW", "NHWC"]
Colour: TypeAlias = Literal["RGB", "BGR", "gray"]

INSTALL = "pip install 'mikurabe[onnx]'"

_SHARED = ("kind", "inputs", "output", "size", "range", "mean", "std", "layout", "colour", "title", "resolution")
_PAIR_ONLY = ("better", "low", "high", "identical")
_DTYPES = {"tensor(float)": "float32", "tensor(float16)": "float16", "tensor(double)": "float64"}
_DTYPES |= {"tensor(uint8)": "uint8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the TOML file says of a model; ``size`` is (width, height), or None where any size will do."""

    kind: Kind
    inputs: tuple[str, ...]
    output: str | None
    size: tuple[int, int] | None
    black: float
    white: float
    mean: tuple[float, ...]
    std: tuple[float, ...]
    layout: Layout
    colour: Colour
    title: str
    better: Better
    low: float
    high: float
    identical: float
    resolution: float

    @property
    def channels(self) -> int:
        """Return how many channels the model sees."""
        return 1 if self.colour == "gray" else 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """A loaded model: its file, the file's hash, its card, and the session that runs it."""

    path: Path
    sha256: str
    card: Card
    session: Any
    dtype: str

    def run(self, *pictures: Picture) -> NDArray[np.float64]:
        """Return the model's output for these pictures, one per input, as a float64 vector.

        Raises UsageError where the model cannot take them (a size that it was not made for).
        """
        feeds = {name: self.tensor(picture) for name, picture in zip(self.card.inputs, pictures, strict=True)}
        outputs = None if self.card.output is None else [self.card.output]
        try:
            result = self.session.run(outputs, feeds)[0]
        except Exception as failure:  # onnxruntime's errors have no common base of their own
            raise UsageError(
                f"{self.path.name} could not be run on {pictures[0].image.width} × {pictures[0].image.height} px: "
                f"{_first_line(failure)}; does size in {card_path(self.path).name} fit the model?"
            ) from failure
        return np.asarray(result, dtype=np.float64).ravel()

    def tensor(self, picture: Picture) -> Array:
        """Return a picture as the model wants it: one batch, scaled, ordered; once per picture and card."""
        return picture.derive(("onnx tensor", self.card, self.dtype), lambda: tensor_of(picture, self.card, self.dtype))


def tensor_of(picture: Picture, card: Card, dtype: str) -> Array:
    """Return a picture as a tensor of shape (1, C, H, W) or (1, H, W, C), as the card says; needs full white."""
    pixels = picture.luma if card.colour == "gray" else picture.pixels
    planes = pixels.reshape(*pixels.shape[:2], -1).astype(np.float32) / np.float32(picture.white)
    if card.size is not None and card.size != (planes.shape[1], planes.shape[0]):
        planes = _resized(planes, card.size)
    if planes.shape[2] != card.channels:
        planes = np.repeat(planes, card.channels, axis=2)
    if card.colour == "BGR":
        planes = planes[:, :, ::-1]
    scaled = planes.astype(np.float64) * (card.white - card.black) + card.black
    scaled = (scaled - np.array(card.mean)) / np.array(card.std)
    if dtype == "uint8":
        scaled = np.clip(np.rint(scaled), 0, 255)
    ordered = scaled.transpose(2, 0, 1) if card.layout == "NCHW" else scaled
    return np.ascontiguousarray(ordered[np.newaxis], dtype=dtype)


def _resized(planes: Array, size: tuple[int, int]) -> Array:
    from PIL import Image

    bilinear = Image.Resampling.BILINEAR
    channels = (np.ascontiguousarray(planes[:, :, at]) for at in range(planes.shape[2]))
    return np.stack([np.asarray(Image.fromarray(plane).resize(size, bilinear)) for plane in channels], axis=2)


def card_path(path: Path) -> Path:
    """Return where the TOML file of a model lies: beside it, with the same stem."""
    return path.with_suffix(".toml")


def model_sha256(path: str | Path) -> str:
    """Return the SHA-256 of a model's file; raise UsageError where it cannot be read."""
    return hashlib.sha256(_bytes_of(Path(path))).hexdigest()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The model {path} cannot be read ({error.strerror or error}); say which file: onnx[model=PATH.onnx]."
        ) from error


_LOADED: dict[Path, tuple[object, Model]] = {}
_LOCK = threading.Lock()


def load(path: str | Path) -> Model:
    """Return the model of that file, loaded once for as long as neither it nor its TOML file changes.

    Raises UsageError where a file is missing or broken, where the two disagree, or without onnxruntime.
    """
    path = Path(path)
    with _LOCK:
        known, stamps = path.absolute(), (_stamp(path), _stamp(card_path(path)))
        if known not in _LOADED or _LOADED[known][0] != stamps:
            _LOADED[known] = (stamps, _load(path))
        return _LOADED[known][1]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)


def _load(path: Path) -> Model:
    data = _bytes_of(path)
    card = read_card(path)
    try:
        import onnxruntime
    except ImportError as missing:
        raise UsageError(f"ONNX models need onnxruntime, which is not installed: {INSTALL}") from missing
    options = onnxruntime.SessionOptions()
    # Rows already run in threads, and sums must not depend on how many there are.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        # By path and not by bytes: large models keep their weights in a second file beside the first.
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as failure:  # onnxruntime's errors have no common base of their own
        raise UsageError(f"{path} is not a model that onnxruntime can load: {_first_line(failure)}") from failure
    return Model(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        card=card,
        session=session,
        dtype=_agreed(path, card, session),
    )


def _agreed(path: Path, card: Card, session: Any) -> str:
    """Return the dtype of the model's inputs; raise UsageError where model and card disagree."""
    where = card_path(path).name
    known = {each.name: each for each in session.get_inputs()}
    if set(card.inputs) != set(known):
        raise UsageError(f"{where} says inputs = {list(card.inputs)}, and {path.name} has {list(known)}.")
    outputs = [each.name for each in session.get_outputs()]
    if card.output is not None and card.output not in outputs:
        raise UsageError(f"{where} says output = {card.output!r}, and {path.name} has {outputs}.")
    width, height = card.size or (None, None)
    expected = {"NCHW": (1, card.channels, height, width), "NHWC": (1, height, width, card.channels)}[card.layout]
    types = {each.type for each in known.values()}
    for name, each in known.items():
        fits = len(each.shape) == 4 and all(
            not isinstance(has, int) or has == wants for has, wants in zip(each.shape, expected, strict=True)
        )
        if not fits:
            wanted = " × ".join("any" if side is None else str(side) for side in expected)
            raise UsageError(
                f"{where} makes the input {name!r} {wanted} ({card.layout}), and {path.name} takes {each.shape}; "
                "see size, layout and colour."
            )
    if len(types) != 1 or not types <= set(_DTYPES):
        raise UsageError(f"{path.name} takes {', '.join(sorted(types))}; it can be one of {', '.join(_DTYPES)}.")
    return _DTYPES[types.pop()]


def read_card(path: Path) -> Card:
    """Return what the TOML file beside a model says; raise UsageError with what is wrong in it."""
    where = card_path(path)
    try:
        said = tomllib.loads(where.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"{path.name} needs {where.name} beside it that says kind, inputs, size and range, and for a pair better, "
            f"low, high and identical. There is no {where}."
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{where} cannot be read as TOML: {error}.") from error
    return _Fields(where, said).card(path.stem)


class _Fields:
    """The fields of one TOML file, each checked as it is taken."""

    def __init__(self, where: Path, said: Mapping[str, Any]) -> None:
        self.where = where
        self.said = said

    def card(self, stem: str) -> Card:
        kind: Kind = self.choice("kind", get_args(Kind))
        pair = kind == "pair"
        known = (*_SHARED, *_PAIR_ONLY) if pair else _SHARED
        for name in self.said:
            if name not in known:
                raise UnknownName.among(f"field of a model of kind {kind} (in {self.where})", name, known)
        colour: Colour = self.choice("colour", get_args(Colour), "RGB")
        layout: Layout = self.choice("layout", get_args(Layout), "NCHW")
        channels = 1 if colour == "gray" else 3
        black, white = self.numbers("range", 2)
        if black == white:
            self.wrong("range", "two different numbers")
        std = self.numbers("std", channels, 1.0)
        if 0 in std:
            self.wrong("std", "numbers other than 0")
        better: Better = self.choice("better", ("higher", "lower")) if pair else "higher"
        low, high, identical = (self.number(name) for name in _PAIR_ONLY[1:]) if pair else (-1.0, 1.0, 1.0)
        if not low <= identical <= high or low == high:
            self.wrong("identical", f"a number from low = {low:g} to high = {high:g}")
        best = low if better == "lower" else high
        if identical != best:
            self.wrong("identical", f"{best:g}, the most similar end where {better} is more similar")
        resolution = self.number("resolution", 1e-4)
        if not 0 < resolution < math.inf:
            self.wrong("resolution", "a number above 0")
        title = self.said.get("title", f"{stem} ({'ONNX model' if pair else 'cosine of embeddings'})")
        output = self.said.get("output")
        if not isinstance(title, str) or not title.strip():
            self.wrong("title", "a text")
        if output is not None and not isinstance(output, str):
            self.wrong("output", "the name of one of the model's outputs")
        return Card(
            kind=kind,
            inputs=self.inputs(2 if pair else 1),
            output=output,
            size=self.size(),
            black=black,
            white=white,
            mean=self.numbers("mean", channels, 0.0),
            std=std,
            layout=layout,
            colour=colour,
            title=title,
            better=better,
            low=low,
            high=high,
            identical=identical,
            resolution=resolution,
        )

    def wrong(self, name: str, wanted: str) -> Any:
        """Raise UsageError: a field is missing or is not what it should be."""
        has = f"says {name} = {self.said[name]!r}" if name in self.said else f"does not say {name}"
        raise UsageError(f"{self.where} {has}; it should be {wanted}.")

    def choice(self, name: str, choices: tuple[Any, ...], default: str | None = None) -> Any:
        value = self.said.get(name, default)
        return value if value in choices else self.wrong(name, f"one of {', '.join(map(repr, choices))}")

    def number(self, name: str, default: float | None = None) -> float:
        value = self.said.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            self.wrong(name, "a number")
        return float(value)

    def numbers(self, name: str, count: int, default: float | None = None) -> tuple[float, ...]:
        values = self.said.get(name, None if default is None else [default] * count)
        plain = isinstance(values, list) and len(values) == count
        if not plain or not all(type(each) in (int, float) and math.isfinite(each) for each in values):
            self.wrong(name, f"{count} number{'s' * (count > 1)} in brackets")
        return tuple(float(each) for each in values)

    def inputs(self, count: int) -> tuple[str, ...]:
        names: Any = self.said.get("inputs")
        plain = isinstance(names, list) and len(names) == count and all(isinstance(each, str) for each in names)
        if not plain or len(set(names)) != count:
            self.wrong("inputs", "the model's two inputs by name" if count == 2 else "the model's input by name")
        return tuple(names)

    def size(self) -> tuple[int, int] | None:
        size: Any = self.said.get("size")
        if size == "any":
            return None
        plain = isinstance(size, list) and len(size) == 2 and all(type(each) is int and each > 0 for each in size)
        return (size[0], size[1]) if plain else self.wrong("size", 'width and height in brackets, or "any"')


def _first_line(failure: Exception) -> str:
    return (str(failure).strip().splitlines() or [type(failure).__name__])[0][:300]
