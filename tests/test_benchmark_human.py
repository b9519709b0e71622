"""The benchmark on digits: its batched forms give the indices' own values, and it prints both tables."""

from __future__ import annotations

import importlib.util
import json
import struct
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.sources.digits import draw_digit

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "human.py"


@pytest.fixture(scope="module")
def human() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_human", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def digits() -> NDArray[np.uint8]:
    return np.stack([draw_digit(digit, slant=slant) for slant in (0.0, 0.15) for digit in range(10)])


def test_the_batched_idm_is_the_index(human: ModuleType) -> None:
    test, train = draw_digit(4), digits()
    batch = -human.idm_batch(test, train)
    expected = [mk.idm(each, test) for each in train]
    assert batch == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", ["cosine", "pearson", "hog", "fft_magnitude"])
def test_the_features_give_the_index(human: ModuleType, name: str) -> None:
    train = digits()
    whole = human.by_features(name, train[:3], train)
    expected = [[getattr(mk, name)(first, second) for second in train] for first in train[:3]]
    assert whole == pytest.approx(np.array(expected), abs=1e-10)


def test_euclid_is_the_squared_error(human: ModuleType) -> None:
    train = digits()
    expected = [mk.mse(train[3], each) * 28 * 28 for each in train]
    assert human.euclid(train[3:4], train)[0] == pytest.approx(expected, abs=1e-6)


def test_a_vote_among_equals_goes_to_the_nearest(human: ModuleType) -> None:
    assert human.vote(np.array([3, 5, 5])) == 5
    assert human.vote(np.array([7, 1, 2])) == 7


def test_both_tables_are_printed(human: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    images = digits()
    labels = np.tile(np.arange(10, dtype=np.uint8), 2)
    for half in ("train", "t10k"):
        header = struct.pack(">4B3I", 0, 0, 8, 3, *images.shape)
        (tmp_path / f"{half}-images-idx3-ubyte").write_bytes(header + images.tobytes())
        (tmp_path / f"{half}-labels-idx1-ubyte").write_bytes(
            struct.pack(">4BI", 0, 0, 8, 1, len(labels)) + labels.tobytes()
        )
    settings = ["--digits", "4", "--tests", "5", "--among", "6", "--json", str(tmp_path / "out.json")]
    asked = "idm,cosine,max_ncc,registered[metric=psnr]"
    assert human.main([str(tmp_path), "-m", asked, *settings]) == 0
    printed = capsys.readouterr().out
    assert "P(moved > other)" in printed
    assert "1-NN error %" in printed
    result = json.loads((tmp_path / "out.json").read_text())
    assert {each["key"]: each["error_1nn"] for each in result["neighbours"]} == dict.fromkeys(
        ["euclid", *asked.split(",")], 0.0
    )
    moved = {each["key"]: each["probability"] for each in result["moved"]}
    assert moved["max_ncc"] == moved["registered[metric=psnr]"] == 1
