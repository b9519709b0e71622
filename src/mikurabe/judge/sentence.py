"""What changed as a sentence, in English or Japanese: findings, the populations' numbers, and a possible cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mikurabe.i18n import Lang, words
from mikurabe.judge.amounts import Term, count_ratio, nearest, terms, width_ratio
from mikurabe.judge.census import CensusRow
from mikurabe.judge.combined import Model
from mikurabe.judge.explain import Finding, findings
from mikurabe.judge.grid import Floats
from mikurabe.judge.inhabitants import Inhabitants
from mikurabe.judge.movement import Movement, movement
from mikurabe.judge.second_look import second_look
from mikurabe.populations import Member

# So many of the populations' numbers are said, the largest first; the command ``populations`` lists them all.
_MOST_NUMBERS = 6


def explained(
    model: Model, counts: Floats, *, side: int, lang: Lang, inhabitants: Inhabitants | None, row: CensusRow | None
) -> str:
    """Return what changed in a picture of these counts, (rows, columns); ``side`` is that of the grid's cells in px.

    Where the picture's populations are known, ``row`` of ``inhabitants``, amounts are theirs, and those numbers follow
    that are beyond what normal pictures have. Last stands what may have caused it, labelled as a hypothesis.
    """
    word = words(lang)
    found = findings(model, counts)
    if inhabitants is not None and row is not None:
        found = second_look(found, inhabitants, row)
    telling = _Telling(model, side, word, inhabitants, row)
    parts = [word["judging_and"].join(telling.said(each) for each in found)]
    if inhabitants is not None and row is not None:
        beyond = terms(inhabitants, row)
        if beyond:
            parts.append(word["judging_numbers"].format(numbers=_numbers(beyond, word)))
    parts.append(word["judging_hypothesis"].format(cause=word[telling.cause(found)]))
    return word["judging_then"].join(parts)


class _Telling:
    """The words of one picture's findings."""

    def __init__(
        self,
        model: Model,
        side: int,
        word: Mapping[str, str],
        inhabitants: Inhabitants | None,
        row: CensusRow | None,
    ) -> None:
        self._model = model
        self._side = side
        self._word = word
        # Both or neither: amounts need the normal populations and the picture's own.
        self._known = (inhabitants, row) if inhabitants is not None and row is not None else None
        self._movement = movement(*self._known) if self._known is not None else None

    def said(self, finding: Finding) -> str:
        """Return one finding in words."""
        word = self._word
        direction = word["judging_more"] if finding.deviation > 0 else word["judging_less"]
        facts = {"axis": finding.axis, "direction": direction, "z": f"{finding.deviation:+.1f}"}
        key = f"judging_{finding.kind}"
        if finding.kind == "gain":
            key, amounts = self._moved(finding)
            facts |= amounts
        elif finding.kind == "count":
            key, facts["part"] = self._counted(finding)
        elif finding.kind == "width":
            ratio = self._widened(finding)
            if ratio is not None:
                key, facts["ratio"] = "judging_width_ratio", f"{ratio:.2f}"
        elif finding.kind == "crosstalk":
            moved = self._moved_along(finding)
            if moved is not None and moved.best == "crosstalk":
                key, facts["part"] = "judging_crosstalk_part", f"{100 * moved.crosstalk:+.1f}"
        elif finding.kind == "one_population":
            key, place = self._population(finding)
            facts |= place
            facts["change"] = word[f"judging_change_{finding.change}"].format(**facts)
        elif finding.kind == "new_population" and finding.place is not None:
            x, y = self._px(*finding.place)
            facts |= {"x": str(x), "y": str(y), "events": f"{finding.events:.0f}"}
        elif finding.kind == "noise":
            facts["events"] = f"{finding.events:.0f}"
        return word[key].format(**facts)

    def cause(self, found: Sequence[Finding]) -> str:
        """Return the key of what may have caused the strongest finding."""
        finding = found[0]
        if finding.kind == "width" and any(each.kind == "gain" and each.axis == finding.axis for each in found):
            return "judging_cause_double"
        if finding.kind == "one_population" and finding.change == "count":
            return "judging_cause_one_population_count"
        moved = self._moved_along(finding)
        if finding.kind == "gain" and moved is not None and moved.best == "offset" and moved.is_clear:
            return "judging_cause_offset"
        if finding.kind in {"count", "width"}:
            return f"judging_cause_{finding.kind}_{'more' if finding.deviation > 0 else 'less'}"
        return f"judging_cause_{finding.kind}"

    def _px(self, row: int, column: int) -> tuple[int, int]:
        return column * self._side + self._side // 2, row * self._side + self._side // 2

    def _moved_along(self, finding: Finding) -> Movement | None:
        """Return how the populations moved, where they moved along the finding's axis and in its direction."""
        moved = self._movement
        agrees = moved is not None and moved.axis == finding.axis and moved.amount * finding.deviation > 0
        return moved if agrees else None

    def _moved(self, finding: Finding) -> tuple[str, dict[str, str]]:
        moved = self._moved_along(finding)
        if moved is not None:
            facts = {"part": f"{100 * moved.gain:+.1f}", "offset": f"{moved.offset:+.1f}"}
            alone = {"gain": "judging_gain_alone", "offset": "judging_offset_alone"}
            return alone.get(moved.best, "judging_gain") if moved.is_clear else "judging_gain", facts
        if finding.part is None or finding.offset is None:
            raise ValueError("a gain that is not the populations' has both amounts")
        offset = finding.offset * self._side * max(self._model.filters.mean.shape)
        return "judging_gain", {"part": f"{100 * finding.part:+.1f}", "offset": f"{offset:+.1f}"}

    def _population(self, finding: Finding) -> tuple[str, dict[str, str]]:
        """Return how the one population of a finding is called, and where it is."""
        member: Member | None = None
        if self._known is not None and finding.member is not None:
            member = next(each for each in self._known[0].learned.normal.members if each.name == finding.member)
        if member is not None and member.place is not None:
            x, y = round(member.place.x), round(member.place.y)
        elif finding.region is not None:
            x, y = self._px(*self._model.filters.regions.peaks[finding.region])
            member = nearest(self._known[0], x, y) if self._known is not None else None
        else:
            raise ValueError("one population has a place")
        facts = {"x": str(x), "y": str(y)}
        if member is None:
            return "judging_one_population", facts
        return "judging_named_population", facts | {"name": member.name}

    def _counted(self, finding: Finding) -> tuple[str, str]:
        ratio = count_ratio(*self._known) if self._known is not None else None
        if ratio is not None and (ratio - 1) * finding.deviation > 0:
            return "judging_count_events", f"{100 * (ratio - 1):+.0f}"
        if finding.part is None:
            raise ValueError("a count has an amount")
        return "judging_count", f"{100 * finding.part:+.1f}"

    def _widened(self, finding: Finding) -> float | None:
        ratio = width_ratio(self._known[1], finding.axis) if self._known is not None else None
        return ratio if ratio is not None and (ratio - 1) * finding.deviation > 0 else None


