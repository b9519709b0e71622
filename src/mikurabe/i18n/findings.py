"""The words of the reports on which index can judge: the ranking by labels, and the stress table."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    # Both.
    "found_index": ("Index", "指標"),
    "found_indices": ("Indices", "指標の数"),
    "found_reference": ("Reference", "基準画像"),
    "found_settings": ("Settings and versions", "設定とバージョン"),
    "found_notes": ("Remarks", "備考"),
    "found_language": ("Language", "言語"),
    "found_pictures": ("{n} pictures", "{n} 枚"),
    "found_low": ("95 % from", "95 % 下端"),
    "found_high": ("95 % to", "95 % 上端"),
    "found_more": ("{names} and {n} more", "{names} ほか {n} 件"),
    "found_value": ("no value", "値なし"),
    # The ranking.
    "rank_title": ("Which index tells abnormal from normal?", "異常を見分けられる指標はどれか"),
    "rank_normals": ("Normal", "正常"),
    "rank_abnormals": ("Abnormal", "異常"),
    "rank_unlabelled": ("Without a label, not counted", "ラベルなし（対象外）"),
    "rank_few": (
        "Too few labelled pictures to say anything: every index needs 3 or more of each kind that have a value.",
        "ラベル付きの画像が少なすぎて何も言えません。値のある正常・異常の画像がそれぞれ 3 枚以上必要です。",
    ),
    "rank_chance": (
        "No index is shown to tell the two kinds apart: even the interval of the first, {key}, reaches down to 0.5, "
        "which is chance.",
        "両者を分けられるといえる指標はありません。1 位の {key} でも、区間が偶然と同じ 0.5 まで届いています。",
    ),
    "rank_rivals": (
        "{key} comes first, but that does not make it the best: the intervals of {n} further indices overlap its own "
        "({others}). Label more pictures to tell them apart.",
        "1 位は {key} ですが、最良とはいえません。ほかの {n} 指標と区間が重なっています（{others}）。"
        "優劣を決めるにはラベルを増やしてください。",
    ),
    "rank_ahead": (
        "{key} tells them apart best: its interval lies above those of all others.",
        "{key} が最もよく分けています。区間がほかのすべての指標より上にあります。",
    ),
    "rank_alone": (
        "{key} is better than chance; there is no other index to compare it with.",
        "{key} は偶然より良い結果です。比べるほかの指標はありません。",
    ),
    "rank_p_any": (
        "With labels that mean nothing, the best of these {n} indices would look as good with probability {p} "
        "(in either direction). No single p can be below {smallest}, which is 1 of all ways to choose {abnormals} of "
        "{total} pictures.",
        "ラベルに意味がないとしたとき、この {n} 指標の最良のものが（向きを問わず）これほど良く見える確率は {p} です。"
        "{total} 枚から {abnormals} 枚を選ぶ組み合わせの数で決まるため、個々の p は {smallest} より小さくなりません。",
    ),
    "rank_turned": (
        "Ranks abnormal pictures as more similar: {keys}. A limit on one side would pass them; see the two-sided area.",
        "異常の画像のほうを「似ている」とする指標: {keys}。片側のしきい値では見逃します。両側の AUC を見てください。",
    ),
    "rank_two_sided_better": (
        "Better on both sides than on one: {keys}. Abnormal pictures lie on either side of the normal ones there, or "
        "on the wrong one.",
        "片側より両側で見るほうが良い指標: {keys}。異常の画像が正常の両側、または逆の側にあります。",
    ),
    "rank_small": (
        "Only {n} pictures of a kind: intervals are wide and the best cut is fitted to these very pictures. Check it "
        "with fresh ones.",
        "片方の種類が {n} 枚だけです。区間は広く、最良の境界はこの画像に合わせた値です。別の画像で確かめてください。",
    ),
    "rank_missing": (
        "Values are missing and take no part: {keys}. In use, a picture without a value cannot be judged.",
        "値が欠けている画像は計算に入れていません: {keys}。実際の運用では、値のない画像は判定できません。",
    ),
    "rank_missing_of": ("{key} ({normals} normal, {abnormals} abnormal)", "{key}（正常 {normals}、異常 {abnormals}）"),
    "rank_unmatched": (
        "{n} labels belong to no picture: {names}.",
        "どの画像にも当たらないラベルが {n} 件あります: {names}。",
    ),
    "rank_heading": ("Ranking", "判別力の順位"),
    "rank_about": (
        "AUC: how often an abnormal picture is less similar than a normal one (1 always, 0.5 chance), with its 95 % "
        "interval. Two-sided: the same for the distance from the normal pictures' middle, whichever side. p: how often "
        "labels that mean nothing give such an AUC or a higher one, exact. d′: difference of the means in standard "
        "deviations. The cut is the best for these pictures (Youden). Against the first: DeLong's p that the two "
        "areas differ.",
        "AUC: 異常の画像が正常の画像より「似ていない」割合（1 は常に、0.5 は偶然）と 95 % 信頼区間。両側: 正常の画像の"
        "中心からの距離（向きを問わない）で同じ計算。p: ラベルに意味がないときに AUC がこれ以上になる確率（正確確率）。"
        "d′: 平均の差を標準偏差で割った値。境界はこの画像での最良値（Youden 指標）。1 位との差: 2 つの AUC が"
        "異なることの DeLong 検定の p。",
    ),
    "rank_auc": ("AUC (95 % interval)", "AUC（95 % 信頼区間）"),
    "rank_two_sided": ("Two-sided AUC", "両側 AUC"),
    "rank_p": ("p", "p"),
    "rank_d_prime": ("d′", "d′"),
    "rank_cut": ("Best cut: NG where", "最良の境界: NG の条件"),
    "rank_alarms": ("False alarms", "過検出"),
    "rank_misses": ("Misses", "見逃し"),
    "rank_versus": ("p against the first", "1 位との差の p"),
    "rank_same_as": ("Says the same as", "同じ順になる指標"),
    "rank_values": ("Values, similar to the right: ○ normal, × abnormal", "値（右ほど似ている）: ○ 正常、× 異常"),
    "rank_no_cut": ("none is better than chance", "偶然より良い境界なし"),
    "rank_n_small": ("n too small", "枚数不足"),
    "rank_is_turned": ("more similar!", "逆向き"),
    "rank_same": ("{key} (ρ {rho})", "{key}（ρ {rho}）"),
    "rank_mistakes": ("Mistakes of the best cuts", "最良の境界での誤り"),
    "rank_mistakes_about": (
        "Which pictures are on the wrong side of each index' best cut. A picture that every index gets wrong deserves "
        "a look at its label.",
        "各指標の最良の境界で反対側に入る画像。どの指標でも誤りになる画像は、ラベルも確かめてください。",
    ),
    "rank_nobody": ("none", "なし"),
    "rank_agreement": ("Agreement of the indices", "指標どうしの一致"),
    "rank_agreement_about": (
        "Spearman's rank correlation over the labelled pictures: 1 where two indices put them in the same order of "
        "similarity, so that one of them is enough; −1 in opposite order.",
        "ラベル付きの画像でのスピアマンの順位相関: 1 は似ている順が同じで、どちらか一方で足ります。−1 は逆順です。",
    ),
    # The stress table.
    "stress_title": ("Which index sees which fault?", "どの指標がどの異常を検出できるか"),
    "stress_normals": ("Normal pictures", "正常画像"),
    "stress_planted": ("Faults planted into", "異常を植え付けた画像"),
    "stress_rate": ("False alarms allowed", "許容する過検出率"),
    "stress_rate_of": ("{percent} % per index, both sides together", "指標ごとに {percent} %（両側の合計）"),
    "stress_kind": ("Kind", "画像の種類"),
    "stress_plot": ("plots of dots, {px} px wide", "点のプロット（点の幅 {px} px）"),
    "stress_photo": ("pictures without separate dots", "点に分かれていない画像"),
    "stress_cover": (
        "Smallest set found that sees every fault as early as any index here does: {keys}.",
        "ここにある指標で見える異常すべてを、どの指標にも遅れずに見つけられる最小の組（貪欲法）: {keys}。",
    ),
    "stress_nobody": (
        "Seen by no index, up to the largest severity: {faults}.",
        "最大の程度でもどの指標にも見えない異常: {faults}。",
    ),
    "stress_useless": ("Sees none of the faults: {keys}.", "どの異常も見えない指標: {keys}。"),
    "stress_few": (
        "Limits come from {n} normal pictures. With so few they must be wide, so that faults are seen late: from 20 "
        "pictures on they hardly change any more.",
        "しきい値は {n} 枚の正常画像から求めています。少ないほど広くなり、異常の検出は遅れます。20 枚以上あれば、"
        "それ以上はあまり変わりません。",
    ),
    "stress_nominal": (
        "The rate of false alarms is nominal: it holds as far as the scores are normally distributed on their scale. "
        "{n} pictures alone, without that, could promise {floor} % at best.",
        "過検出率は、尺度を変換した値が正規分布に従うとした公称値です。その仮定なしに {n} 枚だけで保証できるのは、"
        "最良でも {floor} % です。",
    ),
    "stress_large_dots": (
        "Dots of several pixels that touch cannot be taken apart: patches of them are cut into tiles. Expect real "
        "faults that change how many dots there are, or how wide they spread, to be seen later than the table says.",
        "数画素の点が接していると 1 点ずつに分けられないため、かたまりを升目に切って扱います。"
        "点の数や広がりが変わる実際の異常は、この表より遅れて検出されると考えてください。",
    ),
    "stress_matrix": ("Seen from", "検出できる程度"),
    "stress_matrix_about": (
        "The severity from which on a fault lies beyond an index' limits in 90 % of the pictures. ≤: already at the "
        "smallest planted severity. –: not up to the largest. ★: no other index is shown to see this fault earlier. "
        "Planted into your own normal pictures; limits are two-sided, from the normal pictures, each time without the "
        "one that the fault was planted into.",
        "異常が 90 % の画像で指標のしきい値を外れる程度（その値以上）。≤: 植え付けた最小の程度ですでに検出。"
        "–: 最大の程度でも検出できない。★: この異常をより早く検出するといえる指標はほかにない。異常はお手元の正常画像に"
        "植え付けたもので、しきい値は正常画像から求めた両側の値です（植え付けた画像自身は毎回除いています）。",
    ),
    "stress_not_planted": ("not planted", "対象外"),
    "stress_no_dots": (
        "such pictures have no separate dots on a plain background",
        "無地の背景に分かれた点がない画像には植え付けられません",
    ),
    "stress_one_cluster": ("the dots form a single cluster", "点の集団が 1 つしかありません"),
    "stress_eight_bits": (
        "JPEG holds 8 bits, the pictures hold more",
        "JPEG は 8 ビットですが、画像はそれより深い階調です",
    ),
    "stress_no_limit": ("no limit: {problem}", "しきい値なし: {problem}"),
    "stress_cell": ("{power} seen at {severity}", "{severity} で {power} 検出"),
    "stress_interval": ("95 % interval {low} … {high}", "95 % 信頼区間 {low} … {high}"),
    "stress_cell_missing": ("{n} without a value", "値なし {n} 枚"),
    "stress_faults": ("The faults, and what sees them first", "異常ごとに最初に検出する指標"),
    "stress_faults_about": (
        "“As early” are the indices that are not shown to be later (bootstrap over the pictures, 97.5 %).",
        "「同程度」は、遅いとはいえない指標です（画像のブートストラップ、97.5 %）。",
    ),
    "stress_fault": ("Fault", "異常"),
    "stress_what": ("What is planted", "植え付けの内容"),
    "stress_severities": ("Severities", "程度"),
    "stress_first": ("Seen first by", "最初に検出"),
    "stress_from": ("From", "検出できる程度"),
    "stress_as_early": ("As early", "同程度"),
    "stress_unseen_by": ("Not seen by", "検出できない指標"),
    "stress_nothing": ("no index", "なし"),
    "stress_all_others": ("all others ({n})", "ほかのすべて（{n}）"),
    "stress_ranges": ("Normal ranges", "正常範囲"),
    "stress_ranges_about": (
        "Where the value of a further normal picture is expected. An index that has a limit at its more similar side "
        "too takes a picture that is suspiciously similar for abnormal.",
        "次の正常画像の値が入ると予想される範囲。似ている側にもしきい値がある指標では、似すぎている画像も異常とみなします。",
    ),
    "stress_low": ("Lower limit", "下限"),
    "stress_high": ("Upper limit", "上限"),
    "stress_alarms": ("Normal pictures outside", "範囲外の正常画像"),
    "stress_powers": ("Share seen", "検出率"),
    "stress_powers_about": (
        "Of the pictures with a planted fault, how many lie beyond the limits.",
        "異常を植え付けた画像のうち、しきい値を外れたものの割合。",
    ),
    "stress_state": ("State", "状態"),
    "stress_severity": ("Severity", "程度"),
    "stress_unit": ("Unit", "単位"),
    "unit_px": ("px", "px"),
    "unit_%": ("%", "%"),
    "unit_deg": ("°", "°"),
    "unit_quality": ("below quality 100", "（品質 100 からの低下）"),
    # Faults, and what they do.
    "short_shift_x": ("shift x", "横ずれ"),
    "short_shift_y": ("shift y", "縦ずれ"),
    "short_gain_x": ("gain x", "横倍率"),
    "short_gain_y": ("gain y", "縦倍率"),
    "short_rotate": ("rotation", "回転"),
    "short_widen_x": ("wider in x", "横広がり"),
    "short_widen_y": ("wider in y", "縦広がり"),
    "short_thin": ("fewer dots", "点の減少"),
    "short_crowd": ("more dots", "点の増加"),
    "short_add_dots": ("stray dots", "散在点"),
    "short_new_cluster": ("new cluster", "新しい集団"),
    "short_move_cluster": ("one cluster moved", "集団の移動"),
    "short_noise": ("noise", "ノイズ"),
    "short_blur": ("blur", "ぼけ"),
    "short_darken": ("darker", "暗化"),
    "short_jpeg": ("JPEG", "JPEG 圧縮"),
    "planted_shift_x": ("everything moved to the right", "全体を右へ移動"),
    "planted_shift_y": ("everything moved up", "全体を上へ移動"),
    "planted_gain_x": ("stretched to the right; the left end stays", "左端を固定して右へ伸長"),
    "planted_gain_y": ("stretched upwards; the lower end stays", "下端を固定して上へ伸長"),
    "planted_rotate": ("turned counter-clockwise about the middle", "中心まわりに反時計回りに回転"),
    "planted_widen_x": (
        "every dot moved left or right at random; standard deviation in percent of its distance from the left end",
        "各点を左右に無作為に移動（標準偏差は左端からの距離に対する %）",
    ),
    "planted_widen_y": (
        "every dot moved up or down at random; standard deviation in percent of its distance from the lower end",
        "各点を上下に無作為に移動（標準偏差は下端からの距離に対する %）",
    ),
    "planted_thin": ("percent of the dots lost, whichever", "点を無作為に除去（%）"),
    "planted_crowd": ("percent of the dots once more, near those that are there", "既存の点の近くに点を追加（%）"),
    "planted_add_dots": (
        "dots anywhere, in percent of those that are there (photographs: dark specks)",
        "点を全面に無作為に追加（既存の点に対する %。写真では暗い斑点）",
    ),
    "planted_new_cluster": (
        "a round cluster in an empty place, in percent of all dots (photographs: specks together)",
        "空いた場所に円形の集団を追加（全点に対する %。写真では斑点の集まり）",
    ),
    "planted_move_cluster": ("the second largest cluster moved up", "2 番目に大きい集団を上へ移動"),
    "planted_noise": ("normal noise on every value, in percent of full white", "全画素に正規ノイズ（白に対する %）"),
    "planted_blur": ("Gaussian blur of this standard deviation", "この標準偏差のガウスぼかし"),
    "planted_darken": ("percent of the light taken away everywhere", "全体を暗くする（%）"),
    "planted_jpeg": ("compressed as JPEG and opened again", "JPEG に圧縮して開き直し"),
}
