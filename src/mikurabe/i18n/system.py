"""The language that the person's system speaks: what the command uses where none is asked for."""

from __future__ import annotations

import locale
import os
import re
import sys

from mikurabe.i18n.language import Lang

# Where POSIX says that the language of messages stands, the strongest first.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

# ja, ja_JP.UTF-8, ja-JP; Windows' C library says Japanese_Japan.932.
_JAPANESE = re.compile(r"ja(panese)?(?=$|[^a-z])", re.IGNORECASE)


def system_language() -> Lang:
    """Return ``ja`` where the environment says so, or the system where the environment says nothing; else ``en``."""
    for variable in VARIABLES:
        if os.environ.get(variable):
            return _lang_of(os.environ[variable])
    return _lang_of(_system_locale())


def _lang_of(name: str) -> Lang:
    return "ja" if _JAPANESE.match(name) else "en"


def _system_locale() -> str:
    if sys.platform == "win32":
        # The language of the menus, which need not be that in which numbers and dates are written.
        import ctypes

        shown = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())
        if shown:
            return shown
    try:
        return locale.getlocale()[0] or ""
    except ValueError:  # a name that Python does not know
        return ""
