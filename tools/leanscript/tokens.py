"""JavaScript -> its tokens, and which bracket closes which. It reads the script that every report carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "name", "number", "sign"]

# Words of the language and values that it names: no variable is called so.
WORDS = frozenset(
    re.findall(
        r"\w+",
        """async await break case catch class const continue default delete do else false finally for function get if in
    instanceof let new null of return set static switch this throw true try typeof undefined void while""",
    )
)

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<sign>=>|\.\.\.|\?\.|[-+*/%&|^!~=<>?:.,;{}()\[\]])""",
    re.DOTALL | re.VERBOSE,
)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
# A template's text up to its end or to the next value in it.
_TEMPLATE = re.compile(r"[`}](?:\\.|(?!\$\{)[^`\\])*(?:`|\$\{)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of code that is no space and no comment.

    A template is as many texts as it has parts: `` `a${ ``, ``}b` ``.
    ``starts_line`` says that a line has ended since the token before.
    """

    kind: Kind
    text: str
    starts_line: bool = False

    @property
    def opens(self) -> bool:
        """Return whether a bracket opens here, or a value in a template."""
        return self.text in ("(", "[", "{") if self.kind == "sign" else self.kind == "text" and self.text.endswith("${")

    @property
    def closes(self) -> bool:
        """Return whether one closes here."""
        return self.text in (")", "]", "}") if self.kind == "sign" else self.kind == "text" and self.text[0] == "}"


def tokens(code: str) -> list[Token]:
    """Return the tokens of a script.

    Raises ValueError where something is no JavaScript that this knows.
    """
    found: list[Token] = []
    open_: list[str] = []
    at, breaks = 0, False
    while at < len(code):
        if code[at] == "`" or (code[at] == "}" and open_ and open_[-1] == "`"):
            match, kind = _TEMPLATE.match(code, at), "text"
        elif code[at] == "/" and code[at + 1] not in "/*" and _pattern_may_follow(found):
            match, kind = _PATTERN.match(code, at), "text"
        else:
            match = _TOKEN.match(code, at)
            kind = match.lastgroup or "" if match else ""
        if match is None:
            raise ValueError(f"no token at {code[at : at + 40]!r}")
        at = match.end()
        if kind == "space":
            breaks = breaks or "\n" in match[0]
            continue
        token = Token(kind, match[0], breaks)  # type: ignore[arg-type]  # the pattern's groups are the kinds
        breaks = False
        if token.closes:
            open_.pop()
        if token.opens:
            open_.append("`" if kind == "text" else token.text)
        found.append(token)
    return found


def partners(code: Sequence[Token]) -> dict[int, int]:
    """Return where each opening bracket closes, by place."""
    open_: list[int] = []
    found = {}
    for at, token in enumerate(code):
        if token.closes:
            found[open_.pop()] = at
        if token.opens:
            open_.append(at)
    return found


def _pattern_may_follow(found: Sequence[Token]) -> bool:
    """Return whether a slash begins a pattern here; behind a value it divides."""
    if not found or (found[-1].kind == "sign" and not found[-1].closes):
        return True
    return found[-1].text.endswith("${") or found[-1].text in ("return", "typeof", "in", "of")
