"""What a person gets to read in Japanese: lines of the command for wrong input, and every report."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mikurabe as mk
from mikurabe.cli import main
from mikurabe.i18n.messages import translated
from mikurabe.reports import render
from mikurabe.reports.heard import in_other_language
from mikurabe.reports.notebook import notebook_html
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from pictures import noise

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one of everything that can go wrong, beside two pictures that can be compared."""
    Image.fromarray(noise((24, 32))).save(tmp_path / "ref.png")
    Image.fromarray(np.full((24, 32), 7, np.uint8)).save(tmp_path / "flat.png")
    Image.fromarray(noise((12, 16))).save(tmp_path / "small.png")
    Image.fromarray(noise((24, 32))).save(tmp_path / "named.jpg", "PNG")
    (tmp_path / "broken.png").write_bytes((tmp_path / "ref.png").read_bytes()[:200])
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "words.txt").write_text("no picture", encoding="utf-8")
    (tmp_path / "list.txt").write_text("ref.png\nnowhere.png\n", encoding="utf-8")
    (tmp_path / "below").mkdir()
    return tmp_path


@pytest.fixture
def table(folder: Path) -> Table:
    return mk.compare(folder / "ref.png", folder, metrics=["pearson", "shift_px"], fail_on=["pearson<0.5"])


WRONG = (
    "",
    "comprae ref.png .",
    "compare",
    "compare --bogus",
    "compare ref.png",
    "compare rfe.png .",
    "compare ref.png *.pgn",
    "compare ref.png nowhere/x.png",
    "compare ref.png @list.txt",
    "compare ref.png @ref.png",
    "compare ref.png below",
    "compare words.txt flat.png",
    "compare broken.png flat.png",
    "compare words.txt empty.png -r empty.png",
    "compare ref.png . -m simm",
    "compare ref.png . -m ssim[recipe=opencvv]",
    "compare ref.png . -m ssim[window=x]",
    "compare ref.png . -m [",
    "compare ref.png . --fail-on ssim=3",
    "compare ref.png . --fail-on ssim>0.9",
    "compare ref.png . --sort nothing",
    "compare ref.png . --rows 0",
    "compare ref.png . --threads 0",
    "compare ref.png . --max-pixels many",
    "compare ref.png . --fit stretch",
    "compare ref.png . -o report.pdf",
    "compare ref.png . -o below",
    "compare ref.png . -o nowhere/report.html -o -",
    "compare ref.png . --embed full",
    "compare ref.png . --roi 1,2,3",
    "compare ref.png . --mask small.png",
    "compare ref.png . --auto-mask",
    "compare ref.png . --white 0",
    "compare ref.png . -m",
    "compare ref.png mnist:nowhere[0]",
    "report ref.png",
    "report nowhere.json",
    "metrics simm",
    "metrics ssim too much",
    "demo stories",
    "demo --out ref.png",
    "crosscheck ref.png small.png",
)


@pytest.mark.parametrize("typed", WRONG)
def test_a_wrong_command_is_told_in_japanese(
    typed: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as left:
        main([*typed.split(), *(["--lang", "ja"] if typed else [])])
    told = capsys.readouterr().err
    lines = [line for line in told.splitlines() if line.strip() and not line.startswith("  ")]
    assert left.value.code in {0, 2}
    assert lines
    if typed:
        assert all(map(JAPANESE.search, lines)), told
        # Several English words in a row are a sentence that nobody translated. What Python's decoder says stays.
        last = lines[-1].replace("invalid start byte", "")
        assert not re.search(r"(?<![-'/\w])[a-z]{3,} [a-z]{2,} [a-z]{2,}", last), told


def test_the_same_commands_are_told_in_english_as_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for typed in WRONG[1:]:
        with pytest.raises(SystemExit):
            main([*typed.split(), "--lang", "en"])
        assert not JAPANESE.search(capsys.readouterr().err), typed


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "utf-8"])
def test_any_terminal_gets_the_error(encoding: str, folder: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "ja_JP.UTF-8"}
    command = [sys.executable, "-m", "mikurabe", "compare", "ref.png", ".", "-m", "simm"]
    made = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert made.returncode == 2
    told = made.stderr.decode(encoding)
    assert "Traceback" not in told
    if encoding == "ascii":  # where Japanese would be a row of question marks
        assert told.splitlines() == ["Error: There is no metric 'simm'. Did you mean 'ssim'?"]
    else:
        assert told.splitlines() == ["エラー: 指標「simm」はありません。'ssim' ではありませんか。"]


