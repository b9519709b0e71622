"""The words of the viewer of the HTML report: zoom, pan, pixel grid."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {}
