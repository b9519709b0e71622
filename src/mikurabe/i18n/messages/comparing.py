"""What is said around the comparison itself: what is compared with what, fitting, regions, limits, options."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    ("fit is {fit}; it can be {known}.", "fit に {fit} は使えません。使えるもの: {known}。"),
    ("{key} has no map. Those with one: {known}.", "{key} にはマップがありません。マップのある指標: {known}。"),
    (
        "There is nothing to compare with; give a reference and candidates, or a folder.",
        "比べる相手がありません。基準画像と比べる画像、またはフォルダーを指定してください。",
    ),
    (
        "There is one picture ({name}) and nothing to compare it with.",
        "画像が 1 枚 ({name}) しかなく、比べる相手がありません。",
    ),
    (
        "Reports show the plots at {shown:n} px; values are those of {width:n} × {height:n} px, in which mikurabe plot "
        "writes them.",
        "レポートのプロットは {shown} px です。値は {width} × {height} px のもので、"
        "その大きさは mikurabe plot で書き出せます。",
    ),
    ("Only a part of the pictures was compared: {share:said} px.", "画像の一部だけを比べました: {share}画素。"),
    ("{count:n} of {total:n} of the reference", "基準画像の {total} 画素中 {count} "),
    ("all", "すべて"),
    ("not installed", "インストールされていません"),
    ("No metric was named; known: {names}.", "指標が指定されていません。使えるもの: {names}。"),
    (
        "max_pixels (--max-pixels) is {count:n}; it must be 1 or more.",
        "max_pixels (--max-pixels) が {count} です。1 以上にしてください。",
    ),
    (
        "white (--white) is {white}; full white is a number above 0, such as 1 or 255 or 4095.",
        "white (--white) が {white} です。白の値は 1、255、4095 のような、0 より大きい数です。",
    ),
    (
        "threads (--threads) is {count:n}; it must be 1 or more, or None: one per core.",
        "threads (--threads) が {count} です。1 以上、または None (コアごとに 1 つ) にしてください。",
    ),
    (
        "thumbnail_px is {count:n}; it must be {least:n} or more, or None: no thumbnails.",
        "thumbnail_px が {count} です。{least} 以上、または None (縮小画像なし) にしてください。",
    ),
    (
        "a thumbnail's side must be at least {least:n} pixels, not {side:n}",
        "縮小画像の辺は {least} 画素以上でなければなりません ({side} は不可)",
    ),
    (
        "there was not enough memory for this picture; try --threads 1",
        "この画像にはメモリーが足りません。--threads 1 を試してください",
    ),
    (
        "unexpected {kind}: {reason}; please report this",
        "予期しないエラー {kind}: {reason}。不具合としてお知らせください",
    ),
    (
        "No reference was given: {name}, the first picture in natural order, is the reference.",
        "基準画像の指定がないため、自然な順で先頭の {name} を基準画像にしました。",
    ),
    (
        "The only file cannot be read as a picture: {reasons:list} Passed over: {passed:list}",
        "ただ 1 つのファイルを画像として読み込めません: {reasons} 対象外: {passed}",
    ),
    (
        "The only file cannot be read as a picture: {reasons:list}",
        "ただ 1 つのファイルを画像として読み込めません: {reasons}",
    ),
    (
        "None of the {count:n} files can be read as a picture: {reasons:list} Passed over: {passed:list}",
        "{count} 個のファイルのどれも画像として読み込めません: {reasons} 対象外: {passed}",
    ),
    (
        "None of the {count:n} files can be read as a picture: {reasons:list}",
        "{count} 個のファイルのどれも画像として読み込めません: {reasons}",
    ),
    (
        "{path} stands for {count:n} pictures where one {name:said} is needed.",
        "{path} は {count} 枚の画像を表しますが、{name}は 1 枚だけ必要です。",
    ),
    (
        "The automatic mask finds nothing to leave out: it looks for axes, text and legends, which stand alike in all "
        "pictures on a plain background. Leave --auto-mask away.",
        "自動マスクで除くものが見つかりません。無地の背景の上で、すべての画像に共通する軸・文字・凡例を"
        "探します。--auto-mask を外してください。",
    ),
    ("There are no candidates to compare with the reference.", "基準画像と比べる画像がありません。"),
    ("{name} is not an array: {reason}", "{name} は配列ではありません: {reason}"),
    # Laying one picture over the other.
    (
        "the {gray:said} is gray, the {colour:said} has colour: its gray stands in all three channels",
        "{gray}はグレー、{colour}はカラー: グレーを 3 チャンネルすべてに使用",
    ),
    (
        "the part that both share, {width:n} × {height:n} px at the top left, lies outside the mask; use --fit "
        "resize or "
        "another mask",
        "共通部分 (左上の {width} × {height} px) がマスクの外にあります。--fit resize か別のマスクを使ってください",
    ),
    (
        "another size than the normal pictures: {candidate} is {width:n} × {height:n}, {reference} is {own_width:n} × "
        "{own_height:n}; draw or save it alike",
        "正常画像とサイズが違います: {candidate} は {width} × {height}、{reference} は {own_width} × {own_height}。"
        "同じように描画または保存してください",
    ),
    (
        "another size than the reference: {candidate} is {width:n} × {height:n}, {reference} is {own_width:n} × "
        '{own_height:n}; add --fit resize, --fit crop or --fit pad (in Python: fit="resize")',
        "基準画像とサイズが違います: {candidate} は {width} × {height}、{reference} は {own_width} × {own_height}。"
        '--fit resize、--fit crop、--fit pad のどれかを付けてください (Python では fit="resize" など)',
    ),
    (
        "both cropped to {width:n} × {height:n} at the top left ({sizes:said})",
        "両方を左上の {width} × {height} に切り抜き ({sizes})",
    ),
    (
        "padded, both would be {width:n} × {height:n} ({sizes:said}): {pixels:n} pixels, more than the {most:n} that "
        "--max-pixels allows; use --fit crop or --fit resize",
        "余白を足すと {width} × {height} ({sizes}) の {pixels} 画素になり、--max-pixels の上限 {most} を超えます。"
        "--fit crop か --fit resize を使ってください",
    ),
    (
        "both padded with black to {width:n} × {height:n} ({sizes:said})",
        "両方に黒い余白を足して {width} × {height} に ({sizes})",
    ),
    ("resized to {width:n} × {height:n} ({sizes:said})", "{width} × {height} に拡大・縮小 ({sizes})"),
    (
        "{width:n} × {height:n} against {own_width:n} × {own_height:n}",
        "{width} × {height}、基準画像は {own_width} × {own_height}",
    ),
    (
        "another depth than the reference ({has:said} against {own:said}): both compared as {dtype}",
        "基準画像と深度が違うため ({has}、基準画像は {own})、両方を {dtype} として比較",
    ),
    (
        "another depth than the reference ({has:said} against {own:said}): both compared as float64, in the "
        "same levels",
        "基準画像と深度が違うため ({has}、基準画像は {own})、両方を同じ値のまま float64 として比較",
    ),
    (
        "another depth than the reference: {candidate} holds {has:said}, {reference} holds {own:said}; bring "
        "both to the "
        "same depth, or say what full white is in both: --white VALUE, in Python white=VALUE",
        "基準画像と深度が違います: {candidate} は {has}、{reference} は {own}。同じ深度にそろえるか、両方の白の値を"
        "指定してください: --white 値 (Python では white=値)",
    ),
    ("{dtype} with unknown full white", "{dtype} (白の値は不明)"),
    ("{dtype} with full white {white:n}", "{dtype} (白の値 {white})"),
    (
        "{name} holds {dtype} numbers and full white is unknown: say it, for instance white=1.0 or white=255",
        "{name} の値は {dtype} で、白の値が分かりません。white=1.0 や white=255 のように指定してください",
    ),
    # Regions and masks.
    (
        "A region is x,y,width,height in whole pixels, such as 10,10,200,150; not {text}.",
        "範囲は x,y,幅,高さ を整数の画素で指定します (例: 10,10,200,150)。{text} は使えません。",
    ),
    (
        "The region {text} is empty or starts outside the picture; x,y are 0 or more.",
        "範囲 {text} は空か、画像の外から始まっています。x,y は 0 以上です。",
    ),
    (
        "The region {region} reaches beyond the reference, which is {width:n} × {height:n} px.",
        "範囲 {region} が基準画像 ({width} × {height} px) からはみ出しています。",
    ),
    (
        "The mask {name} is {width:n} × {height:n} px and the reference is {own_width:n} × {own_height:n} px; a "
        "mask has "
        "the reference's size.",
        "マスク {name} は {width} × {height} px、基準画像は {own_width} × {own_height} px です。"
        "マスクは基準画像と同じサイズにしてください。",
    ),
    (
        "The mask {name} is partly transparent, and which part should count cannot be told; give a mask without "
        "transparency: white where pictures are compared, black elsewhere.",
        "マスク {name} に透明な部分があり、どこを比べるのか分かりません。比べる所を白、それ以外を黒にした、"
        "透明でない画像を指定してください。",
    ),
    (
        "The mask {name} has no known full white; give a picture of 8 or 16 bits.",
        "マスク {name} の白の値が分かりません。8 ビットか 16 ビットの画像を指定してください。",
    ),
    (
        "The mask {name} has no bright pixel: nothing would be compared.",
        "マスク {name} に明るい画素がなく、比べる所がありません。",
    ),
    (
        "An automatic mask needs other pictures of the reference's size ({width:n} × {height:n} px) to see what "
        "does not "
        "change; there is none.",
        "自動マスクには、変わらない部分を見分けるために、基準画像と同じサイズ ({width} × {height} px) の別の画像が"
        "必要ですが、1 枚もありません。",
    ),
    (
        "Mask and regions together leave no pixel to compare.",
        "マスクと範囲を合わせると、比べる画素が残りません。",
    ),
    # Limits.
    (
        "{text} is no criterion; a criterion is a column, a sign and a number: {examples}.",
        "{text} は条件になりません。条件は列、記号、数で書きます: {examples}。",
    ),
    (
        "{text} is no criterion, because {limit} is no number; a criterion is a column, a sign and a number: "
        "{examples}.",
        "{text} は条件になりません。{limit} が数ではありません。条件は列、記号、数で書きます: {examples}。",
    ),
    (
        "{text} fails identical pictures: they have {key} = {identical:n}, and {better:said} is more similar. Did you "
        "mean {turned}? For a range of normal values give both of its ends.",
        "{text} では同一の画像も NG になります。同一の画像は {key} = {identical} で、{better}ほど似ています。"
        "{turned} ではありませんか。正常範囲を指定するときは、その両端を指定してください。",
    ),
    (
        "No picture passes both {low} and {high}: each of them fails what the other lets pass. Did you mean {turned} "
        "and {other}?",
        "{low} と {high} の両方を満たす画像はありません (一方で OK の値は、すべてもう一方で NG になります)。"
        "{turned} と {other} ではありませんか。",
    ),
    ("{key} has no value", "{key} の値なし"),
    (
        "{path} has no labels beside its pictures, and the story needs a 2, an 8 and a 6.",
        "{path} に画像のラベルがありません。このデモには 2、8、6 の画像が必要です。",
    ),
    (
        "{path} cannot be written to: {reason:said}; try --out.",
        "{path} に書き込めません: {reason}。--out を試してください。",
    ),
)
