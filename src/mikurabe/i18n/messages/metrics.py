"""Why an index has no value for a pair, how one is asked for, and what it has to say beside its value."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    # How an index is asked for.
    ("{metric} has no map.", "{metric} にはマップがありません。"),
    (
        "{metric} takes no parameters, and {name} was given.",
        "{metric} にパラメーターはありませんが、{name} が指定されています。",
    ),
    (
        "{metric} needs a model: {example}[model=mine.onnx], with mine.toml beside it.",
        "{metric} にはモデルが必要です: {example}[model=mine.onnx]。同じフォルダーに mine.toml も置いてください。",
    ),
    (
        "{metric} needs OpenCV, which is not installed: {install}",
        "{metric} には OpenCV が必要ですが、インストールされていません: {install}",
    ),
    (
        "{spec} is not of the form name or name[parameter=value,...], such as ssim[recipe=opencv].",
        "{spec} の書き方が正しくありません。名前、または 名前[パラメーター=値,...] の形で書いてください "
        "(例: ssim[recipe=opencv])。",
    ),
    (
        "In {spec}, {part} is not of the form parameter=value.",
        "{spec} の中の {part} は、パラメーター=値 の形ではありません。",
    ),
    ("{asked} should be true or false.", "{asked} は使えません。true か false を指定してください。"),
    (
        "{asked} should lie between {low:n} and {high:n}.",
        "{asked} は使えません。{low} から {high} の範囲で指定してください。",
    ),
    ("{asked} should be a whole number.", "{asked} は使えません。整数を指定してください。"),
    ("{asked} should be a number.", "{asked} は使えません。数を指定してください。"),
    (
        "registered[metric={spec}] would align twice; name the index itself.",
        "registered[metric={spec}] では位置合わせが二重になります。指標そのものを指定してください。",
    ),
    (
        "registered[metric={spec}] would measure a movement after undoing it; use {again} itself.",
        "registered[metric={spec}] では、ずれを直した後にずれを測ることになります。{again} をそのまま使ってください。",
    ),
    # Too small.
    (
        "{size} is smaller than the {window} px window; cosine_blur takes any size",
        "{size} は窓 {window} px より小さいため計算できません。cosine_blur ならどのサイズでも使えます",
    ),
    (
        "{size} is smaller than the {window} px window; ssim[recipe=opencv] mirrors the borders",
        "{size} は窓 {window} px より小さいため計算できません。ssim[recipe=opencv] なら端を折り返して計算します",
    ),
    (
        "{size} is smaller than the {window} px window of cw_ssim",
        "{size} は cw_ssim の窓 {window} px より小さいため計算できません",
    ),
    (
        "{size} px is smaller than one block of 8 × 8 px; use ssim[recipe=opencv]",
        "{size} px は 8 × 8 px のブロックより小さいため計算できません。ssim[recipe=opencv] を使ってください",
    ),
    (
        "{size} px is smaller than the 8 × 8 px block of the DCT; psnr has no blocks",
        "{size} px は DCT の 8 × 8 px のブロックより小さいため計算できません。psnr はブロックを使いません",
    ),
    (
        "{size} is smaller than the {block} px block that uqi compares",
        "{size} は uqi のブロック {block} px より小さいため計算できません",
    ),
    (
        "{size} is smaller than the {least:n} px a side that 4 scales need",
        "{size} では 4 段階の縮小ができません (各辺 {least} px 以上が必要)",
    ),
    (
        "{size} px is smaller than 16 × 16 px: four scales need more; use gmsd",
        "{size} px は 16 × 16 px より小さく、4 段階の縮小ができません。gmsd を使ってください",
    ),
    (
        "{size} is smaller than the {needed:n} px a side that {scales:n} scales need: {advice:said}",
        "{size} では {scales} 段階の縮小ができません (各辺 {needed} px 以上が必要)。{advice}",
    ),
    ("use {metric}[scales={scales:n}]", "{metric}[scales={scales}] を使ってください"),
    ("nor is there room for one {window} px window", "窓 {window} px も 1 つも入りません"),
    (
        "{size} px is too small for keypoints, which need 16 px a side",
        "{size} px は特徴点には小さすぎます (各辺 16 px 以上が必要)",
    ),
    (
        "{size} px is too small to look for a movement; it takes 4 px along a side",
        "{size} px はずれを探すには小さすぎます (辺の長さ 4 px 以上が必要)",
    ),
    (
        "only one place is left of the picture halved, and one place does not deviate; use mse",
        "半分に縮小すると 1 か所しか残らず、ばらつきを計算できません。mse を使ってください",
    ),
    (
        "{size} are {cells:n} cells of {bin:n} px, and a flow between more than {most:n} takes too long; try "
        "emd[bin={larger:n}]",
        "{size} は {bin} px のマス {cells} 個になり、{most} 個を超えると計算に時間がかかりすぎます。"
        "emd[bin={larger}] を試してください",
    ),
    # Flat, black, blank.
    (
        "a picture is one flat level wherever they overlap: a constant has no correlation",
        "重なる範囲で一方の画像の値が一定のため、相関を計算できません",
    ),
    (
        "a picture is one flat level wherever they overlap: nothing in it shows a movement",
        "重なる範囲で一方の画像の値が一定のため、ずれが分かりません",
    ),
    (
        "the {which:said} is one flat level: nothing in it shows a movement",
        "{which}の値が一定のため、ずれが分かりません",
    ),
    (
        "{which:said} one flat level: there is no correlation with a constant",
        "{which}一定の値しかないため、相関を計算できません",
    ),
    (
        "the histogram of the {which:said} is flat: there is no correlation with a constant",
        "{which}のヒストグラムが平らなため、相関を計算できません",
    ),
    (
        "the {which:said} is all black: there is no angle to a vector of zeros",
        "{which}が真っ黒なため、角度を計算できません (ゼロベクトル)",
    ),
    (
        "the {which:said} is one flat level: it has no frequencies to compare",
        "{which}の値が一定で、比べる周波数がありません",
    ),
    (
        "the reference is one flat level: it holds no information that could arrive",
        "基準画像の値が一定で、伝わる情報がありません",
    ),
    (
        "the reference is all black: there is nothing to divide by; nrmse[norm=...] has other denominators, rmse none",
        "基準画像が真っ黒なため、割る値がありません。nrmse[norm=...] で別の分母を選ぶか、分母のない rmse "
        "を使ってください",
    ),
    (
        "the reference is one flat level: there is nothing to divide by; nrmse[norm=...] has other "
        "denominators, rmse none",
        "基準画像の値が一定なため、割る値がありません。"
        "nrmse[norm=...] で別の分母を選ぶか、分母のない rmse を使ってください",
    ),
    (
        "the mean of the reference is not above 0: there is nothing to divide by; nrmse[norm=...] has other "
        "denominators, "
        "rmse none",
        "基準画像の平均が 0 以下なため、割る値がありません。"
        "nrmse[norm=...] で別の分母を選ぶか、分母のない rmse を使ってください",
    ),
    (
        "a picture is one flat level at a quarter of its size: it has no spectrum to look for salience in",
        "1/4 に縮小すると一方の画像の値が一定になり、顕著さを調べるスペクトルがありません",
    ),
    (
        "neither picture has any ink: both are nothing but background",
        "どちらの画像も背景だけで、描かれたものがありません",
    ),
    (
        "{which:said} nothing but background: there is no ink to compare",
        "{which}背景だけのため、比べるものがありません",
    ),
    ("{which:said} nothing but background: there is no ink", "{which}背景だけで、描かれたものがありません"),
    (
        "the {which:said} has no edges: there are no directions to compare",
        "{which}に輪郭がなく、比べる方向がありません",
    ),
    (
        "the {which:said} has no keypoints ({detector}): it is too flat, too small or too smooth",
        "{which}に特徴点 ({detector}) がありません。平坦すぎるか、小さすぎるか、滑らかすぎます",
    ),
    (
        "keypoints need OpenCV, which is not installed: {install}",
        "特徴点には OpenCV が必要ですが、インストールされていません: {install}",
    ),
    (
        "nothing in either picture has any weight for this index",
        "どちらの画像にも、この指標で重みを持つ部分がありません",
    ),
    (
        "both pictures fall into one of {bins:n} bins each: there is nothing that one could tell",
        "どちらの画像も {bins} 個の区間のうち 1 つに収まるため、何も分かりません",
    ),
    (
        "the two pictures have no frequency in common: nothing shows a movement",
        "2 つの画像に共通の周波数がなく、ずれが分かりません",
    ),
    (
        "the differences between the levels are too large for float64",
        "値の差が float64 で表せないほど大きいため計算できません",
    ),
    (
        "a context of {context:n} px has no middle; it should be odd, such as 3",
        "context={context} には中心がありません。3 のような奇数にしてください",
    ),
    (
        "{key} came out as not-a-number for this pair; please report it",
        "この画像では {key} が数値になりませんでした。不具合としてお知らせください",
    ),
    ("{problem:said}; try a larger bin", "{problem}。bin を大きくしてください"),
    # Masks.
    (
        "{metric} looks at whole pictures and cannot leave parts out by a mask",
        "{metric} は画像全体を見る指標のため、マスクで一部を除くことはできません",
    ),
    (
        "no whole 8 × 8 block lies under the mask; widen the mask",
        "マスクの中に 8 × 8 のブロックが 1 つも入りません。マスクを広げてください",
    ),
    (
        "the mask holds too few pixels for a picture reduced {factor:n} times; widen the mask",
        "1/{factor} に縮小した画像には、マスクの画素が少なすぎます。マスクを広げてください",
    ),
    (
        "the mask leaves no pixel that counts in both pictures once they are aligned",
        "位置を合わせると、マスクの中で両方の画像に共通する画素が残りません",
    ),
    (
        "ssim[recipe=opencv] knows no masks, as OpenCV does not: use ssim, or leave the mask out",
        "ssim[recipe=opencv] は OpenCV と同じくマスクを使えません。ssim を使うか、マスクを外してください",
    ),
    (
        "the mask leaves only places so far from the middle that cw_ssim gives them no weight",
        "マスクに残るのは、cw_ssim の重みが 0 になるほど中心から遠い部分だけです",
    ),
    (
        "the mask leaves no place where a window of {window} px fits: it lies too near the picture's edge",
        "マスクの中に {window} px の窓が入る場所がありません。画像の端に近すぎます",
    ),
    # Remarks beside a value.
    ("it lies at x {x:n}, y {y:n} px", "位置のずれ: x {x}、y {y} px"),
    ("it lies in place", "位置のずれなし"),
    ("moved back from x {x:n}, y {y:n} px", "位置のずれ x {x}、y {y} px を戻して比較"),
    (
        "moved back from x {x:n}, y {y:n} px; the search ends at {most:n} px",
        "位置のずれ x {x}、y {y} px を戻して比較 (探す範囲は {most} px まで)",
    ),
    ("{count:n} changed region: {box:said}", "変化した領域 {count} か所: {box}"),
    ("{count:n} changed regions: {boxes:list}", "変化した領域 {count} か所: {boxes}"),
    ("{width:n} × {height:n} px at x {x:n}, y {y:n}", "x {x}、y {y} に {width} × {height} px"),
)
