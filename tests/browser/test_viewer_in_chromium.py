"""The viewer of the HTML report in a real browser: zoom and place, pixels, difference, keys, address, verdicts."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browser.page import Driver, Open, find, names
from mikurabe.criteria import parse_criterion
from mikurabe.table import Table
from reports.samples import sample_table

pytestmark = pytest.mark.slow

SIDE_BY_SIDE = "#view=picture%203.png&mode=side_by_side"
MODES = ("side_by_side", "swipe", "onion", "blink", "difference", "map:mse")


def picture(size: tuple[int, int], spot: tuple[int, int], colour: tuple[int, int, int]) -> bytes:
    """Return a PNG: gray 200, with one block of 10 x 10 pixels of that colour whose upper left corner is the spot."""
    from PIL import Image

    image = Image.new("RGB", size, (200, 200, 200))
    image.paste(colour, (*spot, spot[0] + 10, spot[1] + 10))
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


def on_disk(folder: Path, files: dict[str, bytes]) -> Table:
    """Return a table of the reference (the first file) and the others, which lie in the folder."""
    folder.mkdir()
    table = sample_table(4, hostile=False)
    made = []
    for name, content in files.items():
        (folder / name).write_bytes(content)
        source = replace(
            table.rows[3].source, name=name, path=folder / name, sha256=hashlib.sha256(content).hexdigest()
        )
        made.append(replace(table.rows[3], source=source))
    return replace(table, reference=made[0], rows=tuple(made[1:]))


@pytest.fixture
def pair(tmp_path: Path) -> Table:
    """A reference of 200 x 100 and a picture of the same size in which a red block stands 50 pixels further right."""
    return on_disk(
        tmp_path / "pictures",
        {
            "reference.png": picture((200, 100), (20, 40), (200, 200, 200)),
            "moved.png": picture((200, 100), (70, 40), (230, 190, 200)),
        },
    )


@pytest.fixture
def unequal(tmp_path: Path) -> Table:
    return on_disk(
        tmp_path / "pictures",
        {
            "reference.png": picture((200, 100), (20, 40), (0, 0, 0)),
            "double.png": picture((400, 200), (40, 80), (0, 0, 0)),
        },
    )


def loaded(driver: Driver) -> None:
    driver.execute_script(
        "return Promise.all([...document.querySelectorAll('#frames img[src]')].map((i) => i.decode().then(() =>"
        " new Promise((done) => i.complete && setTimeout(done)))))"
    )


def boxes(driver: Driver) -> list[dict[str, float]]:
    """Return where the two pictures stand on the screen."""
    script = """return [...document.querySelectorAll('#frames img')].map((image) => {
        const b = image.getBoundingClientRect(); const f = image.parentNode.getBoundingClientRect();
        return { left: b.left - f.left, top: b.top - f.top, width: b.width, height: b.height,
                 frame_width: f.width, frame_height: f.height, frame_left: f.left, frame_top: f.top }; })"""
    return list(driver.execute_script(script))


def share_at(box: dict[str, float], x: float, y: float) -> tuple[float, float]:
    """Return which share of a picture's width and height lies at a place of its frame."""
    return (x - box["left"]) / box["width"], (y - box["top"]) / box["height"]


def wheel(driver: Driver, x: float, y: float, *, steps: int = 1, frame: int = 0) -> None:
    """Turn the wheel forward over a place of a frame."""
    driver.execute_script(
        """const [x, y, steps, at] = arguments; const frame = document.querySelectorAll('.frame')[at];
        const box = frame.getBoundingClientRect(); const where = { clientX: box.left + x, clientY: box.top + y,
            bubbles: true, cancelable: true };
        for (let step = 0; step < Math.abs(steps); step += 1)
            frame.dispatchEvent(new WheelEvent('wheel', { ...where, deltaY: steps > 0 ? -100 : 100 }));""",
        x,
        y,
        steps,
        frame,
    )


def point(driver: Driver, x: float, y: float, *, frame: int = 0) -> str:
    """Return what the page tells of a place of a frame when the pointer goes there."""
    return str(
        driver.execute_script(
            """const [x, y, at] = arguments; const frame = document.querySelectorAll('.frame')[at];
            const box = frame.getBoundingClientRect();
            frame.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + x, clientY: box.top + y,
                bubbles: true })); return document.getElementById('spot').textContent""",
            x,
            y,
            frame,
        )
    )


