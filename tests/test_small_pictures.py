"""A whole comparison of small pictures: read and scored many at a time, the table is the same as one by one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from images.encoded import saved
from mikurabe import comparison
from mikurabe.comparison import Options, compare_found
from mikurabe.engines import threads as engine
from mikurabe.images import Many, decode_many, from_array, png_pixels
from mikurabe.metrics import parse
from mikurabe.records import Array, Found, Image, Listing, Row
from mikurabe.table import Table
from pictures import noise

SHAPE = (24, 19)
REFERENCE = noise(SHAPE, seed=100)
READS_FILES = png_pixels.native() is not None and os.name != "nt"


@pytest.fixture(autouse=True)
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many pictures each run took together; runs get longer however slow the machine is."""
    counts: list[int] = []

    def counted(several: Sequence[Found], like: Image) -> Many | None:
        found = decode_many(several, like)
        counts.append(0 if found is None else len(found.places))
        return found

    monkeypatch.setattr(comparison, "decode_many", counted)
    monkeypatch.setattr(engine, "_SHORT_SECONDS", 1e9)
    monkeypatch.setattr(engine, "_LONG_SECONDS", 1e9)
    return counts


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison._Run, "takes_stacks", False)


def said_of(row: Row) -> dict[str, object]:
    """Return all that a row says but the seconds."""
    scores = [(score.value, score.problem) for score in row.scores]
    names = ("source", "size_px", "notes", "thumbnail", "problem", "maps")
    return {name: getattr(row, name) for name in names} | {"scores": scores}


def assert_same(first: Table, second: Table) -> None:
    assert len(first.rows) == len(second.rows)
    for one, other in zip((first.reference, *first.rows), (second.reference, *second.rows), strict=True):
        assert said_of(one) == said_of(other)
    assert first.columns == second.columns
    assert first.skipped == second.skipped
    assert first.notes == second.notes


def like_the_reference(at: int, shape: tuple[int, ...]) -> Array:
    """Return noise, flat pictures, black ones, and the reference with a few levels changed."""
    kind, pixels = at % 5, noise(shape, seed=at)
    if kind == 1:
        return np.full(shape, 40 * at % 256, np.uint8)
    if kind == 2:
        return np.zeros(shape, np.uint8)
    if kind == 3 and shape == SHAPE:
        return np.asarray(REFERENCE ^ (pixels & 3), np.uint8)
    return np.asarray(pixels, np.uint8)


