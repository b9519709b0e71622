"""Our scripts and styles -> the same without what only their readers need: every report carries them.

No name, property or text that a person or the page can see changes. Faults are sought in the files in ``assets``.
"""

from __future__ import annotations

import re

from mikurabe.reports.shortnames import shortened
from mikurabe.reports.tokens import tokens

# After these a line's end says nothing; elsewhere it stays, in case it ends a statement.
_GOES_ON = frozenset(";{,([=>?:&|.+")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A text, or the spaces around a sign: those around + and - belong to calc(), one before : to a selector.
_CLOSED_UP = re.compile(r"""("[^"]*")|\s*([{};,>])\s*|(?<=:)\s+|\s+""")


def lean_script(code: str) -> str:
    """Return the script without comments and spaces, its variables under short names."""
    made = [""]
    for token in shortened(tokens(code)):
        last, text = made[-1][-1:], token.text
        if token.starts_line and last and last not in _GOES_ON:
            made.append("\n")
        elif (_is_letter(last) and _is_letter(text[0])) or (last in ("+", "-") and last == text):
            made.append(" ")
        made.append(text)
    return "".join(made) + "\n"


def lean_style(code: str) -> str:
    """Return the style without comments and the spaces around punctuation."""
    closed_up = _CLOSED_UP.sub(_closed_up, _COMMENT.sub("", code).strip())
    return closed_up.replace(";}", "}").replace("}", "}\n")


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign in ("_", "$")


def _closed_up(match: re.Match[str]) -> str:
    return match[1] or match[2] or ("" if match.string[match.start() - 1] == ":" else " ")
