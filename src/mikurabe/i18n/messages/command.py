"""What the command says: its own errors and remarks, those of click, and of reports that cannot be written."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    ("Interrupted.", "中断しました。"),
    (
        "Interrupted: {done:n} of {total:n} pictures were compared.",
        "中断しました: {total} 枚中 {done} 枚を比べました。",
    ),
    (
        "Interrupted: {done:n} of {total:n} pictures were compared and are in the reports.",
        "中断しました: {total} 枚中 {done} 枚を比べ、レポートに書き出しました。",
    ),
    (
        "Stopped early: {done:n} of {total:n} pictures were looked at.",
        "途中で終了: {total} 枚中 {done} 枚を調べました。",
    ),
    ("Wrote {path}", "{path} を書き出しました"),
    ("comparing", "比較中"),
    ("What should be printed cannot be written: {reason:said}.", "結果を出力できません: {reason}。"),
    (
        "{option} takes the name of a file; to print, use -f: {formats}.",
        "{option} にはファイル名を指定してください。画面に出すには -f を使います: {formats}。",
    ),
    (
        "--embed {embed} is for HTML reports, and none was asked for; add -o report.html.",
        "--embed {embed} は HTML レポート用ですが、HTML の出力が指定されていません。-o report.html を付けてください。",
    ),
    # click's own.
    ("Try '{command} {option}' for help.", "使い方の説明: {command} {option}"),
    ("There is no {noun:said} '{name}'.", "{noun}「{name}」はありません。"),
    ('There is no {noun:said} "{name}".', "{noun}「{name}」はありません。"),
    ("option", "オプション"),
    ("command", "コマンド"),
    ("Missing command.", "コマンドを指定してください。"),
    ("Missing argument {name}.", "引数 {name} を指定してください。"),
    ("Missing option {name}.", "オプション {name} を指定してください。"),
    ("Got unexpected extra argument ({names})", "余分な引数があります: {names}"),
    ("Got unexpected extra arguments ({names})", "余分な引数があります: {names}"),
    ("Option {name} does not take a value.", "{name} に値は指定できません。"),
    ("Option {name} requires an argument.", "{name} には値が必要です。"),
    ("Option {name} requires {count:n} arguments.", "{name} には値が {count} 個必要です。"),
    ("{value} is not one of {choices}.", "{value} は使えません。次のどれかを指定してください: {choices}。"),
    ("{value} is not {choice}.", "{value} は使えません。{choice} を指定してください。"),
    ("{value} is not a valid integer range.", "{value} は整数ではありません。"),
    ("{value} is not a valid integer.", "{value} は整数ではありません。"),
    ("{value} is not a valid float.", "{value} は数値ではありません。"),
    ("{value:n} is not in the range {range}.", "{value} は範囲外です ({range})。"),
    ("Directory {path} is a file.", "{path} はフォルダーではなくファイルです。フォルダーを指定してください。"),
    ("{value} is neither a number from 1 nor all.", "{value} は使えません。1 以上の数か all を指定してください。"),
    # Reports that cannot be written.
    (
        "The name '{path}' does not say which report it should be: its suffix is {suffix}, known are {known}.",
        "「{path}」ではレポートの形式が分かりません。拡張子は {suffix} ですが、使えるのは {known} です。",
    ),
    (
        'The name "{path}" does not say which report it should be: its suffix is {suffix}, known are {known}.',
        "「{path}」ではレポートの形式が分かりません。拡張子は {suffix} ですが、使えるのは {known} です。",
    ),
    (
        "{path} is a folder; give the name of a file in it, such as {example}.",
        "{path} はフォルダーです。その中のファイル名を指定してください (例: {example})。",
    ),
    (
        "{path} cannot be written: {folder} is a file and not a folder.",
        "{path} を書き出せません。{folder} はフォルダーではなくファイルです。",
    ),
    (
        "{path} cannot be written: the folder {folder} may not be written to.",
        "{path} を書き出せません。フォルダー {folder} に書き込む権限がありません。",
    ),
    ("{path} cannot be written: {reason:said}.", "{path} を書き出せません: {reason}。"),
    (
        "The original pictures have at least {total:n} MB in total, and a page holds at most {most:n} MB of them. Type "
        "--embed thumbs (in Python: embed='thumbs'): the page then shows the files where they lie. Or compare fewer "
        "pictures at a time.",
        "元の画像は合計で {total} MB 以上あり、1 ページに入れられるのは {most} MB までです。--embed thumbs "
        "(Python では "
        "embed='thumbs') にすると、元の画像は今ある場所から表示されます。または、一度に比べる画像を減らしてください。",
    ),
    ("no number in its cell", "セルに書ける数値がありません"),
    (
        "MIKURABE_KERNELS is {asked}: set it to 'native' or 'numpy', or unset it",
        "環境変数 MIKURABE_KERNELS の値が {asked} です。'native' か 'numpy' にするか、設定を外してください",
    ),
    (
        "MIKURABE_KERNELS asks for the native kernels, but they were not built when mikurabe was installed: install a "
        "C++17 compiler and mikurabe again, or unset MIKURABE_KERNELS",
        "環境変数 MIKURABE_KERNELS が native を求めていますが、インストール時に作られていません。C++17 コンパイラーを"
        "入れて mikurabe をインストールし直すか、MIKURABE_KERNELS の設定を外してください",
    ),
)
