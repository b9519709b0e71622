"""Other people's code without its noise: what it prints and warns is kept, and shown to nobody unasked."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout

# Said to whoever maintains the package, not to whoever uses it.
_NOT_FOR_USERS = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


@contextmanager
def contained() -> Iterator[list[str]]:
    """Keep stdout, stderr and warnings of the block to ourselves; give the list that its warnings end up in."""
    said: list[str] = []
    with ExitStack() as stack:
        caught = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        stack.enter_context(_silent_descriptors())
        stack.enter_context(redirect_stdout(io.StringIO()))
        stack.enter_context(redirect_stderr(io.StringIO()))
        try:
            yield said
        finally:
            for each in caught:
                if not issubclass(each.category, _NOT_FOR_USERS) and str(each.message) not in said:
                    said.append(str(each.message))


@contextmanager
def _silent_descriptors() -> Iterator[None]:
    """Send file descriptors 1 and 2, which compiled code writes to, into a file that nobody reads."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    kept: list[tuple[int, int]] = []
    with tempfile.TemporaryFile() as nowhere:
        try:
            for descriptor in (1, 2):
                try:
                    copy = os.dup(descriptor)
                except OSError:
                    # A program without a console has no such descriptor, and nothing that could be heard.
                    continue
                kept.append((copy, descriptor))
                os.dup2(nowhere.fileno(), descriptor)
            yield
        finally:
            for copy, descriptor in kept:
                os.dup2(copy, descriptor)
                os.close(copy)
