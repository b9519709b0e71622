"""What the indices are called in Japanese, and their units; in English, a metric's own record says it."""

from __future__ import annotations

from mikurabe.i18n.language import Lang

# By metric name: the English title as the metric's record has it, and the name that Japanese texts use.
TITLES: dict[str, tuple[str, str]] = {
    # Of a baseline, not of METRICS.
    "combined": ("Combined index", "総合指標"),
    "cosine": ("Cosine similarity", "コサイン類似度"),
    "pearson": ("Pearson correlation", "ピアソンの相関係数"),
    "mae": ("Mean absolute error", "平均絶対誤差"),
    "mse": ("Mean squared error", "平均二乗誤差"),
    "rmse": ("Root mean squared error", "二乗平均平方根誤差"),
    "psnr": ("Peak signal-to-noise ratio", "ピーク信号対雑音比"),
    "nrmse": ("Normalised root mean squared error", "正規化二乗平均平方根誤差"),
    "ssim": ("Structural similarity (SSIM)", "構造的類似度 (SSIM)"),
    "ms_ssim": ("Multi-scale structural similarity (MS-SSIM)", "マルチスケール構造的類似度 (MS-SSIM)"),
    "iw_ssim": ("Information content weighted SSIM (IW-SSIM)", "情報量重み付き構造的類似度 (IW-SSIM)"),
    "uqi": ("Universal quality index (UQI)", "汎用画質指標 (UQI)"),
    "vif_p": ("Visual information fidelity, pixel domain (VIF-p)", "視覚情報忠実度、画素領域 (VIF-p)"),
    "cw_ssim": ("Complex wavelet structural similarity (CW-SSIM)", "複素ウェーブレット構造的類似度 (CW-SSIM)"),
    "gmsd": ("Gradient magnitude similarity deviation (GMSD)", "勾配強度類似度の偏差 (GMSD)"),
    "ms_gmsd": ("Multi-scale GMSD", "マルチスケール GMSD"),
    "mdsi": ("Mean deviation similarity index (MDSI)", "平均偏差類似度指標 (MDSI)"),
    "haarpsi": ("Haar wavelet perceptual similarity (HaarPSI)", "ハールウェーブレット知覚類似度 (HaarPSI)"),
    "fsim": ("Feature similarity (FSIM)", "特徴類似度 (FSIM)"),
    "fsim_c": ("Feature similarity in colour (FSIMc)", "カラー特徴類似度 (FSIMc)"),
    "vsi": ("Visual saliency-induced index (VSI)", "視覚的顕著性による類似度 (VSI)"),
    "sr_sim": ("Spectral residual similarity (SR-SIM)", "スペクトル残差類似度 (SR-SIM)"),
    "dss": ("DCT subband similarity (DSS)", "DCT サブバンド類似度 (DSS)"),
    "shift_px": ("Movement", "位置ずれ"),
    "shift_x_px": ("Movement sideways", "横方向の位置ずれ"),
    "shift_y_px": ("Movement up or down", "縦方向の位置ずれ"),
    "shift_response": ("Phase correlation response", "位相限定相関のピーク"),
    "max_ncc": ("Best cross-correlation", "正規化相互相関の最大値"),
    "registered": ("Structural similarity (SSIM), aligned", "構造的類似度 (SSIM)、位置合わせ後"),
    "idm": ("Image distortion model", "画像歪みモデル (IDM)"),
    "fft_magnitude": ("Cosine of |FFT|", "振幅スペクトルのコサイン類似度"),
    "hog": ("Cosine of oriented gradients (HOG)", "勾配方向ヒストグラム (HOG) のコサイン類似度"),
    "ahash": ("Average hash distance", "平均ハッシュの距離 (aHash)"),
    "phash": ("Perceptual hash distance (DCT)", "知覚ハッシュの距離 (pHash)"),
    "dhash": ("Difference hash distance", "差分ハッシュの距離 (dHash)"),
    "whash": ("Wavelet hash distance (Haar)", "ウェーブレットハッシュの距離 (wHash)"),
    "colour_hash": ("Colour hash distance", "カラーハッシュの距離"),
    "changed_pixels": ("Changed pixels", "変化した画素数"),
    "changed_ratio": ("Changed pixels, ratio", "変化した画素の割合"),
    "hist_correlation": ("Histogram correlation", "ヒストグラムの相関"),
    "hist_chi2": ("Histogram chi-square", "ヒストグラムのカイ二乗距離"),
    "hist_intersection": ("Histogram intersection", "ヒストグラムの交差"),
    "hist_bhattacharyya": ("Histogram Bhattacharyya distance", "ヒストグラムのバタチャリヤ距離"),
    "hist_wasserstein": ("Wasserstein distance of levels", "階調のワッサースタイン距離"),
    "nmi": ("Normalised mutual information", "正規化相互情報量"),
    "ciede2000": ("Colour difference (CIEDE2000)", "色差 (CIEDE2000)"),
    "ciede2000_p95": ("Colour difference, 95th percentile", "色差の 95 パーセンタイル"),
    "colour_hist": ("Colour histogram intersection", "カラーヒストグラムの交差"),
    "flip": ("FLIP", "FLIP (見た目の差)"),
    "psnr_hvs": ("PSNR-HVS", "PSNR-HVS (視覚特性つき PSNR)"),
    "psnr_hvs_m": ("PSNR-HVS-M", "PSNR-HVS-M (マスキングも考慮)"),
    "cosine_ink": ("Cosine similarity of the ink", "点描部分のコサイン類似度"),
    "density_chi2": ("Density chi-square", "点密度のカイ二乗距離"),
    "density_hellinger": ("Density Hellinger distance", "点密度のヘリンガー距離"),
    "count_ratio": ("Ink count ratio", "点の量の比"),
    "emd": ("Earth mover's distance", "アースムーバー距離 (EMD)"),
    "sliced_wasserstein": ("Sliced Wasserstein distance", "スライス・ワッサースタイン距離"),
    "cosine_blur": ("Cosine similarity of the blurred ink", "ぼかした点描のコサイン類似度"),
    "ssim_blur": ("Structural similarity of the blurred ink", "ぼかした点描の構造的類似度"),
    "event_count_ratio": ("Event count ratio", "イベント数の比"),
    "event_chi2": ("Event density chi-square", "イベント密度のカイ二乗"),
    "event_hellinger": ("Event density Hellinger distance", "イベント密度のヘリンジャー距離"),
    "event_sliced_wasserstein": ("Event sliced Wasserstein distance", "イベントのスライス・ワッサースタイン距離"),
    "event_binning_chi2": ("Probability binning chi-square", "確率ビニングのカイ二乗"),
    "event_binning_t": ("Probability binning T(χ)", "確率ビニングの T(χ)"),
    "event_ks_x": ("Kolmogorov-Smirnov distance in x", "コルモゴロフ・スミルノフ距離 (x)"),
    "event_ks_y": ("Kolmogorov-Smirnov distance in y", "コルモゴロフ・スミルノフ距離 (y)"),
    "event_wasserstein_x": ("Wasserstein distance in x", "ワッサースタイン距離 (x)"),
    "event_wasserstein_y": ("Wasserstein distance in y", "ワッサースタイン距離 (y)"),
    "event_median_shift_x": ("Median shift in x", "中央値のずれ (x)"),
    "event_median_shift_y": ("Median shift in y", "中央値のずれ (y)"),
    "event_rcv_ratio_x": ("Robust CV ratio in x", "ロバスト CV の比 (x)"),
    "event_rcv_ratio_y": ("Robust CV ratio in y", "ロバスト CV の比 (y)"),
    "onnx": ("ONNX model", "ONNX モデル"),
    "keypoints": ("Keypoints found again", "再び見つかった特徴点"),
}
_ALIGNED = (", aligned", "、位置合わせ後")
_UNITS = {"levels": "階調", "levels²": "階調²", "bits": "ビット"}
_JAPANESE = dict(sorted(TITLES.values(), key=lambda both: len(both[0]), reverse=True))


def title_in(lang: Lang, title: str) -> str:
    """Return an index's title in a language; what follows it (its parameters) stays, a title of one's own too."""
    if lang == "en":
        return title
    english = next(
        (known for known in _JAPANESE if title == known or title.startswith((f"{known} (", f"{known},"))), None
    )
    if english is None:
        return title
    rest = title.removeprefix(english)
    if rest.startswith(_ALIGNED[0]):
        rest = _ALIGNED[1] + rest.removeprefix(_ALIGNED[0])
    return _JAPANESE[english] + rest


def unit_in(lang: Lang, unit: str) -> str:
    """Return an index's unit as a reader of the language writes it."""
    return _UNITS.get(unit, unit) if lang == "ja" else unit
