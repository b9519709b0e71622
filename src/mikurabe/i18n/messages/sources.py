"""What is said while pictures are looked for: files, folders, lists, MNIST; and why something is passed over."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

_SPELLING = "Write mnist:PATH[0-19], mnist:PATH:train[5] or mnist:PATH[1,5,7-9]."
_書き方 = "書き方: mnist:PATH[0-19]、mnist:PATH:train[5]、mnist:PATH[1,5,7-9]。"

MESSAGES: Pairs = (
    (
        "A name is empty. Name a file, a folder, a glob, @list.txt or mnist:PATH.",
        "名前が空です。ファイル、フォルダー、ワイルドカード、@list.txt、mnist:PATH のどれかを指定してください。",
    ),
    (
        "'{name}' cannot be the name of a file: it contains a zero byte.",
        "「{name}」はファイル名になりません。値が 0 のバイトを含んでいます。",
    ),
    (
        "There is no picture to compare. Passed over: {reasons:list}.",
        "比べる画像がありません。対象外としたもの: {reasons}。",
    ),
    ("There is no picture to compare.", "比べる画像がありません。"),
    (
        "The folder '{path}' is empty. Name a folder that holds pictures.",
        "フォルダー「{path}」は空です。画像のあるフォルダーを指定してください。",
    ),
    ("The list '{path}' leads back to itself.", "リスト「{path}」は自分自身に戻ってきます。"),
    ("{path}, line {line:n}: {message:said}", "{path} の {line} 行目: {message}"),
    ("No file matches '{pattern}'. {holds:said}", "「{pattern}」に当てはまるファイルがありません。{holds}"),
    (
        "{where:said} holds only folders: they were searched as with --recursive",
        "{where}にはフォルダーしかないため、--recursive と同じように中を調べました",
    ),
    ("the folder '{path}'", "フォルダー「{path}」"),
    ("the pattern '{pattern}'", "「{pattern}」"),
    ("the same picture of {path} is listed already", "{path} の同じ画像がすでに一覧にあります"),
    ("the same file as {path}, which is listed already", "すでに一覧にある {path} と同じファイルです"),
    ("a folder; --recursive looks inside", "フォルダーです (--recursive で中も調べます)"),
    (
        "leads to a folder that is searched already: {path}",
        "すでに調べたフォルダーへのリンクです: {path}",
    ),
    ("a hidden folder", "隠しフォルダーです"),
    ("hidden; name it itself to have it compared", "隠しファイルです (名前を直接指定すれば比べます)"),
    ("the folder cannot be read: {reason:said}", "フォルダーを読み込めません: {reason}"),
    ("it is the reference itself", "基準画像そのものです"),
    ("a link that leads in a circle", "リンクが循環しています"),
    ("a broken link: {path} does not exist", "リンク先の {path} がありません"),
    ("cannot be looked at: {reason:said}", "調べられません: {reason}"),
    ("a named pipe, not a file", "ファイルではなく名前付きパイプです"),
    ("a socket, not a file", "ファイルではなくソケットです"),
    ("a device, not a file", "ファイルではなくデバイスです"),
    (
        "There is no {noun:said} '{path}': '{folder}' is not a folder.",
        "{noun}「{path}」はありません。「{folder}」はフォルダーではありません。",
    ),
    ("There is no {noun:said} '{path}'. {holds:said}", "{noun}「{path}」はありません。{holds}"),
    ("The folder '{path}' is empty.", "フォルダー「{path}」は空です。"),
    ("The folder '{path}' holds {names:said}.", "フォルダー「{path}」にあるもの: {names}。"),
    ("'{path}' cannot be read as a list: {reason:said}.", "「{path}」をリストとして読み込めません: {reason}。"),
    ("it is a folder", "フォルダーです"),
    ("The list '{path}' cannot be read: {reason:said}.", "リスト「{path}」を読み込めません: {reason}。"),
    (
        "The list '{path}' is not UTF-8 text. Save it as UTF-8, one name per line.",
        "リスト「{path}」は UTF-8 のテキストではありません。1 行に 1 つの名前を、UTF-8 で保存してください。",
    ),
    ("{path} cannot be read: {reason:said}.", "{path} を読み込めません: {reason}。"),
    # MNIST and other files of many pictures.
    (
        "holds many arrays, not one picture; if it is MNIST, name it as mnist:{name}[0-19]",
        "1 枚の画像ではなく多数の配列が入っています。MNIST なら mnist:{name}[0-19] と指定してください",
    ),
    ("{path} is damaged or cannot be read: {reason:said}.", "{path} は壊れているか、読み込めません: {reason}。"),
    (
        "{path} is no IDX file: it starts with {bytes:said}, not with {wanted}.",
        "{path} は IDX ファイルではありません。先頭が {bytes} で、{wanted} ではありません。",
    ),
    (
        "{path} holds {type:said}; only IDX files of bytes are read (00 00 08 ..).",
        "{path} の値の型は {type} です。読み込めるのはバイトの IDX ファイル (00 00 08 ..) だけです。",
    ),
    ("bytes", "バイト"),
    ("signed bytes", "符号付きバイト"),
    ("16-bit integers", "16 ビット整数"),
    ("32-bit integers", "32 ビット整数"),
    ("floats", "単精度浮動小数点数"),
    ("doubles", "倍精度浮動小数点数"),
    (
        "{path} has {has:n} dimensions where {wanted:n} were expected.",
        "{path} は {has} 次元です。{wanted} 次元が必要です。",
    ),
    ("{path} ends within its header.", "{path} はヘッダーの途中で終わっています。"),
    ("{path} declares an empty set: {shape}.", "{path} は空であると書かれています: {shape}。"),
    (
        "{path} declares {shape} values: more than 2 GiB.",
        "{path} には {shape} 個の値 (2 GiB 超) があると書かれています。",
    ),
    (
        "{path} declares {shape} = {expected:n} bytes, but holds {holds:said}.",
        "{path} には {shape} = {expected} バイトあると書かれていますが、実際は{holds}です。",
    ),
    ("only {count:n}", " {count} バイトだけ"),
    ("more", "それより多い状態"),
    (
        "{path} holds {dtype} values; only uint8 pictures are read.",
        "{path} の値は {dtype} です。読み込めるのは uint8 の画像だけです。",
    ),
    ("{path} has the shape {shape}; {wanted} was expected.", "{path} の形は {shape} です。{wanted} が必要です。"),
    ("{member} in {path} holds values that are not 0 to 255.", "{path} の {member} に 0 ～ 255 以外の値があります。"),
    (
        "'{spec}' asks for picture {number:n}, but '{path}' holds {count:n} pictures: 0 to {last:n}.",
        "「{spec}」は {number} 番の画像を求めていますが、「{path}」にあるのは 0 ～ {last} 番の {count} 枚です。",
    ),
    (
        "There is no split {split}: write train or test.",
        "{split} という区分はありません。train か test と書いてください。",
    ),
    (
        "MIKURABE_MNIST is set to '{path}', which does not exist.",
        "環境変数 MIKURABE_MNIST の「{path}」がありません。",
    ),
    (
        "{path} holds {count:n} pictures, but {labels} holds {other:n} labels: they do not belong together.",
        "{path} の画像は {count} 枚、{labels} のラベルは {other} 個です。対応するファイルではありません。",
    ),
    (f"'{{spec}}' cannot be understood. {_SPELLING}", f"「{{spec}}」の意味が分かりません。{_書き方}"),
    (
        f"'{{spec}}' names no file, and MNIST was not found on this machine. {_SPELLING} Or set MIKURABE_MNIST to its "
        "folder.",
        f"「{{spec}}」にファイルの指定がなく、このコンピューターに MNIST も見つかりません。{_書き方}"
        "または、環境変数 MIKURABE_MNIST にフォルダーを設定してください。",
    ),
    (
        f"'{{spec}}': '{{piece}}' is no number and no range. {_SPELLING}",
        f"「{{spec}}」: 「{{piece}}」は番号でも範囲でもありません。{_書き方}",
    ),
    (
        "'{spec}': the range {range} runs backwards. Write {turned}.",
        "「{spec}」: 範囲 {range} が逆です。{turned} と書いてください。",
    ),
    ("'{spec}': no file holds {count:n} pictures.", "「{spec}」: 画像が {count} 枚あるファイルはありません。"),
    (
        f"There is no MNIST file or folder '{{path}}'. {_SPELLING}",
        f"MNIST のファイルまたはフォルダー「{{path}}」はありません。{_書き方}",
    ),
    ("'{path}' is neither a file nor a folder.", "「{path}」はファイルでもフォルダーでもありません。"),
    (
        "'{path}' is one file with one set of pictures: leave :{split} away.",
        "「{path}」は 1 組の画像のファイルです。:{split} を外してください。",
    ),
    (
        "'{path}' holds the {own} pictures, but :{split} was asked for.",
        "「{path}」にあるのは {own} の画像ですが、:{split} が指定されています。",
    ),
    (
        "'{path}' holds labels, not pictures. Name the images file or the folder.",
        "「{path}」は画像ではなくラベルです。画像のファイルかフォルダーを指定してください。",
    ),
    (
        "The folder '{path}' holds no MNIST file: looked for t10k-images-idx3-ubyte, train-images-idx3-ubyte (plain or "
        ".gz) and mnist.npz.",
        "フォルダー「{path}」に MNIST のファイルがありません。探したもの: t10k-images-idx3-ubyte、"
        "train-images-idx3-ubyte (.gz も可)、mnist.npz。",
    ),
    (
        "The folder '{path}' holds the {has} pictures, not the {own} ones.",
        "フォルダー「{path}」にあるのは {has} の画像で、{own} の画像はありません。",
    ),
    (
        "'{path}' holds neither x_train nor x_test, but: {held:said}.",
        "「{path}」に x_train も x_test もありません。あるもの: {held}。",
    ),
    ("'{path}' holds x_{has}, not x_{own}.", "「{path}」にあるのは x_{has} で、x_{own} はありません。"),
    ("MNIST cannot be written to '{path}': {reason:said}.", "MNIST を「{path}」に書き込めません: {reason}。"),
    (
        "{url} could not be fetched: {reason}. Name MNIST files that are on this machine instead, as mnist:PATH.",
        "{url} をダウンロードできません: {reason}。"
        "代わりに、このコンピューターにある MNIST を mnist:PATH の形で指定してください。",
    ),
    (
        "{url} sent {count:n} bytes that are not the MNIST file: MD5 unpacked is {got:said}, should be {md5}.",
        "{url} から届いた {count} バイトは MNIST のファイルではありません。展開後の MD5 が {got} で、"
        "正しくは {md5} です。",
    ),
    ("none (no gzip file)", "なし (gzip ファイルではない)"),
    ("There is no digit {digit}: draw 0 to 9.", "{digit} という数字はありません。描けるのは 0 ～ 9 です。"),
    (
        "A digit of {size:n} x {again:n} pixels cannot be seen: draw 8 or more.",
        "{size} x {again} 画素の数字は見えません。8 画素以上にしてください。",
    ),
)
