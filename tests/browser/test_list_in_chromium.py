"""The list of the HTML report in a real browser: verdicts, columns, gallery, keys, languages, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from browser.page import Open, address, cards, click_heading, find, focused, names, press, until, values

pytestmark = pytest.mark.slow

LIMITS = ("ssim[recipe=opencv]<0.6", "cosine<0.8")


# ---- verdicts and flags -----------------------------------------------------------------------------------------


def test_every_row_has_its_verdict_with_the_reasons_and_counts_stand_above(show: Open) -> None:
    driver = show(30, "#rows=s", hostile=False, limits=LIMITS)
    judged = driver.execute_script(
        "return [...document.querySelectorAll('#list td.judged span')].map((v) => [v.textContent, v.title])"
    )
    assert len(judged) == len(names(driver))
    assert judged[0] == ["OK", "within all limits"]
    assert judged[1][0] == "?"
    assert "a value that has a limit is missing" in judged[1][1]
    assert judged[2][0] == "NG"
    assert judged[2][1].split("; ") == [
        "ssim[recipe=opencv] = 0.2006: NG, because < 0.6",
        "cosine: no value (< 0.8)",
    ]
    assert find(driver, ".limits").text == "NG where ssim[recipe=opencv]<0.6 or cosine<0.8"
    counts = {v: int(find(driver, f'[data-verdict="{v}"]').text.split()[1]) for v in ("ok", "ng", "unknown")}
    assert sum(counts.values()) == 30
    failed = "return [...document.querySelectorAll('#list tr[data-place=\"2\"] .fails')].map((c) => c.textContent)"
    assert driver.execute_script(failed) == ["0.2006"], "the number that failed is marked"
    for verdict, count in counts.items():
        find(driver, f'[data-verdict="{verdict}"]').click()
        assert find(driver, "#count").text == f"{count} of 30 pictures"
        find(driver, f'[data-verdict="{verdict}"]').click()


def test_by_verdict_the_failed_come_first(show: Open) -> None:
    driver = show(12, "#rows=s", hostile=False, limits=LIMITS)
    click_heading(driver, "_verdict")
    verdicts = [each.text for each in driver.find_elements("css selector", "#list td.judged")][1:]  # the reference's
    assert verdicts == sorted(verdicts, key=["NG", "?", "OK"].index)
    assert len(set(verdicts)) == 3
    assert find(driver, 'th[data-sort="_verdict"]').get_attribute("aria-sort") == "ascending"


def test_without_limits_there_are_no_verdicts(show: Open) -> None:
    driver = show(6, "#verdict=ng&sort=_verdict")
    found = driver.find_elements("css selector", '.verdict, [data-verdict], .limits, [data-column="_verdict"]')
    assert [each for each in found if each.is_displayed()] == []
    assert find(driver, "#count").text == "6 of 6 pictures"


def test_flags_say_in_short_what_the_notes_say_in_full(show: Open) -> None:
    driver = show(6, hostile=False)
    flags = driver.execute_script(
        "return [...document.querySelectorAll('#list tr[data-place=\"2\"] .flag')].map((f) => [f.textContent, f.title])"
    )
    assert flags == [
        ["problem", "cosine: the candidate is one flat colour"],
        ["EXIF-turned", "turned by its EXIF orientation (6)"],
        ["depth", "16 bits a channel"],
    ]


def test_notes_sort_as_texts_and_pictures_without_any_are_last(show: Open) -> None:
    driver = show(12, "#rows=s&sort=_notes", hostile=False)
    said = driver.execute_script(
        "return [...document.querySelectorAll('#list tr[data-place] .words')].map((each) => each.title)"
    )
    spoken = [each for each in said if each]
    assert len(spoken) == 2
    assert said[:2] == sorted(spoken, key=str.lower)
    assert names(driver)[0] == "broken.png"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_heading_keeps_its_words_where_its_place_among_the_keys_stands_beside_them(show: Open, lang: str) -> None:
    driver = show(6, "#sort=_size&sort=_verdict&sort=mse", hostile=False, lang=lang, limits=LIMITS)
    cut = driver.execute_script(
        "return [...document.querySelectorAll('#list thead .key')].filter((k) => k.scrollWidth > k.clientWidth)"
        ".map((k) => k.textContent)"
    )
    assert cut == []


# ---- columns ----------------------------------------------------------------------------------------------------


def test_hidden_columns_are_gone_from_heads_rows_and_widths(show: Open) -> None:
    driver = show(8, hostile=False, maps=True, limits=LIMITS)
    find(driver, "#panel-door").click()
    for key in ("_size", "_notes", "_flags", "cosine", "map:mse"):
        find(driver, f'#panel input[type="checkbox"][name="{key}"]').click()
    press(driver, "\ue00c")  # Esc
    heads = [
        each.text.split()[0]
        for each in driver.find_elements("css selector", "#list thead tr:first-child th")
        if each.is_displayed()
    ]
    assert heads == ["Name", "Verdict", "map:", "psnr", "ssim", "mse"]
    lefts = """const left = (node) => node.getBoundingClientRect().left;
        const { cells } = document.querySelector('#list tr[data-place="0"]');
        return [...document.querySelectorAll('#list thead tr:first-child th:not([hidden])')].map((th, at) =>
            left(th) - left(cells[at]))"""
    assert driver.execute_script(lefts) == [0] * 6
    assert "hide=cosine" in address(driver)
    assert values(driver, 0)[0] == "∞"


def test_all_indices_can_be_hidden_and_shown_at_once(show: Open) -> None:
    driver = show(8, hostile=False)
    find(driver, "#panel-door").click()
    find(driver, '[data-columns="none"]').click()
    assert driver.find_elements("css selector", "#list td.number") == []
    find(driver, '#panel input[type="checkbox"][name="_notes"]').click()
    assert "broken.png" in names(driver)
    find(driver, '[data-columns="all"]').click()
    assert driver.find_elements("css selector", "#list td.number") != []


# ---- gallery ----------------------------------------------------------------------------------------------------


def test_the_gallery_has_the_order_and_the_filters_of_the_table_and_opens_the_viewer(show: Open) -> None:
    driver = show(30, "#sort=-psnr&search=picture", hostile=False, limits=LIMITS)
    listed = names(driver)
    best = f"psnr {values(driver, 1)[0]}"
    find(driver, '[data-view="gallery"]').click()
    assert not find(driver, "#list").is_displayed()
    assert cards(driver)[: len(listed)] == listed
    card = find(driver, ".card")
    assert card.get_attribute("aria-setsize") == "27"
    assert card.text.split() == [*listed[0].split(), *best.split(), "OK"]
    find(driver, ".card .open").click()
    assert find(driver, "#viewer-name").text == listed[0]
    press(driver, "\ue014", "\ue00c")  # right, Esc
    # A dialog says that it was closed a moment later.
    until(lambda: focused(driver) == listed[1], "the page has not followed")


def test_the_gallery_sorts_and_shows_any_index(show: Open) -> None:
    from selenium.webdriver.support.select import Select

    driver = show(12, "#layout=gallery", hostile=False)
    Select(find(driver, "#sort-by")).select_by_value("mse")
    assert find(driver, ".card .value").text.split() == ["mse", "0.00"]
    assert address(driver) == "#sort=mse&layout=gallery"
    find(driver, "#turn").click()
    assert address(driver) == "#sort=-mse&layout=gallery"
    assert cards(driver)[-2:] == ["identical.png", "broken.png"], "missing is last, whichever way"
    Select(find(driver, "#card-shows")).select_by_value("cosine")
    assert find(driver, ".card .value").text.startswith("cosine\n0.")
    assert find(driver, "#gallery .pinned").text == "Reference reference <1>.png cosine 1.0000"


@pytest.mark.parametrize("size", ["s", "m", "l"])
def test_of_ten_thousand_cards_only_those_in_view_exist_and_each_stands_in_its_place(show: Open, size: str) -> None:
    driver = show(10_000, f"#layout=gallery&rows={size}", hostile=False, thumbnails=False)
    scroll = """scrollTo(0, arguments[0]);
        return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""
    driver.execute_script(scroll, 40_000)
    boxes: list[Any] = driver.execute_script("""return [...document.querySelectorAll('.card')].map((card) =>
        [Number(card.dataset.place), card.getBoundingClientRect().top + scrollY, card.offsetHeight])""")
    assert len(boxes) < 400
    across, start = driver.execute_script("""const gallery = document.querySelector('#gallery');
        return [Number(gallery.style.getPropertyValue('--across')),
            gallery.getBoundingClientRect().top + scrollY + gallery.firstElementChild.offsetHeight]""")
    (height,) = {each for *_, each in boxes}
    places = [start + place // across * height for place, *_ in boxes]
    assert [top for _, top, _ in boxes] == pytest.approx(places, abs=1)
    assert boxes[0][1] < driver.execute_script("return scrollY") < boxes[-1][1]
    driver.execute_script(scroll, 10**8)
    assert cards(driver)[-1] == "picture 9999.png"


# ---- keys -------------------------------------------------------------------------------------------------------


def test_the_rows_can_be_walked_opened_and_left_with_keys_alone(show: Open) -> None:
    driver = show(10, hostile=False)
    press(driver, "j")
    assert focused(driver) == "identical.png"
    press(driver, "j", "j", "k")
    assert focused(driver) == "broken.png"
    press(driver, "\ue015")  # down
    assert focused(driver) == "flat.png"
    press(driver, "\ue007")  # Enter
    assert find(driver, "#viewer-name").text == "flat.png"
    press(driver, "\ue00c")
    assert focused(driver) == "flat.png"
    press(driver, "g")
    assert find(driver, "#gallery").is_displayed()
    assert focused(driver) == "flat.png", "the same picture, now as a card"
    press(driver, "\ue014")  # right
    assert focused(driver) == "picture 3.png"
    press(driver, "g", "/")
    assert find(driver, "#list").is_displayed()
    press(driver, "g", "j", "?")
    assert find(driver, "#search").get_attribute("value") == "gj?", "in a field, keys are text"
    assert find(driver, "#empty").is_displayed()


def test_the_list_of_keys_opens_keeps_the_focus_and_closes(show: Open) -> None:
    driver = show(6)
    press(driver, "?")
    dialog = find(driver, "#keys")
    assert dialog.is_displayed()
    assert "Table or gallery" in dialog.text
    for _ in range(4):
        press(driver, "\ue004")  # Tab
        assert driver.execute_script(
            "const at = document.activeElement; return at === document.body || at.closest('#keys') !== null"
        )
    press(driver, "g")
    assert not find(driver, "#gallery").is_displayed(), "a key for the list does nothing below the dialog"
    press(driver, "\ue00c")
    assert not dialog.is_displayed()


def test_the_panel_opens_and_closes_with_keys(show: Open) -> None:
    driver = show(6)
    press(driver, "f")
    assert find(driver, "#panel").is_displayed()
    assert find(driver, "#panel-door").get_attribute("aria-expanded") == "true"
    assert driver.execute_script("return document.activeElement.closest('#panel') !== null")
    press(driver, "\ue00c")
    assert not find(driver, "#panel").is_displayed()
    assert driver.execute_script("return document.activeElement.id") == "panel-door"


# ---- language ---------------------------------------------------------------------------------------------------


def test_the_page_speaks_the_other_language_and_back(show: Open) -> None:
    driver = show(6, hostile=False, limits=LIMITS, maps=True)
    whole = "return document.querySelector('header').innerText + document.querySelector('#bar').innerText"
    english = driver.execute_script(whole)
    find(driver, '[data-lang="ja"]').click()
    assert find(driver, "html").get_attribute("lang") == "ja"
    assert find(driver, "#count").text == "6 枚中 6 枚"
    assert find(driver, "h1").text == "画像と類似度の見比べ: reference <1>.png"
    assert find(driver, 'th[data-column="_verdict"]').text == "判定"
    assert find(driver, 'th[data-column="map:mse"] .key').text == "マップ: mse"
    assert find(driver, "#search").get_attribute("placeholder") == "名前で検索"
    assert find(driver, "#list .reference .tag").text == "基準画像"
    assert address(driver) == "#lang=ja"
    find(driver, "#list tbody .open").click()
    assert find(driver, '#viewer [data-mode="side_by_side"]').text == "並べる"
    assert find(driver, '#viewer [data-mode="map:mse"]').text == "マップ: mse"
    assert find(driver, "#viewer-position").text == "6 枚中 1 枚目"
    press(driver, "\ue00c")
    find(driver, '[data-lang="en"]').click()
    assert driver.execute_script(whole) == english
    assert find(driver, "html").get_attribute("lang") == "en"
    assert address(driver) == ""


def test_names_of_indices_units_and_what_settings_mean_follow_the_language_switch(show: Open) -> None:
    import numpy as np

    from mikurabe import compare

    pixels = np.arange(1024, dtype=np.uint8).reshape(32, 32)
    driver = show(table=compare(pixels, {"a": pixels + 1}, metrics="mae,psnr"), address="#bench=limits")
    footer = "return document.querySelector('footer').innerText"
    assert "another size is a problem" in driver.execute_script(footer)
    find(driver, '#languages [data-lang="ja"]').click()
    assert "サイズの違う画像の扱い\nstrict (サイズが違う画像は比べない)" in driver.execute_script(footer)
    assert "比べた画素\nすべて" in driver.execute_script(footer)
    heading = find(driver, 'th[data-sort="mae"] button')
    assert find(driver, 'th[data-sort="mae"] .title').text == "平均絶対誤差 (階調)"
    assert heading.get_attribute("title").startswith(
        "平均絶対誤差 (階調)\n小さいほど似ている。同一画像で 0\n範囲: 0 … "
    )
    until(lambda: "平均絶対誤差" in find(driver, ".gauge h3").text, "the bench keeps its language")
    find(driver, '#languages [data-lang="en"]').click()
    assert find(driver, 'th[data-sort="mae"] .title').text == "Mean absolute error (levels)"


def test_a_japanese_page_can_be_read_in_english(show: Open) -> None:
    driver = show(6, "#lang=en", lang="ja", hostile=False)
    assert find(driver, "html").get_attribute("lang") == "en"
    assert find(driver, "#count").text == "6 of 6 pictures"
    assert find(driver, "h1").text == "Pictures beside their similarity: reference <1>.png"


# ---- print and size ---------------------------------------------------------------------------------------------


def test_on_paper_there_is_a_contact_sheet_of_what_is_shown_and_it_says_where_it_ends(show: Open) -> None:
    driver = show(320, "#search=picture&sort=-psnr&hide=cosine", hostile=False, thumbnails=False)
    top = names(driver)[0]
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert len(cards(driver)) == 200
    assert cards(driver)[0] == top
    assert find(driver, "#count").text == "Printed: the first 200 of 317 pictures that pass the filters"
    said = [
        each.text.split()[0]
        for each in driver.find_elements("css selector", ".card:first-of-type .value, .card[data-place='0'] .value")
    ]
    assert said == ["psnr", "ssim[recipe=opencv]", "mse"], "what it is sorted by, then what is shown"
    driver.execute_script("dispatchEvent(new Event('afterprint'))")
    assert cards(driver) == []
    assert names(driver)[0] == top
    assert find(driver, "#count").text == "317 of 320 pictures"


def test_ten_thousand_rows_are_filtered_and_turned_into_cards_at_once(
    show: Open, record_property: Callable[[str, object], None]
) -> None:
    driver = show(10_000, hostile=False, columns=12, limits=LIMITS)
    took = {
        "load": driver.execute_script("return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    }
    steps = {
        "search": "type('#search', '1 pic')",
        "range": """type('#panel input[name="psnr"][data-end="0"]', '18')""",
        "verdict": "document.querySelector('[data-verdict=ng]').click()",
        "clear": "document.querySelector('#clear').click()",
        "sort": "document.querySelector('th[data-sort=\"mse\"] button').click()",
        "gallery": "document.querySelector('[data-view=gallery]').click()",
        "language": "document.querySelector('[data-lang=ja]').click()",
    }
    for name, step in steps.items():
        took[name] = driver.execute_script(
            """const type = (selector, text) => { const field = document.querySelector(selector); field.value = text;
                field.dispatchEvent(new Event('input', { bubbles: true })); };
            const start = performance.now();"""
            + step
            + "; document.body.offsetHeight; return performance.now() - start"
        )
    for name, milliseconds in took.items():
        record_property(f"milliseconds to {name}", round(milliseconds))
    print("10,000 rows x 12 indices:", ", ".join(f"{name} {each:.0f} ms" for name, each in took.items()))
    assert find(driver, "#count").text == "10,000 枚中 10,000 枚"
    assert driver.execute_script("return document.querySelectorAll('*').length") < 5000
