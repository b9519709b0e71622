"""Why a picture cannot be read, and the notes on what decoding changed."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    ("cannot be read: {reason:said}", "読み込めません: {reason}"),
    (
        "the {format:said} cannot be decoded: its data are damaged",
        "{format} をデコードできません: データが壊れています",
    ),
    ("the {format:said} cannot be decoded: {reason}", "{format} をデコードできません: {reason}"),
    ("picture", "画像"),
    (
        "the {format} header is damaged: it declares {width:n} x {height:n} pixels",
        "{format} のヘッダーが壊れています: {width} x {height} 画素と書かれています",
    ),
    (
        "the {format} declares {width:n} x {height:n} = {pixels:n} pixels, the limit is {limit:n}; to read it all the "
        "same: --max-pixels {count:n}",
        "{format} は {width} x {height} = {pixels} 画素で、上限の {limit} を超えています。"
        "それでも読み込むには: --max-pixels {count}",
    ),
    ("the {format} is cut short: {why:said}", "{format} が途中で切れています: {why}"),
    ("the {format} is damaged: {why:said}", "{format} が壊れています: {why}"),
    ("there is no decoder for {format} here; {install:said}", "この環境では {format} をデコードできません。{install}"),
    ("AVIF of {bits:n} bits", "{bits} ビットの AVIF"),
    (
        "install Pillow 11.3 or later: pip install --upgrade pillow",
        "Pillow 11.3 以降をインストールしてください: pip install --upgrade pillow",
    ),
    (
        "install an imagecodecs that has it: pip install --upgrade imagecodecs",
        "対応する imagecodecs をインストールしてください: pip install --upgrade imagecodecs",
    ),
    ("save it as PNG, JPEG or AVIF", "PNG、JPEG、AVIF のどれかで保存してください"),
    (
        "the {format} has {bits} bits per sample, only 8 are read; save it as PNG or TIFF",
        "{format} は 1 チャンネル {bits} ビットです。読み込めるのは 8 ビットだけです。PNG か TIFF で保存してください",
    ),
    (
        "its pixels are of a kind that is not read here (Pillow's mode {mode})",
        "対応していない種類の画素です (Pillow のモード {mode})",
    ),
    (
        "its pixels have the shape {shape}; (H, W) and (H, W, 1 to 4) are known",
        "画素の配列の形が {shape} です。読み込めるのは (H, W) と (H, W, 1 ～ 4) です",
    ),
    (
        "{missing:n} of {total:n} values are no numbers (NaN or infinite)",
        "{total} 個の値のうち {missing} 個が数値ではありません (NaN または無限大)",
    ),
    ("samples of type {dtype} are not read here", "{dtype} 型の画素には対応していません"),
    (
        "the values run from {low:n} to {high:n}, beyond 0 to {limit:n}; say what full white is: --white VALUE",
        "値が {low} ～ {high} で、0 ～ {limit} の外にあります。白の値を指定してください: --white 値",
    ),
    (
        "its {dtype} samples run from {low:n} to {high:n}, beyond 0 to {limit:n}; save it with 16 bits or as float",
        "{dtype} の値が {low} ～ {high} で、0 ～ {limit} の外にあります。16 ビットか浮動小数点で保存してください",
    ),
    # What is no picture.
    ("the file is empty", "ファイルが空です"),
    ("it is no picture but {what:said}", "画像ではありません。{what}"),
    ("a PDF; save its page as PNG", "PDF です。ページを PNG で保存してください"),
    ("PostScript; save it as PNG", "PostScript です。PNG で保存してください"),
    ("a ZIP archive or an Office file", "ZIP か Office のファイルです"),
    ("a gzip archive", "gzip のファイルです"),
    (
        "a NumPy array; load it and compare it from Python",
        "NumPy の配列です。Python で読み込んで比べてください",
    ),
    ("a FITS file; save it as TIFF", "FITS ファイルです。TIFF で保存してください"),
    ("an old Office file", "古い形式の Office のファイルです"),
    ("a flow-cytometry file", "フローサイトメトリーのファイルです"),
    ("a film or sound file (ISO media)", "動画か音声のファイルです (ISO media)"),
    ("a web page (HTML)", "ウェブページ (HTML) です"),
    ("text", "テキストです"),
    (
        "it is an SVG drawing, which has no pixels; save it as PNG",
        "SVG の図で、画素がありません。PNG で保存してください",
    ),
    (
        "its first bytes ({bytes}) belong to no picture format that is known here",
        "先頭のバイト ({bytes}) が、対応するどの画像形式とも一致しません",
    ),
    # Where bytes are missing.
    ("{count:n} bytes are there", "{count} バイトしかありません"),
    ("no header", "ヘッダーがありません"),
    ("its header is not complete", "ヘッダーが完全ではありません"),
    ("its header is too short", "ヘッダーが短すぎます"),
    ("it ends at byte {at:n}, within its first frame", "最初のフレームの途中、{at} バイト目で終わっています"),
    ("it ends at byte {at:n}, without its end mark", "終了マークがないまま {at} バイト目で終わっています"),
    ("some of its scans are missing", "一部のスキャンがありません"),
    ("its coded data end before the last pixel", "最後の画素より前で符号化データが終わっています"),
    ("it holds no codestream", "コードストリームがありません"),
    (
        "{wanted:n} values or bytes are needed, {found:n} are there",
        "必要な値またはバイトは {wanted} 個、実際は {found} 個です",
    ),
    (
        "its {chunk} chunk should end at byte {stop:n}, the file ends at {end:n}",
        "{chunk} チャンクは {stop} バイト目まであるはずですが、ファイルは {end} バイト目で終わっています",
    ),
    ("its directory lies behind its end", "ディレクトリーがファイルの末尾より後ろにあります"),
    ("the value of tag {tag:n} lies behind its end", "タグ {tag} の値がファイルの末尾より後ろにあります"),
    (
        "its pixels reach to byte {stop:n}, the file ends at {end:n}",
        "画素は {stop} バイト目まであるはずですが、ファイルは {end} バイト目で終わっています",
    ),
    ("page {page:n} lies behind its end", "{page} ページ目がファイルの末尾より後ろにあります"),
    ("it should be {wanted:n} bytes long, and is {has:n}", "{wanted} バイトのはずですが、{has} バイトです"),
    ("its first frame has no header", "最初のフレームにヘッダーがありません"),
    ("its {part} part goes beyond its end", "{part} の部分がファイルの末尾を越えています"),
    # Where they contradict themselves.
    ("it holds no picture", "画像が入っていません"),
    ("no block begins at byte {at:n}", "{at} バイト目にブロックの始まりがありません"),
    ("its first frame has {width:n} x {height:n} pixels", "最初のフレームが {width} x {height} 画素です"),
    ("a scan's header is too short", "スキャンのヘッダーが短すぎます"),
    ("no marker at byte {at:n}", "{at} バイト目にマーカーがありません"),
    ("a segment of impossible length at byte {at:n}", "{at} バイト目のセグメントの長さがありえない値です"),
    (
        "a scan of component {component:n}, which its header does not have",
        "ヘッダーにない成分 {component} のスキャンがあります",
    ),
    (
        "it has {count:n} colour components; 1, 3 and 4 are known",
        "色の成分が {count} 個です。1、3、4 個のものに対応しています",
    ),
    ("its codestream does not begin as one", "コードストリームの先頭が正しくありません"),
    ("its largest value is {most:n}; 1 to 65535 are possible", "最大値が {most} です。可能なのは 1 ～ 65535 です"),
    ("a value lies beyond its maximum {most:n}", "最大値 {most} を超える値があります"),
    ("a bit is neither 0 nor 1", "0 でも 1 でもないビットがあります"),
    ("no number: {text}", "数値ではありません: {text}"),
    ("it does not begin with its header", "先頭がヘッダーではありません"),
    ("the header fails its checksum", "ヘッダーのチェックサムが合いません"),
    (
        "there is no PNG of colour type {colour:n} with {depth:n} bits, interlacing {interlace:n}",
        "カラータイプ {colour}、{depth} ビット、インターレース {interlace} の PNG は存在しません",
    ),
    ("it holds no pixels (no IDAT chunk)", "画素がありません (IDAT チャンクなし)"),
    ("its palette is missing or of an impossible length", "パレットがないか、長さがありえない値です"),
    ("its pixels are not as many as its header says", "画素の数がヘッダーと合いません"),
    ("no chunk begins at byte {at:n}", "{at} バイト目にチャンクの始まりがありません"),
    ("its {chunk} chunk fails its checksum", "{chunk} チャンクのチェックサムが合いません"),
    (
        "its first bytes were altered, as by a transfer as text",
        "先頭のバイトが変わっています (テキストとして転送された場合など)",
    ),
    (
        "it has {has:n} samples per pixel where its colours need {wanted:n}",
        "1 画素の値が {has} 個です。この色の形式では {wanted} 個必要です",
    ),
    ("its pixels have the shape {shape}", "画素の配列の形が {shape} です"),
    ("its palette is missing", "パレットがありません"),
    ("a pixel's colour is not in its palette", "パレットにない色の画素があります"),
    ("it has no page", "ページがありません"),
    ("its first frame goes beyond its canvas", "最初のフレームが描画領域からはみ出しています"),
    ("its first frame is not as large as it says", "最初のフレームの大きさがヘッダーと合いません"),
    (
        "the TIFF has different {noun:said} in its channels: {values}",
        "TIFF の{noun}がチャンネルによって違います: {values}",
    ),
    ("bits per sample", "ビット数"),
    ("sample formats", "値の形式"),
    (
        "the TIFF has colours of kind {kind:n}; gray, RGB, palette, CMYK and YCbCr are read here",
        "TIFF の色の種類が {kind} です。対応しているのはグレー、RGB、パレット、CMYK、YCbCr です",
    ),
    (
        "the TIFF has {bits:n}-bit samples in colours of kind {kind:n}: not read here",
        "TIFF の色の種類が {kind}、値が {bits} ビットです。この組み合わせには対応していません",
    ),
    (
        "the TIFF has subsampled YCbCr without JPEG: not read here; save it as RGB",
        "TIFF が間引きされた YCbCr (JPEG 圧縮なし) です。対応していないため、RGB で保存してください",
    ),
    # Notes.
    ("a {format} named .{suffix}", "拡張子は .{suffix} ですが、中身は {format} です"),
    ("frame 1 of {count:n}", "{count} フレームのうち 1 枚目"),
    ("first frame of an animation", "アニメーションの最初のフレーム"),
    ("turned by EXIF orientation {orientation:n}", "EXIF の向き {orientation} に従って回転"),
    ("turned by orientation {orientation:n}", "向きの情報 {orientation} に従って回転"),
    ("full white is {white:n}", "白の値は {white}"),
    ("ICC profile not applied", "ICC プロファイルは適用していません"),
    ("{count:n} bytes after the picture's end ignored", "画像の終わりより後の {count} バイトを無視"),
    ("{colours} shown as RGB", "{colours} を RGB に変換"),
    ("{count:n} further channels left out", "余分な {count} チャンネルを除外"),
    ("{bits:n} bits read as 8", "{bits} ビットを 8 ビットとして読み込み"),
    ("the GIF is cut short after its first frame", "GIF が最初のフレームの後で切れています"),
    ("{bits:n}-bit floats rounded to 32 bits", "{bits} ビット浮動小数点を 32 ビットに丸め"),
    (
        "{dtype} samples read as uint16, full white {white:n}",
        "{dtype} の値を uint16 として読み込み (白の値 {white})",
    ),
    ("transparent parts shown on white", "透明な部分に白の背景を敷いて比較"),
    # Arrays from Python.
    ("{name}: no array can be made of it: {reason}", "{name}: 配列にできません: {reason}"),
    (
        "{name}: full white must be a positive number, not {white}",
        "{name}: 白の値は正の数でなければなりません ({white} は不可)",
    ),
    ("{name}: an array of shape {shape} has no pixels", "{name}: 形が {shape} の配列には画素がありません"),
    (
        "{name}: an array of shape {shape} is no picture; the shapes are (N,), (H, W), (H, W, 1), (H, W, 2), (H, W, "
        "3) and (H, W, 4)",
        "{name}: 形が {shape} の配列は画像として扱えません。扱えるのは (N,), (H, W), (H, W, 1), (H, W, 2), (H, W, 3), "
        "(H, W, 4) です",
    ),
    (
        "{name}: {dtype} pixels with alpha need the value of full white: white=1.0 or the like",
        "{name}: アルファ付きの {dtype} には白の値が必要です: white=1.0 など",
    ),
    (
        "{name}: whole numbers beyond 2^53 cannot be compared exactly",
        "{name}: 2^53 を超える整数は正確に比べられません",
    ),
    (
        "{name}: an array of {dtype} is no picture; whole numbers, floats and bool are",
        "{name}: {dtype} の配列は画像として扱えません。扱えるのは整数、浮動小数点数、bool です",
    ),
)
