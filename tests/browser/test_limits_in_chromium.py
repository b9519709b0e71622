"""A limit that is moved on the bench, and all that shows verdicts: list, counts, the line above, gallery, viewer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from browser.page import Driver, Open, address, find, focused, press, until
from mikurabe.criteria import parse_criterion
from mikurabe.records import Score
from mikurabe.reports.view import build_view
from reports.samples import COLUMNS, sample_table

pytestmark = pytest.mark.slow

SSIM = "ssim[recipe=opencv]"


@pytest.fixture(autouse=True)
def no_labels_left(driver: Driver, show: Open) -> None:
    show(2)
    driver.execute_script("localStorage.clear()")


def type_limit(driver: Driver, key: str, text: str, *, more: bool = False) -> None:
    """Type the limit on the less similar side, or with ``more`` that on the other."""
    from selenium.webdriver import Keys

    slider = f'[role="slider"][aria-label="Limit of {key}"]'
    until(lambda: driver.find_elements("css selector", slider), f"{key} has no gauge")
    field = find(driver, slider).find_element("xpath", "ancestor::article").find_elements("css selector", "input")[more]
    field.send_keys(Keys.CONTROL, "a", Keys.NULL, text)


def verdicts(driver: Driver) -> dict[str, str]:
    """Return the verdicts that stand in the rows that exist now."""
    script = """return Object.fromEntries([...document.querySelectorAll('#list tr[data-place]')].map((row) =>
        [row.querySelector('.name').textContent, row.querySelector('.verdict')?.textContent ?? '']))"""
    return dict(driver.execute_script(script))


def counts(driver: Driver) -> dict[str, int]:
    return {verdict: int(find(driver, f"#count-{verdict}").text) for verdict in ("ok", "ng", "unknown")}


def expected(limits: str, rows: int) -> dict[str, str]:
    """Return what Python says of the sample's pictures."""
    table = sample_table(rows, hostile=False).judged_by([parse_criterion(limit) for limit in limits.split(",")])
    words = {"ok": "OK", "ng": "NG", "unknown": "?"}
    return {row.source.name: words[str(row.verdict)] for row in table.rows}


def test_a_typed_limit_moves_every_verdict_and_reset_puts_the_table_s_own_back(show: Open) -> None:
    driver = show(12, "#rows=s&bench=limits", hostile=False, limits=["mse>800"])
    before = expected("mse>800", 12)
    assert verdicts(driver) == before
    type_limit(driver, "mse", "300")
    after = expected("mse>300", 12)
    assert after != before
    until(lambda: verdicts(driver) == after, "the list has not followed")
    texts = list(after.values())
    assert counts(driver) == {"ok": texts.count("OK"), "ng": texts.count("NG"), "unknown": texts.count("?")}
    assert find(driver, ".limits").text == "NG where mse>300"
    failed = "return [...document.querySelectorAll('#list .fails')].map((cell) => cell.title.split('\\n')[1])"
    reasons = driver.execute_script(failed)
    assert len(reasons) == texts.count("NG")
    assert all(reason.startswith("mse = ") and reason.endswith(": NG, because > 300") for reason in reasons)
    until(lambda: "limit=mse%3E300" in address(driver), "the address does not keep the limit")
    find(driver, "#limits-own").click()
    until(lambda: verdicts(driver) == before, "the table's own limit is not back")
    assert find(driver, ".limits").text == "NG where mse>800"
    assert not find(driver, "#limits-own").is_displayed()
    assert find(driver, ".command").get_attribute("value") == '--fail-on "mse>800"'


