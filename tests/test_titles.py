"""The Japanese names of indices and units, and what the settings' values mean."""

from __future__ import annotations

import re

import pytest

from mikurabe.api import compare
from mikurabe.i18n.settings import _FITS, value_in
from mikurabe.i18n.titles import TITLES, title_in, unit_in
from mikurabe.metrics import METRICS, parse
from mikurabe.pairing import FITS
from mikurabe.reports.view import build_view
from pictures import noise


def test_every_index_has_a_japanese_name_and_the_english_one_is_its_own() -> None:
    own = {metric.name: metric.title for metric in METRICS} | {"combined": "Combined index"}
    assert own == {name: both[0] for name, both in TITLES.items()}
    assert len({japanese for _, japanese in TITLES.values()}) == len(TITLES)


@pytest.mark.parametrize(
    ("key", "japanese"),
    [
        ("ssim", "構造的類似度 (SSIM)"),
        ("ssim[recipe=opencv]", "構造的類似度 (SSIM) (recipe opencv)"),
        ("registered[metric=psnr]", "ピーク信号対雑音比、位置合わせ後 (metric psnr)"),
        ("changed_ratio", "変化した画素の割合"),
        ("psnr_hvs_m", "PSNR-HVS-M (マスキングも考慮)"),
    ],
)
def test_parameters_follow_the_japanese_name(key: str, japanese: str) -> None:
    title = parse(key).column().title
    assert title_in("ja", title) == japanese
    assert title_in("en", title) == title


def test_an_index_of_one_s_own_keeps_its_title() -> None:
    assert title_in("ja", "Our own index") == "Our own index"


def test_units_that_are_words_are_translated() -> None:
    assert [unit_in("ja", unit) for unit in ("levels", "bits", "dB", "")] == ["階調", "ビット", "dB", ""]
    assert unit_in("en", "levels") == "levels"


def test_a_setting_that_is_typed_stays_and_is_explained() -> None:
    assert set(_FITS) == set(FITS)
    for fit in FITS:
        for lang in ("en", "ja"):
            assert re.fullmatch(rf"{fit} \(.+\)", value_in(lang, "fit", fit))


def test_how_many_pixels_counted_is_said_in_japanese() -> None:
    assert value_in("ja", "pixels compared", "all") == "すべて"
    assert value_in("ja", "pixels compared", "1,000 of 4,096 of the reference") == "基準画像の 4,096 画素中 1,000 画素"
    assert value_in("ja", "command", "all") == "all"


def test_the_settings_of_a_real_comparison_have_no_english_words_in_japanese() -> None:
    pixels = noise((32, 32))
    table = compare(pixels, {"a": pixels}, metrics="mae", roi="0,0,8,8", command="-")
    footer = dict(build_view(table, lang="ja").footer)
    assert footer["比べた画素"] == "基準画像の 1,024 画素中 64 画素"
    assert footer["サイズの違う画像の扱い"] == "strict (サイズが違う画像は比べない)"
    (column,) = build_view(table, lang="ja").columns
    assert (column.title, column.unit) == ("平均絶対誤差", "階調")
