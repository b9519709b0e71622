"""What a console of another code page shows: likenesses, in the table and on every command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from mikurabe.i18n.alphabet import SPELLED, can_spell, spelled
from pictures import noise

ENCODINGS = ("ascii", "cp932", "cp1252", "utf-8")
NAMES = ("emoji 🙂👩‍🔬.png", "全角 ＡＢＣ １２.png", "半角 ｱｲｳ ﾊﾟ.png", "№①℡ 髙 résumé.png", "−0.5 — ≥ ∞.png")


@pytest.mark.parametrize(
    ("text", "encoding", "seen"),
    [
        ("−0.5", "ascii", "-0.5"),
        ("−0.5 —", "cp932", "−0.5 -"),
        ("−0.5", "utf-8", "−0.5"),
        ("∞ — ≥ 3 × 4", "ascii", "inf - >= 3 x 4"),
        ("∞ × ↑", "cp932", "∞ × ↑"),
        ("résumé ＡＢ ①", "ascii", "resume AB 1"),
        ("résumé", "cp1252", "résumé"),
        ("検体🙂", "cp932", "検体?"),
        ("検体", "ascii", "??"),
        ("a\udcffb", "utf-8", "a\\xffb"),
        ("a\udcffb\ud83d", "ascii", "a\\xffb\\ud83d"),
    ],
)
def test_what_an_encoding_lacks_is_spelled_with_what_it_has(text: str, encoding: str, seen: str) -> None:
    assert spelled(text, encoding) == seen
    assert can_spell(seen, encoding)
    # A stream that was prepared writes nothing that is worse.
    assert len(text.encode(encoding, SPELLED)) >= len(text)


def run(encoding: str, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-X", "dev", "-m", "mikurabe", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env=environment,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of pictures of which every name is beyond some code page."""
    made = tmp_path_factory.mktemp("画像")
    for seed, name in enumerate(NAMES):
        Image.fromarray(noise((24, 24), seed=seed)).save(made / name)
    (made / "壊れた🙂.png").write_bytes((made / NAMES[0]).read_bytes()[:80])
    if sys.platform == "linux":
        os.link(os.fsencode(made / NAMES[0]), os.fsencode(made) + b"/half \xff.png")
    assert run("utf-8", "compare", ".", "-o", "kept.json", "-q", cwd=made).returncode == 0
    return made


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", ".", "--lang", "ja", "--fail-on", "ssim<0.5"],
        ["compare", ".", "-f", "csv"],
        ["compare", ".", "-f", "tsv"],
        ["compare", ".", "-f", "markdown", "--lang", "ja"],
        ["compare", ".", "-o", "レポート🙂.html"],
        ["compare", "無い🙂.png", "."],
        ["report", "kept.json", "--lang", "ja", "--pictures", "sixel"],
        ["report", "kept.json", "-m🙂"],
        ["metrics"],
        ["metrics", "ssim"],
        ["metrics", "--markdown"],
        ["demo", "digits", "--lang", "ja", "--out", "例🙂"],
        ["--help"],
        ["compare", "--help"],
    ],
    ids=" ".join,
)
def test_no_command_ever_dies_of_a_code_page(folder: Path, encoding: str, arguments: list[str]) -> None:
    done = run(encoding, *arguments, cwd=folder)
    said = done.stderr.decode(encoding)
    assert done.returncode == (2 if "無い🙂.png" in arguments or "-m🙂" in arguments else "--fail-on" in arguments), (
        said
    )
    assert "Traceback" not in said
    assert "UnicodeEncodeError" not in said
    text = done.stdout.decode(encoding)
    assert text or done.returncode == 2
    if encoding == "ascii":
        assert text.isascii()


@pytest.mark.parametrize(("encoding", "heading"), [("cp1252", "Picture"), ("cp932", "画像")])
def test_the_table_is_english_where_the_stream_has_no_letters_for_japanese(
    folder: Path, tmp_path: Path, encoding: str, heading: str
) -> None:
    printed = run(encoding, "--lang", "ja", "report", "kept.json", cwd=folder).stdout.decode(encoding)
    assert printed.startswith(heading)
    told = run(encoding, "--lang", "ja", "demo", "digits", "--out", tmp_path, cwd=folder).stdout.decode(encoding)
    assert ("A person says: the same 2." in told) == (encoding == "cp1252")


def test_other_programs_answers_come_through_too(folder: Path) -> None:
    # Once: it takes its time to load them all.
    done = run("ascii", "crosscheck", NAMES[0], NAMES[1], cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_and_junit_say_the_same_in_every_code_page(folder: Path, encoding: str) -> None:
    table = json.loads(run(encoding, "report", "kept.json", "-f", "json", cwd=folder).stdout.decode(encoding))
    assert set(NAMES) <= {table["reference"]["name"], *(row["name"] for row in table["rows"])}
    printed = run(encoding, "report", "kept.json", "-f", "junit", cwd=folder).stdout
    if encoding != "utf-8":
        assert printed.isascii()
    cases = ElementTree.fromstring(printed.decode(encoding).partition("?>")[2]).iter("testcase")
    assert set(NAMES) <= {table["reference"]["name"], *(case.get("name") for case in cases)}
