"""The filters of the HTML report in a real browser, and the address that keeps all that was chosen."""

from __future__ import annotations

import pytest

from browser.page import Driver, Open, address, cards, click_heading, find, names, until, values

pytestmark = pytest.mark.slow

LIMITS = ("ssim[recipe=opencv]<0.6", "cosine<0.8")


def type_range(driver: Driver, key: str, *, low: str = "", high: str = "") -> None:
    """Type a range into the panel, which is open."""
    for end, text in enumerate((low, high)):
        field = find(driver, f'#panel input[name="{key}"][data-end="{end}"]')
        field.send_keys("\ue009a\ue000\ue017", text)  # Ctrl+A, Delete


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
