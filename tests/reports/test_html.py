"""The HTML report as text: it parses, it is safe, and it says everything that the view says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mikurabe.criteria import VERDICTS, parse_criterion
from mikurabe.i18n import LANGUAGES, Lang, words
from mikurabe.records import Thumbnail
from mikurabe.reports import html
from mikurabe.reports.asset import asset
from mikurabe.reports.flags import FLAGS
from mikurabe.reports.pagedata import link_of
from mikurabe.reports.view import ReportView, build_view
from reports.samples import HOSTILE_NAMES, sample_table

FOLDER = Path("reports").absolute()


class Page(HTMLParser):
    """What an HTML parser finds: elements with attributes, and the text of each element by its tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img", "input", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def policy(self) -> str:
        (content,) = [
            meta["content"] for meta in self.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"
        ]
        assert content is not None
        return content

    def text(self) -> str:
        return "".join(part for parts in self.texts.values() for part in parts)


def view_of(rows: int = 20, lang: Lang = "en", **options: Any) -> ReportView:
    return build_view(sample_table(rows, folder=FOLDER / "pictures", **options), lang=lang, folder=FOLDER)


def page_of(view: ReportView) -> Page:
    return Page(html.render(view).decode("utf-8"))


def data_of(view: ReportView) -> dict[str, Any]:
    def refuse(token: str) -> None:
        raise AssertionError(f"{token} is no JSON")

    text = html.render(view).decode("utf-8")
    (block,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, flags=re.DOTALL)
    found = json.loads(block, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def test_the_same_view_gives_the_same_bytes() -> None:
    assert html.render(view_of()) == html.render(view_of())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_element_is_closed_and_the_page_names_its_language(lang: Lang) -> None:
    page = page_of(view_of(lang=lang))
    assert page.open == []
    assert page.all("html") == [{"lang": lang}]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_script_exists_in_both_languages(lang: Lang) -> None:
    asked = set(re.findall(r"\bwords\.(\w+)", "".join(map(asset, html.SCRIPTS))))
    # words[`${mode}_dial`] and the like.
    asked |= {"swipe_dial", "onion_dial", "blink_flip", "map_flip", "verdict_ok", "verdict_ng", "verdict_unknown"}
    asked |= {"range_from", "range_to"}  # words[input.dataset.label]
    asked |= {"higher_hint", "lower_hint"}  # words[`${better}_hint`]
    asked |= {f"flag_{flag}" for flag in FLAGS} | {f"judged_{verdict}" for verdict in VERDICTS}
    asked |= {"flag_problem", "judged_ok_why", "judged_unknown_why"}
    view = view_of(lang=lang, maps=True)
    said = {each["data-word"] for _, each in page_of(view).elements if "data-word" in each}
    said |= {
        value for _, each in page_of(view).elements for name, value in each.items() if name.startswith("data-word-")
    }
    found = data_of(view)["words"]
    assert list(found) == list(LANGUAGES)
    for each in LANGUAGES:
        assert set(found[each]) == asked | said
        assert {key for key in found[each] if key not in words(each)} == {key for key in said if key.startswith("own_")}
        assert {words(each)[key] for key in asked} <= set(found[each].values())


def test_the_policy_allows_exactly_our_script_and_our_style() -> None:
    text = html.render(view_of()).decode("utf-8")
    policy = Page(text).policy()
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        contents = re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in contents]
        assert [f"{tag}-src 'sha256-{digest}'" in policy for digest in digests] == [True]


def test_nothing_on_the_page_needs_the_policy_to_be_weaker() -> None:
    for tag, attributes in page_of(view_of()).elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag


def test_nothing_on_the_page_leads_to_the_network() -> None:
    page = page_of(view_of())
    for tag, attributes in page.elements:
        for name in ("src", "href", "action", "srcset", "data"):
            url = attributes.get(name)
            if url is not None:
                assert url.startswith(("data:", "pictures/")), (tag, name, url)
    for code in (html._script(), html._style()):
        assert not re.findall(r"https?:|url\((?!#)|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(", code)


def test_the_page_carries_at_most_80_kb_of_script_and_style() -> None:
    text = html.render(view_of()).decode("utf-8")
    parts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", text, flags=re.DOTALL)
    assert len(parts) == 2
    assert sum(len(part.encode()) for part in parts) <= 80_000


def test_hostile_names_are_text_and_nothing_else() -> None:
    page = page_of(view_of(3 + len(HOSTILE_NAMES)))
    assert len(page.all("script")) == 2
    assert not [image for image in page.all("img") if image.get("src") == "x"]
    assert page.all("b") == [{}] * 4  # the arrows of the four headings
    shown = page.texts["bdi"]
    for name in HOSTILE_NAMES:
        assert html.legible(name) in shown


