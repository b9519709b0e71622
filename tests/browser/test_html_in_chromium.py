"""The HTML report in a real browser, opened as a file: sorting, searching, viewing, and what must not happen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from browser.page import Driver, Open, click_heading, find, names, until, values
from mikurabe.reports.html import legible
from reports.samples import HOSTILE_NAMES, sample_table, thumbnail

pytestmark = pytest.mark.slow


def test_a_click_sorts_a_second_reverses_and_a_third_restores(show: Open) -> None:
    driver = show(8)
    listed = names(driver)
    heading = find(driver, 'th[data-sort="psnr"]')

    click_heading(driver, "psnr")
    down = values(driver, 1)
    assert down[0] == "∞"  # the largest of all
    assert down[-1] == "problem"
    assert [float(text) for text in down[1:-1]] == sorted((float(text) for text in down[1:-1]), reverse=True)
    assert heading.get_attribute("aria-sort") == "descending"

    click_heading(driver, "psnr")
    up = values(driver, 1)
    assert up[-2:] == ["∞", "problem"]  # missing stays last, whichever way
    assert up[:-1] == down[:-1][::-1]
    assert heading.get_attribute("aria-sort") == "ascending"

    click_heading(driver, "psnr")
    assert names(driver) == listed
    assert heading.get_attribute("aria-sort") is None


def test_where_lower_is_more_similar_the_first_click_starts_at_the_lowest(show: Open) -> None:
    driver = show(8)
    click_heading(driver, "mse")
    assert values(driver, 3)[0] == "0.00"
    assert find(driver, 'th[data-sort="mse"]').get_attribute("aria-sort") == "ascending"


def test_names_sort_in_natural_order_and_a_second_key_breaks_ties(show: Open) -> None:
    driver = show(14, "#rows=s", hostile=False)
    click_heading(driver, "_name")
    numbered = [name for name in names(driver) if name.startswith("picture")]
    assert numbered == [f"picture {at}.png" for at in range(3, 14)]
    click_heading(driver, "_size")
    sizes_then_listed = names(driver)
    assert sizes_then_listed[-1] == "broken.png"  # no size
    click_heading(driver, "_name", shift=True)
    click_heading(driver, "_name", shift=True)
    numbered = [name for name in names(driver) if name.startswith("picture")]
    assert numbered == [f"picture {at}.png" for at in range(13, 2, -1)]
    assert names(driver)[-1] == "broken.png"


def test_the_search_narrows_the_list_and_counts(show: Open) -> None:
    driver = show(14, "#rows=s", hostile=False)
    find(driver, "#search").send_keys("PICTURE 1")
    assert names(driver) == [f"picture {at}.png" for at in range(10, 14)]
    assert find(driver, "#count").text == "4 of 14 pictures"
    find(driver, "#search").send_keys(" nothing of this name")
    assert names(driver) == []
    assert find(driver, "#empty").is_displayed()


def test_the_address_restores_sort_search_and_row_height(show: Open) -> None:
    driver = show(14, hostile=False)
    click_heading(driver, "ssim[recipe=opencv]")
    click_heading(driver, "_name", shift=True)
    find(driver, '[data-rows="s"]').click()
    find(driver, "#search").send_keys("png")
    deadline = time.monotonic() + 10
    while "search=png" not in driver.current_url and time.monotonic() < deadline:
        pass  # the address follows the last key a moment later
    address = driver.execute_script("return location.hash")
    expected = names(driver)
    again = show(14, address, hostile=False)
    assert names(again) == expected
    assert find(again, "#search").get_attribute("value") == "png"
    assert find(again, "#list").get_attribute("class").split()[1] == "rows-s"
    marks = [find(again, f'th[data-sort="{key}"] .mark').text for key in ("ssim[recipe=opencv]", "_name")]
    assert marks == ["▼1", "▲2"]


@pytest.mark.parametrize(
    "address", ["#sort=constructor&rows=toString", "#sort=-__proto__&sort=psnr", "#%%%&search=%E0", "#x"]
)
def test_a_damaged_address_does_no_harm(show: Open, address: str) -> None:
    driver = show(6, address)
    assert find(driver, "#list").is_displayed()


def test_hostile_names_run_nothing_and_are_legible(show: Open) -> None:
    driver = show(3 + len(HOSTILE_NAMES), "#rows=s")
    assert names(driver)[3:] == [legible(name) for name in HOSTILE_NAMES]
    assert driver.execute_script("return document.querySelectorAll('script').length") == 2
    assert driver.execute_script("return document.querySelectorAll('#list b, #list i:not(.track i)').length") == 4
    from selenium.common.exceptions import NoAlertPresentException

    with pytest.raises(NoAlertPresentException):
        _ = driver.switch_to.alert.text


def test_the_policy_stops_a_script_that_got_in_all_the_same(show: Open, driver: Driver) -> None:
    show(4)
    driver.execute_script(
        "const d = document.createElement('div'); d.innerHTML = '<img src=x onerror=\"window.harm = 1\">';"
        "document.body.append(d); const s = document.createElement('script'); s.textContent = 'window.harm = 2';"
        "document.body.append(s);"
    )
    assert driver.execute_script("return window.harm") is None
    messages = [entry["message"] for entry in driver.get_log("browser")]
    assert sum("Content Security Policy" in message for message in messages) >= 1


def test_a_problem_is_shown_in_words_in_its_row(show: Open) -> None:
    driver = show(4)
    assert "512 of 2048 bytes" in find(driver, "#list td.problem").text
    badge = find(driver, "#list td.number .badge")
    assert badge.text == "no value"
    assert badge.get_attribute("title") == "the candidate is one flat colour"
    assert "cosine: the candidate is one flat colour" in find(driver, "#list td.notes strong").text


def test_the_reference_stays_in_view_above_the_rows(show: Open) -> None:
    driver = show(300, hostile=False)
    driver.execute_script("scrollTo(0, 9000)")
    box = driver.execute_script(
        "const b = document.querySelector('#list .reference').getBoundingClientRect(); return [b.top, b.bottom]"
    )
    assert 0 < box[0] < box[1] < 300


def test_rows_exist_only_where_they_are_in_view_and_the_table_says_how_many_there_are(show: Open) -> None:
    driver = show(1000, hostile=False, thumbnails=False)
    driver.execute_script(
        "scrollTo(0, document.querySelector('#list').offsetTop + 76 * 500);"
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    shown = names(driver)
    assert "picture 505.png" in shown
    assert len(shown) < 60
    assert find(driver, "#list").get_attribute("aria-rowcount") == "1002"
    rows = driver.execute_script(
        "return [...document.querySelectorAll('#list tbody tr[data-place]')].map("
        "(row) => [row.querySelector('.name').textContent, row.getAttribute('aria-rowindex'), row.offsetHeight])"
    )
    assert ["picture 505.png", "508", 76] in rows
    assert {height for _, _, height in rows} == {76}


def test_the_last_row_can_be_reached_with_the_keyboard(show: Open) -> None:
    from selenium.webdriver import Keys

    driver = show(400, hostile=False)
    driver.execute_script("document.querySelector('#list tbody tr[tabindex=\"0\"]').focus()")
    driver.switch_to.active_element.send_keys(Keys.END)
    assert "picture 399.png" in driver.switch_to.active_element.text
    driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
    assert "picture 398.png" in driver.switch_to.active_element.text
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert find(driver, "#viewer-name").text == "picture 398.png"


def test_the_viewer_shows_originals_walks_the_order_and_keeps_its_mode(show: Open) -> None:
    from selenium.webdriver import Keys

    driver = show(8, "#sort=-psnr", originals=True, hostile=False)
    order = names(driver)
    find(driver, "#list tbody .open").click()
    assert find(driver, "#viewer").get_attribute("open") is not None
    assert find(driver, "#viewer-name").text == order[0]
    sizes = """return Promise.all([...document.querySelectorAll('#frames img')].map(
        (image) => image.decode().then(() => image.naturalWidth)))"""
    assert driver.execute_script(sizes) == [320, 320]
    find(driver, '#viewer .modes [data-mode="difference"]').click()
    driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert find(driver, "#viewer-name").text == order[1]
    assert find(driver, "#stage").get_attribute("data-mode") == "difference"
    assert find(driver, "#viewer-position").text == "2 of 8"
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert find(driver, "#viewer").get_attribute("open") is None
    until(lambda: order[1] in driver.switch_to.active_element.text, "the focus is not on the row that was looked at")


@pytest.mark.parametrize("mode", ["side_by_side", "swipe", "onion", "blink", "difference"])
def test_every_mode_of_the_viewer_fills_its_frame(show: Open, mode: str) -> None:
    driver = show(4, originals=True)
    find(driver, "#list tbody .open").click()
    find(driver, f'#viewer .modes [data-mode="{mode}"]').click()
    boxes = driver.execute_script(
        "return [...document.querySelectorAll('#frames img')].map((i) => [i.clientWidth > 200, i.clientHeight > 200])"
    )
    assert boxes == [[True, True], [True, True]]
    assert find(driver, "#dial").is_displayed() is (mode != "side_by_side")


def test_where_the_original_is_gone_the_viewer_shows_the_thumbnail_and_says_so(show: Open) -> None:
    driver = show(8, hostile=False)
    find(driver, "#list tbody .open").click()
    driver.execute_script(
        "return new Promise((done) => { const look = () => [...document.querySelectorAll('#frames img')]"
        ".every((i) => i.src.startsWith('data:')) ? done() : setTimeout(look, 10); look(); })"
    )
    assert "thumbnail" in find(driver, "#stage .caption small").text


def test_a_picture_that_is_in_the_page_whole_is_not_called_a_thumbnail(show: Open) -> None:
    """As plots drawn from events are: their file is none that a browser shows, but the page has all their pixels."""
    table = sample_table(5, hostile=False)
    plots = tuple(replace(row, size_px=(48, 36), thumbnail=thumbnail(at)) for at, row in enumerate(table.rows))
    driver = show(table=replace(table, rows=plots))
    find(driver, "#list tbody .open").click()
    until(
        lambda: driver.execute_script(
            "return [...document.querySelectorAll('#frames img')].every((i) => i.src.startsWith('data:'))"
        ),
        "the viewer has no pictures",
    )
    remarks = driver.execute_script(
        "return [...document.querySelectorAll('#stage .caption small')].map((s) => s.textContent)"
    )
    assert "thumbnail" in remarks[0], "the reference is larger than what the page has of it"
    assert remarks[1] == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_keeps_its_contrast_in_light_and_dark(show: Open, driver: Driver, scheme: str) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    show(6)
    pairs = driver.execute_script("""
        const seen = (node) => { const c = getComputedStyle(node).backgroundColor;
            return c === 'rgba(0, 0, 0, 0)' ? seen(node.parentElement) : c; };
        return ['td.number', '.badge', '.notes .words', '.title', '.name a', '.tag'].map((s) => '#list ' + s)
            .concat('.legend').map((s) => document.querySelector(s))
            .map((n) => [getComputedStyle(n).color, seen(n)]);""")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for text, page in pairs:
        high, low = sorted((luminance(text), luminance(page)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, page)  # WCAG 2, AA
    assert (luminance(pairs[0][1]) < 0.1) is (scheme == "dark")


def test_in_japanese_the_page_speaks_japanese(show: Open) -> None:
    driver = show(6, lang="ja")
    assert find(driver, "#count").text == "6 枚中 6 枚"
    assert find(driver, "#list .reference .tag").text == "基準画像"


def test_without_a_script_the_table_is_there(driver: Driver, show: Open) -> None:
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(6)
        text = find(driver, "noscript table").text
        assert "identical.png" in text
        assert "512 of 2048 bytes" in text
        assert not find(driver, "#bar").is_displayed()
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_ten_thousand_rows_open_and_sort(show: Open, record_property: Callable[[str, object], None]) -> None:
    driver = show(10_000, hostile=False, columns=12)
    loaded = driver.execute_script("return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    sorting = """const start = performance.now();
        document.querySelector('th[data-sort="psnr"] button').click();
        document.body.offsetHeight;
        return performance.now() - start;"""
    took = driver.execute_script(sorting)
    record_property("milliseconds to load", round(loaded))
    record_property("milliseconds to sort", round(took))
    print(f"10,000 rows x 12 indices: loaded in {loaded:.0f} ms, sorted in {took:.0f} ms")
    assert names(driver)[0] == "identical.png"
    assert driver.execute_script("return document.querySelectorAll('*').length") < 3000