@pytest.mark.parametrize("format_name", ["csv", "tsv", "markdown", "junit", "html"])
def test_a_report_says_problems_notes_and_reasons_in_japanese(format_name: str, table: Table) -> None:
    text = render(table, format_name, lang="ja").decode("utf-8-sig")
    for said in ("PNG が途中で切れています", "ファイルが空です", "相関を計算できません", "中身は PNG です"):
        assert said in text
    english = render(table, format_name, lang="en").decode("utf-8-sig")
    assert "the PNG is cut short" in english
    if format_name != "html":  # the page holds both
        assert "the PNG is cut short" not in text
        assert not JAPANESE.search(english)
        assert ("フォルダーです (--recursive で中も調べます)" in text) is (format_name in {"markdown", "junit"})


def test_the_terminal_says_them_in_japanese(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit):
        main(["compare", "ref.png", ".", "-m", "pearson", "-o", "report.html", "--lang", "ja"])
    out, told = capsys.readouterr()
    assert "ファイルが空です" in out
    assert "the file is empty" not in out
    assert told == "report.html を書き出しました\n"


def test_the_kept_table_stays_english(table: Table, folder: Path) -> None:
    table.write(folder / "table.json", lang="ja")
    kept = json.loads((folder / "table.json").read_text(encoding="utf-8"))
    assert {row["name"]: row["problem"] for row in kept["rows"]}["empty.png"] == "the file is empty"
    assert not JAPANESE.search(json.dumps(kept, ensure_ascii=False))


def test_the_page_has_the_other_language_of_all_it_says(table: Table) -> None:
    for lang in ("en", "ja"):
        view = build_view(table, lang=lang)
        other = in_other_language(view)
        said = [*view.notes, *(each.reason for each in view.skipped)]
        for row in view.rows:
            said += [
                *row.notes,
                *row.flags.values(),
                *filter(None, (row.problem, *(cell.problem for cell in row.cells))),
            ]
        assert len(said) > 8
        assert [text for text in said if bool(JAPANESE.search(text)) is not (lang == "ja")] == []
        assert [text for text in said if bool(JAPANESE.search(other[text])) is (lang == "ja")] == []


def test_a_file_name_is_never_translated_nor_taken_for_a_field() -> None:
    name = "the file is empty; 3 × 4 px {reason} cannot be read: x.png"
    assert translated(f"Wrote {name}", "ja") == f"{name} を書き出しました"
    assert translated(f"There is no file or folder '{name}'. The folder '/x' is empty.", "ja").startswith(
        f"ファイルまたはフォルダー「{name}」"
    )


def test_what_has_no_japanese_stays_as_it_is() -> None:
    assert translated("Zorp the flimble.", "ja") == "Zorp the flimble."
    assert translated("a.png: Zorp the flimble", "ja") == "a.png: Zorp the flimble"
    assert translated("the PNG cannot be decoded: zorp", "ja") == "PNG をデコードできません: zorp"


def test_many_different_problems_cost_little_beside_finding_them() -> None:
    """Against a plain search and replace of the same texts; measured 20 to 40 times that."""
    texts = [
        f"another size than the reference: /p/{at}.png is {at} × 7, /p/ref.png is 9 × 9; "
        'add --fit resize, --fit crop or --fit pad (in Python: fit="resize")'
        for at in range(10_000)
    ]
    translated(texts[0], "ja")
    start = time.process_time()
    for text in texts:
        translated(text, "ja")
    spent = time.process_time() - start
    start = time.process_time()
    for text in texts:
        re.sub(r"[0-9]+(?= ×)", "x", text.replace("is", "は").replace("another", "別"))
    assert spent < 200 * (time.process_time() - start)


def test_a_long_name_full_of_signs_is_no_trap() -> None:
    name = "; a: b and 3 more, line 4: " * 40
    start = time.process_time()
    for text in (f"There is no picture to compare. Passed over: {name}.", f"{name} cannot be read: {name}.", name):
        translated(text, "ja")
    assert time.process_time() - start < 5


def test_the_workbook_and_the_notebook_say_them_in_japanese(table: Table) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed: pip install openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(render(table, "excel", lang="ja")))
    sheets = {sheet.title: " ".join(str(cell.value) for row in sheet for cell in row) for sheet in book}
    for text in (sheets["一覧"], sheets["データ"], sheets["問題"], notebook_html(table, lang="ja")):
        assert "ファイルが空です" in text
        assert "the file is empty" not in text
    assert "フォルダーです (--recursive で中も調べます)" in sheets["問題"]
