"""What a report's script and style lose on their way into the page, and what they must keep."""

from __future__ import annotations

import re

import pytest

from mikurabe.reports import html
from mikurabe.reports.lean import lean_script, lean_style


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("  // one\n\n  go();\n", "go();\n"),
        ("go(); // two\n", "go();\n"),
        ("if (a === 1 && b) {\n  x = { y, z };\n}\n", "if(a===1&&b){\nx={y,z};\n}\n"),
        ("const half = (a, b) => a / b / 2;\n", "const half=(a,b)=>a/b/2;\n"),
        ("const d = a - -b + +c;\n", "const d=a - -b + +c;\n"),
        ("say(\"a; // b = c\", 'd , e'); // it is\n", "say(\"a; // b = c\",'d , e');\n"),
        ('say("\\" = ", x);\n', 'say("\\" = ",x);\n'),
        ("say(`a = ${b} , c`, d);\n", "say(`a = ${b} , c`,d);\n"),
        ("say(`a ${b ? `c = d` : e}`, f);\n", "say(`a ${b ? `c = d` : e}`, f);\n"),
        ("x = text.replace(/= [/, ]/g, a);\n", "x=text.replace(/= [/, ]/g,a);\n"),
        ("return /^a , b$/.test(c);\n", "return /^a , b$/.test(c);\n"),
    ],
)
def test_a_script_loses_comments_and_spaces_and_keeps_its_texts_and_patterns(written: str, sent: str) -> None:
    assert lean_script(written) == sent


def test_a_style_loses_comments_and_spaces() -> None:
    written = '/* one */\n.a > .b, .c :is(p, q) {\n  width: calc(1px + 2px); font: 14px "A B", serif;\n}\n'
    assert lean_style(written) == '.a>.b,.c :is(p,q){\nwidth:calc(1px + 2px);font:14px "A B",serif;\n}\n'


def test_our_own_files_have_no_text_that_goes_over_a_line() -> None:
    for name in html.SCRIPTS:
        for line in html._asset(name).splitlines():
            assert line.count("`") % 2 == 0, (name, line)
    for code in (html._script(), html._style()):
        assert not re.search(r"^(\s|//|/\*)", code, flags=re.MULTILINE)


def test_every_text_of_our_own_files_arrives_as_it_was_written() -> None:
    texts = re.compile(r'"(?:\\.|[^"\\\n])*"')
    for name in html.SCRIPTS:
        code = re.sub("//.*", "", html._asset(name))
        assert texts.findall(code) == texts.findall(re.sub("//.*", "", lean_script(html._asset(name)))), name


def test_no_pattern_of_ours_looks_like_a_division() -> None:
    for name in html.SCRIPTS:
        assert not re.findall(r"[(=,:?] ?/ [^/]*/[a-z]*[,.);]", html._asset(name)), name
