"""The language where none is asked for: the environment's, else the system's; what is asked for wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from mikurabe.i18n import system
from mikurabe.i18n.system import VARIABLES, system_language
from reports.samples import sample_table
from screens import folder_of_pictures
from test_cli import mikurabe


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja"}, "ja"),
        ({"LANG": "ja-JP"}, "ja"),
        ({"LANG": "Japanese_Japan.932"}, "ja"),
        ({"LANG": "jam_JM.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "ja"),
    ],
)
def test_the_strongest_variable_says_the_language(
    environment: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert system_language() == lang


@pytest.mark.parametrize(
    ("name", "lang"), [("Japanese_Japan", "ja"), ("ja_JP", "ja"), ("English_Japan", "en"), ("", "en")]
)
def test_where_no_variable_says_anything_the_system_does(name: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(system, "_system_locale", lambda: name)
    assert system_language() == lang


def test_the_command_speaks_the_language_of_the_environment_unless_told(tmp_path: Path) -> None:
    folder = folder_of_pictures(tmp_path / "p", count=3)
    page = tmp_path / "r.html"
    japanese = mikurabe("compare", folder, "-o", page, LC_ALL="ja_JP.UTF-8")
    assert japanese.stdout.startswith("画像")
    assert '<html lang="ja"' in page.read_text(encoding="utf-8")
    assert "問題 (1)" in japanese.stdout
    english = mikurabe("compare", folder, "-o", page, "--lang", "en", LC_ALL="ja_JP.UTF-8")
    assert english.stdout.startswith("Picture")
    assert '<html lang="en"' in page.read_text(encoding="utf-8")
    assert mikurabe("compare", folder, "--lang", "ja", LC_ALL="C").stdout.startswith("画像")


def test_a_prompt_and_a_notebook_speak_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    table = sample_table(3)
    assert "Picture" in repr(table)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert repr(table).startswith("画像")
    assert "基準画像" in table._repr_html_()
    assert "レポート" in repr(table.show())
    assert "Report" in repr(table.show(lang="en"))
