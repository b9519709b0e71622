"""What messages of every room are put together from: names before them, lists of them, what the system says."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    # A line among others, which a name that has so many bytes would else take for itself.
    ("{name}: the FCS is cut short: {reason:said}", "{name}: FCS が途中で切れています: {reason}"),
    ("{name}: {message:said}", "{name}: {message}"),
    ("{message:said}.", "{message}。"),
    ("{message:list}; and {count:n} more", "{message}、ほか {count} 件"),
    ("{message:list}; and {count:n} more.", "{message}、ほか {count} 件。"),
    ("{names:list} and {count:n} more", "{names} ほか {count} 件"),
    (
        "There is no {noun:said} '{name}'. Did you mean {near}?",
        "{noun}「{name}」はありません。{near} ではありませんか。",
    ),
    (
        'There is no {noun:said} "{name}". Did you mean {near}?',
        "{noun}「{name}」はありません。{near} ではありませんか。",
    ),
    ("There is no {noun:said} '{name}'. Known: {names}.", "{noun}「{name}」はありません。使えるもの: {names}。"),
    ('There is no {noun:said} "{name}". Known: {names}.', "{noun}「{name}」はありません。使えるもの: {names}。"),
    # What there is none of.
    ("metric", "指標"),
    ("format", "形式"),
    ("column", "列"),
    ("order", "並び順"),
    ("kind of thumbnail", "縮小画像の形式"),
    ("way to place pictures", "画像の配置方法"),
    ("way to embed pictures", "画像の埋め込み方"),
    ("fault", "異常の種類"),
    ("parameter of {metric:w}", "{metric} のパラメーター"),
    ("field of a model of kind {kind} (in {where})", "{where} (kind = {kind} のモデル) の項目"),
    ("{param:w} of {metric:w}", "{metric} の {param}"),
    ("file or folder", "ファイルまたはフォルダー"),
    ("folder", "フォルダー"),
    ("list", "リスト"),
    # Pictures, as messages speak of them.
    ("reference", "基準画像"),
    ("candidate", "比べる画像"),
    ("mask", "マスク"),
    ("both pictures are", "両方の画像が"),
    ("the {which:said} is", "{which}が"),
    ("higher", "大きい"),
    ("lower", "小さい"),
    ("nothing", "なし"),
    ("nothing.", "なし。"),
    # What POSIX systems say, in English whatever their language (Windows says it in its own).
    ("No such file or directory", "ファイルまたはフォルダーがありません"),
    ("Permission denied", "アクセスが許可されていません"),
    ("Operation not permitted", "操作が許可されていません"),
    ("Is a directory", "フォルダーです"),
    ("Not a directory", "フォルダーではありません"),
    ("File name too long", "名前が長すぎます"),
    ("No space left on device", "ディスクに空きがありません"),
    ("Read-only file system", "書き込みのできないディスクです"),
    ("Input/output error", "読み書きの途中でエラーが起きました"),
    ("Too many open files", "開いているファイルが多すぎます"),
    ("Too many levels of symbolic links", "リンクが循環しています"),
    ("Invalid argument", "無効な指定です"),
    ("File exists", "同じ名前のものがすでにあります"),
    ("Disk quota exceeded", "ディスクの割り当てを使い切っています"),
    ("Broken pipe", "出力先が閉じられました"),
    ("Stale file handle", "ネットワーク上のファイルとの接続が切れました"),
    # What Python says of text that is no JSON.
    (
        "'utf-8' codec can't decode byte {byte} in position {at:n}: {why}",
        "{at} バイト目 {byte} が UTF-8 として読めません: {why}",
    ),
    (
        "'utf-8' codec can't decode bytes in position {range}: {why}",
        "{range} バイト目が UTF-8 として読めません: {why}",
    ),
    ("{what:said}: line {line:n} column {column:n} (char {at:n})", "{line} 行 {column} 文字目 (先頭から {at}): {what}"),
    ("Expecting value", "値がありません"),
    ("Extra data", "余分なデータがあります"),
    ("Expecting ',' delimiter", "「,」がありません"),
    ("Expecting ':' delimiter", "「:」がありません"),
    ("Expecting property name enclosed in double quotes", '" で囲んだ名前がありません'),
    ("Illegal trailing comma before end of object", "最後の「,」が余分です"),
    ("Illegal trailing comma before end of array", "最後の「,」が余分です"),
    ("Unterminated string starting at", "文字列が閉じていません"),
    ("Invalid control character at", "使えない制御文字があります"),
    ("Invalid \\escape", "使えないエスケープがあります"),
)
