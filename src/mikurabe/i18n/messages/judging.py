"""What is said while normal pictures are learned, and others judged by them."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    # Learning.
    ("learning", "学習中"),
    ("No baseline can be learned: {reason:said}.", "基準を学習できません: {reason}。"),
    (
        "{first} and {second} are the same picture, byte for byte. Counted twice it would make normal pictures look "
        "more alike than they are; leave one of them out.",
        "{first} と {second} は 1 バイトも違わない同じ画像です。2 回数えると正常画像が実際より似て見えるため、"
        "一方を外してください。",
    ),
    ("There is no normal picture to learn from ({reason}).", "学習できる正常画像がありません ({reason})。"),
    ("none: {reason:said}", "なし: {reason}"),
    (
        "the pictures are no plots of dots: less than half of each is background",
        "散布図ではありません (背景がどの画像でも半分未満)",
    ),
    (
        "There is no picture to check: {number:n} files were passed over ({name}: {reason:said}).",
        "判定する画像がありません: {number} 件のファイルを対象外としました ({name}: {reason})。",
    ),
    (
        "There is no picture to check: {number:n} files were passed over.",
        "判定する画像がありません: {number} 件のファイルを対象外としました。",
    ),
    (
        "{path} is no name for a baseline: it ends in {suffix:w}, such as {example:w}.",
        "{path} は基準のファイル名として使えません。{example} のように {suffix} で終わる名前にしてください。",
    ),
    (
        "{path} is no file: a baseline cannot be written over it.",
        "{path} はファイルではないため、基準を書き込めません。",
    ),
    (
        "its full white is {own:n}, that of the normal pictures {normal:n}: save it in the same depth",
        "白の値が {own}、正常画像は {normal} です。同じビット深度で保存してください",
    ),
    (
        "the normal pictures have colours and the picture has none: it is another drawing",
        "正常画像には色がありますが、この画像にはありません。描き方が違います",
    ),
    ("There is no normal picture to learn from.", "学習できる正常画像がありません。"),
    (
        "The normal pictures are not alike in size or depth: {reason:said}",
        "正常画像の大きさまたはビット深度がそろっていません: {reason}",
    ),
    (
        "The normal pictures are not alike in colour or depth: {first} is {kind}, {second} is {other}. Draw or "
        "convert them alike.",
        "正常画像の色またはビット深度がそろっていません: {first} は {kind}、{second} は {other} です。"
        "同じように描くか、変換してください。",
    ),
    (
        "the normal pictures do not differ, so how normal ones vary is not known",
        "正常画像に違いがないため、正常なばらつきが分かりません",
    ),
    (
        "the normal pictures have no ink: they are nothing but background",
        "正常画像に描かれたものがなく、背景だけです",
    ),
    (
        "the normal pictures have the same ink everywhere, so how normal ones vary is not known",
        "正常画像の描かれ方がどこも同じため、正常なばらつきが分かりません",
    ),
    # Checking.
    (
        "false_alarms (--false-alarms) is {rate:n}; it is a rate such as 0.01, below 0.5.",
        "false_alarms (--false-alarms) が {rate} です。0.01 のような 0.5 未満の割合を指定してください。",
    ),
    (
        "judge_by (--judge-by) names no score; by default it is combined.",
        "judge_by (--judge-by) に値の名前がありません。既定値は combined です。",
    ),
    ("score in the baseline", "学習した基準の値"),
    (
        "The baseline of one picture holds no index: learn it again with --metrics, or with more.",
        "1 枚だけの基準に指標がありません。--metrics を付けるか、枚数を増やして学習し直してください。",
    ),
    (
        "{number:n} normal pictures are too few for a limit of the combined index.",
        "正常画像 {number} 枚では、総合指標のしきい値を決められません。",
    ),
    (
        "{key} cannot judge: {missing:n} of {number:n} normal pictures have no value",
        "{key} では判定できません: 正常画像 {number} 枚のうち {missing} 枚に値がありません",
    ),
    (
        "{key} cannot judge: all normal pictures have the same value, or an infinite one.",
        "{key} では判定できません: 正常画像の値がすべて同じか、無限大です。",
    ),
    (
        "the picture and the normals are not both gray or both in colour",
        "画像と正常画像の一方だけがカラーです",
    ),
    (
        "the background is {paper}, that of the normal pictures {other}: it is another drawing",
        "背景は {paper}、正常画像の背景は {other} で、別の描き方の画像です",
    ),
    (
        "only {share} of what stands still in all normal pictures (axes, texts) is where it should be: another "
        "range, crop or layout; draw the picture as the normal ones",
        "すべての正常画像に共通のもの (軸、文字) のうち、同じ位置にあるのは {share} だけです。"
        "範囲、切り取り、配置が違います。正常画像と同じように描いてください",
    ),
    (
        "one normal picture does not say how normal pictures vary",
        "正常画像 1 枚では、正常なばらつきが分かりません",
    ),
    # The file.
    (
        "The baseline cannot be written to {path}: {reason:said}.",
        "基準を {path} に書き込めません: {reason}。",
    ),
    (
        "{path} is a baseline of format {version:n}, and this mikurabe reads {own:n}; learn it again, or use the "
        "mikurabe that wrote it.",
        "{path} は形式 {version} の基準ですが、この mikurabe が読めるのは {own} です。学習し直すか、"
        "書き出した版の mikurabe を使ってください。",
    ),
    (
        "There is no baseline {path}. Make one: mikurabe learn NORMAL/ -b {again}",
        "基準 {path} がありません。作るには: mikurabe learn NORMAL/ -b {again}",
    ),
    ("The baseline {path} cannot be read: {reason:said}.", "基準 {path} を読み込めません: {reason}。"),
    (
        "{path} is no baseline of mikurabe, or a damaged one: {reason}.",
        "{path} は mikurabe の基準ではないか、壊れています: {reason}。",
    ),
    ("{path} is no baseline of mikurabe: {reason:said}.", "{path} は mikurabe の基準ではありません: {reason}。"),
    (
        "{path} was learned with an index that is not here: {reason:said}",
        "{path} は、ここにない指標で学習されています: {reason}",
    ),
    (
        "{path} was learned with version {version:n} of {key}, and this is version {own:n}: its values are others. "
        "Learn the baseline again.",
        "{path} は {key} の版 {version} で学習されていますが、ここにあるのは版 {own} で、値が異なります。"
        "学習し直してください。",
    ),
    (
        "{path} was learned with another version of the combined index. Learn it again.",
        "{path} は別の版の総合指標で学習されています。学習し直してください。",
    ),
    (
        "{place} does not hold a value for each of the {number:n} normals",
        "{place} に、正常画像 {number} 枚それぞれの値がありません",
    ),
    (
        "{place} does not hold the populations of each of the {number:n} normals",
        "{place} に、正常画像 {number} 枚それぞれの集団がありません",
    ),
    ("format is {found}, not {wanted}", "format が {wanted} ではなく {found} です"),
    ("{name}.npy is missing", "{name}.npy がありません"),
    (
        "{name}.npy has the shape {shape}, not {wanted}",
        "{name}.npy の形は {wanted} ではなく {shape} です",
    ),
    ("{name} has {count:n} bytes", "{name} が {count} バイトあります"),
    (
        "{place} has {count:n} texts for {number:n} criteria",
        "{place} には、{number} 個の条件に対して {count} 個の文があります",
    ),
)
