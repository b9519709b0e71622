"""The words of the populations: the help of the command, and its reports."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "help_populations_short": (
        "Measure the clusters of dot plots: count, shift, width, tilt.",
        "散布図の集団ごとに数、ずれ、幅、傾きを測ります。",
    ),
    "help_populations": (
        "Learn the clusters of normal dot plots and measure them in other pictures.\n\n"
        "For each picture and cluster: events, share, how far it moved in px, how much wider it is, its tilt, and what "
        "belongs to none. What lies beyond the limits that normal pictures give is marked.",
        "正常な散布図の集団 (クラスター) を学習し、ほかの画像で測ります。\n\n"
        "画像と集団ごとに、イベント数、割合、移動量 (px)、幅の比、傾き、どの集団にも属さないものを示します。"
        "正常画像から求めたしきい値を外れた値には印を付けます。",
    ),
    "help_populations_end": (
        "Example: mikurabe populations normal/ 'days/*.png' -o populations.html -o populations.csv. What can be "
        "measured and what cannot: docs/populations.md",
        "例: mikurabe populations normal/ 'days/*.png' -o populations.html -o populations.csv。"
        "測れるものと測れないもの: docs/populations.md",
    ),
    "help_argument_normal": (
        "Normal pictures to learn from, of one size and drawn alike: a folder, a glob in quotes, or @list.txt. 5 or "
        "more, better 20.",
        "学習に使う正常画像 (同じサイズ、同じ描き方)。フォルダー、引用符で囲んだグロブ、または @list.txt。"
        "5 枚以上、できれば 20 枚。",
    ),
    "help_argument_measured": (
        "The pictures to measure, as for compare; by default the normal ones.",
        "測る画像 (指定の仕方は compare と同じ)。既定では正常画像そのもの。",
    ),
    "help_option_full_count": (
        "For densities: how many events the last colour stands for; 6 where nobody says it.",
        "密度図の場合: 最後の色が表すイベント数。指定がなければ 6。",
    ),
    "census_title": ("Populations of dot plots", "散布図の集団"),
    "census_normals": ("Learned from", "学習した正常画像"),
    "census_measured": ("Measured", "測定した画像"),
    "census_kind": ("Drawn as", "描き方"),
    "census_kind_dots": ("dots", "点"),
    "census_kind_density": ("density", "密度"),
    "census_normal": ("Normal state", "正常な状態"),
    "census_normal_about": (
        "The mean of the normal pictures: events (those hidden under others included), share of all populations in %, "
        "centre in px from the left and top edge, widths (standard deviations) in px, tilt (correlation of right and "
        "up).",
        "正常画像の平均です。イベント数 (重なって隠れたものを含む)、全集団に対する割合 (%)、"
        "左端と上端からの中心の位置 (px)、幅 (標準偏差、px)、傾き (右方向と上方向の相関)。",
    ),
    "census_all": ("Every picture", "すべての画像"),
    "census_all_about": (
        "Counts, shares and widths as ratios to the normal mean, shifts in px, tilt as a difference. * lies beyond the "
        "limits that the normal pictures give.",
        "数、割合、幅は正常な平均との比、移動は px、傾きは差です。* は正常画像から求めたしきい値を外れた値です。",
    ),
    "census_together": ("all together", "全体"),
    "census_together_about": (
        "The change from the normal mean that all populations have in common, and its standard error (±): by the "
        "chance of so many events, some of them hidden, and larger where populations disagree. Moves are read in two "
        "ways: everything moved by so many px, or the gain is so many times as large, from the plot's left and lower "
        "edge. How days differ comes on top: the limits have it.",
        "正常な平均と比べて全集団に共通する変化と、その標準誤差 (±) です。"
        "誤差はイベント数 (隠れたものを含む) の偶然によるもので、集団の変化が食い違うほど大きくなります。"
        "移動は 2 通りに読めます。全体が何 px か移動した、または左端と下端から測った倍率 (ゲイン) が変わった、です。"
        "日ごとの違いは含みません。しきい値には含まれています。",
    ),
    "census_usual": ("Limits from the normal pictures", "正常画像から求めたしきい値"),
    "census_usual_about": (
        "Of normal pictures 1 % fail any of these limits, if their values are normally distributed.",
        "値が正規分布するなら、正常画像のうちいずれかのしきい値を外れるのは 1 % です。",
    ),
    "census_picture": ("Picture", "画像"),
    "census_population": ("Population", "集団"),
    "census_background": ("background", "背景"),
    "census_events": ("Events", "数"),
    "census_percent": ("%", "%"),
    "census_x_px": ("x (px)", "x (px)"),
    "census_y_px": ("y (px)", "y (px)"),
    "census_width_x_px": ("width x (px)", "幅 x (px)"),
    "census_width_y_px": ("width y (px)", "幅 y (px)"),
    "census_count": ("events ×", "数 ×"),
    "census_share": ("share ×", "割合 ×"),
    "census_right_px": ("right (px)", "右へ (px)"),
    "census_up_px": ("up (px)", "上へ (px)"),
    "census_gain_x": ("gain x ×", "ゲイン x ×"),
    "census_gain_y": ("gain y ×", "ゲイン y ×"),
    "census_width_x": ("width x ×", "幅 x ×"),
    "census_width_y": ("width y ×", "幅 y ×"),
    "census_tilt": ("tilt", "傾き"),
    "census_beyond": ("beyond", "外れ"),
    "census_quantity": ("Quantity", "量"),
    "census_low": ("from", "下限"),
    "census_high": ("to", "上限"),
    "census_all_usual": (
        "All populations of all pictures lie within the limits that the normal pictures give.",
        "どの画像のどの集団も、正常画像から求めたしきい値の中にあります。",
    ),
    "census_rest_usual": (
        "All populations of the other {n} lie within the limits that the normal pictures give.",
        "ほかの {n} 枚では、どの集団も正常画像から求めたしきい値の中にあります。",
    ),
    "census_unknown": (
        "Could not be measured, so nothing is known of them: {n} of {total} pictures ({names}).",
        "測れなかったため何も分からない画像: {total} 枚中 {n} 枚 ({names})。",
    ),
    "census_apart": (
        "Beyond the limits of the normal pictures: {n} of {total} pictures ({names}).",
        "正常画像から求めたしきい値を外れた画像: {total} 枚中 {n} 枚 ({names})。",
    ),
    "census_no_limits": (
        "{n} normal pictures give no limits: nothing is judged. From {fewest} on, better 20, they do.",
        "正常画像が {n} 枚ではしきい値を求められないため、判定していません。{fewest} 枚以上、できれば 20 枚必要です。",
    ),
    "census_few": (
        "Limits come from {n} normal pictures: the fewer, the wider. 20 or more are better.",
        "しきい値は {n} 枚の正常画像から求めています。少ないほど広くなるため、20 枚以上をお勧めします。",
    ),
    "census_density": (
        "A density orders its counts and does not say them: shifts are right, widths, shares and counts depend on "
        "--full-count.",
        "密度図の色は数の順序だけを示します。移動は正しく測れますが、幅、割合、数は --full-count に左右されます。",
    ),
}
