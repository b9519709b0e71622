"""The table: one reference, its candidates, and every score. This is the result of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from mikurabe.criteria import Criterion, check_criteria, judged
from mikurabe.errors import UnknownName
from mikurabe.i18n import Lang
from mikurabe.i18n.system import system_language
from mikurabe.records import Column, Row, Score, Skipped

if TYPE_CHECKING:
    import pandas as pd

    from mikurabe.reports.iframe import ShownReport
    from mikurabe.reports.originals import Embed


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One reference x candidates x metrics; every row has a Score for every column.

    ``reference`` is a row whose scores are the values for identical pictures. ``settings`` say how the
    table was made (command, fit, limits), ``versions`` with what. ``notes`` are for the person who reads it.
    ``criteria`` are the limits that the rows' verdicts follow from.
    """

    reference: Row
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()

    def __post_init__(self) -> None:
        for row in (self.reference, *self.rows):
            if len(row.scores) != len(self.columns):
                raise ValueError(f"{row.source.name}: {len(row.scores)} scores for {len(self.columns)} columns")

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def scores(self, key: str) -> tuple[Score, ...]:
        """Return the scores of one column, row by row; ``key`` as in the heading (``ssim[recipe=opencv]``)."""
        keys = [column.key for column in self.columns]
        if key not in keys:
            raise UnknownName.among("column", key, keys)
        at = keys.index(key)
        return tuple(row.scores[at] for row in self.rows)

    def judged_by(self, criteria: Sequence[Criterion]) -> Table:
        """Return the same table with these limits, and the verdict on every row that follows from them.

        Raises UnknownName for a column that is not there, UsageError for a limit that fails identical pictures.
        """
        check_criteria(criteria, self.columns)
        rows = tuple(judged(row, criteria, self.columns) for row in self.rows)
        return replace(self, rows=rows, criteria=tuple(criteria))

    # The exits. Each calls the reports, the one late import that the layers know.

    def to_pandas(self) -> pd.DataFrame:
        """Return a DataFrame: name, one float column per metric (NaN where missing), problem, notes, path.

        Its ``attrs`` hold the reference's name and, per column, the direction and the value for identical pictures.
        """
        from mikurabe.reports.frame import to_frame

        return to_frame(self)

    def write(
        self,
        path: str | Path,
        *,
        format_name: str | None = None,
        lang: Lang = "en",
        embed: Embed = "thumbs",
        options: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    ) -> Path:
        """Return the path after the report was written there; the suffix chooses the format where none is named.

        ``embed`` is for HTML, see :meth:`to_html`; ``options`` are the formats' own, by their names:
        ``{"excel": {"images": "cell"}}``.
        Raises UnknownName for a format or a suffix that there is not, UnwritableReport where the file cannot be
        written: then nothing is left behind.
        """
        from mikurabe.reports import write_report

        return write_report(self, Path(path), format_name=format_name, lang=lang, embed=embed, options=options)

    def to_html(self, path: str | Path, *, lang: Lang = "en", embed: Embed = "thumbs") -> Path:
        """Return the path of the one-file HTML report that was written there.

        ``embed``: ``thumbs`` holds thumbnails and shows the originals where they lie; ``full`` holds the originals as
        well, so that the file can be sent alone; ``none`` holds no pictures. Raises UsageError where the originals
        have more than 200 MB in total.
        """
        from mikurabe.reports import write_report

        return write_report(self, Path(path), format_name="html", lang=lang, embed=embed)

    def to_excel(
        self, path: str | Path, *, lang: Lang = "en", images: Literal["float", "cell", "none"] = "float"
    ) -> Path:
        """Return the path of the Excel workbook that was written there.

        ``images``: ``float`` lays the pictures over their cells (every Excel, LibreOffice), ``cell`` places them in the
        cells (only Excel for Microsoft 365 from 2023 on), ``none`` leaves them out.
        """
        from mikurabe.reports import write_report

        return write_report(self, Path(path), format_name="excel", lang=lang, options={"excel": {"images": images}})

    def to_csv(self, path: str | Path) -> Path:
        """Return the path of the CSV file (UTF-8 with BOM) that was written there."""
        from mikurabe.reports import write_report

        return write_report(self, Path(path), format_name="csv")

    def to_json(self, path: str | Path) -> Path:
        """Return the path of the JSON file that was written there; ``mikurabe.read_table`` reads it back."""
        from mikurabe.reports import write_report

        return write_report(self, Path(path), format_name="json")

    def to_markdown(self) -> str:
        """Return the table as GitHub-flavoured Markdown."""
        from mikurabe.reports import render

        return render(self, "markdown").decode()

    def show(self, *, height: int = 600, most_bytes: int = 20_000_000, lang: Lang | None = None) -> ShownReport:
        """Return the whole HTML report as a notebook shows it: to sort, to search, to look into, ``height`` px high.

        Works in Jupyter, Colab and VS Code. Where it would add more than ``most_bytes`` to the notebook, a remark says
        how to write it to a file instead. ``lang`` is the system's language unless told.
        """
        from mikurabe.reports.iframe import shown_report

        return shown_report(self, height=height, most_bytes=most_bytes, lang=lang or system_language())

    def _repr_html_(self) -> str:
        from mikurabe.reports.notebook import notebook_html

        return notebook_html(self, lang=system_language())

    def __repr__(self) -> str:
        from mikurabe.reports.terminal import plain_text

        return plain_text(self, lang=system_language())
