"""Running a comparison: rows in order, failures kept to their row, Ctrl-C keeps what is finished."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mikurabe as mk
from mikurabe import comparison
from mikurabe.comparison import ComparisonInterrupted, Limits, Options, compare_found
from mikurabe.engines import Threads
from mikurabe.images import from_array
from mikurabe.interrupts import Interrupts
from mikurabe.metrics import parse
from mikurabe.records import Array, Found, Listing
from pictures import noise

BASE = noise((16, 16))


def found(name: str, read: object) -> Found:
    return Found(name=name, path=None, read=read, explicit=True)  # type: ignore[arg-type]


def run(*candidates: Found, threads: int | None = None, **how: object) -> mk.Table:
    reference = from_array(BASE, name="reference")
    listing = Listing(found=candidates)
    options = Options(threads=threads)
    return compare_found(reference, listing, [parse("mse")], options, settings={}, versions={}, **how)  # type: ignore[arg-type]


def test_rows_keep_the_listed_order_whatever_finishes_first() -> None:
    second_is_done = threading.Event()

    def slow() -> Array:
        assert second_is_done.wait(timeout=30)
        return BASE

    def quick() -> Array:
        second_is_done.set()
        return BASE

    table = run(found("slow", slow), found("quick", quick), threads=2)
    assert [row.source.name for row in table] == ["slow", "quick"]


def test_a_defect_in_one_row_is_told_there_and_does_not_cost_the_others() -> None:
    def broken() -> Array:
        raise ZeroDivisionError("something nobody thought of")

    table = run(found("a", lambda: BASE), found("b", broken), found("c", lambda: BASE))
    assert [row.problem is None for row in table] == [True, False, True]
    assert table.rows[1].problem == "unexpected ZeroDivisionError: something nobody thought of; please report this"
    assert table.rows[1].scores[0].value is None


def test_too_little_memory_for_one_picture_is_that_rows_problem() -> None:
    def large() -> Array:
        raise MemoryError

    assert "not enough memory" in str(run(found("a", large)).rows[0].problem)


def test_ctrl_c_keeps_what_was_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = threading.Event()
    stop = Threads.stop

    def told(self: Threads[object, object], interrupts: Interrupts) -> None:
        self._stopped = True
        stopping.set()
        stop(self, interrupts)

    def press(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    def late() -> Array:
        assert stopping.wait(60)
        return BASE

    monkeypatch.setattr(Threads, "stop", told)
    with pytest.raises(ComparisonInterrupted) as caught:
        run(*(found(str(at), late if at > 5 else lambda: BASE) for at in range(50)), threads=1, progress=press)
    table = caught.value.table
    assert 2 <= len(table) < 50
    assert all(row.scores[0].value == 0 for row in table)
    assert f"{len(table)} of 50" in table.notes[-1]


def test_ctrl_c_of_a_comparison_can_be_caught_by_its_public_name() -> None:
    assert mk.ComparisonInterrupted is ComparisonInterrupted
    assert "ComparisonInterrupted" in mk.__all__
    assert issubclass(mk.ComparisonInterrupted, KeyboardInterrupt)


def test_ctrl_c_is_handled_as_before_once_a_comparison_is_over() -> None:
    import signal

    before = signal.getsignal(signal.SIGINT)
    seen = []
    run(found("a", lambda: BASE), progress=lambda done, total: seen.append(signal.getsignal(signal.SIGINT)))
    assert seen[0] is not before
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("most_pixels", "together"), [(100, False), (BASE.size, True)])
def test_of_large_pictures_one_is_worked_on_at_a_time(
    most_pixels: int, together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "LARGE_PIXELS", most_pixels)
    at_work: list[int] = []
    both, met = threading.Event(), []
    score = comparison.Index.score

    def meeting(self: object, *pictures: object) -> object:
        at_work.append(1)
        if len(at_work) == 2:
            both.set()
        met.append(both.wait(timeout=20 if together else 0.2))
        at_work.pop()
        return score(self, *pictures)  # type: ignore[arg-type]

    monkeypatch.setattr(comparison.Index, "score", meeting)
    run(found("a", lambda: BASE), found("b", lambda: BASE), threads=2)
    assert met == [together, together]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"white": float("nan")}, "white .--white. is nan; full white is a number above 0"),
        ({"white": float("inf")}, "is inf"),
        ({"white": -1}, "is -1"),
        ({"white": 0}, "is 0"),
        ({"max_pixels": -1}, "max_pixels .--max-pixels. is -1; it must be 1 or more"),
        ({"max_pixels": 0}, "is 0"),
        ({"max_pixels": float("nan")}, "is nan"),
        ({"threads": 0}, "threads .--threads. is 0; it must be 1 or more, or None: one per core"),
        ({"threads": -3}, "is -3"),
        ({"thumbnail_px": 3}, "thumbnail_px is 3; it must be 4 or more"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_at_once(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(mk.UsageError, match=said):
        mk.compare(BASE, [BASE], **wrong)
    limits = {name: value for name, value in wrong.items() if name in ("white", "max_pixels")}
    with pytest.raises(mk.UsageError, match=said):
        Limits(**limits) if limits else Options(**wrong)  # type: ignore[arg-type]


def test_progress_counts_every_picture_once() -> None:
    seen: list[tuple[int, int]] = []
    run(*(found(str(at), lambda: BASE) for at in range(5)), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_text_file_in_a_folder_is_passed_over_but_one_named_like_a_picture_is_a_problem(tmp_path: Path) -> None:
    Image.fromarray(BASE).save(tmp_path / "1.png")
    Image.fromarray(BASE).save(tmp_path / "2.png")
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "text.png").write_text("hello", encoding="utf-8")
    table = mk.compare(tmp_path)
    assert [row.source.name for row in table] == ["2.png", "text.png"]
    assert "text" in str(table.rows[1].problem)
    assert [skipped.name for skipped in table.skipped] == ["notes.txt"]


def test_a_text_file_that_somebody_names_is_a_problem(tmp_path: Path) -> None:
    Image.fromarray(BASE).save(tmp_path / "1.png")
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    table = mk.compare(tmp_path / "1.png", [tmp_path / "notes.txt"])
    assert table.rows[0].problem is not None
    assert table.skipped == ()


def test_the_first_readable_picture_is_the_reference(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"")
    Image.fromarray(BASE).save(tmp_path / "2.png")
    Image.fromarray(BASE).save(tmp_path / "10.png")
    table = mk.compare(tmp_path)
    assert table.reference.source.name == "2.png"
    assert [row.source.name for row in table] == ["1.png", "10.png"]
    assert "2.png" in table.notes[-1]


def test_a_folder_without_a_picture_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(mk.UsageError, match=r"notes\.txt"):
        mk.compare(tmp_path)


def test_where_no_file_is_a_picture_the_ones_passed_over_are_told_too(tmp_path: Path) -> None:
    (tmp_path / "md5.txt").write_text("hello", encoding="utf-8")
    for name in ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "x-idx1-ubyte", "y-idx1-ubyte"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(mk.UsageError) as caught:
        mk.compare(tmp_path)
    for part in ("md5.txt", "Passed over: t10k-images-idx3-ubyte.gz", "mnist:", "and 1 more"):
        assert part in str(caught.value)


def test_one_picture_alone_has_nothing_to_compare_with(tmp_path: Path) -> None:
    Image.fromarray(BASE).save(tmp_path / "1.png")
    with pytest.raises(mk.UsageError, match="nothing to compare"):
        mk.compare(tmp_path)


def test_values_do_not_depend_on_the_number_of_threads() -> None:
    rng = np.random.default_rng(3)
    named = {str(at): rng.integers(0, 256, (40, 40), dtype=np.uint8) for at in range(12)}
    reference = rng.integers(0, 256, (40, 40), dtype=np.uint8)
    one = mk.compare(reference, named, metrics="all", threads=1)
    four = mk.compare(reference, named, metrics="all", threads=4)
    for first, second in zip(one, four, strict=True):
        assert [score.value for score in first.scores] == [score.value for score in second.scores]


def test_all_odd_images_are_rows_or_skipped_with_a_reason(shared_data: Path) -> None:
    folder = shared_data / "odd_images"
    table = mk.compare(folder, thumbnail_px=None)
    listed = {table.reference.source.name, *(row.source.name for row in table), *(each.name for each in table.skipped)}
    on_disk = {path for path in folder.rglob("*") if path.is_file()}
    assert len(listed) == len(on_disk)
    # A corrupt PngSuite file is a row with its reason, not a value.
    corrupt = [row for row in table if row.source.name.startswith("pngsuite/x")]
    assert len(corrupt) == sum(path.parent.name == "pngsuite" and path.name.startswith("x") for path in on_disk)
    assert all(row.problem for row in corrupt)