def test_a_range_has_two_ends_and_the_command_gets_both(show: Open) -> None:
    driver = show(12, "#rows=s&bench=limits", hostile=False)
    field = '[aria-label="Limit of mse"]'
    until(lambda: driver.find_elements("css selector", field), "mse has no gauge")
    inputs = find(driver, field).find_element("xpath", "ancestor::article").find_elements("css selector", "input")
    assert not inputs[1].is_enabled(), "alone it would fail identical pictures"
    type_limit(driver, "mse", "800")
    type_limit(driver, "mse", "300", more=True)
    both = expected("mse>800,mse<300", 12)
    assert both not in (expected("mse>800", 12), expected("mse<300,mse>60000", 12))
    until(lambda: verdicts(driver) == both, "the list has not followed")
    assert find(driver, "#bench .command").get_attribute("value") == '--fail-on "mse>800" --fail-on "mse<300"'
    counted = inputs[0].find_element("xpath", "ancestor::p").find_element("css selector", "output").text
    assert f"NG {list(both.values()).count('NG')}" in counted
    # The ends do not pass each other: nothing would be left between them.
    type_limit(driver, "mse", "900", more=True)
    until(lambda: 'mse<800"' in find(driver, "#bench .command").get_attribute("value"), "the ends have crossed")
    # Both go with one button.
    find(driver, field).find_element("xpath", "ancestor::article").find_element("css selector", "button").click()
    until(lambda: set(verdicts(driver).values()) == {""}, "a limit has stayed")


def test_the_viewer_s_card_and_the_gallery_say_the_same(show: Open) -> None:
    driver = show(12, "#bench=limits&layout=gallery&rows=s", hostile=False, limits=["mse>800"])
    type_limit(driver, "mse", "300")
    after = expected("mse>300", 12)
    cards = """return Object.fromEntries([...document.querySelectorAll('#gallery .card')].map((card) =>
        [card.querySelector('.name').textContent, card.querySelector('.verdict').textContent]))"""
    until(lambda: driver.execute_script(cards) == after, "the gallery has not followed")
    # What follows at once would become one step with it.
    until(lambda: "300" in driver.current_url, "the address does not hold the limit")
    name = next(name for name in after if after[name] == "NG" and expected("mse>800", 12)[name] == "OK")
    driver.execute_script(
        "[...document.querySelectorAll('#gallery .card')].find((card) => card.textContent.includes(arguments[0]))"
        ".querySelector('.open').click()",
        name,
    )
    card = find(driver, "#verdict")
    assert card.get_attribute("data-verdict") == "ng"
    assert ": NG, because > 300" in card.text
    until(lambda: "view=" in driver.current_url, "the address does not hold the viewer")
    # Not by the driver: Chromium's own Back passes over the steps that no click of a person's made.
    limits = "return [...document.querySelectorAll('.limits')].map((each) => each.textContent.trim())"
    driver.execute_script("history.back()")
    until(lambda: find(driver, "#viewer").get_attribute("open") is None, "the viewer does not close")
    assert driver.execute_script(limits) == ["NG where mse>300"]
    driver.execute_script("history.back()")
    until(lambda: driver.execute_script(limits) == ["NG where mse>800"], "the address brings no limit back")


def test_without_limits_of_its_own_a_table_gets_verdicts_with_the_first_one(show: Open) -> None:
    driver = show(12, "#rows=s&bench=limits", hostile=False)
    heading = find(driver, 'th[data-sort="_verdict"]')
    assert not heading.is_displayed()
    type_limit(driver, "cosine", "0.9")
    after = expected("cosine<0.9", 12)
    until(lambda: verdicts(driver) == after, "there is no verdict")
    assert heading.is_displayed()
    find(driver, '[data-verdict="ng"]').click()
    assert set(verdicts(driver).values()) == {"NG"}
    type_limit(driver, "cosine", "0.8")
    fewer = {name: verdict for name, verdict in expected("cosine<0.8", 12).items() if verdict == "NG"}
    until(lambda: verdicts(driver) == fewer, "the filter by verdict has not followed")
    driver.execute_script("document.querySelector('#clear').click()")
    find(driver, '.bench [title="Remove this limit"]:not(:disabled)').click()
    until(lambda: not heading.is_displayed(), "verdicts stay without a limit")


