"""The index bench in a real browser: limits, labels, and what it says of the indices."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from browser.page import Driver, Open, find, until
from mikurabe.criteria import parse_criterion
from mikurabe.records import Score
from mikurabe.table import Table
from reports.samples import COSINE, HOSTILE_NAMES, MSE, PSNR, sample_table

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_labels_left(driver: Driver, show: Open) -> None:
    """Files share one store: a test starts without another one's labels."""
    show(2)
    driver.execute_script("localStorage.clear()")


def press(driver: Driver, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def press_shifted(driver: Driver, *keys: str) -> None:
    from selenium.webdriver import ActionChains, Keys

    ActionChains(driver).key_down(Keys.SHIFT).send_keys(*keys).key_up(Keys.SHIFT).perform()


def row(driver: Driver, at: int) -> object:
    found = find(driver, f'#list tr[data-place="{at}"] .size')
    driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", found)  # not under the headings
    return found


def labelled(driver: Driver) -> dict[str, str]:
    """Return the labels that stand in the list, by name."""
    script = """return Object.fromEntries([...document.querySelectorAll('#list .name[data-labelled]')].map(
        (node) => [node.textContent, node.dataset.labelled]))"""
    return dict(driver.execute_script(script))


def gauge(driver: Driver, key: str) -> object:
    """Return the card of an index after it was built."""
    slider = f'[role="slider"][aria-label="Limit of {key}"]'
    until(lambda: driver.find_elements("css selector", slider), "the page has not followed")
    return find(driver, slider)


def scored(values: dict[str, Sequence[float | None]]) -> Table:
    """Return a table of pictures with these values of cosine (higher), psnr (higher) and mse (lower)."""
    table = sample_table(3)
    columns = [column for column in (COSINE, PSNR, MSE) if column.key in values]
    rows = []
    for at, scores in enumerate(zip(*(values[column.key] for column in columns), strict=True)):
        source = replace(table.rows[0].source, name=f"p{at}.png")
        made = tuple(Score(problem="none") if value is None else Score(value=value) for value in scores)
        rows.append(replace(table.rows[0], source=source, scores=made))
    reference = replace(table.reference, scores=tuple(Score(value=column.identical) for column in columns))
    return replace(table, columns=tuple(columns), rows=tuple(rows), reference=reference)


def load(driver: Driver, tmp_path: Path, content: bytes) -> str:
    """Load a file of labels and return what the page says of it."""
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    find(driver, "#label-load").send_keys(str(file))
    until(lambda: find(driver, "#label-said").text, "the page has not followed")
    return str(find(driver, "#label-said").text)


def csv(normal: Sequence[int], abnormal: Sequence[int]) -> bytes:
    lines = [f"p{at}.png,normal" for at in normal] + [f"p{at}.png,abnormal" for at in abnormal]
    return "\r\n".join(["name,label", *lines]).encode()


def test_a_key_opens_the_bench_and_the_address_keeps_which_part_is_open(show: Open) -> None:
    from selenium.webdriver import Keys

    driver = show(8)
    press(driver, "b")
    assert find(driver, "#bench").is_displayed()
    assert driver.switch_to.active_element.get_attribute("id") == "bench-title"
    find(driver, "#tab-limits").send_keys(Keys.ARROW_RIGHT)
    assert driver.switch_to.active_element.get_attribute("id") == "tab-ranking"
    assert "bench=ranking" in driver.current_url
    press(driver, Keys.ESCAPE)
    assert not find(driver, "#bench").is_displayed()
    assert "bench=" not in driver.current_url
    find(driver, "#search").send_keys("b")
    assert not find(driver, "#bench").is_displayed()
    show(8, "#bench=scatter&pair=mse&pair=psnr")
    assert [one.get_attribute("value") for one in driver.find_elements("css selector", "#bench select")] == ["1", "3"]


@pytest.mark.parametrize(
    "address", ["#bench=constructor", "#bench=limits&limit=__proto__<1&limit=mse>x&pair=no&pair=mse"]
)
def test_a_damaged_address_sets_no_limit(show: Open, address: str) -> None:
    driver = show(8, address)
    press(driver, "" if "limits" in address else "b")
    assert find(driver, "#bench .total").text.startswith("No limit is set")


def test_no_limit_is_guessed_and_those_of_the_table_are_there_at_first(show: Open) -> None:
    driver = show(20, "#bench=limits")
    assert find(driver, "#bench .total").text.startswith("No limit is set")
    assert find(driver, "#bench .command").get_attribute("value") == ""
    table = sample_table(20).judged_by([parse_criterion("mse>=400"), parse_criterion("psnr<21.5")])
    show(table=table, address="#bench=limits")
    many = Counter(row.verdict for row in table.rows)
    assert f"OK {many['ok']} · NG {many['ng']} · no verdict {many['unknown']}" in find(driver, "#bench .total").text
    assert find(driver, "#bench .command").get_attribute("value") == '--fail-on "mse>=400" --fail-on "psnr<21.5"'


def commanded(driver: Driver) -> list[str]:
    return str(find(driver, "#bench .command").get_attribute("value")).replace('"', "").split("--fail-on ")[1:]


def test_keys_move_a_limit_and_what_is_counted_is_what_the_command_would_say(show: Open) -> None:
    from selenium.webdriver import Keys

    table = sample_table(40)
    driver = show(table=table, address="#bench=limits")
    for key, moves in (("cosine", [Keys.PAGE_UP] * 5), ("mse", [Keys.PAGE_DOWN] * 7 + [Keys.ARROW_LEFT] * 3)):
        slider = gauge(driver, key)
        assert slider.get_attribute("aria-valuetext").startswith("no limit")
        slider.send_keys(*moves)
        criterion = parse_criterion(commanded(driver)[-1].strip())
        assert criterion.key == key
        judged = table.judged_by([criterion])
        many = Counter(row.verdict for row in judged.rows)
        assert 0 < many["ng"] < 39
        assert f"OK {many['ok']} · NG {many['ng']}" in slider.get_attribute("aria-valuetext").replace(", ", " · ")
        assert f"no value {many['unknown']}" in slider.get_attribute("aria-valuetext")
        assert float(slider.get_attribute("aria-valuenow")) == criterion.limit
    both = table.judged_by([parse_criterion(text.strip()) for text in commanded(driver)])
    many = Counter(row.verdict for row in both.rows)
    assert f"OK {many['ok']} · NG {many['ng']} · no verdict {many['unknown']}" in find(driver, "#bench .total").text
    until(lambda: "limit=mse" in driver.current_url, "the page has not followed")
    address = driver.execute_script("return location.hash")
    wanted = commanded(driver)
    show(table=table, address=address)
    assert commanded(driver) == wanted
    gauge(driver, "mse").send_keys(Keys.DELETE)
    assert len(commanded(driver)) == 1


def test_a_limit_is_dragged_and_goes_where_the_pointer_goes(show: Open) -> None:
    from selenium.webdriver import ActionChains

    driver = show(40, "#bench=limits")
    slider = gauge(driver, "cosine")
    plot = slider.find_element("xpath", "..")
    width = plot.size["width"]
    drag = ActionChains(driver).click_and_hold(slider).move_by_offset(width // 4, 30).move_by_offset(width // 4, 0)
    drag.release().perform()
    ends = [float(slider.get_attribute(f"aria-value{end}")) for end in ("min", "max", "now")]
    assert ends[2] == pytest.approx((ends[0] + ends[1]) / 2, abs=(ends[1] - ends[0]) / 50)
    assert slider.rect["x"] + 13 == pytest.approx(plot.rect["x"] + width / 2, abs=width / 50)


def test_a_finger_drags_a_limit_and_what_lies_at_infinity_can_be_cut_off(show: Open) -> None:
    driver = show(40, "#bench=limits")
    slider = gauge(driver, "psnr")
    driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", slider)
    box, plot = slider.rect, slider.find_element("xpath", "..").rect
    scrolled = driver.execute_script("return [scrollX, scrollY]")
    y = box["y"] - scrolled[1] + box["height"] / 2
    places = [box["x"] - scrolled[0] + box["width"] / 2, plot["x"] - scrolled[0] + plot["width"] - 4]

    def touch(kind: str, *x: float) -> None:
        driver.execute_cdp_cmd(
            "Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": [{"x": one, "y": y} for one in x]}
        )

    touch("Start", places[0])
    touch("Move", sum(places) / 2)
    touch("Move", places[1])
    touch("End")
    assert commanded(driver) == ["psnr<inf"]
    many = Counter(row.verdict for row in sample_table(40).judged_by([parse_criterion("psnr<inf")]).rows)
    assert (many["ok"], many["unknown"]) == (1, 1)  # what is identical, and what could not be read
    assert f"OK 1 · NG {many['ng']} · no value 1" in find(driver, "#bench-sheet").text


def test_a_typed_limit_may_be_full_width_and_never_fails_identical_pictures(show: Open) -> None:
    from selenium.webdriver import Keys

    driver = show(20, "#bench=limits")
    gauge(driver, "cosine")
    typed = find(driver, "#bench .count input")
    typed.send_keys("０．９３")
    assert commanded(driver) == ["cosine<0.93"]
    typed.send_keys(Keys.CONTROL, "a")
    typed.send_keys("7")
    assert commanded(driver) == ["cosine<1"]
    typed.send_keys("x")
    assert typed.get_attribute("aria-invalid") == "true"
    assert commanded(driver) == ["cosine<1"]


def test_rows_and_ranges_are_labelled_by_key_and_the_labels_outlive_the_page(show: Open) -> None:
    from selenium.webdriver import ActionChains, Keys

    driver = show(12, "#rows=s", hostile=False)
    press(driver, "1")
    assert labelled(driver) == {}  # nobody was chosen
    row(driver, 3).click()
    press(driver, "2")
    assert labelled(driver) == {"picture 3.png": "× abnormal"}
    press(driver, Keys.ARROW_DOWN)
    press_shifted(driver, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    press(driver, "1")
    ActionChains(driver).click(row(driver, 8)).key_down(Keys.SHIFT).click(row(driver, 10)).key_up(Keys.SHIFT).perform()
    press(driver, "2")
    assert not find(driver, "#viewer").is_displayed()
    wanted = {f"picture {at}.png": "○ normal" if at in (4, 5, 6) else "× abnormal" for at in (3, 4, 5, 6, 8, 9, 10)}
    assert labelled(driver) == wanted
    assert find(driver, "#label-count").text == "○ normal 3 · × abnormal 4"
    driver.refresh()
    assert labelled(driver) == wanted
    row(driver, 4).click()
    press(driver, "0")
    assert find(driver, "#label-count").text == "○ normal 2 · × abnormal 4"
    show(13, hostile=False)  # other pictures have no part in these labels
    assert labelled(driver) == {}


def test_labels_are_saved_as_csv_and_load_again_whatever_the_names_are(show: Open, tmp_path: Path) -> None:
    driver = show(3 + len(HOSTILE_NAMES), "#bench=ranking&rows=s")
    driver.execute_script(
        "const made = URL.createObjectURL; URL.createObjectURL = (blob) => { window.saved = blob; return made(blob); };"
        "HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };"
    )
    row(driver, 3).click()
    press_shifted(driver, *["\ue015"] * (len(HOSTILE_NAMES) - 1))
    press(driver, "2")
    find(driver, "#label-save").click()
    script = """const done = arguments[0]; const reader = new FileReader();
        reader.onload = () => done(reader.result.split(',')[1]); reader.readAsDataURL(window.saved);"""
    saved = base64.b64decode(driver.execute_async_script(script))
    assert driver.execute_script("return window.savedAs") == "labels.csv"
    assert saved.startswith(b"\xef\xbb\xbfname,label\r\n")
    import csv as reader

    lines = list(reader.DictReader(saved.decode("utf-8-sig").split("\r\n")))
    assert [line["name"] for line in lines] == list(HOSTILE_NAMES)
    assert {line["label"] for line in lines} == {"abnormal"}
    press(driver, "0")
    assert find(driver, "#label-count").text == ""
    said = load(driver, tmp_path, saved)
    assert said.startswith(f"mine.csv: {len(HOSTILE_NAMES)} labels read; 0 lines")
    assert find(driver, "#label-count").text == f"○ normal 0 · × abnormal {len(HOSTILE_NAMES)}"


def test_a_japanese_excel_may_have_saved_the_labels_and_what_fits_nothing_is_counted(
    show: Open, tmp_path: Path
) -> None:
    driver = show(10, lang="ja", address="#bench=limits")
    text = "Label,name,memo\r\n異常,日本語 画像 ①.png,傷\r\nnormal,identical.png,\r\n異常,ない.png,\r\n?,flat.png,\r\n"
    said = load(driver, tmp_path, text.encode("cp932"))
    assert "ラベル 2 件" in said
    assert "2 行" in said
    assert find(driver, "#label-count").text == "○ 正常 1 · × 異常 1"
    assert "列がありません" in load(driver, tmp_path, b"a,b\r\n1,2\r\n")


def ranked(driver: Driver) -> list[list[str]]:
    find(driver, "#tab-ranking").click()
    script = """return [...document.querySelectorAll('#bench tbody tr')].map(
        (line) => [...line.cells].map((cell) => cell.textContent))"""
    return list(driver.execute_script(script))


# Of cosine, higher is more similar: 10 normal above 10 abnormal but for one of each. Of mse, lower is: it is turned.
APART = {
    "cosine": [0.9 + at / 100 for at in range(9)] + [0.55] + [0.5 + at / 100 for at in range(9)] + [0.95],
    "mse": [100.0 + at for at in range(10)] + [float(at) for at in range(10)],
}


def test_labels_rank_the_indices_with_their_mistakes_in_numbers(show: Open, tmp_path: Path) -> None:
    driver = show(table=scored(APART), address="#bench=ranking")
    assert "Label pictures of both kinds" in find(driver, "#bench-sheet").text
    load(driver, tmp_path, csv(range(10), range(10, 20)))
    first, second = ranked(driver)
    # Of 100 pairs, those on the wrong side, and half of those that are level.
    wrong = sum((a > n) + (a == n) / 2 for a in APART["cosine"][10:] for n in APART["cosine"][:10])
    assert first[0] == "1. cosine ↑"
    assert first[1].startswith(f"{1 - wrong / 100:.3f} (")
    assert first[2:] == ["cosine < 0.7", "1 / 10", "1 / 10"]
    assert second[0] == "2. mse ↓This index ranks abnormal pictures as more similar."
    assert second[1].startswith("0.000 (0.000–")
    assert second[2:] == ["no cut is better than chance"]
    assert find(driver, "#bench .finding").text.startswith("cosine tells them apart best")
    find(driver, "#bench tbody button").click()
    assert commanded(driver) == ["cosine<0.7"]
    assert "false alarms 1 of 10, misses 1 of 10" in gauge(driver, "cosine").get_attribute("aria-valuetext")


def test_no_index_is_called_best_where_intervals_overlap(show: Open, tmp_path: Path) -> None:
    values = {"cosine": APART["cosine"], "mse": [1 - value for value in APART["cosine"][:-1]] + [0.6]}
    driver = show(table=scored(values), address="#bench=ranking")
    load(driver, tmp_path, csv(range(10), range(10, 20)))
    assert [line[0] for line in ranked(driver)] == ["1. mse ↓", "2. cosine ↑"]
    assert "does not make it the best" in find(driver, "#bench .finding").text


def test_few_labels_say_that_they_are_few_and_missing_values_count_for_nobody(show: Open, tmp_path: Path) -> None:
    values = {"cosine": [0.9, 0.91, 0.92, 0.5, 0.51, 0.52], "mse": [1.0, 2.0, 3.0, 9.0, None, 8.0]}
    driver = show(table=scored(values), address="#bench=ranking")
    load(driver, tmp_path, csv(range(3), range(3, 6)))
    lines = ranked(driver)
    assert lines[0][0] == "1. cosine ↑"
    assert lines[0][1].startswith("1.000 (0.501–1.000)")  # three of each: hardly more than chance
    assert lines[1][:2] == ["mse ↓", "n too small: 3 normal, 2 abnormal with a value (3 of each are the least)"]
    load(driver, tmp_path, b"name,label\np0.png,abnormal\n")
    assert find(driver, "#bench .finding").text.startswith("Too few labels")


def test_a_point_a_number_and_a_picture_that_indices_disagree_on_open_what_they_mean(show: Open) -> None:
    from selenium.webdriver import Keys

    values = {"cosine": [0.1, 0.2, 0.3, 0.4, 0.5], "mse": [5.0, 4.0, 3.0, 2.0, 9.0]}
    driver = show(table=scored(values), address="#bench=disagreement")
    lines = [line.text.replace("\n", " ") for line in driver.find_elements("css selector", "#bench tbody tr")]
    assert lines[0] == "p4.png 80 % cosine: rank 1 of 5 mse: rank 5 of 5"
    find(driver, "#bench tbody button").click()
    assert find(driver, "#viewer-name").text == "p4.png"
    press(driver, Keys.ESCAPE)
    assert find(driver, "#bench").is_displayed()
    find(driver, "#tab-correlation").click()
    numbers = [cell.text for cell in driver.find_elements("css selector", "#bench [data-pair]")]
    # Ranks of similarity 1 2 3 4 5 and 2 3 4 5 1: 1 - 6 (1 + 1 + 1 + 1 + 16) / 120.
    assert numbers == ["0.00", "0.00"]
    find(driver, "#bench [data-pair]").click()
    assert "pair=mse&pair=cosine" in driver.current_url
    chart = find(driver, "#bench .scatter")
    chart.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert find(driver, "#bench-sheet output").text == "p2.png: mse 3.00, cosine 0.3000"
    chart.send_keys(Keys.ENTER)
    assert find(driver, "#viewer-name").text == "p2.png"
    find(driver, "#close").click()
    find(driver, "#search").send_keys("p1")
    chart.send_keys(Keys.ENTER)
    assert find(driver, "#label-said").text.startswith("p2.png is hidden")


@pytest.mark.parametrize("tab", ["limits", "ranking", "scatter", "correlation", "disagreement"])
@pytest.mark.parametrize("options", [{"columns": 1}, {"columns": 4}, {"columns": 1, "thumbnails": False}])
def test_every_part_stands_with_hostile_names_and_with_one_index(
    show: Open, tmp_path: Path, tab: str, options: dict[str, int]
) -> None:
    driver = show(3 + len(HOSTILE_NAMES), f"#bench={tab}", **options)
    load(driver, tmp_path, b"name,label\nidentical.png,normal\nflat.png,abnormal\n__proto__,normal\n")
    assert find(driver, "#bench-sheet").text
    assert driver.execute_script("return document.querySelectorAll('#bench script, #bench img[src=x]').length") == 0


def test_ten_thousand_pictures_and_sixty_indices_follow_a_drag_at_once(show: Open) -> None:
    driver = show(10_000, "#bench=limits", columns=60, hostile=False, thumbnails=False)
    slider = gauge(driver, "cosine")
    assert len(driver.find_elements("css selector", "#bench [role=slider]")) < 12  # the others are not in view
    script = """const slider = arguments[0]; const took = [];
        for (let step = 0; step < 20; step += 1) {
          const start = performance.now();
          slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageUp', bubbles: true, cancelable: true }));
          document.body.offsetHeight;
          took.push(performance.now() - start);
        }
        return took.sort((a, b) => a - b)[10];"""
    assert driver.execute_script(script, slider) < 200
