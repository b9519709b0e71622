"""The words of judging: what N normals allow to promise, and what changed."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "judging_promise_values": (
        "1 normal picture: values, no verdict. One picture does not say how normal pictures vary; learn {few} or more.",
        "正常画像 1 枚: 値だけを示し、判定はしません。1 枚では正常画像のばらつきが分かりません。"
        "{few} 枚以上で学習してください。",
    ),
    "judging_promise_ranking": (
        "{number} normal pictures: a ranking by the combined index, no verdict. A limit needs {few} or more.",
        "正常画像 {number} 枚: 総合指標による順位だけを示し、判定はしません。しきい値には {few} 枚以上が必要です。",
    ),
    "judging_promise_provisional": (
        "{number} normal pictures: provisional limits, meant for false alarms of at most {rate}. They assume the shape "
        "of the scores' distribution; without that assumption {number} normals promise no less than {floor}. "
        "{enough} normals promise {rate} without it.",
        "正常画像 {number} 枚: 暫定のしきい値です。過検出率 {rate} 以下を目標とし、値の分布の形を仮定しています。"
        "仮定なしに {number} 枚で約束できるのは {floor} までです。{enough} 枚あれば仮定なしに {rate} を約束できます。",
    ),
    "judging_promise_limit": (
        "{number} normal pictures: limits for false alarms of at most {rate}, which assume the shape of the scores' "
        "distribution; without that assumption {number} normals promise {floor}, {enough} promise {rate}.",
        "正常画像 {number} 枚: 過検出率 {rate} 以下のしきい値です (値の分布の形を仮定)。"
        "仮定なしには {number} 枚で {floor}、{enough} 枚で {rate} を約束できます。",
    ),
    "judging_promise_distribution_free": (
        "{number} normal pictures: limits for false alarms of at most {rate} on average, whatever the distribution of "
        "the scores, as long as the next normal picture is like these.",
        "正常画像 {number} 枚: 次の正常画像がこれらと同様である限り、値の分布によらず平均の過検出率 {rate} 以下の"
        "しきい値です。",
    ),
    "judging_why_provisional": (
        "{number} normals, provisional, false alarms ≤ {rate}",
        "正常 {number} 枚、暫定、過検出 ≤ {rate}",
    ),
    "judging_why_limit": ("{number} normals, false alarms ≤ {rate}", "正常 {number} 枚、過検出 ≤ {rate}"),
    "judging_why_free": (
        "{number} normals, false alarms ≤ {rate}, distribution-free",
        "正常 {number} 枚、過検出 ≤ {rate}、分布によらず",
    ),
    "judging_mean": ("mean of {some} of {number} normals", "正常画像 {number} 枚中 {some} 枚の平均"),
    "judging_conformal": (
        "conformal p {p} (the least that these normals can give is {floor})",
        "コンフォーマル p 値 {p} (この枚数での最小は {floor})",
    ),
    "judging_and": ("; ", "。"),
    "judging_more": ("more", "増加"),
    "judging_less": ("less", "減少"),
    "judging_stranger": (
        "{name} is unlike the other normals: combined {score} > {limit}. Look at it, and leave it out if it is none.",
        "{name} はほかの正常画像と異なります: combined {score} > {limit}。確認し、正常でなければ外してください。",
    ),
    "judging_populations": ("Populations: {populations}", "集団: {populations}"),
    "judging_population": ("{name} at ({x}, {y}) px, {count} events", "{name} (位置 ({x}, {y}) px、{count} イベント)"),
    "judging_no_populations": ("Populations: {reason}", "集団: {reason}"),
    "judging_then": (". ", "。"),
    "judging_comma": (", ", "、"),
    "judging_between": ("; ", "；"),
    "judging_gain": (
        "all populations moved along {axis}: gain {part} % or offset {offset} px ({z} σ)",
        "すべての集団が {axis} 方向に移動: ゲイン {part} % またはオフセット {offset} px ({z} σ)",
    ),
    "judging_gain_alone": (
        "all populations moved along {axis}: gain {part} % ({z} σ)",
        "すべての集団が {axis} 方向に移動: ゲイン {part} % ({z} σ)",
    ),
    "judging_offset_alone": (
        "all populations moved along {axis}: offset {offset} px ({z} σ)",
        "すべての集団が {axis} 方向に移動: オフセット {offset} px ({z} σ)",
    ),
    "judging_crosstalk": (
        "all populations sheared along {axis}: cross-talk or rotation ({z} σ)",
        "すべての集団が {axis} 方向にせん断: クロストークまたは回転 ({z} σ)",
    ),
    "judging_crosstalk_part": (
        "all populations sheared along {axis}: cross-talk of {part} % or rotation ({z} σ)",
        "すべての集団が {axis} 方向にせん断: クロストーク {part} % または回転 ({z} σ)",
    ),
    "judging_width": (
        "widths along {axis}: {direction} ({z} σ)",
        "{axis} 方向の幅: {direction} ({z} σ)",
    ),
    "judging_width_ratio": (
        "widths along {axis}: {direction}, × {ratio} ({z} σ)",
        "{axis} 方向の幅: {direction}、{ratio} 倍 ({z} σ)",
    ),
    "judging_count": (
        "number of events: {direction}, ink {part} % ({z} σ)",
        "イベント数: {direction}、インク量 {part} % ({z} σ)",
    ),
    "judging_count_events": (
        "number of events: {direction}, {part} % ({z} σ)",
        "イベント数: {direction}、{part} % ({z} σ)",
    ),
    "judging_one_population": (
        "one population alone, at ({x}, {y}) px: {change} ({z} σ)",
        "1 つの集団だけ、位置 ({x}, {y}) px: {change} ({z} σ)",
    ),
    "judging_named_population": (
        "one population alone, {name} at ({x}, {y}) px: {change} ({z} σ)",
        "1 つの集団だけ、{name} (位置 ({x}, {y}) px): {change} ({z} σ)",
    ),
    "judging_change_count": ("{direction} events", "イベントの{direction}"),
    "judging_change_shift": ("moved along {axis}", "{axis} 方向に移動"),
    "judging_change_width": ("width along {axis}, {direction}", "{axis} 方向の幅の{direction}"),
    "judging_change_tilt": ("tilted", "傾きの変化"),
    "judging_new_population": (
        "a new population where normals are empty, around ({x}, {y}) px, about {events} events ({z} σ)",
        "正常画像では空の場所に新しい集団、位置 ({x}, {y}) px 付近、約 {events} イベント ({z} σ)",
    ),
    "judging_noise": (
        "scattered events where normals are empty, about {events} ({z} σ)",
        "正常画像では空の場所に散らばったイベント、約 {events} 個 ({z} σ)",
    ),
    "judging_numbers": ("In numbers: {numbers}", "数値: {numbers}"),
    "judging_of_population": ("{name} at ({x}, {y}) px {what}", "{name} (位置 ({x}, {y}) px) {what}"),
    "judging_further": ("{further} more", "ほか {further} 項目"),
    "judging_number_count": ("events {value} %", "イベント数 {value} %"),
    "judging_number_share": ("share {value} %", "割合 {value} %"),
    "judging_number_right_px": ("x {value} px", "x {value} px"),
    "judging_number_up_px": ("y {value} px", "y {value} px"),
    "judging_number_width_x": ("width x × {value}", "幅 x {value} 倍"),
    "judging_number_width_y": ("width y × {value}", "幅 y {value} 倍"),
    "judging_number_tilt": ("tilt {value}", "傾き {value}"),
    "judging_number_background": (
        "{value} % of the events belong to no population (normally at most {high} %)",
        "どの集団にも属さないイベント {value} % (正常では {high} % 以下)",
    ),
    "judging_number_gone": ("too few dots are left to measure", "点が少なすぎて測定不能"),
    "judging_hypothesis": ("Possible cause (a hypothesis): {cause}", "考えられる原因 (仮説): {cause}"),
    "judging_cause_gain": (
        "a detector's gain or the light source has drifted; a changed axis range looks the same",
        "検出器のゲインまたは光源の変動。軸範囲の変更でも同じように見えます",
    ),
    "judging_cause_offset": (
        "an amplifier's baseline has moved, or the plot was drawn with other axes",
        "増幅器のベースラインの移動、または異なる軸での描画",
    ),
    "judging_cause_crosstalk": (
        "one channel leaks into the other (compensation, filters), or the picture is rotated",
        "一方のチャンネルの他方への漏れ込み (補正、フィルター)、または画像の回転",
    ),
    "judging_cause_width_more": (
        "the sample stream is off centre or unsteady (bubble, dirty flow cell, focus), or noise in this channel",
        "試料流の中心ずれ・乱れ (気泡、フローセルの汚れ、焦点)、またはこのチャンネルの雑音",
    ),
    "judging_cause_width_less": (
        "another speed of the flow or another filter; or another material than the normal days'",
        "流速またはフィルターの変更。あるいは正常日と異なる試料",
    ),
    "judging_cause_count_less": (
        "too little sample: short aspiration, partial clog, over-dilution, shorter counting",
        "試料不足: 吸引不足、部分的な詰まり、過希釈、計数時間の短縮",
    ),
    "judging_cause_count_more": (
        "too much sample: under-dilution, carry-over, longer counting, or badly mixed control",
        "試料過多: 希釈不足、キャリーオーバー、計数時間の延長、コントロールの混和不良",
    ),
    "judging_cause_one_population": (
        "staining, lysis or reagent temperature acts on these cells alone; or an aged control",
        "この細胞だけに効く染色・溶血・試薬温度の問題、またはコントロールの劣化",
    ),
    "judging_cause_one_population_count": (
        "more or fewer of these alone: debris or ghosts, incomplete lysis, a threshold, the end of the scale, "
        "carry-over",
        "この集団だけの増減: 破片やゴースト、溶血不良、しきい値や目盛りの端、キャリーオーバー",
    ),
    "judging_cause_double": (
        "part of the events was measured at another gain or speed: bubble, switching flow, a detector that failed "
        "for a while",
        "一部のイベントが別のゲインまたは流速で測定された: 気泡、流れの切り替わり、検出器の一時的な不調",
    ),
    "judging_cause_new_population": (
        "carry-over from another sample, cells that the reagent did not lyse, or a doubled flow (bubble)",
        "他検体からのキャリーオーバー、溶血不良の細胞、または二重の流れ (気泡)",
    ),
    "judging_cause_noise": (
        "electrical noise, bubbles, debris or dirty sheath fluid",
        "電気的雑音、気泡、破片、シース液の汚れ",
    ),
    "help_learn_short": ("Learn a baseline from normal pictures.", "正常画像から基準を学習します。"),
    "help_learn": (
        "Learn from NORMALS what normal pictures are like and how they vary, and keep it in one file.\n\n"
        "All pictures must be known to be normal, of one size and drawn alike. With 1 picture check shows values; 2 to "
        "4 allow a ranking, 5 to 19 a provisional limit, 20 a limit, 99 one that assumes nothing of the scores.",
        "正常画像 NORMALS から、正常な画像とそのばらつきを学習し、1 つのファイルに保存します。\n\n"
        "すべて正常と分かっている、同じ大きさ・同じ描き方の画像を使ってください。1 枚では値のみ、2～4 枚では順位、"
        "5～19 枚では暫定のしきい値、20 枚でしきい値、99 枚で分布を仮定しないしきい値が得られます。",
    ),
    "help_learn_end": (
        "Then: mikurabe check TODAY/ -b baseline.mkb. Exit codes: 0 done; 2 wrong usage or nothing could be learned; "
        "3 some pictures could not be read (with --strict).",
        "続けて: mikurabe check TODAY/ -b baseline.mkb。終了コード: 0 完了。2 使い方の誤り、または学習できなかった。"
        "3 読めない画像があった (--strict のとき)。",
    ),
    "help_argument_normals_learned": (
        "normal pictures: files, folders, globs, @list.txt",
        "正常画像: ファイル、フォルダー、glob、@list.txt",
    ),
    "help_option_baseline_written": ("where the baseline is kept", "学習した基準の保存先"),
    "help_option_reference_learned": (
        "the one picture that the indices compare with, instead of the mean of the other normals",
        "指標の計算で比べる 1 枚の画像 (省略すると、ほかの正常画像の平均)",
    ),
    "help_option_metrics_learned": (
        "indices to learn beside the combined one; default: cosine, psnr, ssim, cosine_blur, ssim_blur",
        "総合指標のほかに学習する指標。既定値: cosine, psnr, ssim, cosine_blur, ssim_blur",
    ),
    "help_check_short": ("Judge pictures by a baseline.", "学習した基準で画像を判定します。"),
    "help_check": (
        "Judge PICTURES by a baseline that learn has made: OK, NG or ? for each, with the reason and the false-alarm "
        "rate that is promised. A picture whose score is missing is ?, never OK.",
        "learn で作った基準により PICTURES を判定します。画像ごとに OK、NG、? と理由、約束できる過検出率を示します。"
        "値の得られない画像は ? であり、OK にはなりません。",
    ),
    "help_check_end": (
        "Exit codes: 0 all normal, or no verdict possible; 1 a picture is abnormal or could not be judged; 2 wrong "
        "usage or nothing could be done; 3 some pictures had a problem (with --strict).",
        "終了コード: 0 すべて正常、または判定できる枚数がない。1 異常な画像、または判定できない画像がある。"
        "2 使い方の誤り、または何も処理できなかった。3 問題のある画像があった (--strict のとき)。",
    ),
    "help_argument_pictures_checked": (
        "pictures to judge: files, folders, globs, @list.txt",
        "判定する画像: ファイル、フォルダー、glob、@list.txt",
    ),
    "help_option_baseline": ("the baseline, made by mikurabe learn", "mikurabe learn で作った基準"),
    "help_option_false_alarms_checked": (
        "how many normal pictures may be called abnormal, as a rate",
        "正常画像を異常と判定してよい割合",
    ),
    "help_option_judge_by": (
        "the scores that judge: combined and indices of the baseline; several share the false alarms",
        "判定に使う値: combined と学習した指標。複数のときは過検出率を分け合います",
    ),
    "help_default_judge_by": ("combined", "combined"),
    "help_option_maps_checked": (
        "show for each picture where there is more or less than in the normals",
        "画像ごとに、正常画像より多い所と少ない所を示します",
    ),
    "setting_normals": ("Normal pictures", "正常画像の枚数"),
    "setting_false_alarms": ("False alarms at most", "過検出率の上限"),
    "setting_judged_by": ("Judged by", "判定に使う値"),
}
