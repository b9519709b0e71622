"""The words of the index bench of the HTML report: histograms, limits, labels, curves."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {}
