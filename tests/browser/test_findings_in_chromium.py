"""The pages of rank and stress in a real browser: they obey their own policy, and switch their language."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.page import Driver
from judge.plots import plots
from mikurabe import api
from mikurabe.judge.planting import Planter, faults_of
from mikurabe.judge.stress import AgainstReference, stress
from mikurabe.pairing import Pairing
from reports.test_findings import ranking

pytestmark = pytest.mark.slow


def shown(driver: Driver, selector: str) -> list[str]:
    return [each.text for each in driver.find_elements("css selector", selector) if each.is_displayed()]


def test_both_pages_switch_their_language_and_break_no_rule_of_theirs(driver: Driver, tmp_path: Path) -> None:
    images = plots(8)
    table = stress(
        Planter(images[1:]),
        AgainstReference(Pairing(images[0]), api.indices_of("cosine_ink,count_ratio")),
        reference="day_00",
        faults=faults_of(["thin,shift_x"]),
    )
    for finding, english, japanese in (
        (ranking(), "Which index tells abnormal from normal?", "異常を見分けられる指標はどれか"),
        (table, "Which index sees which fault?", "どの指標がどの異常を検出できるか"),
    ):
        page = finding.to_html(tmp_path / "page.html")
        driver.get_log("browser")
        driver.get(page.as_uri())
        assert shown(driver, "h1") == [english]
        (label,) = [each for each in driver.find_elements("css selector", "label[for=lang-ja]") if each.is_displayed()]
        label.click()
        assert shown(driver, "h1") == [japanese]
        driver.find_element("css selector", "#lang-ja").send_keys("\ue012")  # the left arrow key, back
        assert shown(driver, "h1") == [english]
        assert [entry["message"] for entry in driver.get_log("browser")] == []
        wide = driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "tables scroll within themselves"