def fill(folder: Path, shape: tuple[int, ...] = SHAPE) -> None:
    """Write about 60 pictures and other files; each fourth is odd."""
    good = saved(noise(shape, seed=1), "PNG")
    odd = {
        "corrupt": good[:60] + bytes([good[60] ^ 1]) + good[61:],
        "truncated": good[: len(good) // 2],
        "empty": b"",
        "text": b"no picture at all",
        "larger": saved(noise((30, 19), seed=2), "PNG"),
        "smaller": saved(noise((5, 5), seed=2), "PNG"),
        "16 bits": saved(noise(SHAPE, "uint16", seed=3), "PNG"),
        "colours": saved(noise((*SHAPE, 3), seed=4), "PNG"),
        "gray": saved(noise(SHAPE, seed=4), "PNG"),
        "alpha": saved(noise((*SHAPE, 4), seed=5), "PNG"),
        "palette": saved(noise(SHAPE, seed=6), "PNG", "P", transparency=7),
        "a jpeg": saved(noise(SHAPE, seed=8), "JPEG"),
        "bits": saved(noise(SHAPE, seed=9) > 99, "PNG"),
    }
    names = iter(odd)
    for at in range(3 * len(odd) + 8):
        pixels = REFERENCE if at == 8 and shape == SHAPE else like_the_reference(at, shape)
        (folder / f"{at}.png").write_bytes(saved(pixels, "PNG"))
        if at % 3 == 2 and (name := next(names, None)) is not None:
            (folder / f"{at} {name}.png").write_bytes(odd[name])
    (folder / "7 IN CAPITALS.PNG").write_bytes(good)
    (folder / "8 a PNG.jpg").write_bytes(good)
    (folder / "9 without a suffix").write_bytes(good)
    (folder / "notes.txt").write_text("hello", encoding="utf-8")


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("colour", [True, False], ids=["colour", "gray"])
def test_a_folder_gives_the_same_table_as_one_by_one(
    tmp_path: Path, threads: int, colour: bool, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = (*SHAPE, 3) if colour else SHAPE
    fill(tmp_path, shape)
    reference = noise(shape, seed=100)
    table = mk.compare(reference, tmp_path, metrics=["cosine", "psnr", "ssim", "mse", "mae", "rmse"], threads=threads)
    assert len(table.rows) > 60
    assert sum(row.problem is not None for row in table) >= 6
    assert any(score.problem is not None for row in table if row.problem is None for score in row.scores)
    assert sum(taken) > 25 if READS_FILES else not any(taken)
    one_by_one(monkeypatch)
    before = list(taken)
    expected = mk.compare(
        reference, tmp_path, metrics=["cosine", "psnr", "ssim", "mse", "mae", "rmse"], threads=threads
    )
    assert taken == before
    assert_same(table, expected)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"metrics": "ssim[recipe=skimage]"},
        {"metrics": ["ssim[recipe=opencv]", "ssim[recipe=downsampled]", "ssim[k1=0.5]"]},
        {"thumbnail_px": None},
        {"thumbnail_px": 8},
        {"fit": "pad"},
        {"fit": "resize"},
        {"fit": "crop"},
        {"recursive": True},
    ],
    ids=str,
)
def test_whatever_else_is_asked_for_the_table_is_the_same(
    tmp_path: Path, how: dict[str, object], taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    fill(tmp_path)
    fill(tmp_path / "below")
    table = mk.compare(REFERENCE, tmp_path, threads=1, **how)  # type: ignore[arg-type]
    assert any(taken) == READS_FILES
    one_by_one(monkeypatch)
    assert_same(table, mk.compare(REFERENCE, tmp_path, threads=1, **how))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "how",
    [
        {"metrics": ["mse", "pearson"]},
        {"maps": "ssim"},
        {"roi": "2,3,9,9"},
        {"metrics": "ssim", "mask": np.full(SHAPE, 255, np.uint8)},
    ],
    ids=["an index without", "maps", "a part", "a mask"],
)
def test_where_many_at_a_time_cannot_do_it_nothing_is_taken_together(
    tmp_path: Path, how: dict[str, object], taken: list[int]
) -> None:
    fill(tmp_path)
    mk.compare(REFERENCE, tmp_path, threads=1, **how)  # type: ignore[arg-type]
    assert taken == []


def test_a_reference_of_another_kind_takes_nothing_together(tmp_path: Path, taken: list[int]) -> None:
    fill(tmp_path)
    for reference in (noise(SHAPE, "uint16"), noise(SHAPE, "float32"), noise((128, 129))):
        mk.compare(reference, tmp_path, threads=1, white=1.0, fit="resize")
    assert taken == []


