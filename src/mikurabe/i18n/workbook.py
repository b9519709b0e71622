"""The words of the Excel workbook: limits, verdicts, charts."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "excel_verdict": ("Verdict", "判定"),
    "excel_command": ("Command", "コマンド"),
    "excel_ok": ("OK: within every limit", "OK: すべてしきい値内"),
    "excel_ng": ("NG: beyond a limit", "NG: しきい値を外れる"),
    "excel_unknown": ("?: a value is missing", "?: 値がなく判定不能"),
    "excel_limits": ("Limits and counts per index", "指標ごとのしきい値と件数"),
    "excel_limits_hint": (
        "Type a limit into a yellow cell, or delete it: verdicts, counts, colours and the lines in the charts follow "
        "on every sheet. Without a limit there is no verdict.",
        "黄色のセルにしきい値を入力（または削除）すると、全シートの判定・件数・色・グラフの線が連動します。"
        "しきい値がなければ判定もありません。",
    ),
    "excel_ng_where": ("NG where", "NG の条件"),
    "excel_value_sign": ("value {sign} limit", "値 {sign} しきい値"),
    "excel_limit": ("Limit", "しきい値"),
    "excel_limit_note": (
        "One limit per index; type a number or delete it.\n"
        "A picture is NG where one value lies beyond its limit. It is ? where no value does but one that has a limit "
        "is missing: what is missing never counts as good.\n"
        "The sheets List and Data repeat the limits and follow at once. Names such as {name} stand for these cells in "
        "your own formulas.",
        "指標ごとに 1 つ。数値を入力または削除します。\n"
        "1 つでもしきい値を外れる画像は NG。外れる値がなくても、しきい値のある指標の値が欠けていれば ?"
        "（欠けた値を良いとはみなしません）。\n"
        "一覧とデータのシートはすぐに連動します。自作の数式では {name} などの名前でこのセルを参照できます。",
    ),
    "excel_limit_prompt": (
        "A picture is NG where its value is {sign} this limit. Range {range}; identical pictures give {identical}. "
        "Empty: no limit.",
        "値がこのしきい値に対して「値 {sign} しきい値」なら NG。範囲 {range}、同一画像は {identical}。"
        "空欄: しきい値なし。",
    ),
    "excel_limit_error": ("A limit is a number, or empty.", "しきい値は数値か空欄にしてください。"),
    "excel_count_missing": ("No value", "値なし"),
    "excel_least": ("Least", "最小"),
    "excel_median": ("Median", "中央値"),
    "excel_greatest": ("Greatest", "最大"),
    "excel_identical": ("Identical", "同一画像"),
    "excel_limit_row": ("NG where the value is (set in Summary)", "NG となる値（「まとめ」で設定）"),
    "excel_verdict_note": (
        "OK, NG or ?, from the limits in the sheet Summary; empty while no limit is set.\n"
        "?: no value lies beyond its limit, but one that has a limit is missing.",
        "シート「まとめ」のしきい値による OK・NG・?。しきい値がない間は空欄。\n"
        "?: しきい値を外れる値はないが、しきい値のある指標の値が欠けている。",
    ),
    "excel_charts": ("Values by picture", "画像ごとの値"),
    "excel_charts_hint": (
        "Each point is one picture, from left to right in the list's order (No.). Dashed orange line: the limit; "
        "orange diamonds: pictures beyond it. Infinite and missing values are not drawn.",
        "点は 1 枚の画像で、左から一覧の番号順。オレンジの破線はしきい値、ひし形はしきい値を外れた画像。"
        "無限大と欠けた値は描いていません。",
    ),
    "excel_charts_thinned": (
        "Each point is the least similar of {step} pictures in a row, so that no outlier is lost.",
        "点は連続する {step} 枚のうち最も似ていない画像の値です（外れ値を落とさないため）。",
    ),
    "excel_charts_first": (
        "Charts of the first {shown} of {total} indices.",
        "{total} 指標のうち最初の {shown} 指標のグラフ。",
    ),
    "excel_chart_data": ("Chart data", "グラフ用データ"),
    "excel_hidden_sheet": (
        "The hidden sheet {sheet} holds the numbers that the charts draw.",
        "非表示のシート「{sheet}」にグラフの数値があります。",
    ),
    "excel_limit_left_out": (
        "The limit {limit} is below every number, so that no cell can hold it; the verdicts here leave it out.",
        "しきい値 {limit} はどの数値よりも小さくセルに書けないため、このブックの判定には含めていません。",
    ),
}
