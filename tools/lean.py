"""Make the leaner form of the page's script, which every report carries, from its parts.

    python tools/lean.py

To be run after every change to ``src/mikurabe/reports/assets/*.js``; a test says where it was forgotten.
"""

from __future__ import annotations

from pathlib import Path

from leanscript.lean import lean_script
from mikurabe.reports import html
from mikurabe.reports.asset import asset

FILE = Path(html.__file__).parent / "assets" / html.LEAN_SCRIPT


def made() -> str:
    """Return the whole script: its parts in one function, so that nothing of them is global."""
    return lean_script('"use strict";\n(() => {\n' + "".join(map(asset, html.SCRIPTS)) + "})();\n")


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes")
