"""The words of the terminal and the notebook."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "error": ("Error", "エラー"),
    "invalid_value": ("Invalid value for {name}: {message}", "{name} の値が正しくありません: {message}"),
    "terminal_verdict": ("Verdict", "判定"),
    "terminal_ok": ("OK", "OK"),
    "terminal_ng": ("NG", "NG"),
    "terminal_unknown": ("unknown", "判定不能"),
    "terminal_counts": ("{ng} NG, {unknown} unknown, {ok} OK", "NG {ng} 枚、判定不能 {unknown} 枚、OK {ok} 枚"),
    "terminal_remarks": ("Noted about pictures that are not OK", "OK でない画像について"),
    "terminal_limits": ("NG where {limits}", "NG の条件: {limits}"),
    "terminal_order": (
        "{total} pictures, the least similar by {key} first",
        "全 {total} 枚、{key} で似ていない順",
    ),
    "terminal_by_name": ("{total} pictures by name", "全 {total} 枚、名前順"),
    "terminal_listed": ("{total} pictures as listed", "全 {total} 枚、元の順"),
    "terminal_more": ("{count} more: --rows all", "ほか {count} 枚: --rows all で全件表示"),
    "terminal_more_said": ("{count} more: --rows all", "ほか {count} 件: --rows all で全件表示"),
    "terminal_files": ("{count} files", "{count} 件"),
    "terminal_the_picture": ("the picture", "画像"),
    "terminal_arrow_higher": ("↑ higher is more similar", "↑ 大きいほど似ている"),
    "terminal_arrow_lower": ("↓ lower is more similar", "↓ 小さいほど似ている"),
    "terminal_bars": (
        "bars: long is the most similar picture of its column, short the least",
        "棒: 長いほど、その列の中で似ている",
    ),
    "notebook_too_large": (
        "The whole report is {size} MB, more than the {most} MB that are put into a notebook. Write it to a file "
        "instead: {call}; or allow more: {more}",
        "レポート全体は {size} MB で、ノートブックに入れる上限 {most} MB を超えています。"
        "ファイルに書き出してください: {call}。上限を変えるには: {more}",
    ),
    "notebook_elsewhere": (
        "Only a notebook shows it; elsewhere write a file: table.to_html('report.html')",
        "表示できるのはノートブックだけです。それ以外ではファイルに書き出してください: table.to_html('report.html')",
    ),
    "notebook_frame": ("Report: {title}", "レポート: {title}"),
    "notebook_whole": (
        "The whole report, to sort and to search: {show}, or in a file: {file}",
        "並べ替えや検索のできるレポート全体: {show}、ファイルに書き出すには: {file}",
    ),
}
