"""The words of the command's help: what its commands, arguments and options do."""

from __future__ import annotations

from mikurabe.i18n.language import Words

# help_NAME is a command, with _short for the list of commands and _end for what stands below its options.
WORDS: Words = {
    "help_usage": ("Usage:", "使い方:"),
    "help_usage_options": ("[OPTIONS]", "[オプション]"),
    "help_usage_command": ("COMMAND [ARGS]...", "コマンド [引数]..."),
    "help_arguments": ("Arguments", "引数"),
    "help_options": ("Options", "オプション"),
    "help_commands": ("Commands", "コマンド"),
    "help_default": ("default: {value}", "既定値: {value}"),
    "help_at_least": ("{value} or more", "{value} 以上"),
    "help_required": ("required", "必須"),
    "help_mikurabe": (
        "List pictures beside their similarity to a reference.",
        "画像を、基準画像との類似度と並べて一覧にします。",
    ),
    "help_mikurabe_end": (
        "To see it work: mikurabe demo. To compare a folder: mikurabe compare ref.png pictures/ -o report.html. "
        "All about a command: mikurabe compare --help",
        "動作を見るには: mikurabe demo。フォルダーを比べるには: mikurabe compare ref.png pictures/ -o report.html。"
        "各コマンドの詳しい説明は: mikurabe compare --help",
    ),
    "help_compare_short": ("Compare pictures with a reference.", "画像を基準画像と比べます。"),
    "help_compare": (
        "Compare pictures with a reference, and list both side by side.",
        "画像を基準画像と比べ、類似度と並べて一覧にします。",
    ),
    "help_compare_end": (
        "Exit codes: 0 done; 1 a picture is beyond a limit of --fail-on, or has no value for it; 2 wrong usage or "
        "nothing could be done; 3 some pictures had a problem (with --strict).",
        "終了コード: 0 完了。1 --fail-on の条件に当てはまる画像、または判定する値のない画像がある。"
        "2 使い方の誤り、または何も処理できなかった。3 問題のある画像があった (--strict のとき)。",
    ),
    "help_report_short": ("Make reports again from a table.json.", "table.json からレポートを作り直します。"),
    "help_report": (
        "Make reports again from a TABLE.json that compare wrote, without comparing again.\n\n"
        "Limits given here take the place of those that the table was made with.",
        "compare が書き出した TABLE.json から、比べ直さずにレポートを作り直します。\n\n"
        "ここで指定した判定の条件は、表を作ったときの条件に代わって使われます。",
    ),
    "help_report_end": (
        "Exit codes: 0 done; 1 a picture is beyond a limit, or has no value for it; 2 wrong usage or nothing could "
        "be done.",
        "終了コード: 0 完了。1 判定の条件に当てはまる画像、または判定する値のない画像がある。"
        "2 使い方の誤り、または何も処理できなかった。",
    ),
    "help_metrics_short": ("The catalogue of indices; one of them in full.", "指標の一覧、または 1 つの指標の詳細。"),
    "help_metrics": (
        "List every similarity index: range, direction, what it tolerates and what it is blind to; NAME in full.",
        "すべての類似度指標を一覧にします: 範囲、向き、許容する違い、見落とす違い。"
        "NAME を指定すると、その指標を詳しく示します。説明は英語です。",
    ),
    "help_crosscheck_short": (
        "Ask other programs about one pair: who agrees, who does not, and why.",
        "1 組の画像をほかのプログラムでも計算し、値が一致するか、しない理由は何かを示します。",
    ),
    "help_crosscheck": (
        "Ask the programs that are installed (scikit-image, OpenCV, piq, sewar, imagehash ...) about one pair.\n\n"
        "The table says for each call, as people type it, what it gives, which of our indices it should equal, "
        "whether it does, and if not, why.",
        "インストールされているプログラム (scikit-image, OpenCV, piq, sewar, imagehash など) でも "
        "1 組の画像を計算します。\n\n"
        "表には、呼び出しごとに (実際に入力する形で)、その値、同じ値になるはずの mikurabe の指標、"
        "一致するかどうか、一致しない場合はその理由が示されます。表の説明は英語です。",
    ),
    "help_plot_short": (
        "Draw FCS files and lists of events, all with the same axes.",
        "FCS ファイルやイベントの一覧を、共通の軸で描きます。",
    ),
    "help_plot": (
        "Draw files of events (FCS 2.0 to 3.2, CSV with a header row) as PNG files, all with the same axes.\n\n"
        "compare draws such files by itself and compares events as well as pictures: this is for the plots alone.",
        "イベントのファイル (FCS 2.0～3.2、見出し行のある CSV) を、共通の軸で PNG に描きます。\n\n"
        "compare はこうしたファイルを自動で描き、画像とイベントの両方を比べます。plot は図だけが必要なときに使います。",
    ),
    "help_plot_end": (
        "Exit codes: 0 done; 2 wrong usage or nothing could be drawn; 3 some files had a problem (with --strict).",
        "終了コード: 0 完了。2 使い方の誤り、または何も描けなかった。3 問題のあるファイルがあった (--strict のとき)。",
    ),
    "help_argument_files": (
        "FCS or CSV files, folders, globs ('day*.fcs') or @list.txt (a file that lists paths). FCS files are "
        "recognised by their content.",
        "FCS または CSV のファイル、フォルダー、ワイルドカード ('day*.fcs')、または @list.txt (パスを並べたファイル)。"
        "FCS は内容で見分けます。",
    ),
    "help_option_x": (
        "Events: the horizontal channel, by its short ($PnN) or long ($PnS) name. Default: forward scatter, else the "
        "first one.",
        "イベント: 横軸のチャンネル。短い名前 ($PnN) か長い名前 ($PnS) で。既定値は前方散乱、なければ最初のもの。",
    ),
    "help_option_y": (
        "Events: the vertical channel. Default: side scatter, else the second one.",
        "イベント: 縦軸のチャンネル。既定値は側方散乱、なければ 2 番目のもの。",
    ),
    "help_option_scale": (
        "Events: linear, log, logicle[:T,W], arcsinh[:COFACTOR]. Default: by the files' keywords ($PnD, $PnE).",
        "イベント: linear, log, logicle[:T,W], arcsinh[:COFACTOR]。"
        "既定値はファイルのキーワード ($PnD, $PnE) で決まります。",
    ),
    "help_option_x_scale": ("That of the horizontal axis.", "横軸だけの尺度。"),
    "help_option_y_scale": ("That of the vertical axis.", "縦軸だけの尺度。"),
    "help_option_x_range": (
        "Events: the values at the ends of the horizontal axis; events beyond are drawn at its end. Default: what "
        "holds the whole set.",
        "イベント: 横軸の両端の値。外にあるイベントは端に描きます。既定値は全ファイルが収まる範囲。",
    ),
    "help_option_y_range": ("The same for the vertical axis.", "縦軸の両端の値。"),
    "help_option_size_px": (
        "Events: the plot's side in pixels, or WIDTHxHEIGHT.",
        "イベント: 図の一辺の画素数、または 幅x高さ。",
    ),
    "help_option_events_render": (
        "Events: dots, smooth (antialiased dots), density (colour by the number of events).",
        "イベント: dots (点)、smooth (なめらかな点)、density (イベントの数で色分け)。",
    ),
    "help_option_events_background": ("Events: the plot's background.", "イベント: 図の背景。"),
    "help_option_dot_px": ("Events: a dot's size.", "イベント: 点の大きさ。"),
    "help_option_max_events": (
        "Events: draw at most so many of each file, evenly spread over it. Indices of events use all.",
        "イベント: 各ファイルから描く数の上限。ファイル全体から均等に選びます。イベントの指標は全数を使います。",
    ),
    "help_option_axes_drawn": (
        "Events: draw axes, ticks and names (the default), or let the plot fill the picture.",
        "イベント: 軸、目盛り、名前を描くか (既定値)、図を画像いっぱいに描くか。",
    ),
    "help_option_axes_left_out": (
        "Events: draw axes, ticks and names too. By default the plot fills the picture, so that only events are "
        "compared.",
        "イベント: 軸、目盛り、名前も描きます。既定ではイベントだけを比べるため、図を画像いっぱいに描きます。",
    ),
    "help_option_plot_output": (
        "The folder for the plots: NAME.png for each file.",
        "図を書き出すフォルダー。ファイルごとに 名前.png ができます。",
    ),
    "help_option_list_channels": (
        "List the files' channels, and draw nothing.",
        "チャンネルを一覧にし、図は描きません。",
    ),
    "help_demo_short": (
        "See the main job work, on pictures that are drawn for it.",
        "専用に描いた画像で、主な機能を試します。",
    ),
    "help_demo": (
        "See the main job work: draws pictures, compares them, writes the reports.",
        "主な機能を試します: 画像を描き、比べ、レポートを書き出します。",
    ),
    "help_simulate_short": (
        "Draw scattergrams of a blood analyser, with faults whose truth is known.",
        "血球分析装置のスキャッタグラムを、正解のわかる異常とともに描きます。",
    ),
    "help_simulate": (
        "Draw scattergrams of a blood analyser's daily control, a picture per day, with faults whose truth is known: "
        "mikurabe simulate control --days 30 --fault widen_x:0.05@20 --out qc/\n\n"
        "The folder truth/ in it holds the truth about each picture (.json: what was wrong, how badly, what it changed "
        "and where) and its events (.csv). The same options give the same pictures on every machine.",
        "血球分析装置の毎日の精度管理のスキャッタグラムを 1 日 1 枚、正解のわかる異常とともに描きます: "
        "mikurabe simulate control --days 30 --fault widen_x:0.05@20 --out qc/\n\n"
        "その中の truth/ に、各画像の正解 (.json: 異常の種類、強さ、何がどこで変わったか) とイベント (.csv) を"
        "書き出します。"
        "同じオプションなら、どのコンピューターでも同じ画像になります。",
    ),
    "help_simulate_end": (
        "Examples: mikurabe simulate control --fault debris:50%@12-14 --fault gain_x:0.03@drift --out qc/. "
        "mikurabe simulate control --render density --size 512 --axes legend --lot-step 15 --ageing --ar1 0.4. "
        "All faults: mikurabe simulate faults",
        "例: mikurabe simulate control --fault debris:50%@12-14 --fault gain_x:0.03@drift --out qc/。"
        "mikurabe simulate control --render density --size 512 --axes legend --lot-step 15 --ageing --ar1 0.4。"
        "異常の一覧: mikurabe simulate faults",
    ),
    "help_argument_what": (
        "control: a series of days. faults: list the faults, their units and graded severities. assay: print the TOML "
        "with all populations and numbers, to copy and change.",
        "control: 毎日の系列。faults: 異常の一覧と、その単位、段階的な強さ。"
        "assay: 集団とすべての数値を記した TOML を表示します (複製して変更できます)。",
    ),
    "help_argument_pictures": (
        "Files, folders, globs ('day*.png'), @list.txt (a file that lists paths) or mnist:PATH[:test][0-19]. The first "
        "argument is the reference where it is one picture and more follow; where everything is one folder, its first "
        "picture in natural order is.",
        "ファイル、フォルダー、ワイルドカード ('day*.png')、@list.txt (パスを並べたファイル)、または "
        "mnist:PATH[:test][0-19]。最初の引数が 1 枚の画像で、ほかにも引数があれば、それが基準画像です。"
        "フォルダーを 1 つだけ指定すると、名前の自然な順で先頭の画像が基準画像になります。",
    ),
    "help_argument_table": ("A table.json that compare wrote.", "compare が書き出した table.json。"),
    "help_argument_name": (
        "An index, also with parameters: ssim[recipe=opencv].",
        "指標の名前。パラメーターも付けられます: ssim[recipe=opencv]。",
    ),
    "help_argument_reference": ("The picture to compare with.", "基準画像。"),
    "help_argument_candidate": ("The picture that is compared.", "比べる画像。"),
    "help_argument_story": (
        "scattergrams (default): a blood analyser's daily control, some days with a fault. digits: a 2, the same 2 "
        "moved by two pixels, an 8 and a 6: which one does an index find most similar?",
        "scattergrams (既定値): 血球分析装置の毎日の精度管理。異常のある日が混じっています。"
        "digits: 2、同じ 2 を 2 画素ずらしたもの、8、6。指標が最も似ているとするのはどれでしょうか。",
    ),
    "help_option_help": ("Show this message and exit.", "この説明を表示して終了します。"),
    "help_option_version": (
        "Show the version, and which kernels calculate.",
        "バージョンと、計算に使うカーネルを表示します。",
    ),
    "help_option_reference": (
        "The reference, where it is not the first argument.",
        "基準画像。最初の引数で指定しないときに使います。",
    ),
    "help_option_metrics": (
        "Which indices, separated by commas: names as 'mikurabe metrics' lists them, ssim[recipe=opencv], or a "
        "profile: default (cosine, psnr, ssim; for files of events also events), dotplot, events, photo, tolerant, "
        "all.",
        "使う指標をコンマ区切りで: 'mikurabe metrics' の一覧にある名前、ssim[recipe=opencv] の形、またはプロファイル: "
        "default (cosine, psnr, ssim。イベントのファイルなら events も), dotplot, events, photo, tolerant, all。",
    ),
    "help_option_fit": (
        "What to do with a picture of another size: strict lists it with a problem, resize scales it to the "
        "reference's size, crop cuts both to what they share at the top left, pad fills both with black.",
        "サイズの違う画像の扱い: strict は比べずに「問題」として一覧に載せます。"
        "resize は基準画像のサイズに拡大・縮小し、crop は両方を左上の共通部分に切り抜き、"
        "pad は両方に黒い余白を足します。",
    ),
    "help_option_fit_of_a_pair": (
        "What to do where the sizes differ: strict refuses, resize scales the candidate to the reference's size, crop "
        "cuts both to what they share at the top left, pad fills both with black.",
        "サイズが違うときの扱い: strict は比べずにエラーとし、resize は基準画像のサイズに拡大・縮小し、"
        "crop は両方を左上の共通部分に切り抜き、pad は両方に黒い余白を足します。",
    ),
    "help_option_recursive": ("Look into folders within folders.", "下の階層のフォルダーも調べます。"),
    "help_option_mask": (
        "Compare only where this picture, of the reference's size, is bright.",
        "この画像 (基準画像と同じサイズ) の明るい部分だけを比べます。",
    ),
    "help_option_roi": (
        "Compare only inside; may be given several times.",
        "この範囲の中だけを比べます。何度でも指定できます。",
    ),
    "help_option_auto_mask": (
        "For plots: leave out what all pictures show alike: axes, text, legend.",
        "グラフ向け: すべての画像に共通する部分 (軸、文字、凡例) を除いて比べます。",
    ),
    "help_option_maps": (
        "Show in the reports where pictures differ by these indices.",
        "これらの指標で、画像のどこが違うかをレポートに示します。",
    ),
    "help_option_fail_on": (
        "Limits, separated by commas: 'ssim<0.95,psnr<30'; both ends of a range: 'psnr<18,psnr>19'. A picture beyond "
        "one is NG; the exit code is then 1.",
        "NG とする条件をコンマ区切りで: 'ssim<0.95,psnr<30'。正常範囲は両端で: 'psnr<18,psnr>19'。"
        "当てはまる画像は NG となり、終了コードは 1 です。",
    ),
    "help_option_white": (
        "Full white of float pictures, where it is not 1.",
        "浮動小数点画像の白の値。1 でないときに指定します。",
    ),
    "help_option_max_pixels": (
        "A picture that declares more is refused before it is decoded.",
        "画素数がこれを超える画像は、読み込む前に断ります。",
    ),
    "help_option_thumbs": (
        "Thumbnails: auto is JPEG for photographs (WebP from 2,001 pictures on), PNG for plots; webp is smaller, but "
        "not for Excel: a workbook gets PNG or JPEG.",
        "縮小画像の形式: auto は写真なら JPEG (2,000 枚を超えると WebP)、グラフなら PNG。"
        "webp はより小さくなりますが、Excel では使えないため、"
        "ブックには PNG か JPEG が入ります。",
    ),
    "help_option_threads": (
        "Pictures at a time; default: one per core.",
        "同時に処理する画像の数。既定値はコアの数です。",
    ),
    "help_option_output": (
        "Write a report; the suffix says which: .html .xlsx .csv .tsv .json .md .xml (JUnit). Several may be given.",
        "レポートを書き出します。形式は拡張子で決まります: .html .xlsx .csv .tsv .json .md .xml (JUnit)。"
        "何度でも指定できます。",
    ),
    "help_option_junit": (
        "Write JUnit XML for build servers, whatever the file's suffix.",
        "ビルドサーバー向けの JUnit XML を、拡張子によらず書き出します。",
    ),
    "help_option_excel_images": (
        "Pictures in .xlsx: over their cells, in them (only Excel for Microsoft 365 shows these), or none.",
        ".xlsx の画像: float はセルの上、cell はセルの中 (表示できるのは Microsoft 365 の Excel だけ)、"
        "none は画像なし。",
    ),
    "help_option_embed": (
        "Pictures in the HTML report: thumbs (default; originals are shown where they lie), full (the originals too, "
        "up to 200 MB: a report to send alone), none.",
        "HTML レポートに入れる画像: thumbs (既定値。元の画像は今ある場所から表示します)、full (元の画像も入れます。"
        "200 MB まで。レポートだけを送るときに)、none (なし)。",
    ),
    "help_option_format": ("What to print on stdout.", "標準出力に表示する形式。"),
    "help_option_format_instead": ("Print on stdout instead.", "標準出力にこの形式で表示します。"),
    "help_option_quiet": ("Print nothing but errors.", "エラー以外は何も表示しません。"),
    "help_option_strict": (
        "Exit with 3 where a picture could not be read or compared.",
        "読み込めない画像や比べられない画像があれば、終了コードを 3 にします。",
    ),
    "help_option_sort": (
        "The printed table's order: a column (least similar first), name or listed. By default the worst are first: "
        "what has no value, what is beyond a limit, then by the first limit's or the first column.",
        "表示する表の順: 列名 (似ていない順)、name (名前順)、listed (元の順)。既定では悪いものが先です: "
        "値のない画像、NG の画像、続いて最初の条件の列 (なければ最初の列) で似ていない順。",
    ),
    "help_option_rows": (
        "How many pictures are printed; default: what fits the window, all where it is piped.",
        "表示する画像の数。既定では画面に収まる数、パイプやファイルへの出力では全件です。",
    ),
    "help_option_pictures": (
        "Thumbnails in the printed table, where the terminal is known to show them (kitty, Ghostty, foot, WezTerm, "
        "iTerm2, Konsole, mlterm). Windows Terminal 1.22 and later, and xterm -ti vt340: sixel.",
        "表示する表に縮小画像も出します。auto では、表示できると分かっている端末 (kitty, Ghostty, foot, WezTerm, "
        "iTerm2, Konsole, mlterm) だけで出します。Windows Terminal 1.22 以降と xterm -ti vt340 では "
        "sixel を指定します。",
    ),
    "help_option_lang": (
        "Language of this help, of errors, of the reports and of the table.",
        "この説明、エラー、レポート、表の言語。",
    ),
    "help_option_lang_only_help": ("Language of this help and of errors.", "この説明とエラーの言語。"),
    "help_default_lang": ("the system's", "システムの言語"),
    "help_option_markdown": (
        "The whole catalogue as a Markdown page.",
        "すべての指標の説明を Markdown で表示します。",
    ),
    "help_option_format_of_answers": ("How to print the answers.", "結果を表示する形式。"),
    "help_option_days": ("How many days.", "日数。"),
    "help_option_fault": (
        "What goes wrong, how badly and when: widen_x:0.05@20 (day 20), @20-25, @5,12, @20.. (from then on), @drift "
        "(growing over the series), @drift11-25. gain_x:2%+debris:1@20 are both on day 20. May be given several times.",
        "異常の種類、強さ、時期: widen_x:0.05@20 (20 日目)、@20-25、@5,12、@20.. (その日以降)、"
        "@drift (全期間にわたって徐々に増加)、@drift11-25。gain_x:2%+debris:1@20 はどちらも 20 日目です。"
        "何度でも指定できます。",
    ),
    "help_option_out_days": ("Where to put the pictures and their truth.", "画像と正解を書き出すフォルダー。"),
    "help_option_seed": ("Another seed is another series.", "乱数の種。種を変えると別の系列になります。"),
    "help_option_size": ("The pictures' side in px.", "画像の一辺の画素数。"),
    "help_option_render": (
        "dots of 1 px in one colour, smooth dots of 2 to 3 px, density (logarithm of the count), classes (dots in the "
        "populations' colours).",
        "dots は 1 px の単色の点、smooth は 2〜3 px の滑らかな点、density は密度 (度数の対数)、"
        "classes は集団ごとの色の点。",
    ),
    "help_option_background": ("The plot's background.", "背景の色。"),
    "help_option_axes": (
        "none, lines, labels (with ticks and texts), legend (with the populations' names too).",
        "none は軸なし、lines は線のみ、labels は目盛りと文字付き、legend は集団の名前も付けます。",
    ),
    "help_option_jpeg": (
        "Write JPEG of this quality, 1 to 100, in place of PNG.",
        "PNG ではなく、この品質 (1〜100) の JPEG で書き出します。",
    ),
    "help_option_events": (
        "Cells per picture on average; default: the assay's own number (5000).",
        "画像あたりの細胞数の平均。既定値は測定項目の数 (5000) です。",
    ),
    "help_option_lot_step": (
        "Open a new lot of the control on this day: centres and shares step. May be given several times.",
        "この日に新しいロットのコントロールを開封します (中心と比率が変わります)。何度でも指定できます。",
    ),
    "help_option_ageing": (
        "Let the opened control age from day to day.",
        "開封したコントロールを日ごとに劣化させます。",
    ),
    "help_option_ar1": (
        "How strongly a day hangs together with the one before: the correlation, -0.99 to 0.99.",
        "前日との相関の強さ (自己相関係数)、-0.99〜0.99。",
    ),
    "help_option_assay": (
        "What is measured: wdf, ret, or a TOML file ('mikurabe simulate assay' prints one).",
        "測定項目: wdf、ret、または TOML ファイル ('mikurabe simulate assay' でひな型を表示)。",
    ),
    "help_option_truth": (
        "What is written about each picture into truth/: full (truth and events), short (the truth), none.",
        "各画像について truth/ に書き出すもの: full は正解とイベント、short は正解のみ、none はなし。",
    ),
    "help_option_out": ("Where to put the pictures and the reports.", "画像とレポートを書き出すフォルダー。"),
    "help_option_open": ("Open the HTML report in the browser.", "HTML レポートをブラウザーで開きます。"),
    "help_option_mnist": (
        "digits: where MNIST lies (IDX folder or .npz).",
        "digits: MNIST の場所 (IDX のフォルダー、または .npz)。",
    ),
    "help_option_download": (
        "digits: fetch MNIST (11 MB, checked) where it is not found.",
        "digits: MNIST が見つからなければダウンロードします (11 MB、内容は検証されます)。",
    ),
}
