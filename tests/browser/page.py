"""Reading and clicking a report that stands open in the browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

Driver = Any  # selenium may be absent, so its types are too
Open = Callable[..., Driver]


def find(driver: Driver, selector: str) -> Any:
    return driver.find_element("css selector", selector)


def names(driver: Driver) -> list[str]:
    """Return the names of the rows that exist now, from the top."""
    found = driver.execute_script(
        "return [...document.querySelectorAll('#list tbody tr[data-place] .name')].map(n => n.textContent)"
    )
    return list(found)


def click_heading(driver: Driver, key: str, *, shift: bool = False) -> None:
    from selenium.webdriver import ActionChains, Keys

    actions = ActionChains(driver)
    if shift:
        actions.key_down(Keys.SHIFT)
    actions.click(find(driver, f'th[data-sort="{key}"] button'))
    if shift:
        actions.key_up(Keys.SHIFT)
    actions.perform()


def values(driver: Driver, at: int) -> list[str]:
    """Return the texts of metric column ``at`` in the rows that exist now; a row with a problem gives "problem"."""
    script = """return [...document.querySelectorAll('#list tbody tr[data-place]')].map((row) =>
        row.querySelector('.problem') ? 'problem' : row.querySelectorAll('td.number')[arguments[0]].textContent)"""
    return list(driver.execute_script(script, at))


def cards(driver: Driver) -> list[str]:
    """Return the names of the cards that exist now."""
    found = driver.execute_script(
        "return [...document.querySelectorAll('#gallery .card .name')].map((n) => n.textContent)"
    )
    return list(found)


def until(holds: Callable[[], bool], message: str) -> None:
    """Wait for something that follows a moment later; the message says what did not."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, message


def address(driver: Driver) -> str:
    """Return what the address keeps, with its #."""
    return str(driver.execute_script("return location.hash"))


def press(driver: Driver, *keys: str) -> None:
    """Press keys, whatever has the focus."""
    from selenium.webdriver import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def focused(driver: Driver) -> str:
    """Return the name of the picture whose row or card has the focus."""
    return str(driver.execute_script("return document.activeElement.querySelector('.name')?.textContent || ''"))
