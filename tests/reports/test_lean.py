"""What a report's script and style lose on their way into the page, and what they must keep."""

from __future__ import annotations

import re

import pytest

import lean
from leanscript.lean import lean_script
from leanscript.shortnames import _Script, shortened
from leanscript.tokens import tokens
from mikurabe.reports import html
from mikurabe.reports.asset import asset
from mikurabe.reports.lean import lean_style

# All that the page's script asks of the browser: who uses more of it says so here.
_BROWSER = """
Blob Boolean DOMPoint Event Float64Array Infinity IntersectionObserver Intl JSON Map Math MutationObserver NaN Number
Object RegExp ResizeObserver Set String TextDecoder URL URLSearchParams Uint8Array atob
cancelAnimationFrame clearInterval clearTimeout devicePixelRatio document getComputedStyle history innerHeight
localStorage location matchMedia navigator requestAnimationFrame scrollBy setInterval setTimeout window
"""


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("  // one\n\n  go();\n", "go();\n"),
        ("go(); // two\n", "go();\n"),
        ("/* three */ go();\n", "go();\n"),
        ("if (p === 1 && q) {\n  r = { y, z };\n}\n", "if(p===1&&q){r={y,z}}\n"),
        ("go(p / q / 2);\n", "go(p/q/2);\n"),
        ("d = p - -q + +r - --s;\n", "d=p- -q+ +r- - -s;\n"),
        ("say(\"a; // b = c\", 'd , e'); // it is\n", "say(\"a; // b = c\",'d , e');\n"),
        ('say("\\" = ", x);\n', 'say("\\" = ",x);\n'),
        ("say(`a = ${b} , c`, d);\n", "say(`a = ${b} , c`,d);\n"),
        ("say(`a ${b ? `c = d` : e}`, f);\n", "say(`a ${b?`c = d`:e}`,f);\n"),
        ("say(`a\n  b`);\n", "say(`a\n  b`);\n"),
        ("x = text.replace(/= [/, ]/g, q);\n", "x=text.replace(/= [/, ]/g,q);\n"),
        ("return /^a , b$/.test(c);\n", "return/^a , b$/.test(c);\n"),
        ("p = q\n[r]\n", "p=q\n[r]\n"),
        ("go(p, [q, r,],);\n", "go(p,[q,r]);\n"),
        ("const p = 1;\nconst q = 2;\nlet r;\n", "let a=1,b=2,c;\n"),
        ("if (x) { const p = 1; }\nconst q = 2;\n", "if(x){let a=1}let b=2;\n"),
        ("for (const p of q) go();\nconst r = 2;\nconst s = 3;\n", "for(let a of q)go();let b=2,c=3;\n"),
        ("return true;\n", "return!0;\n"),
        ("go(p === undefined, false, 'true');\n", "go(p===void 0,!1,'true');\n"),
        ("for (let p = 1; p < q; p += 1) go();\n", "for(let a=1;a<q;a+=1)go();\n"),
    ],
)
def test_a_script_loses_comments_and_spaces_and_keeps_its_texts_and_patterns(written: str, sent: str) -> None:
    assert lean_script(written) == sent


def test_a_style_loses_comments_and_spaces() -> None:
    written = '/* one */\n.a > .b, .c :is(p, q) {\n  width: calc(1px + 2px); font: 14px "A > B", serif;\n}\n.d .e { }\n'
    sent = '.a>.b,.c :is(p,q){width:calc(1px + 2px);font:14px "A > B",serif}.d .e{}'
    assert lean_style(written) == sent


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("const far = near.far;", "let a=near.far;"),  # a property keeps its name
        ("const far = { far, near: far };", "let a={far:a,near:a};"),  # and is spelled out where it was short
        ("const { far, near: other = far } = all;", "let{far:a,near:b=a}=all;"),
        ("const { far = 1 } = all;", "let{far:a=1}=all;"),
        ("const [far, ...rest] = all;", "let[a,...b]=all;"),
        ("function go(far, { near }) { return `${far}far` + near; }", "function c(a,{near:b}){return`${a}far`+b}"),
        (
            "const all = { go(far) { return far; }, get near() { return 1; } };",
            "let b={go(a){return a},get near(){return 1}};",
        ),
        ("const go = (far) => { far = 1; document.far = far; };", "let b=a=>{a=1;document.far=a};"),
        ("try { go(); } catch (far) { tell(far); }", "try{go()}catch(a){tell(a)}"),
        ("const far = yes ? far : near;", "let a=yes?a:near;"),
        ("const far = a + b;", "let c=a+b;"),  # a and b are somebody else's
        ("call(Number(far), (near = Math.max(far, 1)) => near);", "call(Number(far),(a=Math.max(far,1))=>a);"),
    ],
)
def test_our_variables_get_short_names_and_nothing_else_does(written: str, sent: str) -> None:
    assert lean_script(written) == sent + "\n"


def test_each_name_of_ours_has_one_short_name_and_no_other_name_has_it() -> None:
    before = [token for name in html.SCRIPTS for token in tokens(asset(name))]
    after = shortened(before)
    pairs = set()
    at = 0
    for place, token in enumerate(before):
        spelled_out = token.kind == "name" and after[at + 1].text == ":" != before[place + 1].text
        at += 2 if spelled_out else 0
        pairs.add((token.text, after[at].text))
        at += 1
    assert at == len(after)
    renamed = {old: new for old, new in pairs if old != new}
    assert len(renamed) > 500
    assert len(set(renamed.values())) == len(renamed)


def test_what_is_not_ours_is_the_browser_s() -> None:
    script = _Script([token for name in html.SCRIPTS for token in tokens(asset(name))])
    names = {script.code[place].text for place in script.variables}
    assert names - script.declared() == set(re.findall(r"\w+", _BROWSER))


def test_every_text_of_our_own_files_arrives_as_it_was_written() -> None:
    written = [token.text for name in html.SCRIPTS for token in tokens(asset(name)) if token.kind == "text"]
    sent = [token.text for token in tokens(html._script()) if token.kind == "text"]
    assert sent == ['"use strict"', *written]


def test_the_script_in_the_page_is_the_leaner_form_of_its_parts() -> None:
    assert lean.made() == html._script(), "python tools/lean.py makes it again"


def test_what_is_no_script_is_refused() -> None:
    with pytest.raises(ValueError, match="no token at '#'"):
        tokens("#")
