"""ONNX models: tiny ones made here, whose answers are known by hand, and all that can be wrong with the files."""

from __future__ import annotations

import hashlib
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.api import compare
from mikurabe.errors import UndefinedScore, UnknownName, UsageError
from mikurabe.metrics import choose, parse
from mikurabe.metrics.definition import METRICS
from mikurabe.onnx_model import load, model_sha256, read_card, tensor_of
from pictures import noise, picture

PAIR = """
kind = "pair"
inputs = ["a", "b"]
size = "any"
range = [0, 1]
better = "lower"
low = 0
high = inf
identical = 0
"""
EMBEDDING = """
kind = "embedding"
inputs = ["x"]
size = [2, 2]
range = [0, 1]
layout = "NHWC"
title = "Colour of the corners"
"""


def onnx() -> Any:
    pytest.importorskip("onnxruntime", reason="onnxruntime (extra: onnx) is not installed")
    return pytest.importorskip("onnx", reason="onnx (extra: peers) is not installed")


def write(
    path: Path, toml: str | None, nodes: list[Any], inputs: dict[str, list[Any]], output: str, dtype: str = "FLOAT"
) -> Path:
    """Write a model of these nodes and the TOML file beside it; return the model's path."""
    helper, kind = onnx().helper, getattr(onnx().TensorProto, dtype)
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, kind, shape) for name, shape in inputs.items()],
        [helper.make_tensor_value_info(output, onnx().TensorProto.FLOAT, None)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    if toml is not None:
        path.with_suffix(".toml").write_text(toml, encoding="utf-8")
    return path


def node(kind: str, inputs: list[str], output: str, **attributes: Any) -> Any:
    return onnx().helper.make_node(kind, inputs, [output], **attributes)


def pair_model(folder: Path, toml: str | None = PAIR, name: str = "distance.onnx") -> Path:
    """Return a model that gives the mean of |a - b|."""
    nodes = [
        node("Sub", ["a", "b"], "d"),
        node("Abs", ["d"], "size"),
        node("ReduceMean", ["size"], "score", keepdims=0),
    ]
    shape: list[Any] = [1, 3, "h", "w"]
    return write(folder / name, toml, nodes, {"a": shape, "b": shape}, "score")


def embedding_model(folder: Path, toml: str = EMBEDDING) -> Path:
    """Return a model that gives its input back as a vector."""
    nodes = [node("Flatten", ["x"], "vector")]
    return write(folder / "corners.onnx", toml, nodes, {"x": [1, 2, 2, 3]}, "vector")


def test_a_pair_model_gives_its_score(tmp_path: Path) -> None:
    path = pair_model(tmp_path)
    first, second = noise((12, 9, 3), seed=1), noise((12, 9, 3), seed=2)
    assert mk.onnx(first, second, model=str(path)) == pytest.approx(mk.mae(first, second) / 255, rel=1e-5)
    gray_a, gray_b = first[..., 0], second[..., 0]
    assert mk.onnx(gray_a, gray_b, model=str(path)) == pytest.approx(mk.mae(gray_a, gray_b) / 255, rel=1e-5)
    deep = mk.onnx(first.astype(np.uint16) * 257, second.astype(np.uint16) * 257, model=str(path))
    assert deep == pytest.approx(mk.mae(first, second) / 255, rel=1e-5)
    assert mk.onnx(first, first.copy(), model=str(path)) == 0


def test_an_embedding_model_gives_the_cosine_and_runs_once_per_picture(tmp_path: Path) -> None:
    path = embedding_model(tmp_path)
    first, second = noise((2, 2, 3), seed=1), noise((2, 2, 3), seed=2)
    index = parse(f"onnx[model={path}]")
    reference = picture(first)
    assert index.value(reference, picture(second)) == pytest.approx(mk.cosine(first, second), rel=1e-6)
    assert index.value(reference, picture(first.copy())) == 1
    model = load(path)
    kept = reference.derive(("onnx embedding", model.sha256, model.card), lambda: pytest.fail("it was not kept"))
    assert np.allclose(kept, first.ravel() / 255)


def test_an_embedding_of_zeros_has_no_angle(tmp_path: Path) -> None:
    path = embedding_model(tmp_path)
    with pytest.raises(UndefinedScore, match="vector of zeros"):
        mk.onnx(np.zeros((2, 2, 3), np.uint8), noise((2, 2, 3)), model=str(path))
    assert mk.onnx(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2, 3), np.uint8), model=str(path)) == 1