@pytest.mark.parametrize("threads", [1, 2])
def test_arrays_give_the_same_table_as_one_by_one(
    threads: int, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    named: dict[str, Array] = {f"{at}": like_the_reference(at, SHAPE) for at in range(50)}
    odd = [noise((*SHAPE, 3)), noise(SHAPE, "uint16"), noise(SHAPE) > 99, noise((3, 3)), noise(SHAPE, "float32")]
    named |= {f"odd {at}": pixels for at, pixels in enumerate(odd)}
    named |= {f"after {at}": like_the_reference(at, SHAPE) for at in range(9)}
    table = mk.compare(REFERENCE, named, threads=threads)
    assert sum(taken) > 25
    one_by_one(monkeypatch)
    assert_same(table, mk.compare(REFERENCE, named, threads=threads))


def test_files_and_arrays_in_one_list_give_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    listed: list[object] = []
    for at, path in enumerate(sorted(tmp_path.iterdir())):
        listed += [path, like_the_reference(at, SHAPE)]
    table = mk.compare(REFERENCE, listed, threads=1)  # type: ignore[arg-type]
    one_by_one(monkeypatch)
    assert_same(table, mk.compare(REFERENCE, listed, threads=1))  # type: ignore[arg-type]


def test_names_that_somebody_gave_to_files_are_those_of_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    ends = ("", ".jpg", ".PNG", ".png")
    named = {f"picture {at}{ends[at % 4]}": path for at, path in enumerate(sorted(tmp_path.glob("*.*")))}
    table = mk.compare(REFERENCE, named, threads=1)
    assert [row.source.name for row in table] == list(named)
    one_by_one(monkeypatch)
    assert_same(table, mk.compare(REFERENCE, named, threads=1))


def test_the_first_of_a_folder_is_the_reference_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    table = mk.compare(tmp_path, threads=1)
    assert table.reference.source.name == "0.png"
    one_by_one(monkeypatch)
    assert_same(table, mk.compare(tmp_path, threads=1))


def test_a_reference_that_is_a_file_among_them_is_passed_over(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    # Full white of floats says nothing of bytes.
    table = mk.compare(tmp_path / "9.png", tmp_path, threads=1, white=1.0)
    assert any(taken) == READS_FILES
    assert ("9.png", "it is the reference itself") in [(each.name, each.reason) for each in table.skipped]
    one_by_one(monkeypatch)
    assert_same(table, mk.compare(tmp_path / "9.png", tmp_path, threads=1, white=1.0))


def test_the_limit_on_pixels_holds_for_small_pictures_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    table = mk.compare(REFERENCE, tmp_path, threads=1, max_pixels=100)
    one_by_one(monkeypatch)
    assert_same(table, mk.compare(REFERENCE, tmp_path, threads=1, max_pixels=100))


def arrays(count: int) -> list[Found]:
    def one(at: int) -> Found:
        return Found(name=str(at), path=None, read=lambda: noise(SHAPE, seed=at), explicit=True, holds="array")

    return [one(at) for at in range(count)]


def compared(found: Sequence[Found]) -> Table:
    reference, indices = from_array(REFERENCE, name="reference"), [parse("mse"), parse("ssim")]
    options = Options(threads=1)
    return compare_found(reference, Listing(found=tuple(found)), indices, options, settings={}, versions={})


@pytest.mark.parametrize("reason", [OSError(5, "the disk is gone"), MemoryError(), ZeroDivisionError("by nothing")])
def test_a_picture_that_fails_costs_its_own_row_alone(reason: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Array:
        raise reason

    found = arrays(40)
    found[30] = replace(found[30], read=broken)
    one_by_one(monkeypatch)
    expected = compared(found)
    assert [row.problem is not None for row in expected] == [at == 30 for at in range(40)]
    monkeypatch.undo()
    monkeypatch.setattr(engine, "_SHORT_SECONDS", 1e9)
    assert_same(compared(found), expected)


# A defect of ours, or too little memory for a run of pictures, costs no more than it does one by one.
@pytest.mark.parametrize("reason", [MemoryError(), ZeroDivisionError("nobody thought of it")])
@pytest.mark.parametrize("where", ["decode_many", "Stack"])
def test_where_a_run_of_pictures_fails_they_are_looked_at_one_by_one(
    where: str, reason: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise reason

    found = arrays(12)
    expected = compared(found)
    monkeypatch.setattr(comparison, where, broken)
    assert_same(compared(found), expected)


def test_ctrl_c_keeps_what_was_finished_of_pictures_taken_together() -> None:
    def stop(done: int, total: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    named = {str(at): like_the_reference(at, SHAPE) for at in range(80)}
    with pytest.raises(mk.ComparisonInterrupted) as caught:
        mk.compare(REFERENCE, named, threads=1, progress=stop)
    rows = caught.value.table.rows
    assert 20 <= len(rows) <= 80
    whole = mk.compare(REFERENCE, named, threads=1)
    assert [said_of(row) for row in rows] == [said_of(row) for row in whole.rows[: len(rows)]]
