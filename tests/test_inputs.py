"""What people give as pictures from Python: paths, arrays, lists, mappings, DataFrames, Pillow images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import mikurabe as mk
from pictures import noise

BASE = noise((16, 20))


@pytest.mark.parametrize(
    ("candidates", "names"),
    [
        (BASE, ["candidate"]),
        (pd.DataFrame(BASE), ["candidate"]),
        (Image.fromarray(BASE), ["candidate"]),
        ([BASE, BASE], ["[0]", "[1]"]),
        ({"a": BASE, "b": BASE.tolist()}, ["a", "b"]),
        ({1: BASE}, ["1"]),
    ],
    ids=["array", "data frame", "pillow image", "list", "mapping", "mapping by number"],
)
def test_pixels_in_any_wrapping_are_compared(candidates: object, names: list[str]) -> None:
    table = mk.compare(BASE, candidates, metrics="pearson")  # type: ignore[arg-type]
    assert [row.source.name for row in table] == names
    if names != ["a", "b"]:
        assert all(row.scores[0].value == 1 for row in table)


def test_plain_lists_are_vectors() -> None:
    table = mk.compare([3, 8], {"x": [4, 6], "y": (6, 16)}, metrics="cosine")  # type: ignore[dict-item]
    assert [row.scores[0].value for row in table] == [0.9738412097417933, 1.0]


def test_a_mapping_may_name_files(tmp_path: Path) -> None:
    Image.fromarray(BASE).save(tmp_path / "1.png")
    table = mk.compare(BASE, {"day 1": tmp_path / "1.png"}, metrics="mse")  # type: ignore[dict-item]
    assert [(row.source.name, row.scores[0].value) for row in table] == [("day 1", 0)]


def test_an_index_function_stands_for_its_name() -> None:
    keys = [column.key for column in mk.compare(BASE, BASE, metrics=[mk.cosine, "ssim"]).columns]
    assert keys == ["cosine", "ssim"]
    assert [column.key for column in mk.compare(BASE, BASE, metrics=mk.mse).columns] == ["mse"]


@pytest.mark.parametrize("candidates", [{}, [], ()])
def test_no_candidates_is_wrong_usage(candidates: object) -> None:
    with pytest.raises(mk.UsageError, match="no candidates"):
        mk.compare(BASE, candidates)  # type: ignore[arg-type]


def test_a_ragged_list_is_wrong_usage() -> None:
    with pytest.raises(mk.UsageError, match="is not an array"):
        mk.compare(BASE, {"x": [[1, 2], [3]]})  # type: ignore[dict-item]


def test_one_picture_of_mnist_is_not_compared_with_itself(shared_data: Path) -> None:
    folder = shared_data / "mnist"
    table = mk.compare(f"mnist:{folder}:test[1]", f"mnist:{folder}:test[0-3]")
    assert [row.source.name for row in table] == ["test[0] label 7", "test[2] label 1", "test[3] label 0"]
    assert table.skipped[0].name == "test[1] label 2"


def test_a_number_too_wide_for_a_picture_keeps_its_value() -> None:
    assert mk.mse(np.array([[0, 100_000]]), np.array([[0, 100_003]])) == 4.5
