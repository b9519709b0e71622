"""Table -> the whole HTML report inside a notebook: a sandboxed frame that holds the page itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from mikurabe.i18n import Lang, words
from mikurabe.reports.html import render
from mikurabe.reports.legible import legible
from mikurabe.reports.text import encodable
from mikurabe.reports.view import ReportView, ViewRow, build_view
from mikurabe.table import Table

# Its script may run and may save files; it has no access to the notebook, its pages or its storage.
_SANDBOX = "allow-scripts allow-downloads"


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What a notebook shows for ``table.show()``: ``html`` there, ``text`` where there is no notebook."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def shown_report(table: Table, *, height: int, most_bytes: int, lang: Lang) -> ShownReport:
    """Return the whole report in a frame ``height`` pixels high; a remark in its place where it is too large.

    Pictures are the thumbnails: a notebook in a browser reaches no files, so links to the originals are left out.
    ``most_bytes`` is what the frame may add to the notebook's file.
    """
    word = words(lang)
    view = build_view(table, lang=lang)
    title = encodable(legible(word["notebook_frame"].format(title=view.title)))
    page = render(_without_links(view)).decode("utf-8")
    # In single quotes, because the page's data is full of double ones.
    source = page.replace("&", "&amp;").replace("'", "&#39;")
    frame = (
        f'<iframe sandbox="{_SANDBOX}" title="{escape(title)}" width="100%" height="{height}" '
        f"style=\"border:1px solid #8888\" srcdoc='{source}'></iframe>"
    )
    size = len(frame.encode("utf-8"))
    if size > most_bytes:
        remark = word["notebook_too_large"].format(
            size=f"{size / 1e6:.1f}",
            most=f"{most_bytes / 1e6:.1f}",
            call="table.to_html('report.html')",
            more=f"table.show(most_bytes={-(-size // 1_000_000) * 1_000_000:_})",
        )
        return ShownReport(f"<p>{escape(remark)}</p>", remark)
    return ShownReport(frame, f"{title}\n{word['notebook_elsewhere']}")


def _without_links(view: ReportView) -> ReportView:
    return replace(view, reference=_unlinked(view.reference), rows=tuple(map(_unlinked, view.rows)))


def _unlinked(row: ViewRow) -> ViewRow:
    return replace(row, href=None)
