"""Checking: pictures against a baseline -> a Table whose limits were learned, with what they promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mikurabe.comparison import Options, Progress, compare_found
from mikurabe.criteria import Criterion
from mikurabe.errors import UnknownName, UsageError
from mikurabe.i18n import Lang, words
from mikurabe.judge.baseline import Baseline
from mikurabe.judge.calibrate import (
    FEWEST_FOR_CONFORMAL,
    FEWEST_FOR_LIMIT,
    conformal_limit,
    conformal_p,
    extreme_limit,
    fewest_distribution_free,
    prediction_limits,
    promise_of,
)
from mikurabe.judge.index import COMBINED, combined_index
from mikurabe.records import Image, Listing, Row
from mikurabe.table import Table

FALSE_ALARMS = 0.01
# A picture whose like is at most this share of normal pictures has its place among them told.
_UNUSUAL = 0.05


def check_found(
    baseline: Baseline,
    listing: Listing,
    options: Options,
    *,
    false_alarms: float = FALSE_ALARMS,
    judge_by: Sequence[str] = (COMBINED,),
    maps: bool = False,
    lang: Lang = "en",
    command: str,
    progress: Progress | None = None,
) -> Table:
    """Return the table of the pictures in the listing: combined index, the baseline's indices, limits and verdicts.

    ``judge_by`` are the scores that the verdict comes from; of K of them each has a K-th of the false alarms
    (Bonferroni). A picture that lacks one of them is unknown, never normal. ``maps`` adds to each row a picture of
    where there is more and where less than in the normals.

    Raises UsageError for a rate outside 0 to 0.5, UnknownName for a score that the baseline does not have.
    """
    if not 0 < false_alarms < 0.5:
        raise UsageError(f"false_alarms (--false-alarms) is {false_alarms:g}; it is a rate such as 0.01, below 0.5.")
    known = [*([COMBINED] if baseline.learned is not None else []), *(index.key for index in baseline.indices)]
    promise = promise_of(len(baseline), false_alarms)
    judged = promise not in {"values", "ranking"}
    if judged:
        for key in judge_by:
            if key not in known:
                raise UnknownName.among("score in the baseline", key, known)
    alpha = false_alarms / max(1, len(judge_by))
    criteria = limits_of(baseline, judge_by, alpha, lang) if judged else ()
    limit = next((each.limit for each in criteria if each.key == COMBINED), None)
    indices = baseline.indices
    mapped = options
    if baseline.learned is not None:
        combined, _ = combined_index(baseline, baseline.learned, limit, lang)
        indices = (combined, *indices)
        if maps:
            mapped = replace(options, maps=(combined,))
    if not indices:
        raise UsageError("The baseline of one picture holds no index: learn it again with --metrics, or with more.")
    table = compare_found(
        _named(baseline, lang),
        listing,
        indices,
        replace(mapped, mask=baseline.counted, fit="as_they_are"),
        settings={
            "command": command,
            "metrics": ", ".join(index.key for index in indices),
            "normals": str(len(baseline)),
            "false alarms": f"{false_alarms:g}",
            "judged by": ", ".join(judge_by) if judged else "",
        },
        versions=baseline.versions,
        progress=progress,
    )
    if not table.rows:
        first = f" ({table.skipped[0].name}: {table.skipped[0].reason})" if table.skipped else ""
        raise UsageError(f"There is no picture to check: {len(table.skipped)} files were passed over{first}.")
    notes = (promised(baseline, false_alarms, len(judge_by), lang), *table.notes)
    # The limits were not typed: identical pictures may fail them.
    table = replace(table, notes=notes).judged_by(criteria) if criteria else replace(table, notes=notes)
    return replace(table, rows=tuple(_with_conformal(baseline, row, lang) for row in table.rows))


def _named(baseline: Baseline, lang: Lang) -> Image:
    """Return what the indices compare with, a mean under its name in the reader's language."""
    reference, number = baseline.reference, len(baseline)
    if baseline.own_reference or number == 1:
        return reference
    name = words(lang)["judging_mean"].format(some=number - 1, number=number)
    return replace(reference, source=replace(reference.source, name=name))


def limits_of(baseline: Baseline, keys: Sequence[str], alpha: float, lang: Lang) -> tuple[Criterion, ...]:
    """Return the limits of these scores, each with the false-alarm rate ``alpha``: one-sided for the combined index.

    Raises UsageError for an index of which normals have no value, or all the same.
    """
    number = len(baseline)
    free = number >= fewest_distribution_free(alpha)
    why = _whence(baseline, alpha, free=False, lang=lang)
    criteria: list[Criterion] = []
    for key in keys:
        if key == COMBINED:
            learned = baseline.learned
            if learned is None or learned.left_out is None:
                raise UsageError(f"{number} normal pictures are too few for a limit of the combined index.")
            limit = (conformal_limit if free else extreme_limit)(learned.left_out, alpha)
            criteria.append(
                Criterion(key=key, sign=">", limit=_short(limit), why=_whence(baseline, alpha, free=free, lang=lang))
            )
            continue
        column = next(index.column() for index in baseline.indices if index.key == key)
        values = [value for value in baseline.values[key] if value is not None]
        both = prediction_limits(values, column, alpha) if len(values) >= FEWEST_FOR_LIMIT else None
        if both is None or len(values) < number:
            raise UsageError(
                f"{key} cannot judge: {number - len(values)} of {number} normal pictures have no value"
                if len(values) < number
                else f"{key} cannot judge: all normal pictures have the same value, or an infinite one."
            )
        criteria += [
            Criterion(key=key, sign="<", limit=_short(both[0]), why=why),
            Criterion(key=key, sign=">", limit=_short(both[1]), why=why),
        ]
    return tuple(criteria)


def promised(baseline: Baseline, false_alarms: float, scores: int, lang: Lang) -> str:
    """Return in a sentence what the number of normals allows to promise."""
    number = len(baseline)
    alpha = false_alarms / max(1, scores)
    return words(lang)[f"judging_promise_{promise_of(number, alpha)}"].format(
        number=number,
        rate=_percent(false_alarms),
        floor=_percent(scores / (number + 1)),
        enough=fewest_distribution_free(alpha),
        few=FEWEST_FOR_LIMIT,
    )


def _whence(baseline: Baseline, alpha: float, *, free: bool, lang: Lang) -> str:
    number = len(baseline)
    kind = "free" if free else "provisional" if number < FEWEST_FOR_CONFORMAL else "limit"
    return words(lang)[f"judging_why_{kind}"].format(number=number, rate=_percent(alpha))


def _with_conformal(baseline: Baseline, row: Row, lang: Lang) -> Row:
    """Return the row with its place among the normals, where it is unusual."""
    learned = baseline.learned
    value = row.scores[0].value if learned is not None else None
    if learned is None or learned.left_out is None or value is None or len(baseline) < FEWEST_FOR_CONFORMAL:
        return row
    p = conformal_p(learned.left_out, value)
    if p > _UNUSUAL:
        return row
    said = words(lang)["judging_conformal"].format(p=f"{p:.2g}", floor=f"{1 / (len(baseline) + 1):.2g}")
    return replace(row, notes=(*row.notes, said))


def _short(limit: float) -> float:
    """Return a limit of four digits: the number that is shown is the number that judges."""
    return float(f"{limit:.4g}")


def _percent(rate: float) -> str:
    return f"{100 * rate:.2g} %"
