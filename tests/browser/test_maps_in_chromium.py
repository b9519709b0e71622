"""The maps of the HTML report in a real browser: in the table and in the viewer."""

from __future__ import annotations

import pytest

from browser.page import Open, click_heading, find, names

pytestmark = pytest.mark.slow


def test_a_map_opens_the_viewer_on_itself_beside_its_picture(show: Open) -> None:
    from selenium.webdriver import Keys

    driver = show(8, maps=True, originals=True, hostile=False)
    assert find(driver, "#viewer .modes [data-mode='map:mse']").text == ""  # the viewer is shut
    find(driver, "#list tbody tr[data-place='3'] [data-show='map:mse']").click()
    assert find(driver, "#stage").get_attribute("data-mode") == "map"
    assert find(driver, "#viewer .modes [aria-pressed='true']").text == "map: mse"
    assert find(driver, "#scale").text == "identical (0) 400 or more away from identical"
    assert find(driver, ".frame.map img").get_attribute("alt") == "mse map of picture 3.png"
    driver.execute_script("return Promise.all([...document.querySelectorAll('#frames img')].map((i) => i.decode()))")
    boxes = driver.execute_script(
        "return [...document.querySelectorAll('.frame')].map((f) => f.getBoundingClientRect().toJSON())"
    )
    reference, picture, local = boxes
    assert reference == picture, "one lies over the other"
    assert local["left"] > picture["right"]
    assert local["width"] == pytest.approx(picture["width"], abs=1)
    assert (local["width"] > 300, local["height"] > 300) == (True, True)
    # The next picture, in the same mode.
    driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert find(driver, "#stage").get_attribute("data-mode") == "map"
    assert "500 or more" in find(driver, "#scale").text


def test_beside_a_map_a_click_turns_the_picture_into_the_reference_and_back(show: Open) -> None:
    driver = show(8, maps=True, originals=True, hostile=False)
    find(driver, "#list tbody tr[data-place='3'] [data-show='map:mse']").click()

    def seen() -> list[str]:
        script = """return [...document.querySelectorAll('#frames img')]
            .filter((i) => getComputedStyle(i).visibility === 'visible').map((i) => i.alt)"""
        return list(driver.execute_script(script))

    assert seen() == ["picture 3.png", "mse map of picture 3.png"]
    find(driver, "#frames .frame:nth-child(2)").click()
    assert seen() == ["reference <1>.png", "mse map of picture 3.png"]
    assert [each.text for each in driver.find_elements("css selector", "#stage .tag") if each.text] == [
        "Reference",
        "map: mse",
    ]
    find(driver, "#frames .frame:nth-child(2)").click()
    assert seen() == ["picture 3.png", "mse map of picture 3.png"]
    find(driver, "#frames .frame.map").click()
    assert seen() == ["picture 3.png", "mse map of picture 3.png"]
    find(driver, "#next").click()
    assert seen() == ["picture 4.png", "mse map of picture 4.png"]


def test_the_viewer_says_why_there_is_no_map_and_when_nothing_differs(show: Open) -> None:
    driver = show(8, maps=True, originals=True, hostile=False)
    find(driver, "#list tbody tr[data-place='0'] [data-show='map:mse']").click()
    assert find(driver, "#scale").text == "identical everywhere"
    find(driver, "#next").click()
    remark = find(driver, ".caption.map small")
    assert remark.text.startswith("no map: broken.png is cut off")
    assert not find(driver, "#scale").is_displayed()
    assert find(driver, ".frame.map img").get_attribute("src") is None
    find(driver, "#next").click()
    assert remark.text == "no map"
    find(driver, "#next").click()
    assert remark.text == ""
    assert find(driver, "#scale").is_displayed()


def test_the_other_modes_are_as_they_were_where_there_are_maps(show: Open) -> None:
    driver = show(4, maps=True, originals=True)
    find(driver, "#list tbody tr[data-place='3'] .who .open").click()
    assert find(driver, "#stage").get_attribute("data-mode") == "side_by_side"
    for mode in ("map:mse", "side_by_side", "swipe", "difference"):
        find(driver, f'#viewer .modes [data-mode="{mode}"]').click()
        is_map = mode.startswith("map:")
        assert find(driver, ".frame.map").is_displayed() is is_map
        assert find(driver, ".caption.map").is_displayed() is is_map
        assert find(driver, "#scale").is_displayed() is (is_map or mode == "difference")
        assert find(driver, "#dial").is_displayed() is (mode in ("swipe", "difference"))


def test_maps_stand_in_columns_of_their_own_and_sorting_takes_them_along(show: Open) -> None:
    driver = show(8, maps=True, hostile=False)
    heads = driver.execute_script(
        "return [...document.querySelectorAll('#list thead tr:first-child .key')].map((key) => key.textContent)"
    )
    assert heads[:4] == ["Name", "Verdict", "map: ssim", "map: mse"]
    click_heading(driver, "mse")
    labels = driver.execute_script(
        "return [...document.querySelectorAll('#list [data-show=\"map:mse\"]')].map((b) => b.ariaLabel)"
    )
    with_error_map = [name for name in names(driver) if name not in ("broken.png", "flat.png")]
    assert labels == [f"mse map of {name}" for name in with_error_map]
    for size, px in (("s", 36), ("m", 76), ("l", 144)):
        find(driver, f'[data-rows="{size}"]').click()
        fits = """return [...document.querySelectorAll('#list td.map')].map((cell) => { const b = cell.firstChild;
            return !b || b.getBoundingClientRect().right <= cell.getBoundingClientRect().right; })"""
        assert set(driver.execute_script(fits)) == {True}
        heights = "return [...document.querySelectorAll('#list tbody tr[data-place]')].map((row) => row.offsetHeight)"
        assert set(driver.execute_script(heights)) == {px}


def test_without_maps_there_are_no_modes_for_them(show: Open) -> None:
    driver = show(4)
    assert driver.find_elements("css selector", '.map, [data-mode^="map"], [data-show]') == []
