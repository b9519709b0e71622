"""The words of the viewer of the HTML report: modes, zoom, place, verdict."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "zoom": ("Zoom", "拡大"),
    "zoom_in": ("Zoom in", "拡大する"),
    "zoom_out": ("Zoom out", "縮小する"),
    "zoom_fit": ("Fit", "全体"),
    "zoom_one_hint": ("z: one pixel of the picture is one of the screen", "z: 画像の 1 画素を画面の 1 画素で表示"),
    "zoom_tip": (
        "Wheel: zoom. Drag: move. Double click: whole picture or 1:1. Keys: + − f z, Ctrl + arrows.",
        "ホイール: 拡大・縮小、ドラッグ: 移動、ダブルクリック: 全体と 1:1 の切り替え。キー: + − f z、Ctrl+矢印。",
    ),
    "exact": ("Pixel for pixel", "画素どうし"),
    "exact_hint": (
        "The sizes differ. On: the same pixel of both, from the top left. Off: the same share of both.",
        "サイズが違います。オン: 左上から数えて同じ画素を表示。オフ: 画像全体に対して同じ割合の位置を表示。",
    ),
    "dial_keys": ("Shift + arrow keys", "Shift+矢印キー"),
    "swipe_dial": ("border at", "境界の位置"),
    "onion_dial": ("picture", "画像の濃さ"),
    "blink_flip": ("Space or click: change by hand.", "スペースキーかクリックで手動の切り替え。"),
    "map_flip": (
        "Space or click: the reference instead of the picture.",
        "スペースキーかクリックで、画像と基準画像を切り替え。",
    ),
    "rate": ("{rate} times a second", "毎秒 {rate} 回"),
    "by_hand": ("by hand", "手動"),
    "heat_dark": ("no difference", "差なし"),
    "heat_bright": ("{top} or more of 255 levels", "255 階調中 {top} 以上の差"),
    "heat_hint": (
        "Difference: that of red, green or blue, whichever differs most. Map: distance from identical.",
        "差: 赤・緑・青のうち最も違う成分。マップ: 同一の値からの距離。",
    ),
    "no_picture": ("neither the original nor a thumbnail can be shown", "元の画像も縮小画像も表示できません"),
    "verdict_ok": ("OK", "OK (合格)"),
    "verdict_ng": ("NG: beyond a limit", "NG (しきい値を外れています)"),
    "verdict_unknown": ("Not judged: a value is missing", "判定不能 (値がありません)"),
    "beyond": ("{key} = {value}: NG, because {sign} {limit}", "{key} = {value}: {sign} {limit} のため NG"),
    "kept": ("{key} = {value}: OK, not {sign} {limit}", "{key} = {value}: {sign} {limit} でないため OK"),
    "changed_file": (
        "the file has changed since it was compared, so it is not inside this report",
        "比較後にファイルが変わったため、このレポートには入っていません",
    ),
}
