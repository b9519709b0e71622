"""What a notebook shows, in a real browser: the whole report in its frame, and the static table."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.page import Driver, click_heading, find, names
from mikurabe.reports.iframe import shown_report
from mikurabe.reports.view import build_view
from reports.samples import sample_table

pytestmark = pytest.mark.slow


@pytest.fixture
def notebook(driver: Driver, tmp_path: Path) -> Driver:
    """Return the browser on a page that holds what cells of a notebook show."""
    table = sample_table(40, folder=tmp_path / "pictures")
    cells = [shown_report(table, height=500, most_bytes=20_000_000, lang="en")._repr_html_(), table._repr_html_()]
    page = tmp_path / "notebook.html"
    body = "".join(f"<div class=cell>{cell}</div>" for cell in cells)
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>cells</title>{body}", encoding="utf-8")
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    driver.get(page.as_uri())
    return driver


def test_the_report_runs_in_its_frame_and_lists_its_rows(notebook: Driver) -> None:
    frame = find(notebook, "iframe")
    assert frame.size["height"] == pytest.approx(500, abs=3)
    notebook.switch_to.frame(frame)
    assert names(notebook)[:2] == ["identical.png", "broken.png"]
    click_heading(notebook, "mse")
    assert names(notebook)[0] != "broken.png"
    assert len(names(notebook)) > 5
    loaded = "return [...document.querySelectorAll('#list img')].filter((i) => i.complete && i.naturalWidth).length"
    notebook.execute_script("return Promise.all([...document.querySelectorAll('#list img')].map((i) => i.decode()))")
    assert notebook.execute_script(loaded) > 5
    assert [entry["message"] for entry in notebook.get_log("browser")] == []


def test_the_frame_leads_to_no_files_and_has_no_hold_on_the_notebook(notebook: Driver) -> None:
    notebook.switch_to.frame(find(notebook, "iframe"))
    assert notebook.execute_script("return [...document.querySelectorAll('a')].filter((a) => a.href).length") == 0
    reach = "try { return String(parent.document.title); } catch (error) { return error.name; }"
    assert notebook.execute_script(reach) == "SecurityError"
    asked = [entry["message"] for entry in notebook.get_log("performance") if "requestWillBeSent" in entry["message"]]
    assert [message for message in asked if "pictures" in message or '"url":"http' in message] == []


def test_the_static_table_shows_bars_as_long_as_pictures_are_similar(notebook: Driver) -> None:
    shares = notebook.execute_script(
        """return [...document.querySelectorAll('body > .cell:last-child > table > tbody > tr')].map((row) => {
            const bar = row.cells[2].querySelector('div > div');
            return bar ? bar.getBoundingClientRect().width / bar.parentNode.getBoundingClientRect().width : null;
        })"""
    )
    closeness = [row.cells[0].closeness for row in build_view(sample_table(40)).rows[:20]]
    assert closeness[:3] == [1.0, None, None]
    assert len(shares) == 1 + 20
    # The reference, and pictures without a value, have none.
    assert [share is None for share in shares] == [True, *(each is None for each in closeness)]
    for share, each in zip(shares[1:], closeness, strict=True):
        assert share is None or share == pytest.approx(max(0.02, each), abs=0.02)
