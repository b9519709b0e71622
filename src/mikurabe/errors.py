"""Every error that mikurabe raises on purpose.

    MikurabeError
    ├── UsageError          something was asked for that does not exist or does not fit
    │   └── UnknownName     a metric, format or parameter that nobody registered
    ├── UnreadablePicture   these bytes should be a picture and are not a sound one
    │   └── NotAPicture     these bytes are no picture at all (text, a spreadsheet, nothing)
    ├── UnequalPictures     reference and candidate cannot be laid over each other
    ├── UndefinedScore      an index has no value for this pair
    └── UnwritableReport    a report could not be put where it was asked for

A message says what happened, the two things that disagree, and what to type next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class MikurabeError(Exception):
    """The base of all errors that mikurabe raises on purpose."""


class UsageError(MikurabeError):
    """Something was asked for that does not exist or does not fit."""


class UnknownName(UsageError):
    """A metric, format or parameter of that name does not exist."""

    @classmethod
    def among(cls, noun: str, name: str, known: Iterable[str]) -> UnknownName:
        """Return the error for ``name``, with the nearest known name (in any case) or, failing that, all of them."""
        names = list(known)
        spellings = {each.casefold(): each for each in names}
        near = difflib.get_close_matches(name.casefold(), spellings, n=1, cutoff=0.6)
        hint = f"Did you mean {spellings[near[0]]!r}?" if near else f"Known: {', '.join(names)}."
        return cls(f"There is no {noun} {name!r}. {hint}")


class UnreadablePicture(MikurabeError):
    """The bytes should be a picture and are not a sound one."""


class NotAPicture(UnreadablePicture):
    """The bytes are no picture at all: text, a spreadsheet, nothing."""


class UnequalPictures(MikurabeError):
    """Reference and candidate cannot be laid over each other."""


class UndefinedScore(MikurabeError):
    """An index has no value for this pair of pictures."""


class UnwritableReport(MikurabeError):
    """A report could not be put where it was asked for."""
