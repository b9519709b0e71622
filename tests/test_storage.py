"""A table kept as JSON comes back as it was, and what is no table is refused with the reason."""

from __future__ import annotations

import json
import math

import pytest

from mikurabe.errors import UsageError
from mikurabe.storage import from_json, to_json
from reports.samples import sample_table


def test_a_table_comes_back_as_it_was() -> None:
    table = sample_table()
    again = from_json(to_json(table), "t.json")
    assert to_json(again) == to_json(table)
    assert again.columns == table.columns
    assert again.skipped == table.skipped
    for before, after in zip((table.reference, *table.rows), (again.reference, *again.rows), strict=True):
        assert after.thumbnail == before.thumbnail
        assert [score.value for score in after.scores] == [score.value for score in before.scores]
        assert [score.problem for score in after.scores] == [score.problem for score in before.scores]


def test_the_json_is_strict_and_says_infinite_and_missing_in_words() -> None:
    def refuse(token: str) -> float:
        raise AssertionError(f"{token} is not JSON")

    document = json.loads(to_json(sample_table()), parse_constant=refuse)
    assert document["schema"] == 1
    scores = [score for row in document["rows"] for score in row["scores"].values()]
    assert any(score["value"] == "inf" for score in scores)
    assert all((score["value"] is None) == (score["problem"] is not None) for score in scores)
    assert any(score["value"] is None for score in scores)


def test_infinity_comes_back_as_a_number() -> None:
    again = from_json(to_json(sample_table()), "t.json")
    assert any(score.value == math.inf for row in again for score in row.scores)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe", "is not JSON"),
        (b"not json", "is not JSON"),
        (b"[1, 2]", "not a table"),
        (b'{"schema": 99}', "schema 99 and this mikurabe reads schema 1"),
        (b'{"schema": 1}', "lacks 'metrics'"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        from_json(data, "t.json")


def test_a_damaged_value_is_refused_and_not_read_as_a_number() -> None:
    document = json.loads(to_json(sample_table()))
    key = document["metrics"][0]["key"]
    document["rows"][0]["scores"][key] = {"value": "NaN", "problem": None, "seconds": 0}
    with pytest.raises(UsageError, match="cannot"):
        from_json(json.dumps(document).encode(), "t.json")
