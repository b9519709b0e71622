"""What is said while indices are ranked by labels, or faults planted into normal pictures."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    # Labels.
    ("label", "ラベル"),
    ("The labels {path} cannot be read: {reason:said}.", "ラベルのファイル {path} を読み込めません: {reason}。"),
    (
        "The labels {path} are neither UTF-8 nor Shift_JIS text; save them as CSV.",
        "ラベルのファイル {path} は UTF-8 でも Shift_JIS でもありません。CSV として保存してください。",
    ),
    ("The labels {path} are no CSV: {reason}.", "ラベルのファイル {path} は CSV ではありません: {reason}。"),
    (
        "The first line of {path} is '{line}'; it must have the columns name and label: name,label",
        "{path} の 1 行目は「{line}」です。name 列と label 列が必要です: name,label",
    ),
    (
        "{path} labels no picture: no line below its headings has a name and a label.",
        "{path} にはラベルがありません。見出しの下に、名前とラベルのある行がありません。",
    ),
    ("{path}, line {number:n}: {reason:said}", "{path} の {number} 行目: {reason}"),
    ("labels: {reason:said}", "ラベル: {reason}"),
    (
        "{name} is {label:w} here and {other:w} further up.",
        "{name} はここでは {label}、上の行では {other} になっています。",
    ),
    (
        "{place}: {name} is {label:w} under one name and {other:w} under {second}.",
        "{place}: {name} は、ある名前では {label}、{second} という名前では {other} になっています。",
    ),
    (
        "None of the {count:n} labels in {place} belongs to a picture: it names {name}, and the pictures are called "
        "{picture} and so on.",
        "{place} の {count} 件のラベルは、どの画像にも当たりません。"
        "ラベルの名前は {name}、画像の名前は {picture} などです。",
    ),
    (
        "Nothing says which pictures are normal and which abnormal. Put them into folders ok/ and ng/, or give "
        "--labels labels.csv: a file with the columns name and label (normal or abnormal), as the HTML report saves "
        "it.",
        "どの画像が正常で、どれが異常か分かりません。"
        "フォルダー ok/ と ng/ に分けるか、--labels labels.csv を指定してください "
        "(name 列と label 列 (normal または abnormal) のあるファイル。HTML レポートで保存できます)。",
    ),
    (
        "None of the {count:n} labelled pictures is normal, so that there is nothing to compare with; give a reference "
        "with -r.",
        "ラベル付きの画像 {count} 枚の中に正常なものがなく、比べる相手がありません。-r で基準画像を指定してください。",
    ),
    # The ranking.
    (
        "There are {normals:n} normal and {abnormals:n} abnormal pictures beside the reference; to rank indices there "
        "must be some of each, better {least:n} or more.",
        "基準画像のほかに、正常 {normals} 枚、異常 {abnormals} 枚です。順位を付けるには両方が必要です "
        "(それぞれ {least} 枚以上が望まれます)。",
    ),
    (
        "The plots of the table are drawn already; leave {option} away.",
        "表の図はすでに描かれています。{option} を取ってください。",
    ),
    (
        "{key:w} compares events, and faults are planted into pictures: leave it away. Files of events are drawn, and "
        "their plots are what is tested.",
        "{key} はイベントを比べる指標ですが、異常は画像に植え付けます。この指標を外してください。"
        "イベントのファイルは図に描いて調べます。",
    ),
    (
        "The table was made with the reference {name}; leave -r away.",
        "この表は {name} を基準画像として作られています。-r は指定しないでください。",
    ),
    (
        "The reference is {name}, the first picture that is labelled normal.",
        "基準画像は、正常とラベル付けされた最初の画像 {name} です。",
    ),
    # Planted faults.
    (
        "false_alarms (--false-alarms) is {share:n}; it is a share above 0, up to 0.5: 0.01.",
        "false_alarms (--false-alarms) が {share} です。0 より大きく 0.5 以下の割合で指定してください (例: 0.01)。",
    ),
    (
        "There are {count:n} normal pictures beside the reference; limits can be drawn from {least:n} or more, better "
        "from 20.",
        "基準画像のほかに正常画像が {count} 枚です。しきい値を求めるには {least} 枚以上、できれば 20 枚必要です。",
    ),
    (
        "most_planted (--planted) is {count:n}; it must be 1 or more.",
        "most_planted (--planted) が {count} です。1 以上にしてください。",
    ),
    ("seed (--seed) is {seed:n}; it must be 0 or more.", "seed (--seed) が {seed} です。0 以上にしてください。"),
    ("No normal picture is left beside the reference.", "基準画像のほかに正常画像が残っていません。"),
    ("left out: {reason:said}", "対象外: {reason}"),
    (
        "{count:n} pictures were left out: their folder says that they are abnormal.",
        "{count} 枚は、フォルダー名から異常と分かるため除きました。",
    ),
    (
        "{name} holds {dtype:w} numbers and full white is unknown: say it, for instance --white 1 (in Python "
        "white=1.0).",
        "{name} は {dtype} の数値で、白の値が分かりません。"
        "たとえば --white 1 (Python では white=1.0) と指定してください。",
    ),
    (
        "{name} has another size or depth than the other normal pictures; it was left out.",
        "{name} は、ほかの正常画像とサイズまたはビット深度が違うため除きました。",
    ),
    (
        "only {count:n} of {total:n} normal pictures have a finite value",
        "有限の値があるのは正常画像 {total} 枚中 {count} 枚だけです",
    ),
    (
        "only {count:n} of {total:n} normal pictures have a finite value ({reason:said})",
        "有限の値があるのは正常画像 {total} 枚中 {count} 枚だけです ({reason})",
    ),
)
