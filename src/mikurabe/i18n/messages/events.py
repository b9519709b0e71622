"""Files of events: what is wrong with them, how they are drawn, and what their indices have to say."""

from __future__ import annotations

from mikurabe.i18n.messages.template import Pairs

MESSAGES: Pairs = (
    # Files.
    ("the FCS is cut short: {why:said}", "FCS が途中で切れています: {why}"),
    ("the FCS is damaged: {why:said}", "FCS が壊れています: {why}"),
    (
        "it is no FCS file: it begins with {head} and not with FCS3.1 or the like",
        "FCS ファイルではありません: 先頭が FCS3.1 などではなく {head} です",
    ),
    (
        "it is an FCS file of a version that is not read ({version}); those are {known}",
        "読み込めない版の FCS です ({version})。読み込めるのは {known}",
    ),
    (
        "the FCS holds a histogram ($MODE {mode}) and no list of events",
        "FCS の中身はイベントの一覧ではなくヒストグラムです ($MODE {mode})",
    ),
    (
        "the FCS stores its values as $DATATYPE {kind}; I (whole numbers), F and D (floats) are read",
        "FCS の値の形式 ($DATATYPE {kind}) は読み込めません。読み込めるのは I (整数)、F と D (浮動小数点数) です",
    ),
    (
        "the FCS stores channel {number} in {bits} bits ($P{again}B); whole bytes up to 8 are read",
        "FCS のチャンネル {number} は {bits} ビットです ($P{again}B)。読み込めるのは 8 バイトまでのバイト単位です",
    ),
    (
        "the FCS stores its bytes in the mixed order $BYTEORD {order}; 1,2,3,4 and 4,3,2,1 are read",
        "FCS のバイト順 ($BYTEORD {order}) は読み込めません。読み込めるのは 1,2,3,4 と 4,3,2,1 です",
    ),
    (
        "{file} takes no part in the choice of the axes: its {channel} reaches {value}, more than 1,000 times as far "
        "as the other files'.",
        "{file} は軸の決定から外しました。{channel} の値が {value} に達し、ほかのファイルの 1,000 倍を超えています。",
    ),
    ("divided by the gain ($PnG): {channels}", "ゲイン ($PnG) で割りました: {channels}"),
    ("the first of several data sets in the file", "ファイル内の複数のデータセットのうち最初のもの"),
    (
        "its header and its TEXT segment place the data differently; the one that $TOT agrees with was read",
        "ヘッダーと TEXT でデータの位置が違うため、$TOT に合う方を読みました",
    ),
    ("its header has {needed} bytes, and {there} are there", "ヘッダーは {needed} バイトのはずが {there} バイトです"),
    (
        "its {segment:w} segment ends at byte {end}, the file has {size} bytes",
        "{segment} の終わりは {end} バイト目のはずが、ファイルは {size} バイトです",
    ),
    ("its TEXT segment lacks the keyword {key}", "TEXT にキーワード {key} がありません"),
    (
        "$TOT says {count} events of {size} bytes, and {there} are there",
        "$TOT では {size} バイトのイベントが {count} 個のはずが、{there} 個です",
    ),
    (
        "$TOT says {count} events of {size} bytes, and its DATA segment of {length} bytes holds {there}",
        "$TOT では {size} バイトのイベントが {count} 個のはずが、DATA ({length} バイト) にあるのは {there} 個です",
    ),
    (
        "$PAR declares {declared} channels and {described} are described",
        "$PAR ではチャンネルが {declared} 個のはずが、説明があるのは {described} 個です",
    ),
    ("{key} should be a whole number and is {value}", "{key} は整数のはずが {value} です"),
    (
        "its header should hold byte positions and has {value}",
        "ヘッダーにはバイト位置があるはずが {value} です",
    ),
    (
        "its TEXT segment leads from byte {first} to byte {last}",
        "TEXT が {first} バイト目から {last} バイト目までとなっています",
    ),
    (
        "its TEXT segment begins with {head} and not with a delimiter",
        "TEXT の先頭が区切り文字ではなく {head} です",
    ),
    (
        "it does not say where its DATA segment is (header: {first} to {last})",
        "DATA の位置が書かれていません (ヘッダー: {first}～{last})",
    ),
    (
        "channel {number} is logarithmic ($P{again}E) and has no range ($P{third}R)",
        "チャンネル {number} は対数 ($P{again}E) ですが、範囲 ($P{third}R) がありません",
    ),
    (
        "the list of events is neither UTF-8 nor Shift_JIS text (byte {at})",
        "イベントの一覧が UTF-8 でも Shift_JIS でもありません ({at} バイト目)",
    ),
    (
        "the list of events has no header row that names its channels, such as x,y",
        "イベントの一覧に、チャンネル名の見出し行 (x,y など) がありません",
    ),
    (
        "line {line} of the list of events has {there} fields, and the header row names {named}",
        "イベントの一覧の {line} 行目は {there} 項目ですが、見出し行は {named} 項目です",
    ),
    (
        "line {line} of the list of events has {there} fields, and the header row names {named}; where commas are "
        "decimal ones, save it with semicolons or tabs between the fields",
        "イベントの一覧の {line} 行目は {there} 項目ですが、見出し行は {named} 項目です。小数点がコンマの場合は、"
        "項目をセミコロンかタブで区切って保存してください",
    ),
    (
        "the list of events has {comma} in line {line} and {point} in line {other}: whether commas or points stand "
        "before decimals cannot be told; save it with one of them and without thousands separators",
        "イベントの一覧の {line} 行目に {comma}、{other} 行目に {point} があり、"
        "小数点がコンマかピリオドか判別できません。どちらか一方に統一し、桁区切りなしで保存してください",
    ),
    (
        "the list of events has {comma} in line {line}, which is {whole} or {decimal}; save it with decimal points, or "
        "without thousands separators",
        "イベントの一覧の {line} 行目の {comma} は {whole} とも {decimal} とも読めます。小数点をピリオドにするか、"
        "桁区切りなしで保存してください",
    ),
    (
        "line {line} of the list of events has no number as {channel}: {field}",
        "イベントの一覧の {line} 行目の {channel} が数値ではありません: {field}",
    ),
    ("it holds no events", "イベントがありません"),
    (
        "none of its {count} events has a number in both {x} and {y}",
        "{count} 個のイベントのどれにも、{x} と {y} の両方の数値がそろっていません",
    ),
    (
        "{lost} of {count} events have no number in {x} or {y} and are left out",
        "{count} 個中 {lost} 個のイベントは {x} か {y} の数値がないため除きました",
    ),
    (
        "there was not enough memory for this file; try --threads 1",
        "このファイルにはメモリーが足りませんでした。--threads 1 を試してください",
    ),
    ("there was not enough memory for this file", "このファイルにはメモリーが足りませんでした"),
    (
        "a flow-cytometry file; mikurabe compare and mikurabe plot draw it",
        "フローサイトメトリーのファイルです。mikurabe compare と mikurabe plot で描けます",
    ),
    # Channels and axes.
    (
        "There is no channel {wanted}. Did you mean {nearest}? Its channels: {known}",
        "チャンネル {wanted} はありません。{nearest} のことですか? チャンネル: {known}",
    ),
    ("There is no channel {wanted}. Its channels: {known}", "チャンネル {wanted} はありません。チャンネル: {known}"),
    ("scale", "尺度"),
    ("The scale {text} is not of the form {spelling}.", "尺度 {text} は {spelling} の形ではありません。"),
    (
        "The cofactor of arcsinh is {value}; it is a number above 0, such as 150 or 5.",
        "arcsinh の係数は {value} ではなく、150 や 5 のような 0 より大きい数にしてください。",
    ),
    (
        "The top T of a logicle scale is {value}; it is a number above 0, such as 262144.",
        "logicle の上端 T は {value} ではなく、262144 のような 0 より大きい数にしてください。",
    ),
    (
        "The logicle scale has W = {width} and M = {decades}; W lies between 0 and half of M.",
        "logicle の W = {width}、M = {decades} は使えません。W は 0 から M の半分までです。",
    ),
    (
        "The logicle scale has A = {extra}; with W = {width} and M = {decades} it lies between {low} and {high}.",
        "logicle の A = {extra} は使えません。W = {width}、M = {decades} のとき A は {low} から {high} までです。",
    ),
    (
        "The range of {channel} is {low} to {high}; it leads from a number to a larger one.",
        "{channel} の範囲が {low} から {high} になっています。小さい数から大きい数へ指定してください。",
    ),
    (
        "The range of {channel} begins at {low}, and a logarithmic axis has no 0; give a range above 0, or the scale "
        "linear, logicle or arcsinh.",
        "{channel} の範囲は {low} からですが、対数軸に 0 はありません。0 より大きい範囲か、尺度 "
        "linear, logicle, arcsinh を指定してください。",
    ),
    (
        "No value of {channel} lies above 0, and a logarithmic axis has no 0; give the scale linear, logicle or "
        "arcsinh.",
        "{channel} に 0 より大きい値がないため、対数軸は使えません。尺度 linear, logicle, arcsinh を指定してください。",
    ),
    ("{keyword} asks for it", "{keyword} の指定"),
    ("{keyword} asks for log, and there are values below 0", "{keyword} の指定は対数ですが、0 より小さい値があります"),
    ("$P{number}E says {decades} decades", "$P{number}E では {decades} 桁の対数"),
    ("scatter and time are shown so", "散乱光と時間は線形"),
    ("as asked for", "指定のとおり"),
    ("the values span more than three decades and go below 0", "値が 3 桁より広く、0 より小さい値もあります"),
    ("the values span more than three decades", "値が 3 桁より広い"),
    ("the values span less than three decades", "値が 3 桁より狭い"),
    (
        "{axis:w}: {channel}, {scale} ({why:said}), from {low} to {high}; the same again: {options}",
        "{axis}: {channel}、{scale} ({why})、{low} から {high} まで。同じ軸で描くには: {options}",
    ),
    (
        "Drawn: {x} (x) and {y} (y). For others, say --x NAME --y NAME; {file} has {channels}.",
        "{x} (x) と {y} (y) を描きました。ほかのチャンネルは --x 名前 --y 名前 で。{file} のチャンネル: {channels}。",
    ),
    (
        "The set holds files of events, which were drawn, and pictures, which were taken as they are.",
        "イベントのファイルは描き、画像はそのまま使いました。",
    ),
    # Drawing.
    (
        "max_events (--max-events) is {value}; it must be 1 or more.",
        "max_events (--max-events) は 1 以上にしてください ({value})。",
    ),
    (
        "{name} (--{option}-range) is {value}; it is LOW,HIGH such as 0,262144.",
        "{name} (--{option}-range) の {value} は、0,262144 のような 下端,上端 の形にしてください。",
    ),
    (
        "{name} (--{option}-range) is {value}; the first number must be the smaller one.",
        "{name} (--{option}-range) の {value} は、小さい数を先にしてください。",
    ),
    ("{text} is neither a number of pixels nor WIDTHxHEIGHT.", "{text} は画素数でも 幅x高さ でもありません。"),
    (
        "{option} says how files of events are drawn, and there is no FCS file and no list of events (CSV with a "
        "header row) among the pictures. Leave it away, or name such files.",
        "{option} はイベントのファイルの描き方ですが、FCS もイベントの一覧 (見出し行のある CSV) もありません。"
        "外すか、そうしたファイルを指定してください。",
    ),
    ("The file of events cannot be drawn: {reasons:list}.", "イベントのファイルを描けません: {reasons}。"),
    (
        "None of the {count} files of events can be drawn: {reasons:list}.",
        "イベントのファイル {count} 個を 1 つも描けません: {reasons}。",
    ),
    (
        "None of the {count} files of events can be drawn:",
        "イベントのファイル {count} 個を 1 つも描けません:",
    ),
    ("and {count:n} more", "ほか {count} 件"),
    (
        "it holds no events: a header row of channel names, and numbers",
        "チャンネル名の見出し行と数値の行がなく、イベントを含んでいません",
    ),
    (
        "There is no file of events to draw: FCS, or CSV with a header row of channel names and a row of numbers for "
        "each event.",
        "描くイベントのファイルがありません。FCS か、チャンネル名の見出し行とイベントごとの数値の行からなる CSV を "
        "指定してください。",
    ),
    (
        "There is no file of events: FCS, or CSV with a header row of channel names.",
        "イベントのファイルがありません。FCS か、チャンネル名の見出し行のある CSV を指定してください。",
    ),
    (
        "Where should the plots go? Add -o FOLDER, such as -o plots/.",
        "図の書き出し先がありません。-o plots/ のように -o フォルダー を付けてください。",
    ),
    (
        "{path} is a file; the plots go into a folder, such as -o plots/.",
        "{path} はファイルです。図の書き出し先は -o plots/ のようなフォルダーにしてください。",
    ),
    (
        "Drew {done} of {count} files of events into {folder}.",
        "イベントのファイル {count} 個中 {done} 個を {folder} に描きました。",
    ),
    (
        "Drew {done} of {count} files of events into {folder}; {others} other files passed over.",
        "イベントのファイル {count} 個中 {done} 個を {folder} に描きました。ほかの {others} 個は対象外です。",
    ),
    (
        "{beyond} of {count} events lie beyond an axis and are drawn at its end",
        "{count} 個中 {beyond} 個のイベントは軸の外にあるため、端に描きました",
    ),
    (
        "{drawn} of {count} events drawn; the indices of events use all",
        "{count} 個中 {drawn} 個のイベントを描きました。イベントの指標は全数を使います",
    ),
    # Indices.
    (
        "{index} compares events, and {name} is a picture without them",
        "{index} はイベントを比べますが、{name} はイベントのない画像です",
    ),
    (
        "{index} compares events, and all of these are pictures. Give files of events: FCS, or CSV with a header row "
        "of channel names.",
        "{index} はイベントを比べますが、すべて画像です。FCS か、チャンネル名の見出し行のある CSV を指定してください。",
    ),
    ("median {channel} {value}, of the reference {other}", "{channel} の中央値 {value} (基準は {other})"),
    (
        "median {channel} {value}, of the reference {other} ({change} %)",
        "{channel} の中央値 {value} (基準は {other}、{change} %)",
    ),
    (
        "the median of {channel} in {name} is {value}: it has no CV",
        "{name} の {channel} の中央値が {value} のため、CV を計算できません",
    ),
    (
        "the middle two thirds of {channel} in {name} are one value",
        "{name} の {channel} は中央の 3 分の 2 が同じ値です",
    ),
)