def test_the_facts_of_the_column_come_from_the_toml_file_and_the_hash_stands_in_its_source(tmp_path: Path) -> None:
    path = pair_model(tmp_path, PAIR + 'title = "Distance"\nresolution = 0.5\n')
    column = parse(f"onnx[model={path}]").column()
    assert (column.better, column.low, column.high, column.identical) == ("lower", 0, math.inf, 0)
    assert column.resolution == 0.5
    assert column.title.startswith("Distance")
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    assert model_sha256(path) == sha
    assert f"distance.onnx, sha256 {sha}" in column.source
    vectors = parse(f"onnx[model={embedding_model(tmp_path)}]").column()
    assert (vectors.better, vectors.low, vectors.high, vectors.identical) == ("higher", -1, 1, 1)
    assert vectors.title.startswith("Colour of the corners")


def test_a_table_lists_the_models_scores_and_its_hash(tmp_path: Path) -> None:
    path = pair_model(tmp_path)
    first, second = noise((12, 9, 3), seed=1), noise((12, 9, 3), seed=2)
    table = compare(first, {"same": first, "other": second}, metrics=f"onnx[model={path}],mae")
    same, other = table.scores(f"onnx[model={path}]")
    assert same.value == 0
    assert other.value == pytest.approx(mk.mae(first, second) / 255, rel=1e-5)
    assert table.reference.scores[0].value == 0
    assert model_sha256(path) in table.columns[0].source


def card(tmp_path: Path, extra: str) -> Any:
    where = tmp_path / "model.toml"
    where.write_text('kind = "embedding"\ninputs = ["x"]\n' + extra, encoding="utf-8")
    return read_card(tmp_path / "model.onnx")


def test_pictures_are_laid_out_as_the_card_says(tmp_path: Path) -> None:
    pixels = np.array([[[255, 0, 51], [0, 102, 0]]], np.uint8)
    plain = tensor_of(picture(pixels), card(tmp_path, 'size = "any"\nrange = [0, 1]'), "float32")
    assert plain.shape == (1, 3, 1, 2)
    assert plain.dtype == np.float32
    assert plain[0, :, 0, 0].tolist() == pytest.approx([1, 0, 0.2])
    turned = tensor_of(
        picture(pixels), card(tmp_path, 'size = "any"\nrange = [-1, 1]\ncolour = "BGR"\nlayout = "NHWC"'), "float32"
    )
    assert turned.shape == (1, 1, 2, 3)
    assert turned[0, 0, 0].tolist() == pytest.approx([-0.6, -1, 1])
    scaled = card(tmp_path, 'size = "any"\nrange = [0, 1]\nmean = [0.5, 0.1, 0.2]\nstd = [0.5, 0.1, 2]')
    assert np.allclose(tensor_of(picture(pixels), scaled, "float64")[0, :, 0, 0], [1, -1, 0], atol=1e-7)
    gray = card(tmp_path, 'size = "any"\nrange = [0, 255]\ncolour = "gray"')
    assert tensor_of(picture(pixels), gray, "uint8").ravel().tolist() == picture(pixels).luma.ravel().tolist()
    resized = tensor_of(picture(noise((20, 30))), card(tmp_path, "size = [8, 4]\nrange = [0, 1]"), "float32")
    assert resized.shape == (1, 3, 4, 8)
    assert (resized[0, 0] == resized[0, 2]).all()


def test_resampling_is_pillows_bilinear(tmp_path: Path) -> None:
    from PIL import Image

    pixels = noise((20, 30))
    expected = np.asarray(Image.fromarray(pixels.astype(np.float32)).resize((8, 4), Image.Resampling.BILINEAR))
    given = tensor_of(picture(pixels), card(tmp_path, "size = [8, 4]\nrange = [0, 255]"), "float32")
    assert np.allclose(given[0, 0], expected, atol=1e-3)


def test_half_precision_models_get_half_precision(tmp_path: Path) -> None:
    nodes = [node("Cast", ["x"], "wide", to=1), node("Flatten", ["wide"], "vector")]
    toml = EMBEDDING.replace("NHWC", "NCHW")
    path = write(tmp_path / "half.onnx", toml, nodes, {"x": [1, 3, 2, 2]}, "vector", dtype="FLOAT16")
    first, second = noise((2, 2, 3), seed=1), noise((2, 2, 3), seed=2)
    assert mk.onnx(first, second, model=str(path)) == pytest.approx(mk.cosine(first, second), abs=1e-3)


