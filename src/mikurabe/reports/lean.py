"""Our styles -> the same without what only their readers need: every report carries them.

The script's leaner form takes longer to make and lies beside its parts (``tools/leanscript``).
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A text, or the spaces around a sign: those around + and - belong to calc(), one before : to a selector.
_CLOSED_UP = re.compile(r"""("[^"]*")|\s*([{};,>])\s*|(?<=:)\s+|\s+""")


def lean_style(code: str) -> str:
    """Return the style without comments and the spaces around punctuation."""
    closed_up = _CLOSED_UP.sub(_closed_up, _COMMENT.sub("", code).strip())
    bare = re.sub(r'="([a-z][\w-]*)"\]', r"=\1]", closed_up)
    return bare.replace(";}", "}")


def _closed_up(match: re.Match[str]) -> str:
    return match[1] or match[2] or ("" if match.string[match.start() - 1] == ":" else " ")
