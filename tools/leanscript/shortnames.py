"""The variables of a script -> short names: what is called `shownColumns` in our files is called `fb` in a report.

One new name per old name for the whole script, whatever its scope: so no two variables can get into each other's way.
Properties, texts and the browser's own names stay; where a property is written short (`{ key }`), it is spelled out
(`{ key: k }`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from string import ascii_letters

from leanscript.tokens import WORDS, Token, partners


def shortened(code: Sequence[Token]) -> list[Token]:
    """Return the tokens with each variable under a short name."""
    script = _Script(code)
    variables = Counter(code[at].text for at in sorted(script.variables))
    ours = script.declared()
    names = _names(without=WORDS | (set(variables) - ours))
    # The most frequent first; equally frequent ones in the order of the script.
    new = dict(zip((name for name, _ in variables.most_common() if name in ours), names, strict=False))
    made = []
    for at, token in enumerate(code):
        short = new.get(token.text) if at in script.variables else None
        if short is None:
            made.append(token)
        elif at in script.spelled_short:
            made += [token, Token("sign", ":"), Token("name", short)]
        else:
            made.append(replace(token, text=short))
    return made


def _names(without: set[str] | frozenset[str]) -> Iterator[str]:
    for length in (1, 2, 3):
        for letters in product(ascii_letters, repeat=length):
            name = "".join(letters)
            if name not in without:
                yield name


class _Script:
    """Tokens, and what each name among them is. ``variables`` are the places of names that are no property."""

    def __init__(self, code: Sequence[Token]) -> None:
        self.code = code
        self.partner = partners(code)
        self.around: list[int] = []  # the place of the bracket that a token stands in, -1 outside of all
        self.variables: set[int] = set()
        self.spelled_short: set[int] = set()
        open_ = [-1]
        for at, token in enumerate(code):
            if token.closes:
                open_.pop()
            self.around.append(open_[-1])
            if token.opens:
                open_.append(at)
        for at, token in enumerate(code):
            if token.kind == "name" and token.text not in WORDS and not self._is_property(at):
                self.variables.add(at)

    def declared(self) -> set[str]:
        """Return the names that the script itself gives: by const, let and function, as parameters, by catch."""
        found = set()
        for at, token in enumerate(self.code):
            if at in self.variables and (
                self._text(at - 1) in ("const", "let", "function") or self._text(at + 1) == "=>"
            ):
                found.add(token.text)
        for start, end in self.partner.items():
            if self._binds(start, end):
                found.update(self._bound(start, end))
        return found

    def _text(self, at: int) -> str:
        return self.code[at].text if 0 <= at < len(self.code) else ""

    def _is_property(self, at: int) -> bool:
        before, after = self._text(at - 1), self._text(at + 1)
        if before in (".", "?."):
            return True
        if not self._in_object(at) or before not in ("{", ",", "get", "set", "async"):
            return False
        if after == ":" or (after == "(" and self._text(self.partner[at + 1] + 1) == "{"):
            return True
        if after in (",", "}", "="):
            self.spelled_short.add(at)
        return False

    def _in_object(self, at: int) -> bool:
        """Return whether the token stands in the braces of an object or of a pattern that takes one apart."""
        start = self.around[at]
        if self._text(start) != "{" or start == 0:
            return False
        return self._text(start - 1) not in (")", "=>", "else", "try", "finally", "do", ";", "{", "}")

    def _binds(self, start: int, end: int) -> bool:
        """Return whether the brackets hold new names: parameters, a caught error, or a declared pattern."""
        before = self._text(start - 1)
        if self._text(start) in ("[", "{"):
            return before in ("const", "let")
        if self._text(start) != "(":
            return False
        method = self._text(end + 1) == "{" and start - 1 not in self.variables and before not in WORDS
        return self._text(end + 1) == "=>" or before == "catch" or self._text(start - 2) == "function" or method

    def _bound(self, start: int, end: int) -> Iterator[str]:
        """Yield the names of a pattern; what it takes where nothing is given (`a = b`) binds none."""
        at, value = start + 1, False
        while at < end:
            token = self.code[at]
            if token.text == "," and self.around[at] == start:
                value = False
            elif token.text == "=":
                value = True
            elif token.opens and not value:
                yield from self._bound(at, self.partner[at])
                at = self.partner[at]
            elif token.opens:
                at = self.partner[at]
            elif at in self.variables and not value:
                yield token.text
            at += 1
