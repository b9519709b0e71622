"""What a table's settings mean: their names and values as they are kept -> as a person reads them."""

from __future__ import annotations

import re

from mikurabe.i18n import words
from mikurabe.i18n.language import LANGUAGES, Lang

_FITS = {
    "strict": ("another size is a problem", "サイズが違う画像は比べない"),
    "resize": ("scaled to the reference's size", "基準画像のサイズに拡大・縮小"),
    "crop": ("both cut to what they share at the top left", "両方を左上の共通部分に切り抜き"),
    "pad": ("both filled up with black", "両方に黒い余白を追加"),
}
_PART = re.compile(r"([\d,]+) of ([\d,]+) of the reference")


def setting_in(lang: Lang, key: str, text: str) -> tuple[str, str]:
    """Return the name and the value of a setting in a language; what is no word of ours (``numpy``) keeps its name."""
    return words(lang).get(f"setting_{key.replace(' ', '_')}", key), value_in(lang, key, text)


def value_in(lang: Lang, key: str, text: str) -> str:
    """Return the value of a setting (``fit``, ``pixels compared`` ...) in a language.

    Words that are typed (``strict``) stay and are explained; what is no word stays as it is.
    """
    at = LANGUAGES.index(lang)
    if key == "fit" and text in _FITS:
        return f"{text} ({_FITS[text][at]})"
    if lang == "ja" and key == "pixels compared":
        part = _PART.fullmatch(text)
        return "すべて" if text == "all" else f"基準画像の {part[2]} 画素中 {part[1]} 画素" if part else text
    if lang == "ja" and key == "kernels":
        native = re.sub(r"^native \(C\+\+", "ネイティブ (C++", text)
        return re.sub(r"^NumPy twins \(.*\)", "NumPy 版", native)
    return text
