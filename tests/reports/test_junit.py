"""JUnit XML as build servers read it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import mikurabe as mk
from mikurabe.reports import render
from mikurabe.table import Table
from pictures import noise

BASE = noise((24, 24))


def suite(table: Table) -> ET.Element:
    root = ET.fromstring(render(table, "junit"))
    assert root.tag == "testsuites"
    return root[0]


def test_each_picture_is_a_case_and_what_fails_says_why() -> None:
    table = mk.compare(BASE, {"same": BASE, "other": 255 - BASE, "small": BASE[:9]}, metrics="ssim", fail_on="ssim<0.9")
    found = suite(table)
    assert (found.get("tests"), found.get("failures"), found.get("errors")) == ("3", "1", "1")
    cases = {case.get("name"): case for case in found}
    assert cases["same"].find("failure") is None
    assert cases["same"].find("error") is None
    assert cases["same"].findtext("system-out") == "ssim 1.0"
    failure = cases["other"].find("failure")
    assert failure is not None
    assert str(failure.get("message")).startswith("ssim ")
    assert str(failure.get("message")).endswith("< 0.9")
    error = cases["small"].find("error")
    assert error is not None
    assert "24" in str(error.get("message"))


def test_a_value_that_is_missing_is_an_error() -> None:
    found = suite(mk.compare(BASE, {"black": BASE * 0}, metrics="cosine", fail_on="cosine<0.5"))
    error = found[0].find("error")
    assert error is not None
    assert error.get("message") == "cosine has no value"


def test_without_limits_nothing_fails_but_problems_show() -> None:
    found = suite(mk.compare(BASE, {"other": 255 - BASE, "small": BASE[:9]}))
    assert (found.get("failures"), found.get("errors")) == ("0", "1")


def test_names_that_xml_cannot_hold_come_through_escaped() -> None:
    table = mk.compare(BASE, {"x": BASE})
    hostile = '</testcase> & "quoted" \x00 \ud83d \U0001f600 画像\n.png'
    row = replace(table.rows[0], source=replace(table.rows[0].source, name=hostile))
    found = suite(replace(table, rows=(row,)))
    assert len(found) == 1
    name = str(found[0].get("name"))
    assert name.startswith('</testcase> & "quoted" ')
    assert name.endswith("画像\n.png")
    assert "\x00" not in name


def test_the_same_table_gives_the_same_bytes() -> None:
    table = mk.compare(BASE, {"a": BASE, "b": 255 - BASE}, fail_on="ssim<0.9")
    assert render(table, "junit") == render(table, "junit")