def press(driver: Driver, *keys: str) -> None:
    for key in keys:
        driver.switch_to.active_element.send_keys(key)


def zoom(driver: Driver) -> str:
    return str(find(driver, "#zoom").text)


def test_the_wheel_zooms_both_pictures_and_keeps_what_is_under_the_pointer(show: Open, pair: Table) -> None:
    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    at = (150.0, boxes(driver)[0]["frame_height"] / 2)
    before = share_at(boxes(driver)[0], *at)
    wheel(driver, *at, steps=8)
    first, second = boxes(driver)
    assert first["width"] > 2 * first["frame_width"]
    assert share_at(first, *at) == pytest.approx(before, abs=1e-3)
    assert share_at(second, *at) == pytest.approx(before, abs=1e-3)
    wheel(driver, *at, steps=-40)
    assert find(driver, "#one").get_attribute("aria-pressed") == "true"  # smaller than 1:1 and than the frame is no use


def test_dragging_moves_both_pictures_and_stops_at_their_ends(show: Open, pair: Table) -> None:
    from selenium.webdriver import ActionChains

    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    wheel(driver, 200, 300, steps=8)
    before = boxes(driver)
    frame = find(driver, ".frame")
    ActionChains(driver).move_to_element(frame).click_and_hold().move_by_offset(-60, 0).release().perform()
    after = boxes(driver)
    for old, new in zip(before, after, strict=True):
        assert new["left"] == pytest.approx(old["left"] - 60, abs=1)
    for _ in range(12):
        ActionChains(driver).move_to_element(frame).click_and_hold().move_by_offset(-200, 0).release().perform()
    for box in boxes(driver):
        assert box["left"] + box["width"] == pytest.approx(box["frame_width"], abs=1)


def test_a_double_click_and_the_keys_zoom(show: Open, pair: Table) -> None:
    from selenium.webdriver import ActionChains

    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    fit = zoom(driver)
    assert find(driver, "#fit").get_attribute("aria-pressed") == "true"
    ActionChains(driver).double_click(find(driver, ".frame")).perform()
    assert zoom(driver) == "100 %"
    assert boxes(driver)[0]["width"] == pytest.approx(200 / driver.execute_script("return devicePixelRatio"))
    ActionChains(driver).double_click(find(driver, ".frame")).perform()
    assert zoom(driver) == fit
    press(driver, "z", "+", "+")
    assert zoom(driver) == "200 %"
    press(driver, "-")
    assert zoom(driver) == "141 %"
    press(driver, "f")
    assert zoom(driver) == fit
    find(driver, "#zoom-in").click()
    assert zoom(driver) != fit


def test_control_and_an_arrow_pan(show: Open, pair: Table) -> None:
    from selenium.webdriver import Keys

    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    wheel(driver, 200, 300, steps=8)
    before = boxes(driver)[0]["left"]
    press(driver, Keys.CONTROL + Keys.ARROW_RIGHT)
    assert boxes(driver)[0]["left"] == pytest.approx(before - boxes(driver)[0]["frame_width"] / 10, abs=1)
    assert find(driver, "#viewer-name").text == "moved.png"


def test_unequal_sizes_show_the_same_share_or_pixel_for_pixel(show: Open, unequal: Table) -> None:
    driver = show(table=unequal, address="#view=double.png")
    loaded(driver)
    wheel(driver, 120, 300, steps=6)
    first, second = boxes(driver)
    assert first["width"] == pytest.approx(second["width"])
    assert first["left"] == pytest.approx(second["left"], abs=0.5)
    scales = [int(part.split()[0]) for part in zoom(driver).split("|")]
    assert scales[0] == pytest.approx(2 * scales[1], abs=2)
    find(driver, "#exact").click()
    first, second = boxes(driver)
    assert second["width"] == pytest.approx(2 * first["width"])
    assert (first["left"], first["top"]) == pytest.approx((second["left"], second["top"]), abs=0.5)
    assert "|" not in zoom(driver)


def test_equal_sizes_offer_no_pixel_for_pixel(show: Open, pair: Table) -> None:
    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    assert not find(driver, "#exact").is_displayed()


