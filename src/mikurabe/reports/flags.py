"""A row's notes -> flags: what happened to the picture before it was compared, as words short enough for a badge."""

from __future__ import annotations

import re
from collections.abc import Sequence

# In the order in which they are shown. A note that nobody put here has no flag; it stands among the notes all the same.
_FLAGS = {
    "resized": "^resized to",
    "cropped": "^both cropped",
    "padded": "^both padded",
    "turned": "EXIF orientation",
    "depth": r"another depth|\bbits\b|-bit floats|samples read as|^full white is",
    "colour": "has colour|shown as RGB|^ICC profile",
    "alpha": "^transparent parts",
    "frame": "^frame 1 of|after its first frame",
}
FLAGS: tuple[str, ...] = tuple(_FLAGS)


def flags_of(notes: Sequence[str], shown: Sequence[str] | None = None) -> dict[str, str]:
    """Return the notes that deserve a flag, by flag in the order of FLAGS; each has the word ``flag_…``.

    ``notes`` are as the table keeps them, in English; ``shown`` is what is returned of them, the same where None.
    """
    texts = notes if shown is None else shown
    found = {
        flag: "; ".join(text for note, text in zip(notes, texts, strict=True) if re.search(pattern, note))
        for flag, pattern in _FLAGS.items()
    }
    return {flag: said for flag, said in found.items() if said}
