"""Documents -> one HTML file without any script: both languages are in it, and two switches show one of them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from mikurabe.i18n import words
from mikurabe.reports.asset import asset
from mikurabe.reports.findings.document import Cell, Document, Heading
from mikurabe.reports.lean import lean_style
from mikurabe.reports.legible import legible

if TYPE_CHECKING:
    import jinja2

STYLES = ("report.css", "findings.css")
# Steps of shade, as many as the style has.
STEPS = 5


def render_html(documents: Sequence[Document]) -> bytes:
    """Return the report as one UTF-8 HTML file; the first document's language is the one that is seen first.

    A Content-Security-Policy allows its one style by its SHA-256 and nothing else: no script, no picture, no request.
    """
    from markupsafe import Markup

    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _template().render(
        documents=documents,
        words={document.lang: words(document.lang) for document in documents},
        policy=f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),
        look=_look,
        at=lambda share: f"{6 + 208 * share:.1f}",
        share=lambda share: f"{100 * share:.1f}",
    )
    return page.encode("utf-8", errors="replace")


def _look(cell: Cell, heading: Heading) -> str:
    """Return the classes of a cell."""
    classes = [
        name
        for name, holds in (
            ("number", heading.is_number),
            ("quiet", cell.is_quiet),
            ("strong", cell.is_strong),
            ("warned", cell.is_warned),
        )
        if holds
    ]
    if cell.shade is not None and round(cell.shade * STEPS):
        classes.append(f"shade-{round(cell.shade * STEPS)}")
    return " ".join(classes)


@cache
def _style() -> str:
    return lean_style("".join(map(asset, STYLES)))


@cache
def _template() -> jinja2.Template:
    import jinja2

    surroundings = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(asset),
    )
    surroundings.filters["legible"] = legible
    return surroundings.get_template("findings.html")
