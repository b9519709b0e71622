"""The words of a page that speaks two languages: each stands in an element that carries its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mikurabe.i18n import Lang, words

if TYPE_CHECKING:
    from markupsafe import Markup


class Spoken:
    """Says words in a template so that the page's script can say them again in the other language.

    ``used`` are the keys of all that was said so far; ``own`` are texts of this page alone, in each language.
    """

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._word = words(lang)
        self.used: set[str] = set()
        self.own: dict[str, dict[Lang, str]] = {}

    def __getitem__(self, key: str) -> Markup:
        """Return the word in an element of its own: ``{{ say.name }}``."""
        return self(key)

    def __call__(self, key: str, /, **places: str) -> Markup:
        """Return the word in an element of its own, its places filled: ``{{ say("map_of", key="ssim") }}``."""
        from markupsafe import Markup

        text = self._word[key].format(**places)
        self.used.add(key)
        kept = Markup("").join(Markup(' data-{}="{}"').format(name, filling) for name, filling in places.items())
        return Markup('<span data-word="{}"{}>{}</span>').format(key, kept, text)

    def either(self, texts: Mapping[Lang, str]) -> Markup | str:
        """Return a text that is no word of ours (an index's title), in an element of its own where it differs."""
        from markupsafe import Markup

        if len(set(texts.values())) == 1:
            return texts[self._lang]
        key = next((key for key, known in self.own.items() if known == texts), f"own_{len(self.own)}")
        self.own[key] = dict(texts)
        return Markup('<span data-word="{}">{}</span>').format(key, texts[self._lang])

    def attr(self, name: str, key: str) -> Markup:
        """Return an attribute of the element that is being written: ``<button {{ say.attr("title", "close") }}>``."""
        from markupsafe import Markup

        text = self._word[key]
        self.used.add(key)
        return Markup('{0}="{2}" data-word-{0}="{1}"').format(name, key, text)

    def label(self, text: str, keys: tuple[str, ...]) -> Markup | str:
        """Return the word among ``keys`` that reads so, in an element of its own, else the text as it is."""
        found: Mapping[str, str] = {self._word[key]: key for key in keys}
        return self(found[text]) if text in found else text
