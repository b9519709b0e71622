"""The table and its exits from Python: pandas, notebook, prompt, files."""

from __future__ import annotations

import math
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.records import Row, Score
from mikurabe.table import Table
from pictures import noise
from reports.samples import sample_table
from tables import not_utf8_table


@pytest.fixture
def table() -> Table:
    """Return a comparison of three arrays, one of them of another size."""
    base = noise((32, 32))
    named = {"same": base, "darker": base // 2, "small": base[:20, :20]}
    return mk.compare(base, named, metrics=["cosine", "psnr", "ssim"])


def test_pandas_has_a_float_column_per_metric_and_nan_only_where_a_problem_says_why(table: Table) -> None:
    frame = table.to_pandas()
    assert list(frame["name"]) == ["same", "darker", "small"]
    assert frame["cosine"].dtype == np.float64
    assert frame.loc[0, ["cosine", "psnr", "ssim"]].tolist() == [1.0, math.inf, 1.0]
    assert frame["cosine"].isna().tolist() == [False, False, True]
    assert frame["problem"].notna().tolist() == [False, False, True]
    assert frame.attrs["metrics"]["psnr"] == {"better": "higher", "identical": math.inf}


def test_one_picture_as_an_array_a_list_of_arrays_and_a_mapping_all_work() -> None:
    base = noise((16, 16))
    assert len(mk.compare(base, base // 2)) == 1
    assert [row.source.name for row in mk.compare(base, [base // 2, base // 3])] == ["[0]", "[1]"]
    assert [row.source.name for row in mk.compare(base, {"half": base // 2})] == ["half"]


def test_two_comparisons_in_one_process_work() -> None:
    base = noise((16, 16))
    assert len(mk.compare(base, base)) == len(mk.compare(base, base)) == 1


def test_metrics_can_be_one_text_many_names_or_all() -> None:
    base = noise((16, 16))
    keys = [column.key for column in mk.compare(base, base, metrics="ssim[recipe=opencv,k1=0.02],mse").columns]
    assert keys == ["ssim[recipe=opencv,k1=0.02]", "mse"]
    # These need more than pictures: a model, a further package, events.
    further = ("onnx", "keypoints")
    every = [name for name in mk.metric_names() if name not in further and not name.startswith("event_")]
    assert [column.key for column in mk.compare(base, base, metrics="all").columns] == every
    assert [column.key for column in mk.compare(base, base, metrics=["mse", "mse"]).columns] == ["mse"]


def test_every_index_is_a_function_with_a_docstring() -> None:
    for name in mk.metric_names():
        function = getattr(mk, name)
        assert function.__name__ == name
        assert function.__doc__.startswith("Return")
        assert name in dir(mk)


def test_a_name_that_is_none_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        mk.nonsense  # noqa: B018 - asking for it is the test


def test_the_prompt_shows_values_and_problems(table: Table) -> None:
    shown = repr(table)
    for part in ("cosine ↑", "same", "darker", "∞", "—", "20 × 20", "32 × 32"):
        assert part in shown


def test_a_notebook_shows_20_rows_with_inlined_pictures_and_harmless_names() -> None:
    class Seen(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[str] = []
            self.sources: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.append(tag)
            self.sources += [value or "" for name, value in attrs if name == "src"]

    seen = Seen()
    shown = sample_table(rows=30)._repr_html_()
    seen.feed(shown)
    assert seen.tags.count("tr") == 1 + 1 + 20
    assert "script" not in seen.tags
    assert seen.sources
    assert all(source.startswith("data:image/") for source in seen.sources)
    assert "20 of 30" in shown


def test_a_notebook_lists_what_was_passed_over_all_problems_and_all_notes() -> None:
    table = sample_table(rows=30)
    last = replace(
        table.rows[-1], notes=("resized to 32 × 32",), source=replace(table.rows[-1].source, name="last&.png")
    )
    unread = tuple(Score(problem="it is cut off") for _ in table.columns)
    broken = replace(table.rows[-2], scores=unread, problem="it is cut off")
    table = replace(table, rows=(*table.rows[:-2], broken, last))
    folded = table._repr_html_().partition("</table>")[2]
    lists = re.findall(r"<details><summary>([^<]*)</summary><ul>(.*?)</ul></details>", folded)
    assert [heading for heading, _ in lists] == ["Problems (3)", "Notes (10)", "Passed over (2)"]
    problems, notes, skipped = (text for _, text in lists)
    assert "<li>it is cut off <small>(picture 28.png)</small></li>" in problems
    assert "<li>resized to 32 × 32 <small>(last&amp;.png)</small></li>" in notes
    assert "<li>The folder also holds 2 files that are no pictures &lt;listed below&gt;.</li>" in notes
    assert "<li>text, not a picture <small>(notes.txt)</small></li>" in skipped
    assert "<script" not in folded


def test_a_notebook_has_nothing_to_unfold_where_there_is_nothing_to_say() -> None:
    table = sample_table(rows=1)
    assert "<details>" not in replace(table, skipped=(), notes=())._repr_html_()


def test_pandas_writes_a_table_with_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    table = not_utf8_table()
    frame = table.to_pandas()
    frame.to_csv(tmp_path / "t.csv")
    assert frame["path"][0] == str(Path("/somewhere/pictures")) + os.sep + "bad\\xff\\xfe.png"
    assert frame["notes"][0] == "a note on bad\\xff"
    table._repr_html_().encode("utf-8")


def test_scores_by_key_and_a_wrong_key_names_the_nearest(table: Table) -> None:
    assert next(score.value for score in table.scores("ssim")) == 1.0
    with pytest.raises(mk.UnknownName, match="Did you mean 'ssim'"):
        table.scores("sim")


def test_every_exit_writes_its_file(table: Table, tmp_path: Path) -> None:
    for path in (
        table.to_html(tmp_path / "r.html"),
        table.to_excel(tmp_path / "r.xlsx"),
        table.to_csv(tmp_path / "r.csv"),
        table.to_json(tmp_path / "r.json"),
        table.write(tmp_path / "sub" / "r.md"),
    ):
        assert path.stat().st_size > 100
    assert len(mk.read_table(tmp_path / "r.json")) == 3
    assert table.to_markdown().startswith("| Picture |")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "r.html"
    target.write_text("old", encoding="utf-8")

    def disk_full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", disk_full)
    with pytest.raises(mk.UnwritableReport, match="No space left"):
        table.to_html(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_a_row_without_a_score_for_each_column_is_refused(table: Table) -> None:
    row = table.rows[0]
    with pytest.raises(ValueError, match="2 scores for 3 columns"):
        Table(
            reference=table.reference,
            columns=table.columns,
            rows=(Row(source=row.source, size_px=row.size_px, notes=(), scores=row.scores[:2]),),
        )
