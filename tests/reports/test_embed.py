"""Which pictures the HTML report holds: thumbnails, the originals as well, or none."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import mikurabe
from mikurabe.cli import cli
from mikurabe.errors import MikurabeError, UnknownName, UsageError
from mikurabe.reports import html
from mikurabe.reports.originals import originals_of
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from pictures import noise


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the same picture in many types, and one as an array's twin in 16 bits."""
    from PIL import Image

    made = tmp_path / "pictures"
    made.mkdir()
    pixels = noise((24, 20), seed=1)
    for suffix in ("png", "jpg", "gif", "webp", "avif", "bmp", "tif"):
        picture = Image.fromarray(pixels)
        (picture.convert("RGB") if suffix == "avif" else picture).save(made / f"a.{suffix}")
    Image.fromarray(noise((24, 20), seed=2).astype(np.uint16) * 257).save(made / "deep.tif")
    return made


def table_of(folder: Path) -> Table:
    return mikurabe.compare(folder / "a.png", folder, metrics="psnr")


def inlined(page: bytes) -> dict[str, bytes]:
    """Return the originals in a page, by the name of their row."""
    text = page.decode()
    (block,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, flags=re.DOTALL)
    data: dict[str, Any] = json.loads(block)
    blocks = dict(re.findall(r'<script type="text/plain" id="(original-\d+)">(.*?)</script>', text))
    found = {}
    for row in (data["reference"], *data["rows"]):
        if "original" in row:
            place, mime = row["original"]
            found[f"{row['name']} {mime}"] = base64.b64decode(blocks.pop(place), validate=True)
    assert blocks == {}
    return found


def test_full_holds_the_files_byte_for_byte_and_others_as_png(folder: Path, tmp_path: Path) -> None:
    import imagecodecs

    page = table_of(folder).to_html(tmp_path / "r.html", embed="full").read_bytes()
    found = inlined(page)
    types = {"png": "png", "jpg": "jpeg", "gif": "gif", "webp": "webp", "avif": "avif", "bmp": "bmp"}
    for suffix, mime in types.items():
        assert found.pop(f"a.{suffix} image/{mime}") == (folder / f"a.{suffix}").read_bytes()
    shown = {name: imagecodecs.png_decode(data) for name, data in found.items()}
    assert sorted(shown) == ["a.tif image/png", "deep.tif image/png"]
    np.testing.assert_array_equal(shown["a.tif image/png"], noise((24, 20), seed=1))
    np.testing.assert_array_equal(shown["deep.tif image/png"], noise((24, 20), seed=2))


def test_the_same_view_gives_the_same_bytes(folder: Path) -> None:
    view = build_view(table_of(folder), embed="full")
    assert html.render(view) == html.render(view)
    assert html.render(view) == html.render(build_view(table_of(folder), embed="full"))


def test_thumbs_and_none_hold_no_originals_and_none_no_thumbnails(folder: Path, tmp_path: Path) -> None:
    table = table_of(folder)
    thumbs, none = (table.to_html(tmp_path / "r.html", embed=each).read_bytes() for each in ("thumbs", "none"))
    assert inlined(thumbs) == inlined(none) == {}
    assert b"base64," in thumbs
    assert b"base64," not in none
    assert b"a.webp" in none
    assert thumbs == table.to_html(tmp_path / "r.html").read_bytes()


def test_a_file_that_changed_since_is_not_shown_beside_scores_of_another_and_that_is_said(folder: Path) -> None:
    table = table_of(folder)
    (folder / "a.bmp").write_bytes((folder / "a.gif").read_bytes())
    (folder / "a.jpg").unlink()
    view = build_view(table, embed="full")
    by_name = {row.name: row for row in view.rows}
    assert by_name["a.bmp"].original is None
    assert "the file has changed since it was compared" in by_name["a.bmp"].notes[-1]
    assert by_name["a.jpg"].original is None
    assert by_name["a.gif"].original is not None
    assert not any("changed" in note for note in by_name["a.gif"].notes)


def test_a_picture_of_another_size_is_held_and_one_that_could_not_be_read_is_not(folder: Path) -> None:
    from PIL import Image

    Image.fromarray(noise((9, 9), seed=3)).save(folder / "small.png")
    (folder / "torn.png").write_bytes((folder / "a.png").read_bytes()[:100])
    rows = {row.name: row for row in build_view(table_of(folder), embed="full").rows}
    assert rows["small.png"].problem is not None
    assert rows["torn.png"].problem is not None
    assert rows["small.png"].original is not None
    assert rows["torn.png"].original is None


def test_pictures_that_are_no_files_are_left_to_their_thumbnails() -> None:
    table = mikurabe.compare(noise((8, 8), seed=1), {"one": noise((8, 8), seed=2)}, metrics="psnr")
    view = build_view(table, embed="full")
    assert [row.original for row in (view.reference, *view.rows)] == [None, None]
    assert view.rows[0].thumbnail is not None


def test_too_much_is_refused_before_it_is_read_and_the_error_says_what_to_type(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = table_of(folder)

    def read(_path: Path) -> bytes:
        raise AssertionError("nothing should be read")

    monkeypatch.setattr(Path, "read_bytes", read)
    with pytest.raises(UsageError, match=r"at least 0 MB .* at most 0 MB .*--embed thumbs.*embed='thumbs'"):
        originals_of(table, most=2000)


def test_what_grows_on_becoming_png_is_counted_too(folder: Path) -> None:
    table = table_of(folder)
    on_disk = sum(path.stat().st_size for path in folder.iterdir()) + (folder / "a.png").stat().st_size
    held = originals_of(table)
    total = sum(len(each.data) for each in (held.reference, *held.rows) if each is not None)
    assert originals_of(table, most=max(total, on_disk)) == held
    with pytest.raises(UsageError, match="--embed thumbs"):
        originals_of(table, most=min(total, on_disk) - 1)


def test_an_unknown_word_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownName, match="way to embed pictures"):
        build_view(table_of(folder), embed="ful")  # type: ignore[arg-type]


def run(*arguments: str) -> MikurabeError | None:
    result = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, MikurabeError), result.output
    return result.exception


def test_the_command_embeds_on_compare_and_on_report(folder: Path, tmp_path: Path) -> None:
    table, page, again = (str(tmp_path / name) for name in ("t.json", "r.html", "again.html"))
    workbook = str(tmp_path / "r.xlsx")
    arguments = ("compare", str(folder), "-m", "psnr", "-o", table, "-o", page, "-o", workbook, "-q", "--embed", "full")
    assert run(*arguments) is None
    assert len(inlined(Path(page).read_bytes())) == 8
    assert run("report", table, "-o", again, "--embed", "full") is None
    assert inlined(Path(again).read_bytes()) == inlined(Path(page).read_bytes())


def test_embedding_without_an_html_report_is_refused_before_the_work(folder: Path, tmp_path: Path) -> None:
    error = run("compare", str(folder), "-o", str(tmp_path / "t.json"), "--embed", "full")
    assert isinstance(error, UsageError)
    assert "add -o report.html" in str(error)
    assert not (tmp_path / "t.json").exists()
