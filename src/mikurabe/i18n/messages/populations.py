"""What is said while populations are learned and measured: pictures that do not fit, data that are none."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    (
        "Files or folders passed over, because they are no pictures: {count:n}.",
        "画像ではないため対象外としたファイルとフォルダー: {count} 個。",
    ),
    ("measuring", "測定中"),
    (
        "None of the normal pictures can be read: there is nothing to learn populations from.",
        "読める正常画像が 1 枚もないため、集団を学習できません。",
    ),
    (
        "{name}: between its lines there is no plot area; give pictures of the plot alone.",
        "{name}: 線の内側にプロット領域がありません。プロットだけの画像を指定してください。",
    ),
    (
        "{name} holds nothing but background: there are no dots to learn from.",
        "{name} は背景だけです。学習に使う点がありません。",
    ),
    (
        "A full count of {count} events has no colours below it: give more than 0.",
        "full_count が {count} では、それより下の色がありません。0 より大きい値を指定してください。",
    ),
    (
        "{name} and the other normal pictures show no population: no peak of ink stands out.",
        "{name} と他の正常画像に集団が見つかりません。点の密度に目立つ山がありません。",
    ),
    (
        "{name} has the background {own} and the normal pictures have {normal} (parts of full white): "
        "measure pictures that are drawn alike.",
        "{name} の背景は {own}、正常画像の背景は {normal} です(白を 1 とした値)。同じ描き方の画像を測定してください。",
    ),
    (
        "Populations are learned from normal pictures; there is none.",
        "集団は正常画像から学習しますが、画像が 1 枚もありません。",
    ),
    (
        "{first} is {one:said} and {second} is {other:said}: "
        "populations are learned from pictures of one kind and size.",
        "{first} は {one}、{second} は {other} です。集団の学習には種類とサイズが同じ画像が必要です。",
    ),
    ("gray, {width:n} × {height:n} px, white {white:n}", "グレー、{width} × {height} px、白 {white}"),
    ("RGB, {width:n} × {height:n} px, white {white:n}", "RGB、{width} × {height} px、白 {white}"),
    (
        "{name} is {width:n} × {height:n} px and the populations were learned at {normal_width:n} × "
        "{normal_height:n} px; measure pictures of that size.",
        "{name} は {width} × {height} px ですが、集団は {normal_width} × {normal_height} px で学習しました。"
        "同じサイズの画像を測定してください。",
    ),
    (
        "{name} has {channels} channel(s) and full white {white}, the normal pictures have {normal} and "
        "{normal_white}; measure pictures that are saved alike.",
        "{name} は {channels} チャンネル、白 {white} ですが、正常画像は {normal} チャンネル、白 {normal_white} です。"
        "同じ形式で保存した画像を測定してください。",
    ),
    (
        "These populations have version {version} and this mikurabe reads version {own}: learn them again.",
        "この集団データのバージョンは {version} で、この mikurabe が読めるのは {own} です。学習し直してください。",
    ),
    (
        "These data are no learned populations ({reason}): learn them again.",
        "このデータは学習済みの集団ではありません({reason})。学習し直してください。",
    ),
)
