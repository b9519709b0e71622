"""The words of the index bench of the HTML report: histograms, limits, labels, curves."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "bench": ("Index bench", "指標の検討"),
    "bench_how": (
        "Which index can judge, and where is its limit? (1) Choose pictures in the list (click, Shift+click or "
        "Shift+arrows) and press 1 for normal, 2 for abnormal, 0 to clear. (2) The ranking then says which index tells "
        "the two apart. (3) Set its limit and copy it. All pictures count here, whatever the list's filter.",
        "どの指標で判定できるか、しきい値をどこに置くかを調べます。(1) 一覧で画像を選び（クリック、Shift+クリック、"
        "Shift+矢印）、1 で正常、2 で異常、0 で取り消し。(2) どの指標が両者を分けられるかが「判別力」に出ます。"
        "(3) しきい値を決めてコピーします。ここでは一覧の絞り込みに関係なく全画像を数えます。",
    ),
    "bench_limits": ("Limits", "しきい値"),
    "bench_ranking": ("Ranking", "判別力"),
    "bench_scatter": ("Two indices", "2 指標の散布図"),
    "bench_correlation": ("Rank correlation", "順位相関"),
    "bench_disagreement": ("Disagreement", "食い違い"),
    # Labels.
    "normal": ("normal", "正常"),
    "abnormal": ("abnormal", "異常"),
    "label_this": ("Label this picture", "この画像のラベル"),
    "label_selected": ("Chosen pictures:", "選んだ画像:"),
    "label_clear": ("clear", "取り消し"),
    "label_save": ("Save labels.csv", "labels.csv を保存"),
    "label_load": ("Load labels.csv", "labels.csv を読み込む"),
    "label_nobody": ("Choose a picture in the list first.", "先に一覧で画像を選んでください。"),
    "label_lost": (
        "This browser does not keep the labels: save them before you close the page.",
        "このブラウザーはラベルを保持できません。閉じる前に保存してください。",
    ),
    "labels_read": (
        "{file}: {read} labels read; {left} lines passed over (no such picture here, or neither normal nor abnormal).",
        "{file}: ラベル {read} 件を読み込みました。{left} 行は対象外です（この一覧にない画像、または正常・異常以外）。",
    ),
    "labels_unreadable": (
        "{file} has no columns “name” and “label” in its first line.",
        "{file} の 1 行目に name 列と label 列がありません。",
    ),
    # Limits.
    "bench_unset": (
        "No limit is set. Drag a handle, click into a chart, or type a number.",
        "しきい値は未設定です。つまみを動かす、図をクリックする、または数値を入力してください。",
    ),
    "bench_total": (
        "By all limits together: OK {ok} · NG {ng} · no verdict {unknown} (a value is missing)",
        "すべてのしきい値で: OK {ok} · NG {ng} · 判定不能 {unknown}（値なし）",
    ),
    "bench_command": ("These limits for the command line", "このしきい値をコマンドで使うときの指定"),
    "bench_copy": ("Copy", "コピー"),
    "bench_copied": ("Copied", "コピーしました"),
    "bench_no_limits": ("Remove all", "すべて外す"),
    "bench_own_limits": ("As in the table", "表の設定に戻す"),
    "bench_limit_of": ("Limit of {key}", "{key} のしきい値"),
    "bench_remove": ("Remove this limit", "このしきい値を外す"),
    "bench_or": ("or", "または"),
    "bench_more_hint": (
        "The other end of a range: pictures that are more similar than normal ones, such as plots with fewer dots. "
        "First set the limit on the less similar side.",
        "正常範囲のもう一方の端。点の減った図など、正常な画像よりも似すぎている画像を NG にします。"
        "先に、似ていない側のしきい値を設定してください。",
    ),
    "bench_drag": ("no limit", "しきい値なし"),
    "bench_counts": ("OK {ok} · NG {ng}", "OK {ok} · NG {ng}"),
    "bench_missing": ("no value {n}", "値なし {n}"),
    "bench_mistakes": (
        "false alarms {alarms} of {normals}, misses {misses} of {abnormals}",
        "過検出 {alarms} / {normals}、見逃し {misses} / {abnormals}",
    ),
    "bench_marks": (
        "Under the bars: ● normal and ┃ abnormal pictures. Beside them: the ROC curve, a ring where the limit is.",
        "棒の下: ● 正常、┃ 異常の画像。横: ROC 曲線と、しきい値の位置（輪）。",
    ),
    "bench_log": ("Logarithmic scale.", "対数目盛。"),
    "bench_nothing": ("No picture has a value here.", "値のある画像がありません。"),
    "bench_gap": (
        "Hint, no judgement: the widest gap lies between {low} and {high}; {n} pictures are beyond it.",
        "参考（判定ではありません）: 最も広いすき間は {low} と {high} の間で、その先に {n} 枚あります。",
    ),
    # Ranking.
    "bench_label_first": (
        "Label pictures of both kinds, {least} or more of each: then every index shows how well it tells them apart.",
        "正常と異常をそれぞれ {least} 枚以上ラベル付けすると、各指標が両者をどれだけ分けられるかを示します。",
    ),
    "bench_label_more": (
        "Too few labels to say anything: every index needs {least} or more pictures of each kind that have a value.",
        "ラベルが少なすぎて何も言えません。値のある正常・異常の画像がそれぞれ {least} 枚以上必要です。",
    ),
    "bench_chance": (
        "No index is shown to tell the two kinds apart: even the interval of the first, {key}, reaches down to 0.5, "
        "which is chance.",
        "両者を分けられるといえる指標はありません。1 位の {key} でも、区間が偶然と同じ 0.5 まで届いています。",
    ),
    "bench_rivals": (
        "{key} comes first, but that does not make it the best: the intervals of {n} further indices overlap its own "
        "({others}). Label more pictures to tell them apart.",
        "1 位は {key} ですが、最良とはいえません。ほかの {n} 指標と区間が重なっています（{others}）。"
        "優劣を決めるにはラベルを増やしてください。",
    ),
    "bench_ahead": (
        "{key} tells them apart best: its interval lies above those of all others.",
        "{key} が最もよく分けています。区間がほかのすべての指標より上にあります。",
    ),
    "bench_alone": (
        "{key} is better than chance; there is no other index to compare it with.",
        "{key} は偶然より良い結果です。比べるほかの指標はありません。",
    ),
    "bench_caution": (
        "AUC: how often an abnormal picture is less similar than a normal one (1 always, 0.5 chance); in brackets and "
        "as a bar its 95 % interval. The cut is the best for these pictures (Youden): check it with fresh ones.",
        "AUC: 異常の画像が正常の画像より「似ていない」割合（1 は常に、0.5 は偶然）。かっこ内と棒は 95 % 信頼区間。"
        "最良の境界は、この画像での結果（Youden 指標）です。別の画像でも確かめてください。",
    ),
    "bench_area": ("AUC (95 % interval)", "AUC（95 % 信頼区間）"),
    "bench_cut": ("Best cut: NG where", "最良の境界: NG の条件"),
    "bench_alarms": ("False alarms", "過検出"),
    "bench_misses": ("Misses", "見逃し"),
    "bench_use": ("Set this limit", "このしきい値にする"),
    "bench_no_cut": ("no cut is better than chance", "偶然より良い境界はありません"),
    "bench_few": (
        "n too small: {normals} normal, {abnormals} abnormal with a value ({least} of each are the least)",
        "枚数不足: 値のある正常 {normals} 枚、異常 {abnormals} 枚（それぞれ {least} 枚以上必要）",
    ),
    "bench_turned": (
        "This index ranks abnormal pictures as more similar.",
        "この指標では、異常の画像のほうが「似ている」とされます。",
    ),
    "bench_curve_of": ("ROC curve of {key}", "{key} の ROC 曲線"),
    # All indices.
    "bench_across": ("Index across", "横軸の指標"),
    "bench_up": ("Index upwards", "縦軸の指標"),
    "bench_scatter_of": (
        "{y} against {x}; arrow keys walk from point to point, Enter opens the picture",
        "{x} と {y} の散布図。矢印キーで点を移動、Enter で画像を開く",
    ),
    "bench_click": (
        "Point at a dot to see its name; click it to compare the picture.",
        "点に重ねると名前、クリックすると画像の見比べを表示します。",
    ),
    "bench_pairs": (
        "{n} pictures have both values, {missing} do not. Rank correlation of similarity: {rho}",
        "両方の値がある画像 {n} 枚、ない画像 {missing} 枚。類似度の順位相関: {rho}",
    ),
    "bench_forms": (
        "○ normal, × abnormal, ▪ no label; broken line: limit",
        "○ 正常、× 異常、▪ ラベルなし、破線: しきい値",
    ),
    "bench_one": ("This needs two indices that vary.", "値にばらつきのある指標が 2 つ必要です。"),
    "bench_correlation_how": (
        "Spearman's rank correlation: 1 where two indices put the pictures in the same order of similarity (one of "
        "them is then enough), 0 where nothing is common, −1 in opposite order. Click a number for a scatter.",
        "スピアマンの順位相関: 1 は 2 つの指標で似ている順が同じ（どちらか一方で足りる）、0 は無関係、−1 は逆順。"
        "数値をクリックすると散布図を表示します。",
    ),
    "bench_disagreement_how": (
        "The {n} pictures on which the indices disagree most: similar by one, not by another. Looking at them shows "
        "what each index sees. Spread: distance between the two ranks, in percent of all ranks.",
        "指標の間で最も食い違う {n} 枚: ある指標では似ていて、別の指標では似ていません。見比べると、各指標が何を"
        "見ているかが分かります。開き: 2 つの順位の差（全順位に対する %）。",
    ),
    "bench_spread": ("Spread", "開き"),
    "bench_most": ("Most similar by", "最も似ているとする指標"),
    "bench_least": ("Least similar by", "最も似ていないとする指標"),
    "bench_place": ("{key}: rank {rank} of {n}", "{key}: {n} 枚中 {rank} 位"),
    "bench_filtered": (
        "{name} is hidden by the list's filter: clear the filter to open it.",
        "{name} は一覧の絞り込みで隠れています。開くには絞り込みを解除してください。",
    ),
}
