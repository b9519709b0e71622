"""The words of the Excel workbook: limits, verdicts, charts."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {}
