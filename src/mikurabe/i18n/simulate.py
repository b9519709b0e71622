"""The words of the simulator: what it has written, and what its faults do."""

from __future__ import annotations

from mikurabe.i18n.language import Words

# fault_NAME is what the fault of that name does.
WORDS: Words = {
    "simulate_wrote": (
        "Wrote {days} days to {folder}: {first} to {last}{truth}.",
        "{days} 日分を {folder} に書き出しました: {first} から {last}{truth}。",
    ),
    "simulate_wrote_one": (
        "Wrote one day to {folder}: {first}{truth}.",
        "1 日分を {folder} に書き出しました: {first}{truth}。",
    ),
    "simulate_truth_full": (
        "; truth/ holds the truth about each (.json) and its events (.csv)",
        " (truth/ に各日の正解 .json とイベント .csv)",
    ),
    "simulate_truth_short": ("; truth/ holds the truth about each (.json)", " (truth/ に各日の正解 .json)"),
    "simulate_one": ("day {day}", "{day} 日目"),
    "simulate_from": ("from day {day} on", "{day} 日目以降"),
    "simulate_range": ("days {first} to {last}", "{first} 日目から {last} 日目まで"),
    "simulate_drift": (
        "growing from day {first} to day {last}, and staying so",
        "{first} 日目から {last} 日目にかけて増加し、以後そのまま",
    ),
    "simulate_drift_to_the_end": (
        "growing from day {first} to day {last}",
        "{first} 日目から {last} 日目にかけて増加",
    ),
    "simulate_all": ("every day", "毎日"),
    "simulate_no_fault": ("No fault: normal days only.", "異常なし: 正常な日だけです。"),
    "simulate_others": (
        "Note: other pictures in {folder}, which comparing the folder compares too: {count}.",
        "注意: {folder} にはほかに {count} 枚の画像があり、フォルダーを比べるとそれらも対象になります。",
    ),
    "simulate_next": (
        "To compare every day with the first: mikurabe compare {folder} -o report.html",
        "最初の日と各日を比べるには: mikurabe compare {folder} -o report.html",
    ),
    "simulate_heading_mode": ("kind", "種類"),
    "simulate_heading_fault": ("fault", "異常"),
    "simulate_heading_unit": ("unit", "単位"),
    "simulate_heading_grid": ("graded severities", "段階的な強さ"),
    "simulate_heading_title": ("what happens", "内容"),
    "simulate_unit_part": ("part", "割合"),
    "simulate_unit_channels": ("channels", "チャンネル"),
    "simulate_unit_px": ("px", "px"),
    "simulate_grammar": (
        "A part may be written in percent: widen_x:5% is widen_x:0.05. Without a severity it is the third of those "
        "listed. Days: @20, @20-25, @5,12, @20.. (from then on), @drift (growing over the whole series), @drift11-25; "
        "without days it is every day. Several: --fault gain_x:2%@20 --fault debris:1@20, or gain_x:2%+debris:1@20, "
        "both on day 20. "
        "cluster_shift_x and cluster_shift_y take a population: cluster_shift_y[MONO]:3@20.",
        "割合は % でも書けます: widen_x:5% は widen_x:0.05 と同じです。強さを省くと、一覧の 3 番目の値になります。"
        "日の指定: @20、@20-25、@5,12、@20.. (その日以降)、@drift (全期間にわたって徐々に増加)、@drift11-25。"
        "日を省くと毎日です。複数の異常: --fault gain_x:2%@20 --fault debris:1@20、または gain_x:2%+debris:1@20 "
        "(どちらも 20 日目)。"
        "cluster_shift_x と cluster_shift_y には集団を指定できます: cluster_shift_y[MONO]:3@20。",
    ),
    "fault_gain_x": ("gain in x too large", "x のゲインが過大"),
    "fault_gain_y": ("gain in y too large", "y のゲインが過大"),
    "fault_offset_x": ("everything moved to the right", "全体が右へ移動"),
    "fault_offset_y": ("everything moved upwards", "全体が上へ移動"),
    "fault_widen_x": ("fat in x: CV added to the optics' (squares add up)", "x 方向に太る: 光学系の CV に二乗和で加算"),
    "fault_widen_y": ("fat in y: CV added to the optics' (squares add up)", "y 方向に太る: 光学系の CV に二乗和で加算"),
    "fault_crosstalk": ("part of y seen in x", "y の一部が x に混入"),
    "fault_count_loss": ("events missing: clog, short sample", "イベントの欠落: 詰まり、検体不足"),
    "fault_debris": ("more debris", "デブリの増加"),
    "fault_new_population": ("a population that does not belong there", "本来ない集団の出現"),
    "fault_background": ("noise anywhere on the plot", "画面全体のノイズ"),
    "fault_cluster_shift_x": ("one population moved to the right", "1 つの集団が右へ移動"),
    "fault_cluster_shift_y": (
        "one population moved upwards: staining, temperature",
        "1 つの集団が上へ移動: 染色、温度",
    ),
    "fault_aged": (
        "old control: less x of one population, more debris",
        "コントロールの劣化: 1 つの集団の x が低下し、デブリが増加",
    ),
    "fault_double_population": ("part of all events at another x: bubble", "全イベントの一部が別の x に: 気泡"),
    "fault_carry_over": ("cells of another control level", "別レベルのコントロールの持ち越し"),
    "fault_poor_lysis": ("part of the debris where ghosts lie", "溶血不良: デブリの一部がゴーストの位置に"),
    "fault_saturation": ("part of the scale lost at its end: pile-up", "飽和: スケール上端の一部が失われ、端に集積"),
    "fault_threshold": ("part of the scale cut off at its beginning", "しきい値: スケール下端の一部が欠落"),
    "fault_poor_separation": ("part of two populations between them", "分離不良: 2 つの集団の一部がその間に"),
    "fault_coincidence": ("two cells at once: signals add up", "同時通過: 2 個の信号が足し合わされる"),
    "fault_moved_x": ("the picture moved to the right", "画像が右へずれる"),
    "fault_moved_y": ("the picture moved downwards", "画像が下へずれる"),
}
