"""The words of the list of the HTML report: filters, columns, gallery, keys, print."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {}
