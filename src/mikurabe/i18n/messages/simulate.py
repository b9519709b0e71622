"""What is said while scattergrams are simulated and drawn: faults, days, assays, plots."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

_GRAMMAR = "NAME:SEVERITY@DAYS, such as widen_x:0.05@20, debris:50%@5,12-14, gain_x:0.03@20.. or gain_x:0.03@drift."
_書き方 = "書き方: 名前:強さ@日。例: widen_x:0.05@20、debris:50%@5,12-14、gain_x:0.03@20..、gain_x:0.03@drift。"

MESSAGES: Pairs = (
    # What there is none of.
    ("population", "集団"),
    ("population of {assay}", "{assay} の集団"),
    ("assay", "測定項目"),
    ("assay that comes with the program", "付属の測定項目"),
    ("entry", "項目"),
    ("render", "描き方"),
    ("kind of axes", "軸の種類"),
    ("kind of plot", "図の種類"),
    ("background", "背景"),
    ("colour map", "カラーマップ"),
    ("drawing", "描画中"),
    # The demo's stories.
    (
        "Simulated: {days:n} normal days of a blood analyser's control, and {faulty:n} pictures with one fault each, "
        "named after it. All are compared with {first}.",
        "シミュレーション: 血球分析装置の精度管理試料の正常な {days} 日分と、異常を 1 つずつ加えた {faulty} 枚 "
        "(名前が異常の種類)。すべて {first} と比べています。",
    ),
    (
        "Less similar than every normal day on all three of {indices}: {pictures}.",
        "{indices} の 3 つすべてで、どの正常な日よりも類似度が低い: {pictures}。",
    ),
    (
        "MORE similar than every normal day on some index: {pictures}. Limits need two sides.",
        "いずれかの指標で、どの正常な日よりも類似度が「高い」: {pictures}。判定には上下両側のしきい値が必要です。",
    ),
    ("Indices that see every fault: {indices:said}.", "すべての異常を見つける指標: {indices}。"),
    ("none; it takes several", "なし (複数の組み合わせが必要)"),
    (
        "{picture:w} is less similar than every normal day on {below}; MORE on {above}.",
        "{picture}: どの正常な日よりも類似度が低いのは {below}、「高い」のは {above}。",
    ),
    (
        "{picture:w} is less similar than every normal day on {below}.",
        "{picture}: どの正常な日よりも類似度が低いのは {below}。",
    ),
    (
        "{picture:w} is MORE similar than every normal day on {above}.",
        "{picture}: どの正常な日よりも類似度が「高い」のは {above}。",
    ),
    (
        "{picture:w} is within the range of the normal days on every index.",
        "{picture}: どの指標でも正常な日の範囲内。",
    ),
    ("Most similar to the 2 is {name}, by {indices}.", "2 に最も似ているのは {name} ({indices} による)。"),
    (
        "A person says: the same 2. An index that compares pixel with pixel does not know that it has moved; one that "
        "aligns the pictures first, or lets pixels move, does.",
        "人の目には、同じ 2 です。画素どうしを比べる指標は動いたことを知りませんが、"
        "位置を合わせてから比べる指標や、画素の移動を許す指標には分かります。",
    ),
    (
        "The digits are drawn by the program; --mnist PATH or --download takes MNIST's.",
        "数字はプログラムが描いたものです。--mnist PATH または --download で MNIST の数字になります。",
    ),
    (
        "The digits are the first 2, 8 and 6 of MNIST's test set in {path}.",
        "数字は {path} にある MNIST のテスト画像の、最初の 2、8、6 です。",
    ),
    # Faults and days.
    ("'{text}' is no fault: type " + _GRAMMAR, "「{text}」は異常の指定ではありません。" + _書き方),
    (
        "The severity '{severity}' in '{text}' is no number: type " + _GRAMMAR,
        "「{text}」の強さ「{severity}」は数値ではありません。" + _書き方,
    ),
    (
        "The severity of '{text}' is in {unit:w}, not in %: leave out the %.",
        "「{text}」の強さの単位は % ではなく {unit} です。% を取ってください。",
    ),
    (
        "'{days}' in '{text}' is no day: type 20, 20-25, 20.. (from then on), drift (growing over the whole series) or "
        "drift11-25; several are joined by commas.",
        "「{text}」の「{days}」は日の指定ではありません。20、20-25、20.. (その日以降)、"
        "drift (全期間にわたって徐々に増加)、drift11-25 のように書き、複数はコンマでつないでください。",
    ),
    (
        "'{days}' in '{text}' has no last day: type {range:w}, or {open:w} to go on.",
        "「{text}」の「{days}」には最後の日がありません。{range}、または以後ずっとなら {open} と書いてください。",
    ),
    (
        "'{text}' is on day {day:n}, but the series has days 1 to {days:n}: see --days.",
        "「{text}」は {day} 日目の指定ですが、系列は 1 日目から {days} 日目までです。--days を確かめてください。",
    ),
    (
        "'{text}' ends on day {last:n}, before it begins on day {first:n}.",
        "「{text}」は、{first} 日目に始まる前の {last} 日目に終わっています。",
    ),
    (
        "'{key}' is no fault: type its name, or name[POPULATION], such as cluster_shift_y[MONO].",
        "「{key}」は異常の名前ではありません。名前、または cluster_shift_y[MONO] のように書いてください。",
    ),
    (
        "The fault {fault} does not choose a population: leave out [{population}]. {others} do.",
        "{fault} では集団を選べません。[{population}] を取ってください。選べるのは {others} です。",
    ),
    (
        "A severity of {severity:n} makes no sense for {fault:w}: give {low:n} to {high:n}, such as {grid}.",
        "{fault} の強さに {severity} は使えません。{low} から {high} までで指定してください (例: {grid})。",
    ),
    (
        "A severity of {severity:n} makes no sense for {fault:w}: give {low:n} to {high:n} {unit:w}, such as {grid}.",
        "{fault} の強さに {severity} は使えません。{low} から {high} まで ({unit}) で指定してください (例: {grid})。",
    ),
    ("{fault:w} moves by whole pixels, not by {severity:n}.", "{fault} は画素単位です。{severity} は使えません。"),
    (
        "Days cannot hang together by {ar1:n}: ask for a correlation from -0.99 to 0.99.",
        "日ごとの相関に {ar1} は使えません。-0.99 から 0.99 までで指定してください。",
    ),
    (
        "There is no day {day:n} of seed {seed:n}: days count from 1, seeds from 0.",
        "種 {seed} の {day} 日目はありません。日は 1 から、種は 0 から数えます。",
    ),
    (
        "A measurement of {events:n} events cannot be drawn: ask for 1 to 1000000.",
        "イベント数 {events} の測定は描けません。1 から 1000000 までで指定してください。",
    ),
    (
        "A new lot on day {lot:n} is beyond the series, which has days 1 to {days:n}.",
        "{lot} 日目の新しいロットは系列 (1 日目から {days} 日目まで) の範囲外です。",
    ),
    (
        "A series of {days:n} days cannot be drawn: ask for 1 to {most:n}.",
        "{days} 日の系列は描けません。1 から {most} までで指定してください。",
    ),
    (
        "There is no JPEG quality {quality:n}: ask for 1 to 100.",
        "JPEG の品質に {quality} はありません。1 から 100 までで指定してください。",
    ),
    # Assays.
    ("The assay {path} cannot be read: {reason}.", "測定項目 {path} を読み込めません: {reason}。"),
    ("The assay in {path} is no TOML: {reason}.", "測定項目のファイル {path} は TOML ではありません: {reason}。"),
    ("The assay in {path} cannot be used: {reason}.", "測定項目のファイル {path} は使えません: {reason}。"),
    (
        "The assay in {path} cannot be used: two of its populations are called '{name}'.",
        "測定項目のファイル {path} は使えません。「{name}」という集団が 2 つあります。",
    ),
    (
        "{path}: populations of [fault.poor_separation] should be two names, not '{found}'.",
        "{path}: [fault.poor_separation] の populations には 2 つの名前を書いてください ('{found}' は使えません)。",
    ),
    ("{path}: in {section}: {unknown:said}", "{path} の {section}: {unknown}"),
    ("{path}, {section}: {unknown:said}", "{path} の {section}: {unknown}"),
    (
        "The assay {assay} does not say what {fault:w} does to it: see [fault] in wdf.toml.",
        "測定項目 {assay} には {fault} のときの変化が記されていません。wdf.toml の [fault] を参照してください。",
    ),
    # Plots.
    (
        "A plot of {side:n} px cannot be drawn: ask for {least:n} to {most:n}.",
        "一辺 {side} px の図は描けません。{least} から {most} までで指定してください。",
    ),
    (
        "A dot of {side:n} px cannot be drawn: ask for 1 to {most:n}.",
        "{side} px の点は描けません。1 から {most} までで指定してください。",
    ),
    (
        "A density cannot be spread {times:n} times: ask for 0 to {most:n}.",
        "密度を {times} 回ならすことはできません。0 から {most} までで指定してください。",
    ),
    (
        "A density cannot count in cells of {side:n} px: ask for 1 to {most:n}.",
        "密度を {side} px のマスでは数えられません。1 から {most} までで指定してください。",
    ),
    (
        "A full count of {count:n} events has no colours below it: ask for more than 0.",
        "最後の色の度数に {count} は使えません。0 より大きい値を指定してください。",
    ),
    (
        "Labels stand at axes: switch the axes on, or the labels off.",
        "ラベルには軸が必要です。軸を表示するか、ラベルを消してください。",
    ),
    (
        "The tick '{text}' of the axis '{title}' lies at {place:n}, beyond 0 to 1.",
        "軸「{title}」の目盛り「{text}」の位置 {place} は 0 から 1 の範囲にありません。",
    ),
    (
        "Events have one u and one v each, not arrays of shape {u} and {v}.",
        "イベントには u と v が 1 つずつ必要です (配列の形は {u} と {v} でした)。",
    ),
    ("A palette is of shape (K, 3), not {shape}.", "パレットの形は (K, 3) です ({shape} ではありません)。"),
    (
        "Classes are {count:n} whole numbers, one per event, not {dtype} {shape}.",
        "クラスはイベントごとに 1 つ、{count} 個の整数です ({dtype} {shape} ではありません)。",
    ),
    ("Classes need a palette that gives their colours.", "クラスには、その色を決めるパレットが必要です。"),
    (
        "The classes go from {low:n} to {high:n}, but the palette has colours for 0 to {most:n}.",
        "クラスは {low} から {high} までですが、パレットの色は 0 から {most} までです。",
    ),
    (
        "A legend of {count:n} names needs a palette of as many colours.",
        "{count} 個の名前の凡例には、同じ数の色のパレットが必要です。",
    ),
)
