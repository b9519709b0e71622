"""The command's help: every word of it in the language of who reads it, and laid out for that language."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mikurabe.cli import cli
from mikurabe.helplayout import columns, wrapped
from mikurabe.helptext import Argument, Command, Option
from mikurabe.i18n import LANGUAGES, Lang, command, words
from mikurabe.i18n.system import VARIABLES
from mikurabe.reports.html import render
from mikurabe.reports.view import build_view
from reports.samples import sample_table

COMMANDS: list[Command] = [cli, *cli.commands.values()]  # type: ignore[list-item]
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def english_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the system speak English, whatever the one is that the tests run on."""
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "C")


def helped(*arguments: str, width: int = 90) -> str:
    """Return what the command prints where it is asked for help."""
    done = CliRunner().invoke(cli, arguments, prog_name="mikurabe", terminal_width=width)
    assert done.exit_code == 0, done.output
    return done.stdout


def path_of(told: Command) -> list[str]:
    return [] if told is cli else [str(told.name)]


def parameters() -> Iterator[tuple[Command, click.Parameter]]:
    for told in COMMANDS:
        for parameter in told.get_params(click.Context(told)):
            yield told, parameter


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_argument_and_option_has_its_words_in_both_languages(lang: Lang) -> None:
    word = words(lang)
    for told in COMMANDS:
        assert isinstance(told, Command), f"{told.name} is click's own, whose help is not looked up"
        assert word[f"help_{told.name}"]
        assert told is cli or word[f"help_{told.name}_short"]
    for told, parameter in parameters():
        assert isinstance(parameter, Option | Argument), f"{parameter.name} of {told.name} is click's own"
        assert word[parameter.key], f"{parameter.name} of {told.name}"
    if lang == "ja":
        for key in command.WORDS:
            assert JAPANESE.search(word[key]), f"{key} is not translated"


def test_no_word_of_the_help_is_left_over() -> None:
    used = {parameter.key for _, parameter in parameters() if isinstance(parameter, Option | Argument)}
    used |= {f"help_{told.name}{part}" for told in COMMANDS for part in ("", "_short", "_end")}
    used |= {f"help_{part}" for part in ("usage", "usage_options", "usage_command")}
    used |= {f"help_{part}" for part in ("arguments", "options", "commands")}
    used |= {f"help_{part}" for part in ("default", "default_lang", "at_least", "required")}
    assert set(command.WORDS) <= used


@pytest.mark.parametrize("told", COMMANDS, ids=lambda told: told.name)
def test_japanese_help_has_no_english_sentence_and_english_help_no_japanese(told: Command) -> None:
    japanese = helped(*path_of(told), "--lang", "ja", "--help")
    english = helped(*path_of(told), "--lang", "en", "--help")
    assert not JAPANESE.search(english)
    for line in japanese.splitlines():
        # What is typed and names stand apart by commas, colons and the like: four plain words on end are a sentence.
        assert not re.search(r"[A-Za-z]{2,}( [a-z]{2,}){3}", line), line
    for row in ("Usage", "Options", "Commands", "Arguments", "Show this", "default:", "OPTIONS", "ARGS"):
        assert row not in japanese
    for parameter in told.params:
        assert not isinstance(parameter, Option) or max(parameter.opts, key=len) in japanese


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_each_word_says_is_shown_whole(lang: Lang) -> None:
    word = words(lang)
    for told in COMMANDS:
        shown = "".join(helped(*path_of(told), "--lang", lang, "--help").split())
        keys = [
            f"help_{told.name}",
            *(p.key for t, p in parameters() if t is told and isinstance(p, Option | Argument)),
        ]
        for key in keys:
            assert "".join(word[key].split()) in shown, key


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "--lang", "ja", "--help"],
        ["compare", "--help", "--lang", "ja"],
        ["compare", "-h", "--lang=ja"],
        ["--lang", "ja", "compare", "--help"],
        ["--lang", "en", "compare", "--lang", "ja", "--help"],
    ],
    ids=" ".join,
)
def test_the_language_may_stand_anywhere_on_the_line(arguments: list[str]) -> None:
    assert helped(*arguments).startswith("使い方: mikurabe compare [オプション]")


