"""A person's word on pictures, normal or abnormal: from folders, from a file, from Python."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from mikurabe.errors import UnknownName, UsageError
from mikurabe.records import Source

Label: TypeAlias = Literal["normal", "abnormal"]
LabelsLike: TypeAlias = str | Path | Mapping[str, str | bool]

# As people name folders and fill in columns; the first of each are those that the HTML report writes.
_SPELLED: dict[Label, tuple[str, ...]] = {
    "normal": ("normal", "ok", "good", "pass", "0", "false", "正常", "良", "良品", "合格"),
    "abnormal": ("abnormal", "ng", "bad", "fail", "faulty", "defect", "1", "true", "異常", "不良", "不良品", "不合格"),
}
LABEL_OF: dict[str, Label] = {word: label for label, words in _SPELLED.items() for word in words}
_HEADINGS = {
    "name": (
        "name",
        "picture",
        "file",
        "filename",
        "file name",
        "path",
        "image",
        "名前",
        "画像",
        "ファイル",
        "ファイル名",
    ),
    "label": ("label", "verdict", "class", "result", "abnormal", "ラベル", "判定", "結果"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """Which label each picture has, in the pictures' order, None where nobody said; and what labels had no picture."""

    labels: tuple[Label | None, ...]
    unmatched: tuple[str, ...] = ()


def word_of(text: str) -> Label | None:
    """Return the label that a word stands for (``ok``, ``NG``, ``良``), None where it is none."""
    return LABEL_OF.get(text.strip().casefold())


def folder_label(source: Source) -> Label | None:
    """Return the label that the picture's folder has by its name, the nearest such folder's.

    Folders below the one that was given count, and the one that the picture lies in.
    """
    folders = list(PurePosixPath(source.name).parts[:-1])
    if source.path is not None:
        folders.insert(0, source.path.absolute().parent.name)
    return next((label for folder in reversed(folders) if (label := word_of(folder)) is not None), None)


def labels_of_folders(sources: Sequence[Source]) -> Labelling:
    """Return the labels that the pictures' folders have by their names; see :func:`folder_label`."""
    return Labelling(labels=tuple(map(folder_label, sources)))


def read_labels(path: str | Path) -> dict[str, Label]:
    """Return the labels by picture name that a CSV file holds.

    Its first line has the headings ``name`` and ``label`` (the HTML report saves such a file), or others that people
    use for these; further columns are ignored, and so are lines whose label is empty. 1 and true are abnormal. UTF-8,
    Shift_JIS as a Japanese Excel saves it, or UTF-16 as Excel's "Unicode text"; commas, semicolons or tabs between.

    Raises UsageError where it cannot be read, lacks a heading, has a label that means neither, or two for a picture.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The labels {path} cannot be read: {error.strerror or error}.") from error
    try:
        text = data.decode("utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp932")
        except UnicodeDecodeError as error:
            raise UsageError(f"The labels {path} are neither UTF-8 nor Shift_JIS text; save them as CSV.") from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UsageError(f"The labels {path} are no CSV: {error}.") from error
    headings = [cell.strip().casefold() for cell in lines[0]] if lines else []
    by_name, by_label = (
        next((headings.index(word) for word in known if word in headings), -1) for known in _HEADINGS.values()
    )
    if by_name < 0 or by_label < 0:
        raise UsageError(
            f"The first line of {path} is {first.strip()!r}; it must have the columns name and label: name,label"
        )
    found: dict[str, Label] = {}
    for number, cells in enumerate(lines[1:], start=2):
        name, word = (cells[at].strip() if at < len(cells) else "" for at in (by_name, by_label))
        if not name or not word:
            continue
        _put(found, name, word, f"{path}, line {number}")
    if not found:
        raise UsageError(f"{path} labels no picture: no line below its headings has a name and a label.")
    return found


def _put(found: dict[str, Label], name: str, word: str, place: str) -> None:
    label = word_of(word)
    if label is None:
        raise UsageError(f"{place}: {_neither(word)}")
    if found.setdefault(name, label) != label:
        raise UsageError(f"{place}: {name} is {label} here and {found[name]} further up.")


def _neither(word: str) -> str:
    try:
        raise UnknownName.among("label", word, LABEL_OF)
    except UnknownName as error:
        return str(error)


def labelled(sources: Sequence[Source], labels: LabelsLike, *, reference: Source | None = None) -> Labelling:
    """Return the label of each picture by its name, from a file or a mapping (True is abnormal).

    A name may be shorter than the picture's: without folders, or without the suffix, as long as only one picture is
    meant. A label of the ``reference``, which is none of the pictures, counts as one that has its picture.

    Raises UsageError for labels that cannot be read, and where none of them fits a picture.
    """
    if isinstance(labels, str | Path):
        spoken, place = read_labels(labels), str(labels)
    else:
        spoken, place = {}, "labels"
        for name, word in labels.items():
            text = word if isinstance(word, str) else ("abnormal" if word else "normal")
            _put(spoken, str(name), text, "labels")
    places = _places([source.name for source in sources])
    found: list[Label | None] = [None] * len(sources)
    unmatched = []
    of_reference = {} if reference is None else _places([reference.name])
    for name, label in spoken.items():
        spelled = name.replace("\\", "/").removeprefix("./")
        at = places.get(spelled)
        if at is None:
            if spelled not in of_reference:
                unmatched.append(name)
        elif found[at] not in (None, label):
            raise UsageError(f"{place}: {sources[at].name} is {found[at]} under one name and {label} under {name}.")
        else:
            found[at] = label
    if not any(found):
        pictures, names = sources[0].name if sources else "none", next(iter(spoken))
        raise UsageError(
            f"None of the {len(spoken)} labels in {place} belongs to a picture: it names {names}, and the pictures are "
            f"called {pictures} and so on."
        )
    return Labelling(labels=tuple(found), unmatched=tuple(unmatched))


def _places(names: Sequence[str]) -> dict[str, int]:
    """Return which picture each spelling means: the whole name, then shorter ones that only one picture has."""
    places: dict[str, int] = {}
    spellings: tuple[Callable[[str], str], ...] = (
        lambda name: name,
        lambda name: PurePosixPath(name).name,
        lambda name: str(PurePosixPath(name).with_suffix("")) if PurePosixPath(name).name else name,
        lambda name: PurePosixPath(name).stem,
    )
    for spelling in spellings:
        shorter = [spelling(name) for name in names]
        counts = Counter(shorter)
        for at, short in enumerate(shorter):
            if counts[short] == 1:
                places.setdefault(short, at)
    return places
