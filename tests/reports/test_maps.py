"""Which maps a report has, and what it says about their colours; the notebook's maps."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest

from mikurabe.i18n import LANGUAGES, Lang
from mikurabe.reports.maps import map_columns, map_of, top_text
from mikurabe.reports.notebook import notebook_html
from mikurabe.reports.view import ReportView, build_view
from reports.samples import sample_table


def view_of(rows: int, lang: Lang = "en") -> ReportView:
    return build_view(sample_table(rows, maps=True), lang=lang)


def test_a_table_without_maps_has_no_columns_of_them() -> None:
    assert map_columns(build_view(sample_table(9))) == ()
    assert map_columns(view_of(0)) == ()


def test_the_columns_of_maps_follow_those_of_the_indices() -> None:
    assert [(each.key, each.identical) for each in map_columns(view_of(5))] == [
        ("ssim[recipe=opencv]", "1"),
        ("mse", "0"),
    ]


def test_a_map_of_an_index_without_a_column_is_shown_all_the_same() -> None:
    table = sample_table(4, maps=True)
    stray = replace(table.rows[3].maps[0], key="stray")
    view = build_view(replace(table, rows=(*table.rows[:3], replace(table.rows[3], maps=(stray,)))))
    assert [each.key for each in map_columns(view)] == ["ssim[recipe=opencv]", "mse", "stray"]
    assert map_columns(view)[-1].identical == "—"


def test_a_row_without_a_map_of_an_index_has_none() -> None:
    view = view_of(4)
    assert map_of(view.rows[1], "mse") is None
    assert map_of(view.rows[2], "mse") is None
    assert map_of(view.rows[3], "mse") is view.rows[3].maps[0]


def test_the_note_says_which_distance_is_brightest() -> None:
    similarity, error = (each.note for each in map_columns(view_of(5)))
    assert (
        similarity == "Map of ssim[recipe=opencv]: dark where identical (1), brightest where 1 or more away from that."
    )
    # Rows 3 and 4 have 400 and 500; the identical picture's 0 is none.
    assert "from 400 to 500" in error
    assert "do not compare" in error


@pytest.mark.parametrize("lang", LANGUAGES)
def test_identical_pictures_alone_have_a_note_too(lang: Lang) -> None:
    assert [each.key in each.note for each in map_columns(view_of(1, lang))] == [True, True]


@pytest.mark.parametrize(
    ("top", "text"),
    [(0.0, "0"), (1.0, "1"), (0.123456, "0.123"), (999.0, "999"), (44100.4, "44100"), (3e9, "3e+09"), (2e-7, "2e−07")],
)
def test_a_distance_is_written_with_three_digits_and_large_ones_in_full(top: float, text: str) -> None:
    assert top_text(top) == text


def test_a_notebook_shows_the_maps_small_and_says_what_they_mean() -> None:
    table = sample_table(4, maps=True)
    text = notebook_html(table)
    pictures = re.findall(r'<img src="data:image/png;base64,([^"]*)" width="(\d+)" height="(\d+)" alt="([^"]+)">', text)
    assert [(width, height, said) for _, width, height, said in pictures] == [
        ("128", "96", "ssim[recipe=opencv] map of identical.png"),
        ("128", "96", "mse map of identical.png"),
        ("128", "96", "ssim[recipe=opencv] map of flat.png"),
        ("128", "96", "ssim[recipe=opencv] map of &quot;&gt;&lt;img src=x onerror=alert(1)&gt;.png"),
        ("128", "96", "mse map of &quot;&gt;&lt;img src=x onerror=alert(1)&gt;.png"),
    ]
    assert base64.b64decode(pictures[-1][0]) == table.rows[3].maps[0].picture.data
    assert {line.count("<td") for line in text.split("<tr>")[2:]} == {8}, "picture, two maps, name, four values"
    assert "dark where identical (1)" in text


def test_a_notebook_without_maps_has_no_columns_for_them() -> None:
    text = notebook_html(sample_table(4))
    assert {line.count("<td") for line in text.split("<tr>")[2:]} == {6}
    assert "map" not in text
