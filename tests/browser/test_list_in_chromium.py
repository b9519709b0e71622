"""The list of the HTML report in a real browser: filters, columns, gallery, verdicts, keys, languages, print."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from browser.page import Driver, Open, click_heading, find, names, values

pytestmark = pytest.mark.slow

LIMITS = ("ssim[recipe=opencv]<0.6", "cosine<0.8")


def cards(driver: Driver) -> list[str]:
    found = driver.execute_script(
        "return [...document.querySelectorAll('#gallery .card .name')].map((n) => n.textContent)"
    )
    return list(found)


def until(holds: Callable[[], bool], message: str) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, message


def address(driver: Driver) -> str:
    return str(driver.execute_script("return location.hash"))


def type_range(driver: Driver, key: str, *, low: str = "", high: str = "") -> None:
    """Type a range into the panel, which is open."""
    for end, text in enumerate((low, high)):
        field = find(driver, f'#panel input[name="{key}"][data-end="{end}"]')
        field.send_keys("\ue009a\ue000\ue017", text)  # Ctrl+A, Delete


def press(driver: Driver, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def focused(driver: Driver) -> str:
    return str(driver.execute_script("return document.activeElement.querySelector('.name')?.textContent || ''"))


# ---- filters ----------------------------------------------------------------------------------------------------


def test_a_range_keeps_what_lies_in_it_and_nothing_that_is_missing(show: Open) -> None:
    driver = show(12, "#rows=s", hostile=False)
    every = {
        name: float(text.replace("−", "-"))
        for name, text in zip(names(driver), values(driver, 2), strict=True)
        if text != "problem"
    }
    find(driver, "#panel-door").click()
    type_range(driver, "ssim[recipe=opencv]", low="0.2", high="0.6")
    kept = names(driver)
    assert kept == [name for name in every if 0.2 <= every[name] <= 0.6]
    assert find(driver, "#count").text == f"{len(kept)} of 12 pictures"
    # From minus infinity on is a range too: no number is outside, and what is missing is not in it.
    type_range(driver, "ssim[recipe=opencv]", low="-inf")
    type_range(driver, "cosine", low="−∞")
    assert "broken.png" not in names(driver)
    assert "flat.png" not in names(driver), "it has no cosine"
    assert find(driver, "#count").text == "10 of 12 pictures"


@pytest.mark.parametrize("typed", ["inf", "∞", "Infinity", "＋ｉｎｆ"])
def test_infinity_can_be_typed_and_is_found(show: Open, typed: str) -> None:
    driver = show(10, hostile=False)
    find(driver, "#panel-door").click()
    type_range(driver, "psnr", low=typed)
    assert names(driver) == ["identical.png"]
    type_range(driver, "psnr", high="30")
    assert "identical.png" not in names(driver)


def test_a_picture_is_found_by_the_number_that_is_shown_of_it(show: Open) -> None:
    driver = show(30, hostile=False)
    shown = values(driver, 0)[7]
    find(driver, "#panel-door").click()
    type_range(driver, "cosine", low=shown, high=shown)
    assert set(values(driver, 0)) == {shown}


def test_what_is_no_number_filters_nothing_and_says_so(show: Open) -> None:
    driver = show(10, hostile=False)
    find(driver, "#panel-door").click()
    type_range(driver, "mse", low="many")
    field = find(driver, '#panel input[name="mse"][data-end="0"]')
    assert field.get_attribute("aria-invalid") == "true"
    assert "not a number" in field.get_attribute("title")
    assert find(driver, "#count").text == "10 of 10 pictures"
    assert not find(driver, "#clear").is_displayed()
    type_range(driver, "mse", low="０")
    assert field.get_attribute("aria-invalid") == "false"
    assert find(driver, "#count").text == "9 of 10 pictures"


def test_a_range_stands_in_the_bar_and_a_click_takes_it_away(show: Open) -> None:
    driver = show(10, "#range=5_500_mse", hostile=False)
    chip = find(driver, "#chips button")
    assert chip.text == "mse 5 … 500 ×"
    assert find(driver, "#count").text != "10 of 10 pictures"
    chip.click()
    assert find(driver, "#count").text == "10 of 10 pictures"
    assert address(driver) == ""
    assert driver.find_elements("css selector", "#chips button") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("picture 1 png", ["picture 10.png", "picture 11.png"]),
        ("png 11", ["picture 11.png"]),
        ("/^f|^b/", ["broken.png", "flat.png"]),
        (r"/\D1\d/", ["picture 10.png", "picture 11.png"]),
        ("／ＦＬＡＴ／", ["flat.png"]),
        ("/(/", []),  # no valid pattern: searched for as it stands
    ],
)
def test_the_search_takes_several_words_and_patterns(show: Open, typed: str, found: list[str]) -> None:
    driver = show(12, hostile=False)
    find(driver, "#search").send_keys(typed)
    assert names(driver) == found
    assert find(driver, "#search").get_attribute("aria-invalid") == str(typed == "/(/").lower()


def test_filters_narrow_together_and_one_button_clears_them_all(show: Open) -> None:
    driver = show(30, "#sort=-psnr&rows=s&hide=mse", hostile=False, limits=LIMITS)
    find(driver, "#search").send_keys("picture")
    find(driver, '[data-verdict="ng"]').click()
    find(driver, "#panel-door").click()
    type_range(driver, "psnr", low="18")
    some = names(driver)
    assert 0 < len(some) < 27
    assert all(name.startswith("picture") for name in some)
    find(driver, "#clear").click()
    assert find(driver, "#count").text == "30 of 30 pictures"
    assert find(driver, "#search").get_attribute("value") == ""
    assert find(driver, '#panel input[name="psnr"]:not([type="checkbox"])').get_attribute("value") == ""
    assert address(driver) == "#sort=-psnr&rows=s&hide=mse", "what is no filter stays"
    assert not find(driver, "#clear").is_displayed()


def test_the_filter_for_problems_shows_what_failed_and_what_lacks_a_value(show: Open) -> None:
    driver = show(10, hostile=False)
    assert find(driver, "#problems").text == "! problem or no value 2"
    find(driver, "#problems").click()
    assert names(driver) == ["broken.png", "flat.png"]
    assert address(driver) == "#problems=1"


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
    assert judged[2][1].split("; ") == ["ssim[recipe=opencv] 0.2006 < 0.6", "cosine: no value"]
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
    assert driver.find_elements("css selector", '.verdict, [data-verdict], [data-column="_verdict"]') == []


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
    assert focused(driver) == listed[1]


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
    find(driver, '[data-lang="en"]').click()
    assert driver.execute_script(whole) == english
    assert find(driver, "html").get_attribute("lang") == "en"
    assert address(driver) == ""


def test_a_japanese_page_can_be_read_in_english(show: Open) -> None:
    driver = show(6, "#lang=en", lang="ja", hostile=False)
    assert find(driver, "html").get_attribute("lang") == "en"
    assert find(driver, "#count").text == "6 of 6 pictures"
    assert find(driver, "h1").text == "Pictures beside their similarity: reference <1>.png"


# ---- address ----------------------------------------------------------------------------------------------------


def test_back_and_forward_walk_through_what_was_chosen(show: Open) -> None:
    driver = show(12, hostile=False, limits=LIMITS)
    listed = names(driver)
    click_heading(driver, "psnr")
    find(driver, '[data-verdict="ng"]').click()
    find(driver, '[data-view="gallery"]').click()
    find(driver, '[data-lang="ja"]').click()
    assert address(driver) == "#sort=-psnr&verdict=ng&lang=ja&layout=gallery"
    seen = cards(driver)
    for expected in ("#sort=-psnr&verdict=ng&layout=gallery", "#sort=-psnr&verdict=ng", "#sort=-psnr", ""):
        driver.back()
        until(lambda wanted=expected: address(driver) == wanted, expected)
    until(lambda: names(driver) == listed, "the list as it was")
    assert find(driver, "html").get_attribute("lang") == "en"
    for _ in range(4):
        driver.forward()
    until(lambda: cards(driver) == seen, "all chosen again")
    assert find(driver, "html").get_attribute("lang") == "ja"


def test_a_word_typed_is_one_step_back(show: Open) -> None:
    driver = show(12, "#sort=-psnr", hostile=False)
    find(driver, "#search").send_keys("pict")
    until(lambda: "search=pict" in address(driver), "the address follows")
    find(driver, "#search").send_keys("ure")
    until(lambda: "search=picture" in address(driver), "the address follows")
    driver.back()
    until(lambda: address(driver) == "#sort=-psnr", "one step")
    until(lambda: find(driver, "#count").text == "12 of 12 pictures", "the filter is gone")
    assert find(driver, "#search").get_attribute("value") == ""


def test_everything_chosen_comes_back_from_the_address(show: Open) -> None:
    whole = (
        "#sort=-psnr&sort=_name&rows=l&search=picture&range=5_9e3_mse&range=_1_ssim%5Brecipe%3Dopencv%5D"
        "&verdict=ok&verdict=ng&hide=_notes&hide=cosine&lang=ja&layout=gallery&shows=mse"
    )
    driver = show(12, whole, hostile=False, limits=LIMITS)
    before = cards(driver)
    assert len(before) > 3
    find(driver, "#problems").click()
    find(driver, "#problems").click()
    assert sorted(address(driver)[1:].split("&")) == sorted(whole[1:].split("&"))
    assert cards(driver) == before


@pytest.mark.parametrize(
    "damaged",
    [
        "#hide=_name&hide=nothing&range=1_2_nothing&range=x&range=__mse&shows=none&layout=?&lang=fr",
        "#verdict=constructor&search=/(/&lang=__proto__&range=1_2___proto__",
    ],
)
def test_an_address_that_makes_no_sense_does_no_harm(show: Open, damaged: str) -> None:
    driver = show(6, damaged, limits=LIMITS)
    assert find(driver, "#list").is_displayed()
    assert find(driver, "html").get_attribute("lang") == "en"


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
