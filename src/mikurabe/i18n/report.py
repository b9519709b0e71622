"""The words of all reports: headings, hints, what was left out."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "title_judged": ("Pictures judged by normal ones", "正常画像による判定"),
    "title": ("Pictures beside their similarity", "画像と類似度の見比べ"),
    "reference": ("Reference", "基準画像"),
    "picture": ("Picture", "画像"),
    "name": ("Name", "名前"),
    "size": ("Size (px)", "サイズ (px)"),
    "notes": ("Notes", "備考"),
    "open": ("open", "開く"),
    "rank": ("rank", "順位"),
    "problem": ("Problem", "問題"),
    "problems": ("Problems", "問題"),
    "skipped": ("Passed over", "対象外"),
    "reason": ("Reason", "理由"),
    "summary": ("Summary", "まとめ"),
    "list": ("List", "一覧"),
    "data": ("Data", "データ"),
    "indices": ("Indices", "指標"),
    "settings": ("Settings", "設定"),
    # The table's settings, by the key under which they are kept.
    "setting_command": ("command", "コマンド"),
    "setting_metrics": ("metrics", "使った指標"),
    "setting_plot": ("plots of events", "イベントの図"),
    "setting_fit": ("fit", "サイズの違う画像の扱い"),
    "setting_pixels_compared": ("pixels compared", "比べた画素"),
    "setting_max_pixels": ("max pixels", "画素数の上限"),
    "setting_white_of_float_pictures": ("white of float pictures", "浮動小数点画像の白の値"),
    "setting_seed": ("seed", "乱数の種"),
    "setting_kernels": ("kernels", "計算カーネル"),
    "setting_reference_sha256": ("reference sha256", "基準画像の SHA-256"),
    "index": ("Index", "指標"),
    "key": ("Column", "列名"),
    "range": ("Range", "範囲"),
    "identical": ("Identical pictures", "同一画像の値"),
    "direction": ("More similar is", "似ているほど"),
    "higher": ("higher", "大きい"),
    "lower": ("lower", "小さい"),
    "unit": ("Unit", "単位"),
    "source": ("Source", "出典"),
    "pictures": ("Pictures compared", "比べた画像"),
    "not_compared": ("Pictures with a problem", "問題のある画像"),
    "search": ("Search names", "名前で検索"),
    "shown": ("{shown} of {total} pictures", "{total} 枚中 {shown} 枚"),
    "sort_hint": (
        "Click a heading to sort; Shift-click adds a second key.",
        "見出しをクリックで並べ替え、Shift+クリックで第2キー。",
    ),
    "list_order": ("Listed order", "元の順"),
    "made_with": ("Made with", "作成"),
    "value": ("Value", "値"),
    "item": ("Item", "項目"),
    "no_rows": ("No picture matches.", "該当する画像はありません。"),
    "no_script": (
        "Sorting and searching need JavaScript; the table is complete without it.",
        "並べ替えと検索には JavaScript が必要です。表はこのままでも全件見られます。",
    ),
    "static_rows": (
        "Sorting and searching need JavaScript; without it, the first {shown} of {total} pictures are shown.",
        "並べ替えと検索には JavaScript が必要です。ここでは全 {total} 枚のうち先頭の {shown} 枚を表示しています。",
    ),
    "no_value": ("no value", "値なし"),
    "about_columns": ("What the columns mean", "各列の意味"),
    "legend_higher": ("higher is more similar", "大きいほど似ている"),
    "legend_lower": ("lower is more similar", "小さいほど似ている"),
    "legend_bar": (
        "bar: from the least similar picture of its column (short) to the most similar (long)",
        "棒: その列で最も似ていない画像 (短い) から最も似ている画像 (長い) まで",
    ),
    "legend_reference": (
        "the reference's row shows the values of identical pictures",
        "基準画像の行は、同一画像のときの値",
    ),
    "row_height": ("Row height", "行の高さ"),
    "small": ("S", "小"),
    "medium": ("M", "中"),
    "large": ("L", "大"),
    "open_viewer": ("Compare {name} with the reference", "{name} を基準画像と見比べる"),
    "view_mode": ("How to compare", "見比べ方"),
    "side_by_side": ("Side by side", "並べる"),
    "swipe": ("Swipe", "境界を動かす"),
    "onion": ("See through", "透かす"),
    "blink": ("Blink", "点滅"),
    "difference": ("Difference", "差"),
    "gain": ("gain", "強調"),
    "map_of": ("map: {key}", "マップ: {key}"),
    "map_label": ("{key} map of {name}", "{name} の {key} マップ"),
    "map_short": ("dark: identical, bright: different", "暗: 同一 / 明: 違い"),
    "map_legend": (
        "map: from identical (dark) to most different (bright)",
        "マップ: 同一 (暗) から最も違う (明) まで",
    ),
    "map_short_signed": ("orange: more, blue: less", "橙: 増 / 青: 減"),
    "map_legend_signed": (
        "map: dark as in normal pictures, orange where there is more, blue where less",
        "マップ: 暗い所は正常画像と同じ、橙は増加、青は減少",
    ),
    "map_note_signed": (
        "Map of {key}: dark as in normal pictures, orange where there is more, blue where less, "
        "brightest at {high} standard deviations or more.",
        "{key} のマップ: 暗い所は正常画像と同じ、橙は増加、青は減少、最も明るい所は標準偏差の {high} 倍以上。",
    ),
    "map_note_own_signed": (
        "Map of {key}: dark as in normal pictures, orange where there is more, blue where less. "
        "Each picture has its own brightest distance, from {low} to {high} standard deviations.",
        "{key} のマップ: 暗い所は正常画像と同じ、橙は増加、青は減少。"
        "最も明るい色は画像ごとに違い、標準偏差の {low} ～ {high} 倍。",
    ),
    "map_dark": ("identical ({identical})", "同一 ({identical})"),
    "map_bright": ("{top} or more away from identical", "同一の値から {top} 以上離れている"),
    "map_same": ("identical everywhere", "全体が同一"),
    "map_missing": ("no map", "マップなし"),
    "map_note": (
        "Map of {key}: dark where identical ({identical}), brightest where {high} or more away from that.",
        "{key} のマップ: 暗い所は同一 ({identical})、最も明るい所はその値から {high} 以上離れている。",
    ),
    "map_note_own": (
        "Map of {key}: dark where identical ({identical}), brightest where farthest from that. "
        "Each picture has its own brightest distance, from {low} to {high}: colours do not compare between pictures.",
        "{key} のマップ: 暗い所は同一 ({identical})、最も明るい所はその値から最も離れている。"
        "最も明るい色の距離は画像ごとに違い ({low} ～ {high})、画像どうしの色は比べられない。",
    ),
    "static_maps": ("Maps of where pictures differ need it too.", "違いのマップの表示にも必要です。"),
    "previous": ("Previous", "前へ"),
    "next": ("Next", "次へ"),
    "close": ("Close", "閉じる"),
    "position": ("{at} of {total}", "{total} 枚中 {at} 枚目"),
    "only_thumbnail": (
        "thumbnail: the original cannot be shown here",
        "縮小画像 (元の画像はここでは表示できません)",
    ),
    "number": ("No.", "番号"),
    "file": ("File", "ファイル"),
    "path": ("Path", "パス"),
    "width": ("Width (px)", "幅 (px)"),
    "height": ("Height (px)", "高さ (px)"),
    "kind": ("Kind", "種類"),
    "workbook": ("This workbook", "このブック"),
    "colours_hint": (
        "Blue cells are more similar, orange cells less, whichever way the index runs.",
        "指標の向きによらず、青は似ている、オレンジは似ていない。",
    ),
    "excel_float": (
        "Pictures lie over their cells and follow them when rows are sorted or filtered. Where they stay behind in "
        "Excel, switch on File > Options > Advanced > Cut, copy, and sort inserted objects with their parent cells.",
        "画像はセルの上に置かれ、並べ替えやフィルターで行とともに動きます。Excel で動かないときは、"
        "[ファイル] > [オプション] > [詳細設定] の「挿入したオブジェクトをセルと共に切り取り、コピー、"
        "並べ替えを行う」をオンにしてください。",
    ),
    "excel_cell": (
        "Pictures are placed in their cells: Excel for Microsoft 365 (2023 or later) shows them, "
        "older Excel and LibreOffice show #VALUE! instead.",
        "画像はセル内に配置されています。表示できるのは Microsoft 365 の Excel（2023 年以降）だけで、"
        "古い Excel や LibreOffice では #VALUE! になります。",
    ),
    "excel_none": ("The list was written without pictures.", "一覧は画像なしで書き出しました。"),
    "excel_split": (
        "The list goes over {sheets} sheets: further down in one sheet, pictures would pile up in LibreOffice.",
        "一覧は {sheets} 枚のシートに分かれています。1 枚にまとめると LibreOffice で下の画像が重なるためです。",
    ),
    "excel_long_links": (
        "{count} links are longer than the 2,079 characters that Excel takes; their paths stand as text.",
        "Excel の上限 2,079 文字より長いリンクが {count} 件あり、パスを文字で示しました。",
    ),
    "excel_many_links": (
        "Excel takes 65,530 links in a sheet; {count} further paths stand as text.",
        "1 シートのリンクは Excel の上限が 65,530 件のため、残り {count} 件はパスを文字で示しました。",
    ),
    "higher_hint": (
        "higher is more similar; identical pictures give {identical}",
        "大きいほど似ている。同一画像で {identical}",
    ),
    "lower_hint": (
        "lower is more similar; identical pictures give {identical}",
        "小さいほど似ている。同一画像で {identical}",
    ),
}
