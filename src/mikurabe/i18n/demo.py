"""The words that close the demo: what its tables show."""

from __future__ import annotations

from mikurabe.i18n.language import Words

WORDS: Words = {
    "demo_beside_normal": (
        "Beside the range of the {count} normal days, each compared with {reference}:",
        "正常な {count} 日分 (それぞれ {reference} と比べた値) の範囲に対して:",
    ),
    "demo_less": ("less similar on {keys}", "より似ていない: {keys}"),
    "demo_more": ("MORE similar on {keys}", "かえって似ている: {keys}"),
    "demo_within": ("within the normal range on every index", "すべての指標で正常範囲内"),
    "demo_fallen": (
        "Less similar on all three of {keys}: {names}.",
        "{keys} のすべてで正常範囲より似ていないもの: {names}。",
    ),
    "demo_risen": (
        "MORE similar than every normal day somewhere: {names}. A limit needs two sides.",
        "どれかの指標で、どの正常な日よりも似ているもの: {names}。しきい値は上下両側に必要です。",
    ),
    "demo_everything": ("Less similar at every fault: {keys}.", "どの異常でも正常範囲より似ていない指標: {keys}。"),
    "demo_no_index": ("no index; it takes several", "なし (複数の指標を組み合わせる必要があります)"),
    "demo_nearest": ("Most similar to the 2, by index:", "各指標が 2 に最も似ているとした画像:"),
    "demo_digits_moral": (
        "A person says: the same 2. An index that compares pixel with pixel does not know that it has moved;\n"
        "one that aligns the pictures first, or lets pixels move, does.",
        "人の目には同じ 2 です。画素どうしを比べる指標には、位置がずれただけとは分かりません。\n"
        "位置合わせをしてから比べる指標や、画素の移動を許す指標には分かります。",
    ),
    "demo_drawn": (
        "The digits are drawn by the program; --mnist PATH or --download takes MNIST's.",
        "数字はこのプログラムが描いたものです。--mnist パス か --download で MNIST の数字を使います。",
    ),
    "demo_from_mnist": (
        "The digits are the first 2, 8 and 6 of MNIST's test set in {path}.",
        "数字は {path} にある MNIST テストデータの最初の 2、8、6 です。",
    ),
}
