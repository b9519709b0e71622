"""What is wrong with a table.json that cannot be read back."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    (
        "{name} is not JSON ({reason:said}); give a table that mikurabe wrote with -o table.json.",
        "{name} は JSON ではありません ({reason})。mikurabe が -o table.json で書き出した表を指定してください。",
    ),
    ("it is nested too deeply", "入れ子が深すぎます"),
    ("{token} is no number in JSON", "{token} は JSON の数値ではありません"),
    (
        "{name} is JSON, but not a table that mikurabe wrote with -o table.json.",
        "{name} は JSON ですが、mikurabe が -o table.json で書き出した表ではありません。",
    ),
    (
        "{name}: {fault:said}; mend that or compare again.",
        "{name}: {fault}。そこを直すか、もう一度比べてください。",
    ),
    (
        "{name} has schema {schema:n} and this mikurabe reads schema {own:n}; update mikurabe, or compare again.",
        "{name} はスキーマ {schema} で、この mikurabe が読めるのはスキーマ {own} です。mikurabe を更新するか、"
        "もう一度比べてください。",
    ),
    ("{place:said} is {value:said}, not {wanted:said}", "{place} が {value} です。{wanted}でなければなりません"),
    ("{place:said} lacks {key}", "{place} に {key} がありません"),
    ("lacks {key}", "{key} がありません"),
    (
        "{place:said} is {value}, which holds half a character (a lone surrogate)",
        "{place} が {value} です。文字の半分 (単独のサロゲート) を含んでいます",
    ),
    ("{place} is beyond what a number of 64 bits holds", "{place} が 64 ビットで表せない大きさです"),
    ("an integer of more than 30 digits", "30 桁を超える整数"),
    ("the whole", "全体"),
    ("a key of {place:said}", "{place} のキー"),
    ("an object", "オブジェクト"),
    ("a list", "リスト"),
    ("a text", "文字列"),
    ("a finite number", "有限の数"),
    ('a finite number, "inf" or "-inf"', '有限の数、"inf"、"-inf" のどれか'),
    ("a text, a finite number, true or false", "文字列、有限の数、true、false のどれか"),
    ("at least {least:n}", "{least} 以上"),
    (
        "a whole number of at least {least:n} and at most 2^63 - 1",
        "{least} 以上 2^63 - 1 以下の整数",
    ),
    ("{first:w} or {second}", "{first} または {second}"),
    ("{place} is {value}, not above 0", "{place} が {value} です。0 より大きくなければなりません"),
    ("{place} is {key}, as in a column before it", "{place} の {key} が前の列と重複しています"),
    ("{place} is {value}, which no file can be called", "{place} の {value} はファイル名になりません"),
    (
        "{place} has {count:n} numbers, not two: [width, height]",
        "{place} の数が {count} 個です。[幅, 高さ] の 2 個でなければなりません",
    ),
    (
        "{place} has neither a value nor a problem; it must have one of the two",
        "{place} に value も problem もありません。どちらか一方が必要です",
    ),
    (
        "{place} has both a value and a problem; it must have one of the two",
        "{place} に value と problem の両方があります。どちらか一方でなければなりません",
    ),
    (
        "{place} is {value}, not a time such as 2024-05-06T07:08:09+00:00",
        "{place} の {value} は、2024-05-06T07:08:09+00:00 のような時刻ではありません",
    ),
    ("{place} is not base64 ({reason})", "{place} が base64 ではありません ({reason})"),
    ("{place} holds {count:n} bytes that are no {mime}", "{place} の {count} バイトは {mime} ではありません"),
    ("{place} holds a damaged picture: {reason:said}", "{place} の画像が壊れています: {reason}"),
    (
        "width x height at {place} is {width:n} x {height:n} pixels, but the picture has {own_width:n} x "
        "{own_height:n}",
        "{place} の width x height は {width} x {height} 画素ですが、画像は {own_width} x {own_height} 画素です",
    ),
)
