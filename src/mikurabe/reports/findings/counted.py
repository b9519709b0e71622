"""Census -> Document: the populations of every picture, and which of them are not as in normal pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mikurabe.i18n import Lang, words
from mikurabe.i18n.messages import translated
from mikurabe.judge.census import (
    ALL,
    FEWEST,
    QUANTITIES,
    TOGETHER,
    Census,
    CensusMember,
    CensusRow,
    CensusTogether,
    value_of,
)
from mikurabe.populations import Figure
from mikurabe.reports.findings.document import Cell, Document, Heading, Section
from mikurabe.reports.findings.spelling import few, percent, plain

# Below so many normal pictures the limits are much wider than they need be.
FEW = 20
# How many pictures are told of below the table.
_TOLD = 10
# How ratios (without a sign) and differences stand.
_FORMS = {
    "count": "{:.2f}",
    "share": "{:.2f}",
    "right_px": "{:+.2f}",
    "up_px": "{:+.2f}",
    "gain_x": "{:.4f}",
    "gain_y": "{:.4f}",
    "width_x": "{:.3f}",
    "width_y": "{:.3f}",
    "tilt": "{:+.3f}",
}


def census_document(census: Census, lang: Lang) -> Document:
    """Return the report on the populations of many pictures in one language."""
    word = words(lang)
    return Document(
        lang=lang,
        title=word["census_title"],
        facts=(
            (word["census_normals"], word["found_pictures"].format(n=census.normals)),
            (word["census_measured"], word["found_pictures"].format(n=len(census.rows))),
            (word["census_kind"], word[f"census_kind_{census.kind}"]),
        ),
        findings=tuple(_findings(census, word)),
        cautions=tuple(_cautions(census, word, lang)),
        sections=(_normal(census, word), _together(census, word), _all(census, word), _usual(census, word)),
        data=word["census_all"],
        notes=tuple(translated(note, lang) for note in census.notes),
        details=(*census.settings, *census.versions),
    )


def _findings(census: Census, word: Mapping[str, str]) -> list[str]:
    if not census.usual:
        return []
    apart = sorted((row for row in census.rows if row.beyond), key=lambda row: -row.beyond)
    unknown = [row.name for row in census.rows if row.problem is not None]
    measured = len(census.rows) - len(unknown)
    said = []
    if unknown:
        said.append(word["census_unknown"].format(n=len(unknown), total=len(census.rows), names=few(unknown, word)))
    if not measured:
        return said
    if not apart:
        return [*said, word["census_rest_usual" if unknown else "census_all_usual"].format(n=measured)]
    said.append(word["census_apart"].format(n=len(apart), total=measured, names=few([row.name for row in apart], word)))
    return said + [f"{row.name}: {_told(row, word)}" for row in apart[:_TOLD]]


def _told(row: CensusRow, word: Mapping[str, str]) -> str:
    """Return what is beyond the usual in one picture."""
    parts = []
    if row.together is not None and row.together.beyond:
        change = row.together.change
        what = [f"{word[f'census_{each}']} {_with_error(getattr(change, each), each)}" for each in row.together.beyond]
        parts.append(f"{word['census_together']} {', '.join(what)}")
    for member in row.members:
        what = [f"{word[f'census_{each}']} {_spelled(member, each)}" for each in member.beyond]
        if what:
            parts.append(f"{member.measured.name} {', '.join(what)}")
    if row.is_background_beyond:
        parts.append(f"{word['census_background']} {percent(row.background or 0.0)} %")
    return "; ".join(parts)


def _spelled(member: CensusMember, quantity: str) -> str:
    value = getattr(member.change, quantity)
    return "–" if value is None else _FORMS[quantity].format(value).replace("-", "−")


def _with_error(value: Figure | float | None, quantity: str) -> str:
    """Return a number of all populations together with its standard error, where that is known."""
    if value is None:
        return "–"
    form = _FORMS[quantity]
    if not isinstance(value, Figure):
        return form.format(value)
    text = form.format(value.value).replace("-", "−")
    return text if value.error is None else f"{text} ± {form.replace('+', '').format(value.error)}"


def _cautions(census: Census, word: Mapping[str, str], lang: Lang) -> list[str]:
    said = []
    if not census.usual:
        said.append(word["census_no_limits"].format(n=census.normals, fewest=FEWEST))
    elif census.normals < FEW:
        said.append(word["census_few"].format(n=census.normals))
    if census.kind == "density":
        said.append(word["census_density"])
    for row in census.rows:
        if row.problem is not None:
            # measure's own messages begin with the picture's name.
            name = "" if row.problem.startswith(f"{row.name} ") else f"{row.name}: "
            said.append(name + translated(row.problem, lang))
    return said


def _normal(census: Census, word: Mapping[str, str]) -> Section:
    rows = []
    for member in census.normal.members:
        place = member.place
        numbers = (place.x, place.y, place.width_x, place.width_y, place.tilt) if place is not None else (None,) * 5
        rows.append(
            (
                plain(member.name),
                _cell(member.count, "{:.0f}"),
                _cell(100 * member.share, "{:.1f}"),
                *(_cell(each, "{:.3f}" if at == 4 else "{:.1f}") for at, each in enumerate(numbers)),
            )
        )
    background = census.normal
    rows.append(
        (
            Cell(text=word["census_background"], data="background"),
            _cell(background.strays, "{:.0f}"),
            _cell(100 * background.background, "{:.1f}"),
            *(plain("") for _ in range(5)),
        )
    )
    keys = ("x_px", "y_px", "width_x_px", "width_y_px", "tilt")
    return Section(
        name=word["census_normal"],
        about=word["census_normal_about"],
        headings=(
            Heading(text=word["census_population"], key="population"),
            Heading(text=word["census_events"], key="events", is_number=True),
            Heading(text=word["census_percent"], key="percent", is_number=True),
            *(Heading(text=word[f"census_{key}"], key=key, is_number=True) for key in keys),
        ),
        rows=tuple(rows),
    )


def _together(census: Census, word: Mapping[str, str]) -> Section:
    """Return what everything together did, picture by picture: each number with its standard error beside it."""
    errors = tuple(each for each in TOGETHER if each != "count")
    rows = []
    for row in census.rows:
        if row.together is None:
            continue
        cells: list[Cell] = []
        for each in TOGETHER:
            value = getattr(row.together.change, each)
            cells.append(_cell(value_of(row.together.change, each), _FORMS[each], each in row.together.beyond))
            if each in errors:
                error = value.error if isinstance(value, Figure) else None
                cells.append(_cell(error, _FORMS[each].replace("+", "")))
        rows.append((plain(row.name), *cells, _beyond(len(row.together.beyond), census)))
    headings = []
    for each in TOGETHER:
        headings.append(Heading(text=word[f"census_{each}"], key=_key(each), is_number=True))
        if each in errors:
            headings.append(Heading(text="±", key=f"{each}_error", is_number=True))
    return Section(
        name=word["census_together"].capitalize(),
        about=word["census_together_about"],
        headings=(
            Heading(text=word["census_picture"], key="picture"),
            *headings,
            Heading(text=word["census_beyond"], key="beyond", is_number=True),
        ),
        rows=tuple(rows),
    )


def _all(census: Census, word: Mapping[str, str]) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for row in census.rows:
        if row.together is not None:
            rows.append(_together_row(row, row.together, census, word))
        rows += [_member_row(row, member, census) for member in row.members]
        if row.background is not None:
            apart = row.is_background_beyond
            rows.append(
                (
                    plain(row.name),
                    Cell(text=word["census_background"], data="background"),
                    _cell(row.strays, "{:.0f}"),
                    _cell(100 * row.background, "{:.1f}", apart),
                    *(plain("") for _ in QUANTITIES),
                    _beyond(int(apart), census),
                )
            )
    return Section(
        name=word["census_all"],
        about=word["census_all_about"],
        headings=(
            Heading(text=word["census_picture"], key="picture"),
            Heading(text=word["census_population"], key="population"),
            Heading(text=word["census_events"], key="events", is_number=True),
            Heading(text=word["census_percent"], key="percent", is_number=True),
            *(Heading(text=word[f"census_{each}"], key=_key(each), is_number=True) for each in QUANTITIES),
            Heading(text=word["census_beyond"], key="beyond", is_number=True),
        ),
        rows=tuple(rows),
    )


def _key(quantity: str) -> str:
    return quantity if "+" in _FORMS[quantity] else f"{quantity}_ratio"


def _member_row(row: CensusRow, member: CensusMember, census: Census) -> tuple[Cell, ...]:
    measured = member.measured
    cells = [_cell(getattr(member.change, each), _FORMS[each], each in member.beyond) for each in QUANTITIES]
    return (
        plain(row.name),
        plain(measured.name),
        _cell(measured.count, "{:.0f}"),
        _cell(100 * measured.share, "{:.1f}"),
        *cells,
        _beyond(len(member.beyond), census),
    )


def _together_row(
    row: CensusRow, together: CensusTogether, census: Census, word: Mapping[str, str]
) -> tuple[Cell, ...]:
    """Return all populations together in the columns of one: without the share and tilt that they do not have."""
    cells = [
        _cell(value_of(together.change, each), _FORMS[each], each in together.beyond) if each in TOGETHER else plain("")
        for each in QUANTITIES
    ]
    return (
        plain(row.name),
        Cell(text=word["census_together"], data=ALL),
        _cell(sum(member.measured.count for member in row.members), "{:.0f}"),
        plain(""),
        *cells,
        _beyond(len(together.beyond), census),
    )


def _beyond(count: int, census: Census) -> Cell:
    """Return how many quantities are beyond the usual, where there are limits to say so."""
    if not census.usual:
        return Cell(text="–", data="", is_quiet=True)
    return Cell(text=str(count), value=float(count), is_warned=count > 0, is_quiet=not count)


def _cell(value: float | None, form: str, apart: bool = False) -> Cell:
    """Return a number's cell; what is beyond the usual has a mark that paper and black and white keep."""
    if value is None:
        return Cell(text="–*" if apart else "–", data="", is_warned=apart, is_quiet=not apart)
    text = form.format(value).replace("-", "−")
    return Cell(text=f"{text}*" if apart else text, value=value, is_warned=apart)


def _usual(census: Census, word: Mapping[str, str]) -> Section:
    called = {"": word["census_background"], ALL: word["census_together"]}
    rows: Sequence[tuple[Cell, ...]] = [
        (
            Cell(text=called.get(each.population, each.population), data=each.population or "background"),
            Cell(text=word[f"census_{each.quantity}"], data=each.quantity),
            _cell(each.low, "{:.4g}"),
            _cell(each.high, "{:.4g}"),
        )
        for each in census.usual
    ]
    return Section(
        name=word["census_usual"],
        about=word["census_usual_about"],
        headings=(
            Heading(text=word["census_population"], key="population"),
            Heading(text=word["census_quantity"], key="quantity"),
            Heading(text=word["census_low"], key="low", is_number=True),
            Heading(text=word["census_high"], key="high", is_number=True),
        ),
        rows=tuple(rows),
        is_printed=False,
    )
