"""Records that are made many at a time are those that are made alone."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from itertools import repeat
from pathlib import Path

import pytest

from mikurabe.records import Score, Source, many


def sources(count: int) -> list[Source]:
    names = [f"{at}.png" for at in range(count)]
    files = [f"folder/{name}" for name in names]
    return many(
        Source, count, name=names, file=files, sha256=repeat("ab"), size_bytes=range(count), modified=repeat(None)
    )


def test_many_records_equal_those_that_are_made_alone() -> None:
    expected = [Source(name=f"{at}.png", path=Path(f"folder/{at}.png"), sha256="ab", size_bytes=at) for at in range(3)]
    assert sources(3) == expected
    assert [hash(each) for each in sources(3)] == [hash(each) for each in expected]
    assert repr(sources(3)) == repr(expected)
    assert many(Score, 0, value=[], problem=[], seconds=[]) == []


def test_they_are_frozen_copied_and_changed_like_others() -> None:
    (source,) = sources(1)
    with pytest.raises(FrozenInstanceError):
        source.name = "other"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(source)) == copy.deepcopy(source) == source
    assert replace(source, name="other").path == Path("folder/0.png")


def test_path_and_file_are_made_of_each_other() -> None:
    (source,) = sources(1)
    assert source.path == Path("folder/0.png")
    assert source.path is source.path
    alone = Source(name="a", path=Path("folder/a.png"), sha256=None, size_bytes=None)
    assert alone.file == str(Path("folder/a.png"))
    assert Source(name="a", path=None, sha256=None, size_bytes=None).file is None
    with pytest.raises(AttributeError, match="Source has no colour"):
        _ = source.colour  # type: ignore[attr-defined]


def test_a_field_that_is_missing_unknown_or_too_short_is_told() -> None:
    with pytest.raises(TypeError, match="Score: missing or unknown: seconds"):
        many(Score, 1, value=[1.0], problem=[None])
    with pytest.raises(TypeError, match="missing or unknown: colour"):
        many(Score, 1, value=[1.0], problem=[None], seconds=[0.0], colour=["red"])
    with pytest.raises(ValueError, match="Score: fewer than 2 values of value"):
        many(Score, 2, value=[1.0], problem=repeat(None), seconds=repeat(0.0))
