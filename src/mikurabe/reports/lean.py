"""Our scripts and styles -> the same without what only their readers need: every report carries them.

Lines stay lines and texts stay texts. This knows how the files in ``assets`` are written, not all of JavaScript.
"""

from __future__ import annotations

import re

_OWN_LINE = re.compile(r"^\s*(//.*\n|/\*.*\*/\n)?", re.MULTILINE)
# At the end of a line that is a comment in which, and after which, no quote stands: a text is never cut.
_LINE_END = re.compile(r"(?<=[;{},]) // [^\"'`\n]*$", re.MULTILINE)
# What must not be touched: texts, and patterns, which unlike divisions have no space behind their slash.
_TEXT = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`\n]*`|/(?![*/ ])(?:\\.|\[[^\]\n]*\]|[^/\\\n])+/""")
# Plus and minus keep their spaces, else "a - -b" would become another thing.
_AROUND = re.compile(r" ?([=*/<>?:,;{}()\[\]|&!%]) ?")


def lean_script(code: str) -> str:
    """Return the script without comments, indents and the spaces around operators."""
    code = _LINE_END.sub("", _OWN_LINE.sub("", code))
    return "\n".join(map(_close, code.split("\n")))


def lean_style(code: str) -> str:
    """Return the style without comments on lines of their own, indents and the spaces around punctuation."""
    return re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", _OWN_LINE.sub("", code)).replace(";}", "}")


def _close(line: str) -> str:
    # A text within a text: where it ends cannot be told without reading JavaScript.
    if line.count("`") > 2:
        return line
    made, at = [], 0
    for text in _TEXT.finditer(line):
        made += [_AROUND.sub(r"\1", line[at : text.start()]), text[0]]
        at = text.end()
    return "".join((*made, _AROUND.sub(r"\1", line[at:])))
