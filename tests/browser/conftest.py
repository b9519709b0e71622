"""A real browser for the tests of the HTML report.

Needs Chromium and chromedriver on the path (or CHROMIUM and CHROMEDRIVER) and the package selenium.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from browser.page import Driver, Open
from mikurabe.criteria import parse_criterion
from mikurabe.i18n import Lang
from mikurabe.reports.html import render
from mikurabe.reports.originals import Embed
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from reports.samples import sample_table, thumbnail

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,900",
)


@pytest.fixture(scope="package")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: pip install selenium")
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
    if not browser or not chromedriver:
        pytest.skip("no Chromium or no chromedriver on the path")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    made.set_page_load_timeout(60)
    yield made
    made.quit()


@pytest.fixture
def show(driver: Driver, tmp_path: Path) -> Iterator[Open]:
    """Write a report and open it by its file URL; afterwards the console must be empty and nothing was fetched."""

    def opened(
        rows: int = 20,
        address: str = "",
        *,
        lang: Lang = "en",
        originals: bool = False,
        limits: Sequence[str] = (),
        table: Table | None = None,
        embed: Embed = "thumbs",
        **options: Any,
    ) -> Driver:
        if table is None:
            table = sample_table(rows, folder=tmp_path / "pictures", **options)
        table = table.judged_by([parse_criterion(limit) for limit in limits]) if limits else table
        if originals:
            (tmp_path / "pictures").mkdir()
            for at, row in enumerate((table.reference, *table.rows)):
                if row.source.path is not None and len(os.fsencode(row.source.path.name)) < 255 and not row.problem:
                    row.source.path.write_bytes(thumbnail(at, size=(320, 240)).data)
        report = tmp_path / "report.html"
        report.write_bytes(render(build_view(table, lang=lang, folder=tmp_path, embed=embed)))
        driver.get("about:blank")  # else a new address of the same file would not load it again
        driver.get_log("browser")
        driver.get_log("performance")
        driver.get(report.as_uri() + address)
        return driver

    yield opened
    assert [
        entry["message"] for entry in driver.get_log("browser") if "ERR_FILE_NOT_FOUND" not in entry["message"]
    ] == []
    asked = [entry["message"] for entry in driver.get_log("performance") if "requestWillBeSent" in entry["message"]]
    assert [message for message in asked if '"url":"http' in message or '"url":"ws' in message] == []
