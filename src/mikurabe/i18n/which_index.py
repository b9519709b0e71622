"""The words of the help of rank and stress."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "help_rank_short": (
        "Which index tells abnormal pictures from normal ones?",
        "異常な画像を見分けられる指標はどれかを調べます。",
    ),
    "help_rank": (
        "Rank indices by how well they tell pictures labelled abnormal from those labelled normal.\n\n"
        "Labels are the names of folders (ok/ and ng/, normal/ and abnormal/, good/ and bad/) or a file "
        "(--labels) such as the HTML report saves. Every area has its interval; no index is called the best where "
        "others may be as good.",
        "異常とラベル付けした画像を正常な画像からどれだけ分けられるかで、指標に順位を付けます。\n\n"
        "ラベルはフォルダー名 (ok/ と ng/、normal/ と abnormal/、good/ と bad/、良/ と 不良/) か、"
        "HTML レポートで保存できるファイル (--labels) で示します。"
        "AUC には信頼区間を付け、ほかと差があるといえない指標を最良とは呼びません。",
    ),
    "help_rank_end": (
        "Examples: mikurabe rank folder/ -m dotplot -o rank.html; mikurabe rank -r ref.png pictures/ --labels "
        "labels.csv; mikurabe rank table.json --labels labels.csv; mikurabe rank fcs/ --x FSC-A --y SSC-A",
        "例: mikurabe rank folder/ -m dotplot -o rank.html、mikurabe rank -r ref.png pictures/ --labels labels.csv、"
        "mikurabe rank table.json --labels labels.csv、mikurabe rank fcs/ --x FSC-A --y SSC-A",
    ),
    "help_stress_short": (
        "Which index sees which fault? Needs normal pictures only.",
        "どの指標がどの異常を検出できるかを、正常画像だけで調べます。",
    ),
    "help_stress": (
        "Plant graded faults into your own normal pictures, and list from which severity on each index sees them.\n\n"
        "A fault is seen where 90 % of the pictures lie beyond the limits that the normal pictures give at the allowed "
        "rate of false alarms. No picture of a fault is needed.",
        "手元の正常画像に段階を付けた異常を植え付け、各指標がどの程度から検出できるかを一覧にします。\n\n"
        "許容する過検出率で正常画像から求めたしきい値を、90 % の画像が外れたとき、検出できたとします。"
        "異常の画像は必要ありません。",
    ),
    "help_stress_end": (
        "Faults: shift_x, shift_y, gain_x, gain_y, rotate, widen_x, widen_y, thin, crowd, add_dots, new_cluster, "
        "move_cluster, noise, blur, darken, jpeg. Example: mikurabe stress normal/ -m dotplot -o stress.html",
        "異常の名前: shift_x, shift_y, gain_x, gain_y, rotate, widen_x, widen_y, thin, crowd, add_dots, new_cluster, "
        "move_cluster, noise, blur, darken, jpeg。例: mikurabe stress normal/ -m dotplot -o stress.html",
    ),
    "help_argument_labelled": (
        "Pictures, as for compare, of both kinds; or one table.json that compare wrote.",
        "正常と異常の両方の画像 (指定の仕方は compare と同じ)、または compare が書き出した table.json 1 つ。",
    ),
    "help_argument_normals": (
        "Pictures of the normal state, as for compare: 5 or more beside the reference, better 20.",
        "正常な状態の画像 (指定の仕方は compare と同じ)。基準画像のほかに 5 枚以上、できれば 20 枚。",
    ),
    "help_option_labels": (
        "A CSV file with the columns name and label (normal or abnormal; ok, ng and the like will do).",
        "name 列と label 列 (normal または abnormal。ok、ng なども可) のある CSV ファイル。",
    ),
    "help_option_reference_normal": (
        "The picture to compare with; default: the first one that is labelled normal.",
        "基準画像。既定では、正常とラベル付けされた最初の画像。",
    ),
    "help_option_reference_stress": (
        "The picture to compare with; default: the first one, which is then no longer one of the normal pictures.",
        "基準画像。既定では最初の画像で、正常画像の数には入りません。",
    ),
    "help_option_faults": (
        "Which faults are planted, with commas; default: all.",
        "植え付ける異常 (カンマ区切り)。既定ではすべて。",
    ),
    "help_option_false_alarms": (
        "Share of normal pictures that the limits of an index may fail.",
        "指標のしきい値で、正常画像のうち誤って異常とされてもよい割合。",
    ),
    "help_option_planted": (
        "Into how many of the pictures faults are planted, at most.",
        "異常を植え付ける画像の枚数の上限。",
    ),
    "help_option_seed_of_planting": (
        "Of the random numbers; the same seed gives the same table.",
        "乱数の種。同じ種なら同じ表になります。",
    ),
    "help_option_format_of_findings": (
        "How to print the result: for the eye, or as text for other programs.",
        "結果を表示する形式: 画面用の表、またはほかのプログラム用のテキスト。",
    ),
}