def test_the_same_pair_gives_the_same_bits_and_pictures_stay_as_they_are(tmp_path: Path) -> None:
    path = str(pair_model(tmp_path))
    first, second = noise((32, 32, 3), seed=1), noise((32, 32, 3), seed=2)
    before = first.copy()
    assert mk.onnx(first, second, model=path) == mk.onnx(first, second, model=path)
    assert np.array_equal(first, before)


def test_without_a_model_there_is_no_value_and_the_reason_says_what_to_type() -> None:
    for metrics in ("onnx", "registered[metric=onnx]"):
        with pytest.raises(UsageError, match=r"onnx\[model=mine\.onnx\]"):
            mk.compare(noise((4, 4)), noise((4, 4)), metrics=metrics)
    assert "model" in METRICS["onnx"].needs


def wrong(path: Path) -> str:
    """Return what is said of an unusable model, before any picture is read."""
    with pytest.raises(UsageError) as raised:
        choose(METRICS["onnx"], {"model": str(path)})
    return str(raised.value)


def test_missing_files_are_named(tmp_path: Path) -> None:
    assert "nowhere.onnx cannot be read (No such file or directory)" in wrong(tmp_path / "nowhere.onnx")
    (tmp_path / "bare.onnx").write_bytes(b"model")
    said = wrong(tmp_path / "bare.onnx")
    assert "bare.onnx needs bare.toml beside it" in said
    assert str(tmp_path / "bare.toml") in said


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("kind = ", "cannot be read as TOML"),
        ('inputs = ["a", "b"]', "does not say kind; it should be one of 'pair', 'embedding'"),
        (PAIR.replace("pair", "triple"), "says kind = 'triple'"),
        (PAIR.replace('["a", "b"]', '["a"]'), "says inputs = ['a']; it should be the model's two inputs by name"),
        (PAIR.replace('"any"', "[0, 4]"), "says size = [0, 4]; it should be width and height in brackets"),
        (PAIR.replace('"any"', '"big"'), "says size = 'big'"),
        (PAIR.replace("[0, 1]", "[1, 1]"), "says range = [1, 1]; it should be two different numbers"),
        (PAIR.replace("range = [0, 1]", ""), "does not say range; it should be 2 numbers in brackets"),
        (PAIR.replace("identical = 0", "identical = -1"), "it should be a number from low = 0 to high = inf"),
        (PAIR.replace("low = 0", "low = nan"), "says low = nan; it should be a number"),
        (PAIR.replace('"lower"', '"smaller"'), "says better = 'smaller'"),
        (PAIR + "std = [1, 0, 1]", "says std = [1, 0, 1]; it should be numbers other than 0"),
        (PAIR + "mean = [1]", "says mean = [1]; it should be 3 numbers in brackets"),
        (PAIR + "resolution = 0", "says resolution = 0; it should be a number above 0"),
        (PAIR + "output = 3", "says output = 3"),
        (PAIR + "title = ''", "says title = ''; it should be a text"),
        (PAIR + "colours = 'RGB'", "Did you mean 'colour'?"),
        (EMBEDDING + "better = 'higher'", "There is no field of a model of kind embedding"),
    ],
)
def test_what_is_wrong_in_the_toml_file_is_told(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not reached")
    (tmp_path / "model.toml").write_text(toml, encoding="utf-8")
    assert said in wrong(tmp_path / "model.onnx")
    assert "model.toml" in wrong(tmp_path / "model.onnx")


def test_an_unknown_field_is_an_unknown_name(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not reached")
    (tmp_path / "model.toml").write_text(PAIR + "colours = 'RGB'", encoding="utf-8")
    with pytest.raises(UnknownName):
        read_card(tmp_path / "model.onnx")


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="onnxruntime (extra: onnx) is not installed")
    (tmp_path / "model.onnx").write_bytes(b"\x00not a model")
    (tmp_path / "model.toml").write_text(PAIR, encoding="utf-8")
    assert "model.onnx is not a model that onnxruntime can load" in wrong(tmp_path / "model.onnx")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (PAIR.replace('"b"', '"c"'), "says inputs = ['a', 'c'], and distance.onnx has ['a', 'b']"),
        (PAIR + 'output = "loss"', "says output = 'loss', and distance.onnx has ['score']"),
        (PAIR + 'colour = "gray"', "makes the input 'a' 1 × 1 × any × any (NCHW)"),
        (PAIR + 'layout = "NHWC"', "1 × any × any × 3 (NHWC), and distance.onnx takes [1, 3, 'h', 'w']"),
    ],
)
def test_where_model_and_toml_file_disagree_both_are_told(tmp_path: Path, toml: str, said: str) -> None:
    assert said in wrong(pair_model(tmp_path, toml))


