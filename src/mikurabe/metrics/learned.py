"""Any model that the user has, in an ONNX file: one that scores pairs, or one that turns a picture into a vector."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore, UsageError
from mikurabe.metrics.definition import metric
from mikurabe.onnx_model import Model, load
from mikurabe.picture import Picture
from mikurabe.records import Param, ParamValue


def facts(params: Mapping[str, ParamValue]) -> Mapping[str, Any]:
    """Return what the model's TOML file says and the model's hash; raise UsageError where they are unusable."""
    model = load(str(params["model"]))
    card = model.card
    what = "two pictures to a score" if card.kind == "pair" else "cosine of the two pictures' vectors"
    size = "any size" if card.size is None else f"{card.size[0]} × {card.size[1]} px"
    return {
        "title": card.title,
        "better": card.better,
        "low": card.low,
        "high": card.high,
        "identical": card.identical,
        "resolution": card.resolution,
        "reads": "luma" if card.colour == "gray" else "rgb",
        "symmetric": card.kind == "embedding",
        "source": f"{model.path.name}, sha256 {model.sha256}: {what}, {size}, {card.colour}, "
        f"black {card.black:g} to white {card.white:g}",
    }


@metric(
    title="ONNX model",
    better="higher",
    low=-math.inf,
    high=math.inf,
    identical=1,
    resolution=1e-4,
    needs=("white", "model"),
    params=(Param(name="model", default="", help="path of an .onnx file; a .toml of the same stem lies beside it"),),
    varies=facts,
    source="the model that is named; its file's hash stands here, and its TOML file says range, direction and inputs",
)
def onnx(reference: Picture, candidate: Picture, *, model: str = "") -> float:
    """Return what a model in an ONNX file says of the two pictures.

    A model of kind ``pair`` takes both and gives the score; range, direction and the value for identical pictures stand
    in the TOML file beside it (``mikurabe.onnx_model`` shows one). A model of kind ``embedding`` turns each
    picture into a vector, once, and the score is their cosine: 1 for the same direction, -1 for the opposite one.
    Needs onnxruntime (``pip install 'mikurabe[onnx]'``), runs on the processor, and never asks the network.
    Undefined where no model is named, for a vector of zeros, and where a pair's score leaves the declared range.
    Raises UsageError where the model or its TOML file is missing or broken.
    """
    white = reference.white
    if not model:
        raise UndefinedScore(f"no model was named (full white is {white:g}); say which: onnx[model=PATH.onnx]")
    loaded = load(model)
    if loaded.card.kind == "embedding":
        return _cosine(loaded, _vector(loaded, reference), _vector(loaded, candidate), candidate.equals(reference))
    return _score(loaded, reference, candidate)


def _vector(model: Model, picture: Picture) -> NDArray[np.float64]:
    return picture.derive(("onnx embedding", model.sha256, model.card), lambda: model.run(picture))


def _cosine(model: Model, first: NDArray[np.float64], second: NDArray[np.float64], same: bool) -> float:
    lengths = [math.sqrt(math.fsum(each * each)) for each in (first, second)]
    if not all(map(math.isfinite, lengths)):
        raise UndefinedScore(f"{model.path.name} gave a vector with numbers that are not finite")
    if 0 in lengths:
        raise UndefinedScore(f"{model.path.name} gave a vector of zeros: there is no angle to it")
    # A model gives the same vector for the same picture; its length times itself rounds.
    if same:
        return 1.0
    return max(-1.0, min(1.0, math.fsum(first * second) / (lengths[0] * lengths[1])))


def _score(model: Model, reference: Picture, candidate: Picture) -> float:
    card = model.card
    output = model.run(reference, candidate)
    if output.size != 1:
        raise UsageError(
            f"{model.path.name} gave {output.size} numbers for a pair, and a score is one; name the right output in "
            f"{model.path.stem}.toml, or is it of kind 'embedding'?"
        )
    value = float(output[0])
    if candidate.equals(reference):
        # Networks round: what is within the resolution of the declared value is that value. More is a false claim.
        if abs(value - card.identical) <= card.resolution or value == card.identical:
            return card.identical
        raise UsageError(
            f"{model.path.name} gave {value:g} for a picture and itself, and {model.path.stem}.toml says "
            f"identical = {card.identical:g}; correct it there (or say a coarser resolution)."
        )
    if math.isnan(value):
        raise UndefinedScore(f"{model.path.name} gave not-a-number for this pair")
    if not card.low - card.resolution <= value <= card.high + card.resolution:
        raise UndefinedScore(
            f"{model.path.name} gave {value:g}, beyond {card.low:g} to {card.high:g} "
            f"(low and high in {model.path.stem}.toml)"
        )
    return max(card.low, min(card.high, value))