def test_hostile_names_reach_the_script_as_they_are() -> None:
    view = view_of(3 + len(HOSTILE_NAMES))
    assert [row["name"] for row in data_of(view)["rows"][3:]] == [html.legible(name) for name in HOSTILE_NAMES]
    block = html.render(view).decode().partition('id="data">')[2].partition("</script>")[0]
    assert "<" not in block


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain 日本語.png", "plain 日本語.png"),
        ("\u202egnp.exe", "‹U+202E›gnp.exe"),
        ("a\tb\nc\x00", "a‹U+0009›b‹U+000A›c‹U+0000›"),
        ("e\u0301.png", "e\u0301.png"),
        ("zero\u200bwidth", "zero‹U+200B›width"),
    ],
)
def test_unseen_characters_are_spelled_out(name: str, shown: str) -> None:
    assert html.legible(name) == shown


def test_a_name_that_is_no_valid_unicode_is_still_shown() -> None:
    from dataclasses import replace

    table = sample_table(1)
    row = table.rows[0]
    view = build_view(replace(table, rows=(replace(row, source=replace(row.source, name="bad\udcff.png")),)))
    assert "bad?.png" in page_of(view).texts["bdi"]
    assert data_of(view)["rows"][0]["name"] == "bad?.png"


def test_infinity_and_missing_are_spelled_out_in_the_data() -> None:
    columns = {column["key"]: column for column in data_of(view_of(5))["columns"]}
    assert columns["psnr"]["values"][0] == "inf"
    assert columns["psnr"]["values"][1] is None
    assert columns["cosine"]["problems"] == {
        "1": "broken.png is cut off: 512 of 2048 bytes are there. Copy it again.",
        "2": "the candidate is one flat colour",
    }
    assert columns["mse"]["values"][0] == 0.0


def test_every_column_has_one_entry_per_row() -> None:
    found = data_of(view_of(7, columns=9))
    assert len(found["columns"]) == 9
    for column in found["columns"]:
        assert len(column["values"]) == 7


def test_thumbnails_are_inside_byte_for_byte() -> None:
    view = view_of(4)
    data = data_of(view)
    at, rest = data["rows"][3]["thumbnail"]
    start, width, height = data["heads"][at]
    uri = start + rest
    expected = view.rows[3].thumbnail
    assert isinstance(expected, Thumbnail)
    head, _, body = uri.partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body, validate=True) == expected.data
    assert (width, height) == (48, 36)
    assert "thumbnail" not in data_of(view)["rows"][1]


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("pictures/a%23b.png", True),
        ("../x.png", True),
        ("file:///C:/x.png", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//host/x.png", False),
        ("https://host/x.png", False),
    ],
)
def test_links_lead_to_files_only(href: str, kept: bool) -> None:
    assert (link_of(href) is not None) is kept


def test_the_headings_say_key_title_direction_and_what_identical_pictures_give() -> None:
    page = page_of(view_of())
    keys = [attributes["data-sort"] for attributes in page.all("th") if "data-sort" in attributes]
    assert keys == ["_name", "_verdict", "_size", "_flags", "cosine", "psnr", "ssim[recipe=opencv]", "mse", "_notes"]
    assert [title for title in page.texts["span"] if "signal-to-noise" in title]
    assert page.texts["b"].count("↑") == 3
    assert page.texts["b"].count("↓") == 1


def test_without_a_script_the_table_is_there_up_to_its_limit_and_says_so() -> None:
    text = html.render(view_of(html.STATIC_ROWS + 5)).decode("utf-8")
    static = Page(text.partition("<noscript>")[2].partition("</noscript>")[0])
    assert len(static.all("tr")) == 1 + 1 + html.STATIC_ROWS  # heading, reference, pictures
    assert len(static.all("img")) == 1 + html.STATIC_ROWS - 1  # one picture is broken
    assert "the first 50 of 55 pictures" in static.text()
    assert "broken.png is cut off" in static.text()
    assert "cosine: the candidate is one flat colour" in static.text()


def test_a_short_table_is_complete_without_a_script_and_says_so() -> None:
    assert words("ja")["no_script"] in page_of(view_of(4, lang="ja")).text()


def test_what_was_passed_over_and_how_it_was_made_is_on_the_page() -> None:
    view = view_of()
    said = page_of(view).text()
    for item in view.skipped:
        assert item.name in said
        assert item.reason in said
    for text in (*view.notes, *(text for pair in (*view.summary, *view.footer) for text in pair)):
        assert text in said
    assert " (2)" in page_of(view).texts["summary"]