def test_an_output_by_name_is_taken_and_a_score_of_many_numbers_refused(tmp_path: Path) -> None:
    path = pair_model(tmp_path, PAIR + 'output = "score"')
    assert mk.onnx(noise((3, 3)), noise((3, 3)), model=str(path)) == 0
    nodes = [node("Sub", ["a", "b"], "d")]
    many = write(tmp_path / "many.onnx", PAIR, nodes, {"a": [1, 3, "h", "w"], "b": [1, 3, "h", "w"]}, "d")
    with pytest.raises(UsageError, match="gave 27 numbers for a pair"):
        mk.onnx(noise((3, 3)), noise((3, 3), seed=2), model=str(many))


def test_a_false_claim_about_identical_pictures_is_told(tmp_path: Path) -> None:
    claims = PAIR.replace("low = 0", "low = 0.25").replace("identical = 0", "identical = 0.25")
    path = pair_model(tmp_path, claims)
    with pytest.raises(UsageError, match=r"gave 0 for a picture and itself, and distance.toml says identical = 0.25"):
        mk.onnx(noise((3, 3)), noise((3, 3)), model=str(path))


def test_identical_pictures_cannot_be_less_similar_than_others(tmp_path: Path) -> None:
    path = pair_model(tmp_path, PAIR.replace("identical = 0", "identical = 0.25"))
    assert "the most similar end where lower is more similar" in wrong(path)


def test_a_score_beyond_its_declared_range_is_undefined(tmp_path: Path) -> None:
    path = pair_model(tmp_path, PAIR.replace("high = inf", "high = 0.5"))
    black, white = np.zeros((3, 3), np.uint8), np.full((3, 3), 255, np.uint8)
    with pytest.raises(UndefinedScore, match=r"gave 1, beyond 0 to 0.5 \(low and high in distance.toml\)"):
        mk.onnx(black, white, model=str(path))


def test_a_size_that_the_model_cannot_take_is_told(tmp_path: Path) -> None:
    weights = onnx().helper.make_tensor("w", onnx().TensorProto.FLOAT, [12, 1], [0.1] * 12)
    nodes = [node("Flatten", ["x"], "v"), node("Constant", [], "w", value=weights), node("MatMul", ["v", "w"], "y")]
    toml = EMBEDDING.replace("[2, 2]", '"any"').replace("NHWC", "NCHW")
    path = write(tmp_path / "fixed.onnx", toml, nodes, {"x": [1, 3, "h", "w"]}, "y")
    assert mk.onnx(noise((2, 2)), noise((2, 2), seed=2), model=str(path)) == pytest.approx(1)
    with pytest.raises(UsageError, match=r"fixed.onnx could not be run on 4 × 4 px: .*does size in fixed.toml fit"):
        mk.onnx(noise((4, 4)), noise((4, 4), seed=2), model=str(path))


def test_without_onnxruntime_the_error_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not reached")
    (tmp_path / "model.toml").write_text(PAIR, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert "pip install 'mikurabe[onnx]'" in wrong(tmp_path / "model.onnx")


def test_a_changed_file_is_loaded_again(tmp_path: Path) -> None:
    path = pair_model(tmp_path)
    assert load(path) is load(path)
    assert load(path).card.title == "distance (ONNX model)"
    path.with_suffix(".toml").write_text(PAIR + 'title = "Another"', encoding="utf-8")
    assert load(path).card.title == "Another"


def values_of(path: Path, candidates: list[NDArray[np.uint8]]) -> list[float]:
    return [mk.onnx(candidates[0], each, model=str(path)) for each in candidates]


def test_more_noise_is_a_larger_distance(tmp_path: Path) -> None:
    shake = np.random.default_rng(11).normal(size=(32, 32))
    values = values_of(
        pair_model(tmp_path), [np.clip(128 + sigma * shake, 0, 255).astype(np.uint8) for sigma in (0, 4, 16, 48)]
    )
    assert values == sorted(values)
