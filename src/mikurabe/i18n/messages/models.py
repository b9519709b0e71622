"""What is said of a person's own ONNX model, and of the TOML file beside it."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    (
        "no model was named (full white is {white:n}); say which: onnx[model=PATH.onnx]",
        "モデルが指定されていません (白の値は {white})。onnx[model=PATH.onnx] の形で指定してください",
    ),
    (
        "{model} gave a vector with numbers that are not finite",
        "{model} の出力したベクトルに、有限でない値があります",
    ),
    (
        "{model} gave a vector of zeros: there is no angle to it",
        "{model} の出力がゼロベクトルのため、角度を計算できません",
    ),
    (
        "{model} gave {count:n} numbers for a pair, and a score is one; name the right output in {card}, or is "
        "it of kind "
        "'embedding'?",
        "{model} は 1 組の画像に {count} 個の値を出力しましたが、値は 1 つでなければなりません。{card} で正しい出力を"
        "指定してください。kind は 'embedding' ではありませんか。",
    ),
    (
        "{model} gave {value:n} for a picture and itself, and {card} says identical = {identical:n}; correct it "
        "there (or "
        "say a coarser resolution).",
        "{model} は同一の画像に {value} を出力しましたが、{card} では identical = {identical} です。"
        "{card} を直してください (または resolution を粗くしてください)。",
    ),
    ("{model} gave not-a-number for this pair", "この画像では {model} の出力が数値になりません"),
    (
        "{model} gave {value:n}, beyond {low:n} to {high:n} (low and high in {card})",
        "{model} の出力 {value} が {low} ～ {high} の外にあります ({card} の low と high)",
    ),
    (
        "{model} could not be run on {width:n} × {height:n} px: {reason}; does size in {card} fit the model?",
        "{width} × {height} px の画像で {model} を実行できません: {reason}。{card} の size はモデルと合っていますか。",
    ),
    (
        "The model {path} cannot be read ({reason:said}); say which file: onnx[model=PATH.onnx].",
        "モデル {path} を読み込めません ({reason})。onnx[model=PATH.onnx] の形でファイルを指定してください。",
    ),
    (
        "ONNX models need onnxruntime, which is not installed: {install}",
        "ONNX モデルには onnxruntime が必要ですが、インストールされていません: {install}",
    ),
    (
        "{path} is not a model that onnxruntime can load: {reason}",
        "{path} は onnxruntime で読み込めるモデルではありません: {reason}",
    ),
    (
        "{card} says inputs = {inputs}, and {model} has {known}.",
        "{card} では inputs = {inputs} ですが、{model} の入力は {known} です。",
    ),
    (
        "{card} says output = {output}, and {model} has {known}.",
        "{card} では output = {output} ですが、{model} の出力は {known} です。",
    ),
    (
        "{card} makes the input {name} {shape} ({layout}), and {model} takes {wanted}; see size, layout and colour.",
        "{card} によると入力 {name} の形は {shape} ({layout}) ですが、{model} の入力は {wanted} です。"
        "size、layout、colour を確かめてください。",
    ),
    (
        "{model} takes {types}; it can be one of {known}.",
        "{model} の入力の型は {types} です。使えるのは {known} のどれかです。",
    ),
    (
        "{model} needs {card} beside it that says kind, inputs, size and range, and for a pair better, low, high and "
        "identical. There is no {path}.",
        "{model} と同じフォルダーに {card} が必要です。kind、inputs、size、range と、pair なら better、low、high、"
        "identical も書いてください。{path} がありません。",
    ),
    ("{path} cannot be read as TOML: {reason:said}.", "{path} を TOML として読み込めません: {reason}。"),
    (
        "{path} says {name} = {value}; it should be {wanted:said}.",
        "{path} の {name} = {value} は使えません。{wanted}を指定してください。",
    ),
    (
        "{path} does not say {name}; it should be {wanted:said}.",
        "{path} に {name} がありません。{wanted}を指定してください。",
    ),
    ("two different numbers", "異なる 2 つの数"),
    ("numbers other than 0", "0 以外の数"),
    ("a number from low = {low} to high = {high}", "low = {low} から high = {high} までの数"),
    (
        "{best}, the most similar end where {better:said} is more similar",
        "{best} ({better}ほど似ているときの、最も似ている側の値)",
    ),
    ("a number above 0", "0 より大きい数"),
    ("the name of one of the model's outputs", "モデルの出力のどれかの名前"),
    ("one of {choices}", "{choices} のどれか"),
    ("a number", "数"),
    ("{count:n} number in brackets", "[ ] で囲んだ {count} 個の数"),
    ("{count:n} numbers in brackets", "[ ] で囲んだ {count} 個の数"),
    ("the model's two inputs by name", "モデルの 2 つの入力の名前"),
    ("the model's input by name", "モデルの入力の名前"),
    ('width and height in brackets, or "any"', '[ ] で囲んだ幅と高さ、または "any"'),
)