def test_from_eight_times_on_pixels_have_hard_edges_and_a_grid_that_fits_them(show: Open, pair: Table) -> None:
    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    grid = find(driver, "#marks .grid")
    press(driver, "z", *("+" * 5))
    assert not grid.is_displayed()
    press(driver, "+")
    assert zoom(driver) == "800 %"
    assert grid.is_displayed()
    image = find(driver, "#frames img")
    assert image.value_of_css_property("image-rendering") == "pixelated"
    box = boxes(driver)[0]
    start = driver.execute_script(
        "const g = arguments[0].getBoundingClientRect(), f = document.querySelector('.frame').getBoundingClientRect();"
        "return [g.left - f.left, parseFloat(getComputedStyle(arguments[0]).getPropertyValue('--left'))]",
        grid,
    )
    from_picture = sum(start) - box["left"]  # of the first line, which may lie outside the frame
    pixel = box["width"] / 200
    assert from_picture / pixel == pytest.approx(round(from_picture / pixel), abs=0.01)


def test_the_pixel_under_the_pointer_is_told_without_reading_files_beside_the_page(show: Open, pair: Table) -> None:
    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    box = boxes(driver)[0]
    told = point(driver, box["left"] + box["width"] * 70.5 / 200, box["top"] + box["height"] * 40.5 / 100)
    assert told == "x 70, y 40"
    crosses = driver.find_elements("css selector", "#marks .cross")
    assert [cross.is_displayed() for cross in crosses] == [False, True]
    assert "Wheel" in point(driver, 3, 3)  # beside the picture


def test_of_originals_inside_the_page_the_values_are_told_too(show: Open, pair: Table) -> None:
    driver = show(table=pair, address="#view=moved.png", embed="full")
    loaded(driver)
    assert find(driver, "#frames img").get_attribute("src").startswith("blob:")
    box = boxes(driver)[0]
    told = point(driver, box["left"] + box["width"] * 70.5 / 200, box["top"] + box["height"] * 40.5 / 100)
    assert told == "x 70, y 40  ·  Reference 200 200 200  ·  Picture 230 190 200  ·  Δ 30 −10 0"
    told = point(driver, box["left"] + box["width"] * 0.5 / 200, box["top"] + box["height"] * 0.5 / 100)
    assert told == "x 0, y 0  ·  Reference 200  ·  Picture 200  ·  Δ 0"


def test_of_unequal_pictures_both_pixels_are_told(show: Open, unequal: Table) -> None:
    driver = show(table=unequal, address="#view=double.png")
    loaded(driver)
    box = boxes(driver)[0]
    told = point(driver, box["left"] + box["width"] * 0.5 + 0.1, box["top"] + box["height"] * 0.5 + 0.1)
    assert told == "Reference x 100, y 50  ·  Picture x 200, y 100"


def colours_at(driver: Driver, at: tuple[float, float]) -> tuple[int, ...]:
    """Return the colour on the screen at a share of the pictures."""
    from PIL import Image

    box = boxes(driver)[0]
    x = box["frame_left"] + box["left"] + box["width"] * at[0]
    y = box["frame_top"] + box["top"] + box["height"] * at[1]
    shot = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    ratio = driver.execute_script("return devicePixelRatio")
    found = shot.getpixel((round(x * ratio), round(y * ratio)))
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


@pytest.mark.parametrize("embed", ["thumbs", "full"])
def test_the_difference_is_dark_where_nothing_differs_and_bright_by_the_gain(
    show: Open, pair: Table, embed: Any
) -> None:
    driver = show(table=pair, address="#view=moved.png&mode=difference", embed=embed)
    loaded(driver)
    same, block = (0.6, 0.8), (0.375, 0.45)
    slider = find(driver, "#dial input")
    assert "× 8.0" in find(driver, "#dial").text
    assert find(driver, "#scale").text == "no difference 32 or more of 255 levels"
    near_black = colours_at(driver, same)
    assert max(near_black) <= 8
    # The channel that differs most has 30 levels: at a gain of 8, 30 x 8 / 255 of the ramp.
    assert colours_at(driver, block) == pytest.approx((252, 239, 160), abs=14)
    driver.execute_script("arguments[0].value = 0; arguments[0].dispatchEvent(new Event('input'))", slider)
    assert "255 or more of 255" in find(driver, "#scale").text
    faint = colours_at(driver, block)
    assert faint == pytest.approx((34, 9, 64), abs=8)
    assert max(colours_at(driver, same)) <= 8


