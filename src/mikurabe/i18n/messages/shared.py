"""What messages of every room are put together from: names before them, lists of them, what the system says."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
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
)
