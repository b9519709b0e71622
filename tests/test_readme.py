"""What the READMEs show is true: their code runs, their numbers come out."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PIL import Image

import mikurabe as mk
from judge.scattergrams import days
from mikurabe import demo
from mikurabe.reports.view import build_view
from pictures import noise

ROOT = Path(__file__).resolve().parent.parent
READMES = ["README.md", "README.ja.md"]


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the files that the READMEs speak of, and work in it."""
    (tmp_path / "pictures").mkdir()
    for at, name in enumerate(
        ["ref.png", "a.png", "b.png", "day1.png", "day2.png", "pictures/1.png", "pictures/2.png"]
    ):
        Image.fromarray(noise((32, 32), seed=at)).save(tmp_path / name)
    for folder, drawn in (("normal", days(7, seed=1)), ("today", days(2, seed=2))):
        (tmp_path / folder).mkdir()
        for name, pixels in drawn.items():
            Image.fromarray(pixels).save(tmp_path / folder / f"{name}.png")
    for folder, count in (("days/ok", 5), ("days/ng", 3)):
        (tmp_path / folder).mkdir(parents=True)
        for at in range(count):
            Image.fromarray(noise((32, 32), seed=at + 50 * len(folder))).save(tmp_path / folder / f"{at}.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("readme", READMES)
def test_every_python_line_runs_and_gives_the_value_beside_it(readme: str, desk: Path) -> None:
    (code,) = blocks(readme, "python")
    names: dict[str, object] = {}
    exec(compile(code, readme, "exec"), names)
    shown = re.findall(r"^(\S.*?)\s+# (-?\d\S*)$", code, flags=re.MULTILINE)
    assert shown, "the block shows no value: what is checked here?"
    for expression, value in shown:
        assert eval(expression, names) == ast.literal_eval(value)
    assert (desk / "report.html").is_file()
    assert (desk / "report.xlsx").is_file()


@pytest.mark.parametrize("readme", READMES)
def test_every_command_runs(readme: str, desk: Path) -> None:
    lines = [line for block in blocks(readme, "sh") for line in block.splitlines()]
    commands = [part.split() and shlex.split(part, comments=True) for line in lines for part in line.split("&&")]
    ours = [command[1:] for command in commands if command[0] == "mikurabe"]
    assert len(ours) >= 5
    for arguments in ours:
        done = subprocess.run(
            [sys.executable, "-m", "mikurabe", *arguments],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, (arguments, done.stderr)
    assert (desk / "mikurabe-demo" / "report.html").is_file()
    assert (desk / "again.html").read_text(encoding="utf-8").count("基準画像") > 0


@pytest.mark.parametrize("readme", READMES)
def test_the_digits_have_the_values_in_the_table(readme: str, shared_data: Path, tmp_path: Path) -> None:
    view = build_view(demo.digits(tmp_path, mnist_path=shared_data / "mnist").table)
    text = (ROOT / readme).read_text(encoding="utf-8")
    body = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    said = {line[0].split("`")[1]: [cell.strip() for cell in line[1:4]] for line in body}
    assert said == {column.key: [row.cells[at].text for row in view.rows] for at, column in enumerate(view.columns)}
    for line, column, at in zip(body, view.columns, range(len(body)), strict=True):
        assert column.arrow in line[0]
        ranks = [row.cells[at].rank for row in view.rows]
        # The moved 2 stands first, the 6 last; the last cell names the winner.
        assert ("2" in line[4]) == (ranks.index(1) == 0)
        assert ("6" in line[4]) == (ranks.index(1) == 2)


def test_the_toml_of_the_model_page_names_every_key() -> None:
    from mikurabe.onnx_model import _PAIR_ONLY, _SHARED

    (text,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "onnx.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert set(tomllib.loads(text)) == {*_SHARED, *_PAIR_ONLY}


@pytest.mark.parametrize("readme", READMES)
def test_every_linked_file_is_there(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (ROOT / target).is_file(), target


def test_the_json_page_names_every_key(tmp_path: Path) -> None:
    import json

    text = (ROOT / "docs" / "table-json.md").read_text(encoding="utf-8")
    document = json.loads(mk.compare(noise((16, 16)), noise((16, 16))).to_json(tmp_path / "t.json").read_bytes())
    row = document["rows"][0]
    (score, *_) = row["scores"].values()
    for key in {*document, *row, *score, *document["metrics"][0], *row["thumbnail"]}:
        assert f"`{key}`" in text, key
