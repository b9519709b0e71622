"""What is said of pictures, in the other language of a page that speaks two."""

from __future__ import annotations

from collections.abc import Iterator

from mikurabe.i18n import LANGUAGES, Lang, words
from mikurabe.i18n.messages import translated
from mikurabe.reports.flags import flags_of
from mikurabe.reports.view import ReportView


def in_other_language(view: ReportView) -> dict[str, str]:
    """Return problems, notes and reasons in the language that is not the view's, by what they are in the view's.

    What both languages say alike is left out.
    """
    other: Lang = next(lang for lang in LANGUAGES if lang != view.lang)
    pairs = {translated(text, view.lang): translated(text, other) for text in dict.fromkeys(_said(view))}
    pairs[words(view.lang)["changed_file"]] = words(other)["changed_file"]
    for row in (view.table.reference, *view.table.rows):
        # The notes that share a flag are one text.
        own, foreign = ([translated(note, lang) for note in row.notes] for lang in (view.lang, other))
        pairs |= zip(flags_of(row.notes, own).values(), flags_of(row.notes, foreign).values(), strict=True)
    return {text: said for text, said in pairs.items() if text != said}


def _said(view: ReportView) -> Iterator[str]:
    """Yield all that the table says in words, as it keeps it."""
    table = view.table
    yield from table.notes
    yield from (each.reason for each in table.skipped)
    for row in (table.reference, *table.rows):
        yield from row.notes
        yield from (said for said in (row.problem, *(score.problem for score in row.scores)) if said is not None)