def test_where_a_picture_could_not_be_read_there_is_no_difference(show: Open) -> None:
    driver = show(4, "#view=broken.png&mode=difference", originals=True, hostile=False)
    assert find(driver, "#frames").value_of_css_property("visibility") == "hidden"
    assert "cut off" in find(driver, "#stage .caption:nth-child(2) small").text
    find(driver, "#next").click()
    assert find(driver, "#frames").value_of_css_property("visibility") == "visible"


def test_next_and_previous_keep_mode_zoom_and_place(show: Open) -> None:
    from selenium.webdriver import Keys

    driver = show(8, "#view=picture%203.png&mode=onion", originals=True, hostile=False)
    loaded(driver)
    wheel(driver, 100, 100, steps=9)
    before, kept = boxes(driver)[0], zoom(driver)
    press(driver, Keys.PAGE_DOWN)
    loaded(driver)
    assert find(driver, "#viewer-name").text == "picture 4.png"
    assert zoom(driver) == kept
    assert boxes(driver)[0] == pytest.approx(before)
    assert find(driver, "#stage").get_attribute("data-mode") == "onion"
    press(driver, Keys.PAGE_UP, Keys.ARROW_LEFT)
    assert find(driver, "#viewer-name").text == "flat.png"


def test_shift_and_an_arrow_move_the_swipe_border(show: Open) -> None:
    from selenium.webdriver import Keys

    driver = show(8, "#view=picture%203.png&mode=swipe", originals=True, hostile=False)
    line = find(driver, "#marks .line")
    before = line.rect["x"]
    press(driver, Keys.SHIFT + Keys.ARROW_RIGHT)
    assert find(driver, "#dial").text == "border at 52 %"
    assert line.rect["x"] > before
    assert find(driver, "#viewer-name").text == "picture 3.png"


def test_in_swipe_a_drag_moves_the_border_and_when_zoomed_only_near_it(show: Open) -> None:
    from selenium.webdriver import ActionChains

    driver = show(8, "#view=picture%203.png&mode=swipe", originals=True, hostile=False)
    loaded(driver)
    frame = find(driver, "#frames")
    ActionChains(driver).move_to_element_with_offset(frame, -200, 0).click_and_hold().move_by_offset(
        50, 0
    ).release().perform()
    moved = find(driver, "#dial").text
    assert moved != "border at 50 %"
    wheel(driver, 400, 300, steps=9)
    before = boxes(driver)[0]["left"]
    ActionChains(driver).move_to_element_with_offset(frame, 200, 0).click_and_hold().move_by_offset(
        -50, 0
    ).release().perform()
    assert find(driver, "#dial").text == moved
    assert boxes(driver)[0]["left"] == pytest.approx(before - 50, abs=1)


def test_blink_stands_still_for_those_who_want_no_motion_and_space_flips(show: Open, driver: Driver) -> None:
    from selenium.webdriver import Keys

    media = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        show(8, "#view=picture%203.png&mode=blink", originals=True, hostile=False)
        assert find(driver, "#dial").text == "by hand"
        first = "return document.getElementById('stage').classList.contains('first')"
        assert driver.execute_script(first) is False
        press(driver, Keys.SPACE)
        assert driver.execute_script(first) is True
        find(driver, '#viewer .modes [data-mode="onion"]').click()
        find(driver, '#viewer .modes [data-mode="blink"]').click()
        assert driver.execute_script(first) is False
        press(driver, Keys.SPACE)  # on the button that was just pressed
        assert driver.execute_script(first) is True
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_blink_changes_by_itself_at_the_rate_of_its_slider(show: Open) -> None:
    driver = show(8, "#view=picture%203.png&mode=blink", originals=True, hostile=False)
    assert find(driver, "#dial").text == "1.5 times a second"
    flips = driver.execute_script("""
        const stage = document.getElementById('stage'), slider = document.querySelector('#dial input');
        slider.value = 100; slider.dispatchEvent(new Event('input'));
        const times = [];
        return new Promise((done) => new MutationObserver(() => {
            times.push(performance.now());
            if (times.length === 3) done(times);
        }).observe(stage, { attributeFilter: ['class'] }));""")
    assert find(driver, "#dial").text == "5.0 times a second"
    assert flips[2] - flips[0] > 300  # two times 200 ms, less what a timer may be early


