"""Our scripts -> the same without what only their readers need: every report carries them.

No name, property or text that a person or the page can see changes. Faults are sought in the files in ``assets``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from leanscript.shortnames import shortened
from leanscript.tokens import Token, partners, tokens

# After these a line's end says nothing; elsewhere it stays, in case it ends a statement.
_GOES_ON = frozenset(";{,([=>?:&|.+")
# And before these.
_ENDS = frozenset((")", "]", "}", ",", ";", ".", "?", ":", "function", "for", "if", "else", "return", "let"))
# Statements that are over where their block is.
_WITH_BLOCK = frozenset(("if", "else", "for", "while", "function", "try", "catch"))
_SHORTER = {"const": "let", "true": "!0", "false": "!1", "undefined": "void 0"}


def lean_script(code: str) -> str:
    """Return the script without comments, spaces and idle signs, its variables under short names."""
    made = [""]
    for token in _joined(_without_idle_signs(shortened(tokens(code)))):
        last, text = made[-1][-1:], token.text
        if token.starts_line and last and last not in _GOES_ON and text not in _ENDS:
            made.append("\n")
        elif (_is_letter(last) and _is_letter(text[0])) or (last in ("+", "-") and last == text):
            made.append(" ")
        made.append(text)
    return "".join(made) + "\n"


def _without_idle_signs(code: Sequence[Token]) -> list[Token]:
    """Return the script without what may be left out: last commas and semicolons, brackets around one parameter.

    What says the same in fewer signs is put in its place: constants, to which nothing assigns, are declared by ``let``.
    """
    brackets = partners(code)
    idle = {at for at, token in enumerate(code[:-1]) if token.text + code[at + 1].text in (",}", ",]", ",)", ";}")}
    for start, end in brackets.items():
        alone = end == start + 2 and code[start].text == "(" and code[start + 1].kind == "name"
        if alone and code[end + 1].text == "=>":
            idle |= {start, end}
    return [
        replace(token, text=_SHORTER.get(token.text, token.text)) for at, token in enumerate(code) if at not in idle
    ]


def _joined(code: Sequence[Token]) -> Iterator[Token]:
    """Yield the script with declarations that follow each other as one: ``let a=1,b=2``."""
    starts = [""]  # what the statement began with, in each bracket that is open
    blocks = [True]  # whether that bracket holds statements
    skipped = False
    for at, token in enumerate(code):
        if skipped:
            skipped = False
            continue
        if token.closes:
            starts.pop()
            blocks.pop()
            if starts[-1] in _WITH_BLOCK and token.text == "}":
                starts[-1] = ""
        elif not starts[-1]:
            starts[-1] = token.text
        if token.text == ";" and blocks[-1]:
            if starts[-1] == "let" and code[at + 1 : at + 2] and code[at + 1].text == "let":
                yield Token("sign", ",")
                skipped = True
                continue
            starts[-1] = ""
        if token.opens:
            starts.append("")
            blocks.append(token.text == "{")
        yield token


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign in ("_", "$")
