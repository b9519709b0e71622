"""What ``mikurabe learn`` prints: how many normals, what they allow to promise, and the limits that follow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.i18n import Lang, words
from mikurabe.i18n.messages import translated
from mikurabe.judge.baseline import Baseline
from mikurabe.judge.calibrate import FEWEST_FOR_LIMIT, extreme_limit
from mikurabe.judge.check import FALSE_ALARMS, limits_of, promised
from mikurabe.judge.index import COMBINED

# How many sets of normal pictures may have one named that is as normal as the others.
_STRANGERS = 0.05


def summary(baseline: Baseline, lang: Lang) -> str:
    """Return the lines: the promise, each score's limits were it the only judge, and what was passed over."""
    word = words(lang)
    lines = [promised(baseline, FALSE_ALARMS, 1, lang)]
    if len(baseline) >= FEWEST_FOR_LIMIT:
        keys = [COMBINED, *(index.key for index in baseline.indices)]
        width = max(map(len, keys))
        for key in keys:
            try:
                limits = limits_of(baseline, [key], FALSE_ALARMS, lang)
            except UsageError as reason:
                lines.append(f"  {key:{width}}  {reason}")
                continue
            ends = {each.sign: f"{each.limit:g}" for each in limits}
            if len(ends) == 2:
                lines.append(f"  {key:{width}}  {ends['<']} … {ends['>']}")
            else:
                lines.append(f"  {key:{width}}  ≤ {ends['>']}")
    lines += _strangers(baseline, word)
    lines.append(_populations(baseline, word, lang))
    lines += [f"{word['skipped']}: {each.name}: {translated(each.reason, lang)}" for each in baseline.skipped]
    return "\n".join(lines)


def _strangers(baseline: Baseline, word: Mapping[str, str]) -> list[str]:
    """Return a line for each normal picture that the others would call abnormal, so that somebody looks at it.

    One such picture among the normals widens the limit, and from 99 on it may be the limit.
    """
    learned = baseline.learned
    if learned is None or learned.left_out is None or len(baseline) <= FEWEST_FOR_LIMIT:
        return []
    lines = []
    for at, normal in enumerate(baseline.normals):
        score = float(learned.left_out[at])
        limit = extreme_limit(np.delete(learned.left_out, at), _STRANGERS / len(baseline))
        if score > limit:
            lines.append(word["judging_stranger"].format(name=normal.name, score=f"{score:.4g}", limit=f"{limit:.4g}"))
    return lines


def _populations(baseline: Baseline, word: Mapping[str, str], lang: Lang) -> str:
    """Return which populations check will tell of, or why it tells of none."""
    if baseline.inhabitants is None:
        return word["judging_no_populations"].format(reason=translated(baseline.settings["populations"], lang))
    said = []
    for member in baseline.inhabitants.learned.normal.members:
        place = member.place
        if place is not None:
            facts = {"name": member.name, "x": f"{place.x:.0f}", "y": f"{place.y:.0f}", "count": f"{member.count:.0f}"}
            said.append(word["judging_population"].format(**facts))
    return word["judging_populations"].format(populations=word["judging_between"].join(said))
