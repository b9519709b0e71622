"""What an encoding can spell: a likeness for each character that a console of another code page lacks."""

from __future__ import annotations

import codecs
import unicodedata

# The name of the error handler that spells what an encoding lacks: stream.reconfigure(errors=SPELLED).
SPELLED = "mikurabe.spelled"

_LIKE = {
    "−": "-",
    "—": "-",
    "–": "-",
    "―": "-",
    "∞": "inf",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "↑": "^",
    "↓": "v",
    "→": "->",
    "·": ".",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "‹": "<",
    "›": ">",
    "█": "#",
    "━": "-",
    "─": "-",
    "±": "+/-",
    "µ": "u",
    "°": "deg",
    "²": "^2",
}


def can_spell(text: str, encoding: str) -> bool:
    """Return whether every character of the text exists in the encoding."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def spelled(text: str, encoding: str) -> str:
    r"""Return the text in characters that the encoding has: ``−`` as ``-``, ``∞`` as ``inf``, an emoji as ``?``.

    Half a character, which is how Python keeps a byte of a name that is no UTF-8, comes as ``\xNN`` in any encoding.
    """
    if can_spell(text, encoding):
        return text
    return "".join(each if can_spell(each, encoding) else _likeness(each, encoding) for each in text)


def _likeness(character: str, encoding: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
    known = _LIKE.get(character)
    if known is not None:
        return known
    # Letters without their accents, full-width ones in ordinary width.
    plain = "".join(each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))
    return plain if plain and can_spell(plain, encoding) else "?"


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_likeness(each, "ascii") for each in lacking), error.end


codecs.register_error(SPELLED, _handle)
