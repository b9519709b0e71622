"""Messages in Japanese: every message of the source has one, and it is the one that a reader gets."""

from __future__ import annotations

import ast
import itertools
import re
from collections import Counter
from importlib import import_module

import pytest

from mikurabe.i18n.messages import ROOMS, match, translated
from mikurabe.i18n.messages.template import template_of
from spoken_messages import MESSAGE, SOURCE, VALUE, Told, told, trees

PAIRS = [pair for room in ROOMS for pair in import_module(f"mikurabe.i18n.messages.{room}").MESSAGES]

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def lacking(text: str) -> str | None:
    """Return which part of a message has no Japanese; None where all of it has."""
    found = match(text)
    if found is None:
        return text
    template, fields = found
    for name, kind in template.fields.items():
        value = fields[name]
        if kind in {"said", "list"}:
            if VALUE not in value and value != MESSAGE and (lack := lacking(value)) is not None:
                return lack
        elif MESSAGE in value or (re.search("[a-z]{2,} [a-z]{2,}", value) and not value.startswith("pip install")):
            return f"{{{name}}} = {value}"
    return None


def as_template(text: str) -> str:
    """Return a message as somebody would put it into the catalogue."""
    fields = iter("abcdefghijklmnop")
    return re.sub(f"{VALUE}|{MESSAGE}", lambda each: f"{{{next(fields)}{':said' * (each[0] == MESSAGE)}}}", text)


@pytest.mark.parametrize("message", told(), ids=lambda each: each.where)
def test_every_message_of_the_source_has_a_japanese_one(message: Told) -> None:
    lack = lacking(message.text)
    assert lack is None, (
        f"{message.where} says: {as_template(message.text)}\n"
        f"No template in {SOURCE.name}/i18n/messages has Japanese for: {as_template(lack)}\n"
        "Add the pair to the file of its room there; the head of template.py tells how fields are written."
    )


@pytest.mark.parametrize(("english", "japanese"), PAIRS, ids=lambda text: text[:40])
def test_a_pair_is_found_by_its_own_english_and_not_hidden_by_another(english: str, japanese: str) -> None:
    template = template_of(english, japanese)
    fields = {
        name: {"n": str(at), "said": MESSAGE, "list": MESSAGE}.get(kind, f"‹{at}›")
        for at, (name, kind) in enumerate(template.fields.items())
    }
    text = "".join(itertools.chain.from_iterable(zip(template.pieces, (*fields.values(), ""), strict=True)))
    spoken = {name: translated(value, "ja") for name, value in fields.items()}
    assert translated(text, "ja") == japanese.format_map(spoken)
    assert translated(text, "en") == text


def test_no_english_stands_twice() -> None:
    assert [english for english, count in Counter(english for english, _ in PAIRS).items() if count > 1] == []


@pytest.mark.parametrize("japanese", sorted({japanese for _, japanese in PAIRS}))
def test_what_is_said_in_japanese_is_japanese(japanese: str) -> None:
    """A pair of signs alone (``{name}: {message}``) has nothing to translate; nor have the names of file formats."""
    assert JAPANESE.search(japanese) or not re.search("[A-Za-z]", re.sub(r"\{\w+\}|px| x | y ", "", japanese))
    assert not re.search("[、。] ", japanese), "a space after 、 or 。"


def test_every_pair_outside_the_shared_ones_is_said_somewhere() -> None:
    """What the source says no more goes from the catalogue too. What click and the system say is not in our source."""
    said = set()
    for message in told():
        found = [message.text]
        while found:
            made = match(found.pop())
            if made is not None:
                said.add(made[0].japanese)
                found += [made[1][name] for name, kind in made[0].fields.items() if kind in {"said", "list"}]
    ours = [room for room in ROOMS if room not in {"shared", "command"}]
    pairs = [pair for room in ours for pair in import_module(f"mikurabe.i18n.messages.{room}").MESSAGES]
    left = [template_of(*pair) for pair in pairs if pair[1] not in said]
    # Words that messages are put together from are said where nothing shows that they are part of one.
    written = "\n".join(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [each.pieces for each in left if any(piece not in written for piece in each.pieces)] == []
