"""The page's language switch in a real browser, for what is said of the pictures: problems, notes, reasons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mikurabe as mk
from browser.page import Open, find
from mikurabe.i18n import Lang
from pictures import noise

pytestmark = pytest.mark.slow

ENGLISH = ("the file is empty", "a PNG named .jpg", "no correlation with a constant", "it is no picture but text")
JAPANESE = ("ファイルが空です", "中身は PNG です", "相関を計算できません", "テキストです")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_is_said_of_pictures_follows_the_switch(lang: Lang, show: Open, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    Image.fromarray(noise((24, 32))).save(folder / "ref.png")
    Image.fromarray(noise((24, 32))).save(folder / "named.jpg", "PNG")
    Image.fromarray(np.full((24, 32), 7, np.uint8)).save(folder / "flat.png")
    (folder / "empty.png").touch()
    (folder / "words.txt").write_text("no picture", encoding="utf-8")
    driver = show(table=mk.compare(folder / "ref.png", folder, metrics=["pearson"]), lang=lang)

    def page() -> str:
        return str(driver.execute_script("return document.querySelector('header').textContent + list.innerText"))

    for chosen in ("ja", "en", "ja") if lang == "en" else ("en", "ja", "en"):
        find(driver, f"[data-lang={chosen}]").click()
        here, away = (JAPANESE, ENGLISH) if chosen == "ja" else (ENGLISH, JAPANESE)
        assert [text for text in here if text not in page()] == []
        assert [text for text in away if text in page()] == []
    # A page that is opened by an address with the other language begins in it.
    driver.refresh()
    assert [text for text in here if text not in page()] == []