@pytest.mark.parametrize("options", [{"rows": 0}, {"columns": 0}, {"thumbnails": False}, {"rows": 1}])
def test_a_table_without_rows_columns_or_thumbnails_is_still_a_page(options: dict[str, Any]) -> None:
    view = view_of(**options)
    assert page_of(view).open == []
    assert len(data_of(view)["rows"]) == len(view.rows)


def test_without_maps_nothing_on_the_page_speaks_of_them() -> None:
    page = page_of(view_of())
    assert "map" not in {name for _, each in page.elements for name in (each.get("class") or "").split()}
    assert len(page.all("button")) == len(page_of(view_of(maps=True)).all("button")) - 2
    found = data_of(view_of())
    assert "maps" not in found
    assert not [row for row in found["rows"] if "maps" in row]
    assert not [word for table in found["words"].values() for word in table if "map" in word]


def test_maps_are_inside_once_a_row_byte_for_byte_in_the_order_of_the_columns() -> None:
    view = view_of(4, maps=True)
    found = data_of(view)
    assert found["maps"] == [{"key": "ssim[recipe=opencv]", "identical": "1"}, {"key": "mse", "identical": "0"}]
    assert "maps" not in found["rows"][1], "a picture that could not be read"
    assert found["rows"][2]["maps"][1] is None, "the one index without a map"
    text = html.render(view).decode("utf-8")
    error, similarity = view.rows[3].maps
    for (uri, width, height, top), each in zip(found["rows"][3]["maps"], (similarity, error), strict=True):
        head, _, body = uri.partition(",")
        assert head == f"data:{each.picture.mime};base64"
        assert base64.b64decode(body, validate=True) == each.picture.data
        assert (width, height) == (240, 180)
        assert text.count(body) == 1
        assert top == {"mse": "400"}.get(each.key, "1")


@pytest.mark.parametrize(("lang", "said"), [("en", "map: mse"), ("ja", "マップ: mse")])
def test_a_map_has_a_column_and_a_mode_of_the_viewer(lang: Lang, said: str) -> None:
    page = page_of(view_of(5, lang=lang, maps=True))
    modes = [each["data-mode"] for each in page.all("button") if "data-mode" in each]
    assert modes[-2:] == ["map:ssim[recipe=opencv]", "map:mse"]
    assert page.texts["span"].count(said) == 2  # heading and mode
    assert len(page.all("col")) == 3 + 2 + 4 + 2
    titles = [each["title"] or "" for each in page.all("th") if each.get("class") == "map"]
    assert [re.findall(r"\d+", title) for title in titles] == [["1", "1"], ["0", "400", "500"]]
    assert words(lang)["static_maps"] in page.text()


def test_the_legend_has_the_colours_of_the_maps() -> None:
    from mikurabe.heatmap import _RAMP

    (ramp,) = re.findall(r"\.ramp .*?linear-gradient\(90deg, (.*?)\)", asset("report.css"))
    assert ramp == ", ".join("#" + bytes(colour).hex() for colour in _RAMP.astype("uint8").tolist())


def test_limits_are_in_the_data_and_verdicts_in_the_table_without_a_script() -> None:
    limits = [parse_criterion(limit) for limit in ("ssim[recipe=opencv]<0.6", "cosine<0.8", "ssim[recipe=opencv]<0.5")]
    view = build_view(sample_table(5).judged_by(limits))
    found = data_of(view)
    assert found["criteria"][1] == {"key": "cosine", "sign": "<", "limit": 0.8}
    static = Page(html.render(view).decode().partition("<noscript>")[2].partition("</noscript>")[0])
    assert "cosine<0.8" in static.text()
    assert "OK 1, NG 3, ? 1" in static.text()
    assert static.texts["td"].count("NG") == 3


def test_without_limits_the_data_has_none() -> None:
    assert "criteria" not in data_of(view_of())


def test_words_in_other_people_s_text_are_not_taken_for_ours() -> None:
    from dataclasses import replace

    table = sample_table(1)
    reference = replace(table.reference, source=replace(table.reference.source, name='x" data-word="name'))
    page = page_of(build_view(replace(table, reference=reference)))
    assert not [each for tag, each in page.elements if tag == "bdi" and each]


def test_the_difference_has_the_colours_of_the_maps_too() -> None:
    from mikurabe.heatmap import _RAMP

    tables = re.findall(r'tableValues="(.*?)"', asset("viewer.html"))
    assert pytest.approx(_RAMP, abs=0.2) == np.array([table.split() for table in tables], float).T * 255
