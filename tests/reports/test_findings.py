"""The reports on a ranking and on a stress table: complete, the same bytes each time, and safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from judge.plots import labelling, plots, table_of
from mikurabe import api
from mikurabe.errors import UnknownName, UnwritableReport
from mikurabe.i18n import LANGUAGES, Lang, words
from mikurabe.images import from_array
from mikurabe.judge.planting import FAULTS, Planter, faults_of
from mikurabe.judge.rank import Ranking, rank
from mikurabe.judge.stress import AgainstReference, StressTable, stress
from mikurabe.pairing import Pairing
from mikurabe.reports.findings import FINDING_FORMATS, document_of, render_findings
from reports.samples import HOSTILE_NAMES

RNG = np.random.default_rng(4)
COSINE = [*RNG.normal(0.95, 0.01, 14), *RNG.normal(0.91, 0.02, 14)]


def ranking() -> Ranking:
    """Return a ranking of two indices, of pictures whose names are hostile."""
    psnr: list[float | None] = [30 + 20 * (value - 0.95) + 0.3 * (at % 5) for at, value in enumerate(COSINE)]
    psnr[3] = psnr[20] = None
    names = [f"{at}{HOSTILE_NAMES[at % len(HOSTILE_NAMES)]}" for at in range(28)]
    return rank(table_of({"cosine": list(COSINE), "psnr": psnr}, names=names), labelling("n" * 14 + "a" * 14))


@pytest.fixture(scope="module")
def stressed() -> StressTable:
    images = plots(9)
    return stress(
        Planter(images[1:]),
        AgainstReference(Pairing(images[0]), api.indices_of("cosine_ink,count_ratio")),
        reference="day_00",
        faults=faults_of(["thin,shift_x,darken,jpeg"]),
    )


@pytest.mark.parametrize("name", sorted(FINDING_FORMATS))
def test_a_report_is_the_same_bytes_each_time(name: str, stressed: StressTable) -> None:
    for finding in (ranking(), stressed):
        assert render_findings(finding, name) == render_findings(finding, name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_has_its_words(lang: Lang) -> None:
    word = words(lang)
    for fault in FAULTS.values():
        assert word[f"short_{fault.name}"]
        assert word[f"planted_{fault.name}"]
        assert word[f"unit_{fault.unit}"]


def test_the_page_holds_both_languages_no_script_and_no_name_that_could_be_one(stressed: StressTable) -> None:
    for finding in (ranking(), stressed):
        page = render_findings(finding, "html", lang="ja").decode()
        assert "<script" not in page
        assert " style=" not in page, "the policy allows none"
        assert page.count('class="told') == 2
        assert page.index('lang="ja"') < page.index('class="told en"')
        assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", page)
        assert "\u202e" not in page


def test_the_first_conclusion_names_the_index_and_its_rivals() -> None:
    found = ranking()
    (first, second) = found.rows
    document = document_of(found, "en")
    assert found.finding == "rivals"
    assert document.findings[0].startswith(f"{first.column.key} comes first, but that does not make it the best")
    assert second.column.key in document.findings[0]
    assert "Values are missing and take no part: psnr (1 normal, 1 abnormal)" in " ".join(document.cautions)


def test_csv_has_plain_keys_full_numbers_and_the_ends_of_the_intervals() -> None:
    found = ranking()
    lines = list(csv.DictReader(io.StringIO(render_findings(found, "csv", lang="ja").decode("utf-8-sig"))))
    assert [line["index"] for line in lines] == [row.column.key for row in found.rows]
    first = found.rows[0]
    assert first.as_read is not None
    assert first.cut is not None
    assert float(lines[0]["auc"]) == first.as_read.auc
    assert float(lines[0]["auc_low"]) == first.as_read.low
    assert lines[0]["cut"] == first.cut.criterion.text
    assert lines[0]["misses"] == str(len(first.cut.misses))


def test_csv_of_a_stress_table_has_a_line_per_index_fault_and_severity(stressed: StressTable) -> None:
    lines = list(csv.DictReader(io.StringIO(render_findings(stressed, "csv").decode("utf-8-sig"))))
    assert len(lines) == 2 * sum(len(fault.severities) for fault in stressed.faults)
    thin = [line for line in lines if (line["index"], line["fault"]) == ("count_ratio", "thin")]
    assert [float(line["severity"]) for line in thin] == list(FAULTS["thin"].severities)
    assert [float(line["share_seen"]) for line in thin] == list(stressed.rows[1].sightings[0].powers)


def test_json_holds_the_whole_record(stressed: StressTable) -> None:
    told = json.loads(render_findings(stressed, "json"))
    assert told["format"] == "mikurabe stress table"
    assert told["rows"][1]["sightings"][0]["state"] == stressed.rows[1].sightings[0].state
    told = json.loads(render_findings(ranking(), "json"))
    assert told["rows"][0]["column"]["identical"] in (1.0, "inf")
    assert len(told["abnormals"]) == 14


def test_markdown_keeps_names_harmless() -> None:
    text = render_findings(ranking(), "markdown").decode()
    assert not re.search(r"(?<!\\)<(img|script|b>)", text)
    assert "| 1. " in text


def test_the_workbook_has_numbers_as_numbers_and_names_as_text(stressed: StressTable) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.load_workbook(io.BytesIO(render_findings(ranking(), "excel")))
    assert book.sheetnames == ["Summary", "Ranking", "Mistakes of the best cuts", "Agreement of the indices"]
    sheet = book["Ranking"]
    assert [cell.value for cell in sheet[2]][:4] == ["Index", "AUC (95 % interval)", "95 % from", "95 % to"]
    assert all(isinstance(cell.value, float) for cell in sheet[3][1:4])
    formulas = [cell for each in book for row in each for cell in row if cell.data_type == "f"]
    assert formulas == [], "a name such as =1+1.png is no formula"
    book = openpyxl.load_workbook(io.BytesIO(render_findings(stressed, "excel", lang="ja")))
    assert "検出できる程度" in book.sheetnames


def test_settings_have_japanese_names_and_a_long_command_has_room_in_the_workbook(stressed: StressTable) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    command = "mikurabe stress " + " ".join(f"pictures/day_{at:02d}.png" for at in range(60))
    table = replace(stressed, settings=(("command", command), ("fit", "strict"), ("seed", "1")))
    page = render_findings(table, "html", lang="ja").decode("utf-8")
    for name in ("コマンド", "サイズの違う画像の扱い", "乱数の種"):
        assert f"<dt>{name}</dt>" in page
    sheet = openpyxl.load_workbook(io.BytesIO(render_findings(table, "excel", lang="ja"))).worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == "コマンド")
    assert sheet.cell(row, 2).value == command
    assert (sheet.row_dimensions[row].height or 15) >= 8 * 15, "some 1,200 characters, of which 130 fit into a line"


def test_the_table_of_a_photo_says_what_could_not_be_planted() -> None:
    rng = np.random.default_rng(1)
    images = [from_array(rng.integers(0, 255, (32, 32)).astype(np.uint8), name=f"{at}") for at in range(7)]
    found = stress(
        Planter(images[1:]),
        AgainstReference(Pairing(images[0]), api.indices_of("ssim")),
        reference="0",
        faults=faults_of(["thin,darken"]),
    )
    document = document_of(found, "en")
    assert "not planted: fewer dots (such pictures have no separate dots on a plain background)" in document.cautions
    assert document.sections[0].rows[0][1].text == "·"


def test_the_narrow_terminal_gets_the_table_in_parts_and_loses_no_column(stressed: StressTable) -> None:
    text = repr(stressed)
    assert "Which index sees which fault?" in text
    for fault in stressed.faults:
        for part in words("en")[f"short_{fault.name}"].split():
            assert part in text
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 100


def test_a_file_that_cannot_be_written_and_an_unknown_suffix_are_told(tmp_path: Path, stressed: StressTable) -> None:
    with pytest.raises(UnknownName, match=r"its suffix is '\.pdf', known are \.html"):
        stressed.write(tmp_path / "a.pdf")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnwritableReport, match="is a file and not a folder"):
        stressed.to_html(tmp_path / "file" / "a.html")
    assert stressed.to_csv(tmp_path / "new" / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_finding_and_every_state_can_be_told() -> None:
    found = ranking()
    for kind in ("few", "chance", "alone", "ahead", "rivals"):
        for lang in LANGUAGES:
            assert document_of(replace(found, finding=kind), lang).findings[0]  # type: ignore[arg-type]
