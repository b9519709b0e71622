"""The numbers and pictures that the HTML page carries: fewer bytes, and nothing lost."""

from __future__ import annotations

import base64
import itertools
import random

import pytest

from mikurabe.criteria import Criterion
from mikurabe.records import Thumbnail
from mikurabe.reports.html import render
from mikurabe.reports.pagedata import _number, _Packed, _script_text, _shortened
from mikurabe.reports.view import _text, build_view
from reports.samples import sample_table


def test_values_keep_four_digits_more_than_are_shown() -> None:
    assert _shortened([0.123456789012, -0.0, None, float("inf"), 25.0], 3, ()) == [
        0.1234568,
        0.0,
        None,
        float("inf"),
        25.0,
    ]


def test_order_ties_texts_and_verdicts_survive_fewer_digits() -> None:
    chance = random.Random(0)
    values: list[float | None] = [chance.uniform(-1, 1) for _ in range(2000)]
    values += [0.5, 0.5 + 1e-12, 0.5, 0.25 - 1e-12, 0.0005, 0.00049999999999, None, float("-inf")]
    limit = Criterion(key="ssim", sign="<", limit=0.25)
    short = _shortened(values, 3, (limit,))
    there = [(value, kept) for value, kept in zip(values, short, strict=True) if value is not None and kept is not None]
    assert len(there) == len(values) - 1
    assert short[-2:] == [None, float("-inf")]
    for (a, short_a), (b, short_b) in itertools.pairwise(sorted(there)):
        assert (a < b, a == b) == (short_a < short_b, short_a == short_b)
    for value, kept in there:
        assert limit.fails(value) == limit.fails(kept)
        assert _text(value, 3) == _text(kept, 3)
    assert sum(value == kept for value, kept in there) < 20, "nearly all are shorter"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (None, 3, "—"),
        (float("-inf"), 3, "−∞"),
        (-0.0001, 3, "0.000"),
        (-1.5, 3, "−1.500"),
        (0.125, 2, None),  # Python writes 0.12, ECMAScript 0.13
        (2.5, 0, None),
        (3.0, 0, "3"),
        (1e22, 0, None),  # ECMAScript writes 1e+22
    ],
)
def test_what_the_script_writes_by_itself(value: float | None, decimals: int, text: str | None) -> None:
    assert _script_text(value, decimals) == text


def test_whole_numbers_have_no_point() -> None:
    assert repr([_number(value) for value in (64.0, -0.0, 0.5, float("inf"), None)]) == "[64, 0, 0.5, 'inf', None]"


def test_what_thumbnails_begin_with_is_sent_once() -> None:
    files = [b"\xff\xd8head" + bytes([at]) * 5 for at in range(4)]
    pictures = [Thumbnail(data=data, mime="image/jpeg", width=8, height=6) for data in files]
    other = Thumbnail(data=b"\xff\xd8alone", mime="image/jpeg", width=6, height=8)
    packed = _Packed([*pictures, None, other])
    for picture in (*pictures, other):
        at, rest = packed.of(picture)
        address, width, height = packed.heads[at]
        assert base64.b64decode((address + rest).removeprefix("data:image/jpeg;base64,")) == picture.data
        assert (width, height) == (picture.width, picture.height)
    assert [len(packed.of(picture)[1]) for picture in pictures] == [8] * 4, "6 bytes of 11 are left"


def test_a_row_of_twelve_indices_weighs_less_than_160_bytes_beside_its_thumbnail() -> None:
    """So 10,000 rows leave 13 of 15 MiB to the thumbnails."""
    small, large = (
        len(render(build_view(sample_table(rows, columns=12, hostile=False, thumbnails=False)))) for rows in (100, 300)
    )
    assert (large - small) / 200 < 160
