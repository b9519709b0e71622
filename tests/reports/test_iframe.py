"""The whole report in a notebook: its frame, its limit of size, and the short table's verdicts."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from mikurabe.reports.html import render
from mikurabe.reports.view import build_view
from reports.samples import sample_table


class Frames(HTMLParser):
    """The attributes of every frame in a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.frames: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "iframe":
            self.frames.append({name: value or "" for name, value in attrs})


def test_the_frame_holds_the_report_without_its_links(tmp_path: Path) -> None:
    table = sample_table(20, folder=tmp_path)
    parsed = Frames(table.show(height=432, lang="ja")._repr_html_())
    assert parsed.tags == ["iframe"]
    (frame,) = parsed.frames
    assert frame["height"] == "432"
    assert set(frame["sandbox"].split()) == {"allow-scripts", "allow-downloads"}
    unlinked = sample_table(20)
    assert frame["srcdoc"].splitlines()[:20] == render(build_view(unlinked, lang="ja")).decode().splitlines()[:20]
    # Neither in the script's data nor in the table that stands there without it.
    assert '"href":' in render(build_view(table)).decode()
    assert '"href":' not in frame["srcdoc"]
    assert not re.search(r'<a [^>]*href="[^#]', frame["srcdoc"])
    assert frame["title"].startswith("レポート")


def test_a_report_that_is_too_large_is_a_remark_that_says_what_to_type() -> None:
    table = sample_table(20)
    size = len(table.show()._repr_html_().encode())
    assert Frames(table.show(most_bytes=size)._repr_html_()).tags == ["iframe"]
    shown = table.show(most_bytes=size - 1)
    assert Frames(shown._repr_html_()).tags == ["p"]
    said = unescape(shown._repr_html_())
    assert "table.to_html('report.html')" in said
    again = re.search(r"most_bytes=([0-9_]+)", said)
    assert again is not None
    assert Frames(table.show(most_bytes=int(again[1]))._repr_html_()).tags == ["iframe"]
    assert "table.to_html('report.html')" in repr(table.show())


def test_the_short_table_has_what_is_beyond_a_limit_on_top() -> None:
    from mikurabe.criteria import parse_criterion

    table = sample_table(30, hostile=False).judged_by([parse_criterion("mse>1000"), parse_criterion("cosine<0.9")])
    text = table._repr_html_()
    rows = re.findall("<tr>(.*?)</tr>", text.partition("<tbody>")[2])
    marks = [re.search("<td[^>]*><b[^>]*>(.*?)</b>(.*?)</td>", row) for row in rows[1:]]
    said = [None if mark is None else mark[1] for mark in marks]
    assert said[0] == "unknown"  # broken.png
    failed = sum(row.verdict == "ng" for row in table)
    unknown = sum(row.verdict == "unknown" for row in table)
    assert failed > 5
    assert said[unknown : unknown + failed] == ["NG"] * failed
    assert f"{failed} NG, {unknown} unknown, {30 - unknown - failed} OK (NG where mse&gt;1000, cosine&lt;0.9)" in text
    assert "<small>mse&gt;1000</small>" in text
    assert "NG</b>" not in sample_table(30)._repr_html_()