def test_keys_label_the_picture_in_the_viewer_and_zoom_has_keys_of_its_own(show: Open) -> None:
    driver = show(6, "#view=identical.png", hostile=False)
    pressed = """return [...document.querySelectorAll('[data-label-kind][aria-pressed="true"]')].map(
        (button) => button.dataset.labelKind)"""
    assert driver.execute_script(pressed) == ["0"]
    press(driver, "2")
    assert driver.execute_script(pressed) == ["2"]
    from selenium.webdriver import Keys

    press(driver, Keys.ARROW_RIGHT)
    assert driver.execute_script(pressed) == ["0"]
    press(driver, "1", Keys.ARROW_LEFT)
    assert driver.execute_script(pressed) == ["2"]
    press(driver, "z")
    assert find(driver, "#one").get_attribute("aria-pressed") == "true"
    press(driver, "f")
    assert find(driver, "#fit").get_attribute("aria-pressed") == "true"
    press(driver, "m")
    assert find(driver, '[data-mode="swipe"]').get_attribute("aria-pressed") == "true"
    press(driver, Keys.ESCAPE)
    labelled = (
        "return [...document.querySelectorAll('#list [data-labelled]')].map((n) => n.dataset.sign + n.textContent)"
    )
    assert driver.execute_script(labelled) == ["×identical.png", "○broken.png"]


def test_keys_label_a_range_of_the_gallery(show: Open) -> None:
    from selenium.webdriver import ActionChains, Keys

    driver = show(6, "#layout=gallery", hostile=False)
    press(driver, "j")
    assert focused(driver) == "identical.png"
    ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    press(driver, "1")
    labelled = "return [...document.querySelectorAll('#gallery [data-labelled]')].map((n) => n.textContent)"
    assert len(driver.execute_script(labelled)) == 3
    press(driver, "0")
    assert driver.execute_script(labelled) == []


def test_the_list_of_keys_has_every_key(show: Open) -> None:
    driver = show(3)
    press(driver, "?")
    shown = {key.text for key in driver.find_elements("css selector", "#keys kbd")}
    assert {"b", "1", "2", "0", "f", "g", "z", "m", "+", "−", "/", "?", "Esc", "Space", "Enter"} <= shown


@pytest.mark.parametrize("layout", ["table", "gallery"])
def test_nothing_of_the_list_lies_under_the_bench(show: Open, layout: str) -> None:
    driver = show(30, f"#layout={layout}", hostile=False, limits=["mse>800"])
    before = driver.execute_script("return document.querySelector('#gallery .card')?.offsetLeft")
    press(driver, "b")
    edge = driver.execute_script("return document.querySelector('#bench').getBoundingClientRect().left")
    assert edge > 500
    rights = """return [...document.querySelectorAll('#bar button, #gallery .card, header p, .pinned')].filter((node) =>
        node.offsetWidth).map((node) => node.getBoundingClientRect().right)"""
    # The cards are laid out anew with the next picture of the screen.
    until(lambda: max(driver.execute_script(rights)) <= edge + 1, "something lies under the bench")
    press(driver, "b")
    card = "return document.querySelector('#gallery .card')?.offsetLeft"
    until(lambda: driver.execute_script(card) == before, "the cards have not come back")


def test_texts_ranks_and_bars_are_those_of_the_view(show: Open) -> None:
    """The page is sent values only; what it makes of them must be what every other format shows."""
    table = sample_table(14, hostile=False)
    ties = (0.125, 0.375, -0.00001, 2.5, 1e22, 7.0, 7.0)
    rows = list(table.rows)
    for at, value in enumerate(ties, start=5):
        rows[at] = replace(rows[at], scores=tuple(Score(value=value, seconds=0.1) for _ in COLUMNS))
    table = replace(table, rows=tuple(rows))
    driver = show(table=table, address="#rows=s")
    view = build_view(table)
    script = """return [...document.querySelectorAll('#list tr[data-place]')].map((row) =>
        [...row.querySelectorAll('td.number')].map((cell) => [cell.textContent, cell.title,
            cell.querySelector('.track i')?.style.getPropertyValue('--q') ?? null]))"""
    found = driver.execute_script(script)
    assert len(found) == 14
    for shown, row in zip(found, view.rows, strict=True):
        if row.problem is not None:
            continue
        for (text, title, bar), cell in zip(shown, row.cells, strict=True):
            if cell.problem is not None:
                continue
            assert text == cell.text
            assert title.endswith(f"rank {cell.rank}")
            assert (bar is None) == (cell.closeness is None)
            if bar is not None:
                assert float(bar) == pytest.approx(cell.closeness, abs=1e-6)
