"""The words of the terminal and the notebook."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {}