@pytest.mark.parametrize("mode", MODES)
def test_the_address_opens_a_picture_in_its_mode(show: Open, mode: str) -> None:
    driver = show(8, f"#sort=-psnr&view=picture%204.png&mode={mode}", originals=True, hostile=False, maps=True)
    assert find(driver, "#viewer-name").text == "picture 4.png"
    assert find(driver, "#viewer .modes [aria-pressed='true']").get_attribute("data-mode") == mode


def test_the_address_follows_the_viewer_and_forgets_it_when_it_is_shut(show: Open) -> None:
    from selenium.webdriver import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    driver = show(8, "#rows=s", hostile=False)
    find(driver, "#list tbody tr[data-place='3'] .open").click()
    find(driver, '#viewer .modes [data-mode="onion"]').click()
    press(driver, Keys.ARROW_RIGHT)
    wait = WebDriverWait(driver, 10, poll_frequency=0.02)
    wait.until(lambda one: one.current_url.endswith("#rows=s&view=picture+4.png&mode=onion"))
    press(driver, Keys.ESCAPE)
    wait.until(lambda one: one.current_url.endswith("#rows=s"))


@pytest.mark.parametrize("address", ["#view=nothing.png", "#view=__proto__&mode=blink", "#mode=difference"])
def test_an_address_of_no_picture_opens_nothing(show: Open, address: str) -> None:
    driver = show(6, address, hostile=False)
    assert len(names(driver)) == 6
    assert find(driver, "#viewer").get_attribute("open") is None


def test_an_unknown_mode_is_side_by_side(show: Open) -> None:
    driver = show(6, "#view=picture%203.png&mode=constructor", hostile=False)
    assert find(driver, "#stage").get_attribute("data-mode") == "side_by_side"


def test_the_card_gives_the_verdict_and_why(show: Open, tmp_path: Path) -> None:
    table = sample_table(6, folder=tmp_path / "pictures", hostile=False)
    judged = table.judged_by([parse_criterion(text) for text in ("psnr<30", "cosine<0.5")])
    driver = show(table=judged, address="#view=picture%203.png")
    verdict = find(driver, "#verdict")
    assert verdict.text.splitlines()[0] == "NG: beyond a limit"
    assert "because < 30" in verdict.text
    assert "OK, not < 0.5" in verdict.text
    assert find(driver, "#card tr.ng th").text.splitlines() == ["psnr ↑", "Peak signal-to-noise ratio (dB)"]
    for name, first in (("identical.png", "OK"), ("broken.png", "Not judged: a value is missing")):
        driver.execute_script("location.hash = `view=${arguments[0]}`", name)
        driver.execute_script("return new Promise((done) => setTimeout(done))")
        assert find(driver, "#viewer-name").text == name
        assert find(driver, "#verdict").text.splitlines()[0] == first
    assert "psnr: no value (< 30)" in find(driver, "#verdict").text


def test_without_limits_there_is_no_verdict(show: Open) -> None:
    driver = show(6, SIDE_BY_SIDE, hostile=False)
    assert not find(driver, "#verdict").is_displayed()


def test_a_page_with_its_originals_shows_them_when_the_files_are_gone(show: Open, pair: Table, tmp_path: Path) -> None:
    driver = show(table=pair, embed="full")
    for file in (tmp_path / "pictures").iterdir():
        file.unlink()
    find(driver, "#list tbody .open").click()
    loaded(driver)
    widths = "return [...document.querySelectorAll('#frames img')].map((image) => image.naturalWidth)"
    assert driver.execute_script(widths) == [200, 200]
    assert find(driver, "#stage .caption small").text == ""


def test_two_fingers_zoom_what_is_between_them(show: Open, pair: Table) -> None:
    driver = show(table=pair, address="#view=moved.png")
    loaded(driver)
    box = boxes(driver)[0]
    x, y = box["frame_left"] + 100, box["frame_top"] + box["frame_height"] / 2
    before = share_at(box, 100, box["frame_height"] / 2)

    def touch(kind: str, *apart: float) -> None:
        points = [{"x": x + sign * half, "y": y, "id": at} for half in apart for at, sign in enumerate((-1, 1))]
        driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 20)
    for half in (30, 45, 60, 75, 80):
        touch("touchMove", half)
    touch("touchEnd")
    after = boxes(driver)
    assert after[0]["width"] == pytest.approx(4 * box["width"], rel=0.15)
    assert share_at(after[0], 100, box["frame_height"] / 2)[0] == pytest.approx(before[0], abs=0.05)
    assert after[1]["width"] == pytest.approx(after[0]["width"])