def _numbers(beyond: list[Term], word: Mapping[str, str]) -> str:
    """Return the largest numbers, population by population."""
    told, further = beyond[:_MOST_NUMBERS], len(beyond) - _MOST_NUMBERS
    by_name: dict[str, list[Term]] = {}
    for term in told:
        by_name.setdefault(term.member.name if term.member is not None else "", []).append(term)
    said = []
    for name, ones in by_name.items():
        what = word["judging_comma"].join(dict.fromkeys(_number(term, word) for term in ones))
        place = ones[0].member.place if ones[0].member is not None else None
        if place is not None:
            said.append(
                word["judging_of_population"].format(name=name, x=f"{place.x:.0f}", y=f"{place.y:.0f}", what=what)
            )
        else:
            said.append(f"{name} {what}".strip())
    if further > 0:
        said.append(word["judging_further"].format(further=further))
    return word["judging_between"].join(said)


def _number(term: Term, word: Mapping[str, str]) -> str:
    """Return one quantity beyond the usual, in words."""
    value, usual = term.value, term.usual
    if value is None:
        return word["judging_number_gone"]
    facts = {}
    if term.quantity in {"count", "share"}:
        facts = {"value": f"{100 * (value - 1):+.0f}"}
    elif term.quantity in {"right_px", "up_px"}:
        facts = {"value": f"{value:+.1f}"}
    elif term.quantity == "background":
        facts = {"value": f"{100 * value:.1f}", "high": f"{100 * usual.high:.1f}"}
    elif term.quantity == "tilt":
        facts = {"value": f"{value:+.2f}"}
    else:
        facts = {"value": f"{value:.2f}"}
    return word[f"judging_number_{term.quantity}"].format(**facts)
