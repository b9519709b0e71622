"""Labels: from folders, from CSV as people and the HTML report write it, from Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from mikurabe.errors import UsageError
from mikurabe.judge.labels import Label, labelled, labels_of_folders, read_labels, word_of
from mikurabe.records import Source


def source(name: str, path: Path | None = None) -> Source:
    return Source(name=name, path=path, sha256=None, size_bytes=None)


def sources(*names: str) -> list[Source]:
    return [source(name) for name in names]


@pytest.mark.parametrize(
    ("word", "label"),
    [("OK", "normal"), ("ng ", "abnormal"), ("良", "normal"), ("不良", "abnormal"), ("異常", "abnormal"), ("x", None)],
)
def test_words_as_people_write_them(word: str, label: Label | None) -> None:
    assert word_of(word) == label


def test_the_nearest_folder_with_a_label_counts() -> None:
    found = labels_of_folders(sources("ok/a.png", "ng/day 1/b.png", "ok/ng/c.png", "d.png"))
    assert found.labels == ("normal", "abnormal", "abnormal", None)


def test_the_folder_that_a_picture_lies_in_counts_though_its_name_does_not_hold_it(tmp_path: Path) -> None:
    found = labels_of_folders([source("a.png", tmp_path / "NG" / "a.png"), source("a.png", tmp_path / "a.png")])
    assert found.labels == ("abnormal", None)


def test_the_file_that_the_html_report_saves(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes('\ufeffname,label\r\n"a, b.png",normal\r\n"say ""x"".png",abnormal\r\n'.encode())
    assert read_labels(path) == {"a, b.png": "normal", 'say "x".png': "abnormal"}


def test_a_file_that_a_japanese_excel_saved_with_headings_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes("判定;備考;画像\n不良;x;日本.png\n良;;二.png\n;;三.png\n".encode("cp932"))
    assert read_labels(path) == {"日本.png": "abnormal", "二.png": "normal"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a.png,ok\n", "must have the columns name and label"),
        ("name,label\na.png,odd\n", "line 2: There is no label 'odd'"),
        ("name,label\na.png,abnorml\n", "Did you mean 'abnormal'?"),
        ("name,label\na.png,ok\na.png,ng\n", "line 3: a.png is abnormal here and normal further up"),
        ("name,label\n", "labels no picture"),
        ("", "must have the columns"),
    ],
)
def test_a_file_that_is_no_labels_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        read_labels(path)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_told() -> None:
    with pytest.raises(UsageError, match=r"none\.csv cannot be read: No such file"):
        read_labels("none.csv")


def test_shorter_names_fit_where_only_one_picture_is_meant() -> None:
    found = labelled(
        sources("ok/a.png", "ng/a.png", "ng/b.png"), {"b": True, "ok/a": "ok", "ng\\a.png": "ng", "a.png": "ok"}
    )
    assert found.labels == ("normal", "abnormal", "abnormal")
    assert found.unmatched == ("a.png",), "two pictures are called so"


def test_a_label_of_the_reference_is_not_told_as_one_without_a_picture() -> None:
    found = labelled(sources("b.png", "c.png"), {"a": "ok", "b": "ok", "x": "ng"}, reference=source("a.png"))
    assert found.unmatched == ("x",)


def test_labels_of_other_pictures_and_contradicting_ones_are_refused() -> None:
    with pytest.raises(UsageError, match=r"None of the 1 labels in labels belongs to a picture: it names z\.png"):
        labelled(sources("a.png"), {"z.png": "ok"})
    with pytest.raises(UsageError, match=r"a\.png is normal under one name and abnormal under a\.$"):
        labelled(sources("a.png"), {"a.png": "ok", "a": "ng"})