def test_where_none_is_asked_for_help_speaks_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert helped("report", "--help").startswith("Usage: mikurabe report [OPTIONS] TABLE")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert helped("report", "--help").startswith("使い方: mikurabe report [オプション] TABLE")
    assert helped("report", "--lang", "en", "--help").startswith("Usage:")
    assert helped("report", "--help", "--", "--lang", "en").startswith("使い方:")


def test_a_language_before_the_commands_name_is_that_of_what_it_prints_too(tmp_path: Path) -> None:
    kept = tmp_path / "table.json"
    sample_table(3).write(kept)
    for arguments, first in (
        (["--lang", "ja", "report", str(kept)], "画像"),
        (["--lang", "ja", "report", str(kept), "--lang", "en"], "Picture"),
        (["report", str(kept)], "Picture"),
    ):
        assert CliRunner().invoke(cli, arguments).stdout.startswith(first), arguments


def test_errors_and_the_usage_above_them_are_english_in_any_language() -> None:
    done = CliRunner().invoke(cli, ["compare", "--lang", "ja"], prog_name="mikurabe")
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage: mikurabe compare")
    assert not JAPANESE.search(done.stderr)


@pytest.mark.parametrize("width", [60, 80, 112])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_is_wider_than_the_window(lang: Lang, width: int) -> None:
    for told in COMMANDS:
        for line in helped(*path_of(told), "--lang", lang, "--help", width=width).splitlines():
            assert columns(line) <= width, line


def test_japanese_lines_break_before_words_and_never_before_a_full_stop() -> None:
    assert wrapped("画像を、基準画像と比べます。", 10) == ["画像を、", "基準画像と", "比べます。"]
    assert wrapped("縮小 (PNG、JPEG)。", 8) == ["縮小", "(PNG、", "JPEG)。"]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("", 7) == [""]


def test_numbers_and_defaults_are_told_in_words() -> None:
    assert "[既定値: 200000000; 1 以上]" in " ".join(helped("compare", "--lang", "ja", "--help").split())
    assert "[default: 200000000; 1 or more]" in " ".join(helped("compare", "--help").split())
    must = Option(["--fit"], required=True)
    with click.Context(cli):
        assert must.get_help_record(click.Context(cli)) == (
            "--fit TEXT",
            f"{words('en')['help_option_fit']} [required]",
        )


def test_the_commands_are_known_without_loading_pictures_or_reports() -> None:
    code = (
        "import sys, mikurabe.cli\n"
        "heavy = {'numpy', 'PIL', 'rich', 'jinja2', 'mikurabe.api', 'mikurabe.reports', 'mikurabe.metrics'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_settings_stand_in_the_reports_in_the_readers_language_and_are_kept_in_english() -> None:
    kept = dict.fromkeys(("command", "metrics", "fit", "pixels compared", "max pixels"), "1")
    kept |= {"white of float pictures": "1", "of another version": "1"}
    table = replace(sample_table(3), settings=kept)
    japanese = [label for label, _ in build_view(table, lang="ja").footer]
    assert [label for label, _ in build_view(table).footer] == [*kept, *table.versions, "reference sha256"]
    assert all(JAPANESE.search(label) for label in (*japanese[:6], japanese[-1]))
    assert japanese[6 : 7 + len(table.versions)] == ["of another version", *table.versions]
    for lang, label in zip(LANGUAGES, ("max pixels", "画素数の上限"), strict=True):
        page = render(build_view(table, lang=lang)).decode()
        assert f'<dt><span data-word="setting_max_pixels">{label}</span></dt>' in page
        assert "<dt>of another version</dt>" in page
        assert '"setting_max_pixels":"画素数の上限"' in page, "the page's own switch needs the other language's too"
