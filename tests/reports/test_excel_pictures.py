"""The pictures in the Excel report: in their cells, in their size, and on the right sheet."""

from __future__ import annotations

import re

import pytest

from mikurabe.errors import UnknownName
from mikurabe.reports.excel import layout as layout_module
from mikurabe.reports.excel.book import Book
from mikurabe.reports.excel.layout import plan
from mikurabe.reports.view import build_view
from reports.samples import HOSTILE_NAMES, sample_table, thumbnail
from reports.workbooks import (
    anchors,
    cell_px,
    opened,
    part,
    parts,
    rendered,
    settings_text,
    thumbnail_of,
    with_thumbnails,
)


def test_every_picture_lies_wholly_inside_its_cell_and_moves_and_sizes_with_it() -> None:
    shapes = [(128, 96), (20, 128), (128, 10), (1, 1), (64, 64), (128, 128)]
    table = with_thumbnails(sample_table(6), lambda at: thumbnail_of(shapes[at]))
    data = rendered(table)
    placed = anchors(data)
    assert len(placed) == 7, "six rows and the reference"
    assert len(opened(data)["List"]._images) == 7
    sizes = [(48, 36), *shapes]
    for anchor, size in zip(placed, sizes, strict=True):
        assert anchor.edit_as is None, "the default, twoCell: moves and sizes with its cell"
        assert anchor.first == anchor.last
        assert (anchor.end[0] - anchor.start[0], anchor.end[1] - anchor.start[1]) == pytest.approx(size, abs=0.01)
        width, height = cell_px(data, *anchor.first)
        assert min(anchor.start) >= 2
        assert anchor.end[0] <= width - 2
        assert anchor.end[1] <= height - 2
    assert [anchor.first for anchor in placed] == [(1, 1), *((1, 4 + at) for at in range(6))]


@pytest.mark.parametrize("mime", ["image/png", "image/jpeg"])
@pytest.mark.parametrize("dpi", [(300, 300), (72, 72), (300, 72)])
def test_a_resolution_written_in_the_file_does_not_change_the_size(mime: str, dpi: tuple[int, int]) -> None:
    table = with_thumbnails(sample_table(1), lambda at: thumbnail_of((100, 60), mime, dpi=dpi))
    anchor = anchors(rendered(table))[1]
    assert (anchor.end[0] - anchor.start[0], anchor.end[1] - anchor.start[1]) == pytest.approx((100, 60), abs=0.01)


def test_webp_which_excel_does_not_show_becomes_a_picture_that_it_shows() -> None:
    table = with_thumbnails(sample_table(3), lambda at: thumbnail_of((40, 30), "image/webp"))
    data = rendered(table)
    assert {name.rpartition(".")[2] for name in parts(data) if name.startswith("xl/media/")} <= {"png", "jpeg"}
    assert len(opened(data)["List"]._images) == 4


def test_a_thumbnail_that_is_too_large_is_shrunk_and_keeps_its_shape() -> None:
    table = with_thumbnails(sample_table(1), lambda at: thumbnail_of((1000, 500)))
    anchor = anchors(rendered(table))[1]
    assert (anchor.end[0] - anchor.start[0], anchor.end[1] - anchor.start[1]) == pytest.approx((128, 64), abs=0.01)


def test_all_rows_are_equally_tall_because_sorting_does_not_move_heights() -> None:
    table = with_thumbnails(sample_table(4), lambda at: thumbnail_of((64, 20 + 30 * at)))
    data = rendered(table)
    assert {cell_px(data, 1, row)[1] for row in range(4, 8)} == {110 + 8}


def test_the_alternative_text_is_the_name() -> None:
    data = rendered(with_thumbnails(sample_table(6), thumbnail))
    assert [anchor.description for anchor in anchors(data)][:5] == [
        "reference <1>.png",
        "identical.png",
        "broken.png",
        "flat.png",
        HOSTILE_NAMES[0],
    ]


def test_equal_thumbnails_are_stored_once() -> None:
    data = rendered(with_thumbnails(sample_table(9), lambda at: thumbnail(0)))
    assert [name for name in parts(data) if "/media/" in name] == ["xl/media/image1.png"]
    assert len(anchors(data)) == 10


def test_pictures_in_cells_are_not_laid_over_them_as_well_and_the_workbook_says_who_can_see_them() -> None:
    data = rendered(sample_table(5), images="cell")
    drawings = [name for name in parts(data) if name.startswith("xl/drawings/drawing")]
    assert "<xdr:pic>" not in "".join(part(data, name) for name in drawings), "only charts"
    assert [name for name in parts(data) if name.startswith("xl/richData/")]
    workbook = opened(data)
    assert workbook["List"]["B5"].value == "#VALUE!", "what a program shows that does not know them"
    assert "Microsoft 365" in settings_text(workbook)


def test_without_pictures_there_is_no_column_for_them() -> None:
    for data in (rendered(sample_table(5), images="none"), rendered(sample_table(5, thumbnails=False))):
        assert not [name for name in parts(data) if "media" in name]
        sheet = opened(data)["List"]
        assert [sheet[f"{column}4"].value for column in "ABCD"] == ["No.", "Name", "Verdict", "cosine"]
        assert sheet.freeze_panes == "D5"
        assert sheet.auto_filter.ref == "A4:K9"
    assert "without pictures" in settings_text(opened(rendered(sample_table(5), images="none")))


