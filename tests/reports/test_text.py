"""The plain formats: what stands in CSV, TSV and Markdown."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from mikurabe.criteria import parse_criterion
from mikurabe.reports import render
from reports.samples import sample_table
from tables import not_utf8_table


@pytest.mark.parametrize(("name", "separator"), [("csv", ","), ("tsv", "\t")])
def test_separated_values_begin_with_the_headings_and_show_a_path_that_is_not_utf8(name: str, separator: str) -> None:
    text = render(not_utf8_table(), name, folder=Path("/somewhere")).decode("utf-8-sig")
    heads, line = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert heads[:2] == ["name", "cosine"]
    row = dict(zip(heads, line, strict=True))
    assert row["name"] == "bad\\xff\\xfe.png"
    assert row["path"] == str(Path("pictures") / "bad") + "\\xff\\xfe.png"
    assert row["notes"] == "a note on bad\\xff"


def test_markdown_lists_problems_the_table_s_notes_each_picture_s_notes_and_what_was_passed_over() -> None:
    table = sample_table(3)
    row = replace(table.rows[0], notes=("resized to 32 × 32",))
    table = replace(table, rows=(row, *table.rows[1:]), reference=replace(table.reference, notes=("alpha over white",)))
    below = render(table, "markdown").decode("utf-8").partition("\n\n")[2]
    assert below == (
        "Problems:\n\n"
        "- broken.png: broken.png is cut off: 512 of 2048 bytes are there. Copy it again.\n"
        "- flat.png: cosine: the candidate is one flat colour\n"
        "\nNotes:\n\n"
        "- The folder also holds 2 files that are no pictures \\<listed below\\>.\n"
        "- reference \\<1\\>.png: alpha over white\n"
        "- identical.png: resized to 32 × 32\n"
        "- flat.png: turned by its EXIF orientation (6); 16 bits a channel\n"
        "\nPassed over:\n\n"
        "- notes.txt: text, not a picture\n"
        "- \\</script\\>\\<script\\>alert(4)\\</script\\>: a folder; give --recursive to look inside\n"
    )


def test_markdown_says_the_verdicts_and_why() -> None:
    table = sample_table(4, hostile=False).judged_by([parse_criterion("mse>800"), parse_criterion("mse<300")])
    lines = render(table, "markdown").decode("utf-8").splitlines()
    assert lines[0].startswith("| Picture | Verdict | cosine")
    assert lines[1].startswith("| --- | --- | ---: |")
    assert len({line.count(" | ") for line in lines[:7]}) == 1
    for line, row in zip(lines[3:7], table.rows, strict=True):
        value = table.scores("mse")[table.rows.index(row)].value
        word = {"ok": "OK", "ng": "NG: mse", "unknown": "unknown"}[str(row.verdict)]
        assert line.split(" | ")[1].startswith(word), (line, value)
    assert any("> 800" in line.replace("\\", "") for line in lines[3:7])
    assert "NG where mse>800, mse<300" in lines[8].replace("\\", "")


def test_a_name_with_any_line_break_stays_on_its_line_of_the_markdown_table() -> None:
    table = sample_table(1)
    row = replace(table.rows[0], source=replace(table.rows[0].source, name="a\rb\u2028c\n| d"))
    text = render(replace(table, rows=(row,)), "markdown").decode("utf-8")
    assert "| a b c \\| d | 1.0000 |" in text
