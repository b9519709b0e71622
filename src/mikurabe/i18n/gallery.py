"""The words of the list of the HTML report: filters, columns, gallery, keys, print."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    # verdicts
    "verdict": ("Verdict", "判定"),
    "judged_ok": ("OK", "OK"),
    "judged_ng": ("NG", "NG"),
    "judged_unknown": ("?", "?"),
    "judged_ok_why": ("within all limits", "すべてのしきい値の内側"),
    "judged_unknown_why": (
        "not judged: a value that has a limit is missing",
        "判定不能: しきい値のある指標の値が欠けている",
    ),
    "limits": ("NG where", "NG の条件:"),
    "limits_or": ("or", "または"),
    # flags
    "flags": ("Flags", "注意"),
    "flag_resized": ("resized", "拡大縮小"),
    "flag_cropped": ("cropped", "切り取り"),
    "flag_padded": ("padded", "余白追加"),
    "flag_turned": ("EXIF-turned", "EXIF 回転"),
    "flag_depth": ("depth", "ビット深度"),
    "flag_colour": ("colour", "色"),
    "flag_alpha": ("transparent", "透明"),
    "flag_frame": ("frame 1", "先頭フレーム"),
    "flag_problem": ("problem", "問題"),
    "with_problem": ("problem or no value", "問題・値なし"),
    "with_problem_why": (
        "could not be compared, or a value is missing",
        "比べられなかった、または値が欠けている画像",
    ),
    # filters and columns
    "panel": ("Filters and columns", "絞り込みと列"),
    "panel_tip": (
        "Untick a column to hide it. A range takes the numbers as shown, both ends included; "
        "∞ can be typed as inf. A picture without a value is in no range.",
        "チェックを外すと列を隠します。範囲は表示どおりの数値で、両端を含みます。"
        "∞ は inf と入力できます。値のない画像はどの範囲にも入りません。",
    ),
    "column_shown": ("Column", "列"),
    "range_from": ("from", "以上"),
    "range_to": ("to", "以下"),
    "all_columns": ("All indices", "全指標を表示"),
    "no_columns": ("No index", "全指標を隠す"),
    "clear_filters": ("Clear filters", "絞り込みを解除"),
    "remove_filter": ("Remove the filter {text}", "絞り込み {text} を解除"),
    "not_a_number": ("not a number: this end is not used", "数値ではないため、使われていません"),
    "search_tip": (
        "Several words: all must be in the name. A pattern between slashes: /^lot-[0-9]+/",
        "複数の語を空白で区切ると、すべてを含む名前。/ で囲むと正規表現: /^lot-[0-9]+/",
    ),
    "search_bad": ("no valid pattern; searched for as it stands", "正規表現として正しくないため、文字どおり検索"),
    # gallery
    "as_table": ("Table", "表"),
    "as_gallery": ("Gallery", "ギャラリー"),
    "layout": ("Layout", "表示形式"),
    "sort_by": ("Sort by", "並べ替え"),
    "turn_order": ("Reverse the order", "逆順にする"),
    "card_shows": ("Show", "表示する値"),
    "card_sorted": ("what it is sorted by", "並べ替えの指標"),
    # keys
    "keys": ("Keys", "キー操作"),
    "keys_list": ("In the list", "一覧で"),
    "keys_viewer": ("In the viewer", "見比べ画面で"),
    "key_search": ("Search names", "名前で検索"),
    "key_next": ("Next, previous picture", "次の画像、前の画像"),
    "key_row": ("Beside it in the gallery", "ギャラリーで左右へ"),
    "key_page": ("A page on, a page back", "1 ページ先、1 ページ前"),
    "key_ends": ("First, last picture", "最初の画像、最後の画像"),
    "key_open": ("Compare it with the reference", "基準画像と見比べる"),
    "key_gallery": ("Table or gallery", "表とギャラリーの切り替え"),
    "key_panel": ("Filters and columns", "絞り込みと列"),
    "key_sort": ("On a heading: sort by it as well", "見出しで: 第 2 キーとして並べ替え"),
    "key_help": ("This list of keys", "このキー一覧"),
    "key_escape": ("Close what is open", "開いているものを閉じる"),
    "key_label": ("Label: normal, abnormal, clear", "ラベル: 正常、異常、取り消し"),
    "key_range": ("Choose a range of pictures", "続けて選ぶ"),
    "key_mode": ("Next way to compare", "次の見比べ方"),
    "key_dial": ("Border, strength, rate or gain", "境界・濃さ・速さ・強調を変える"),
    "key_flip": ("Reference or picture, by hand", "基準画像と画像を切り替える"),
    "key_zoom": ("Zoom in, out", "拡大、縮小"),
    "key_fit": ("Whole picture", "全体を表示"),
    "key_one": ("Pixel by pixel (1:1)", "等倍で表示 (1:1)"),
    "key_pan": ("Move what is in view", "表示する場所を動かす"),
    "key_click": ("Click", "クリック"),
    # language and print
    "language": ("Language", "言語"),
    "printed_first": (
        "Printed: the first {shown} of {total} pictures that pass the filters",
        "印刷: 絞り込みに合う {total} 枚のうち先頭の {shown} 枚",
    ),
}