def test_another_way_to_place_pictures_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match=r"floats.*float"):
        rendered(sample_table(1), images="floats")


def test_a_list_that_would_pile_up_in_libreoffice_goes_on_in_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "SHEET_PX", 700)
    table = with_thumbnails(sample_table(9), lambda at: thumbnail_of((64, 120)))
    data = rendered(table)
    workbook = opened(data)
    lists = [name for name in workbook.sheetnames if name.startswith("List")]
    assert lists == ["List", "List 2", "List 3"]
    numbers: list[int] = []
    for at, name in enumerate(lists, start=2):
        sheet = workbook[name]
        assert sheet["C2"].value == "reference <1>.png"
        assert sheet.freeze_panes == "E5"
        heights = [
            float(height) for height in re.findall(r' ht="([\d.]+)"', part(data, f"xl/worksheets/sheet{at}.xml"))
        ]
        assert sum(heights) < 700 * 0.75
        numbers += [cell.value for cell in sheet["A"][4:]]
        assert len(sheet._images) == sheet.max_row - 3, "one a row, and the reference again"
    assert numbers == list(range(1, 10))
    stops = {
        stop.val
        for name in lists
        for area in workbook[name].conditional_formatting
        if str(area.sqref).startswith("E")
        for rule in area.rules
        if rule.colorScale is not None
        for stop in rule.colorScale.cfvo
    }
    assert len(stops) == 3, "one scale for the whole list"
    assert "3 sheets" in settings_text(workbook)


@pytest.mark.parametrize("height", [16, 128])
def test_a_sheet_with_pictures_stays_below_165000_points(height: int) -> None:
    table = with_thumbnails(sample_table(5), lambda at: thumbnail_of((128, height)))
    layout = plan(Book(build_view(table), "float"))
    assert layout.row_px is not None
    above = layout.title_px + layout.reference_px + layout.limits_px + layout.heading_px
    full = (above + layout.rows_per_sheet * layout.row_px) * 0.75
    assert 164_800 < full < 165_000
    assert plan(Book(build_view(table), "none")).rows_per_sheet > 1_000_000


def test_maps_lie_inside_cells_of_their_own_behind_the_names_and_say_what_they_are() -> None:
    table = sample_table(4, maps=True)
    data = rendered(table)
    sheet = opened(data)["List"]
    heads = [cell.value for cell in sheet[4]][:7]
    assert heads == ["No.", "Picture", "Name", "Verdict", "map: ssim[recipe=opencv]", "map: mse", "cosine"]
    assert sheet.freeze_panes == "E5", "maps would take the room of what scrolls"
    maps = [anchor for anchor in anchors(data) if " map of " in anchor.description]
    assert [(anchor.first, anchor.description) for anchor in maps] == [
        ((4, 4), "ssim[recipe=opencv] map of identical.png"),
        ((5, 4), "mse map of identical.png"),
        ((4, 6), "ssim[recipe=opencv] map of flat.png"),
        ((4, 7), f"ssim[recipe=opencv] map of {HOSTILE_NAMES[0]}"),
        ((5, 7), f"mse map of {HOSTILE_NAMES[0]}"),
    ]
    for anchor in maps:
        assert anchor.edit_as is None, "the default, twoCell: moves and sizes with its cell"
        assert anchor.first == anchor.last
        assert (anchor.end[0] - anchor.start[0], anchor.end[1] - anchor.start[1]) == pytest.approx((128, 96), abs=0.01)
        width, height = cell_px(data, *anchor.first)
        assert min(anchor.start) >= 2
        assert anchor.end[0] <= width - 2
        assert anchor.end[1] <= height - 2


def test_the_workbook_says_what_the_colours_of_maps_mean() -> None:
    workbook = opened(rendered(sample_table(5, maps=True)))
    note = workbook["List"]["F1"].comment
    assert note is not None
    assert "from 400 to 500" in note.text
    indices = workbook["Indices"]
    assert indices.auto_filter.ref == "A1:G5"
    assert [indices[f"A{row}"].value for row in (6, 8)] == [None, note.text]
    assert "dark where identical (1)" in str(indices["A7"].value)


def test_maps_are_shown_without_thumbnails_and_in_cells_but_not_without_pictures() -> None:
    alone = rendered(sample_table(4, maps=True, thumbnails=False))
    assert opened(alone)["List"]["D4"].value == "map: ssim[recipe=opencv]"
    assert len(anchors(alone)) == 5
    assert cell_px(alone, 3, 4)[1] == 96 + 8
    inside = rendered(sample_table(4, maps=True), images="cell")
    assert opened(inside)["List"]["E5"].value == "#VALUE!"
    bare = opened(rendered(sample_table(4, maps=True), images="none"))
    assert bare["List"]["D4"].value == "cosine"
    assert "map" not in " ".join(str(cell.value) for row in bare["Indices"].iter_rows() for cell in row).lower()


def test_maps_without_thumbnails_too_go_over_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "SHEET_PX", 700)
    workbook = opened(rendered(sample_table(9, maps=True, thumbnails=False)))
    assert [name for name in workbook.sheetnames if name.startswith("List")] == ["List", "List 2"]
