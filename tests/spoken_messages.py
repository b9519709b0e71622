"""Every message in the source that a person can read, found in its syntax trees; tests/test_messages.py asks for it."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "mikurabe"

# What stands in a message for a value that is not known before it runs, and for a message made elsewhere: a number fits
# where numbers do and where names do, and a message only where messages do.
VALUE, MESSAGE = "70707", "it lies in place"

# The kernels are asked by our own code only: their errors are its faults, not a person's. What the cross-check tells of
# other programs is English, as its help says.
_SILENT = {"kernels", "i18n", "crosscheck"}
# Functions that say something to the person at the terminal, or make an error or a reason of their texts.
# By name: the place of the first argument that is such a text.
_TELL = {
    "say": 0,
    "complain": 0,
    "Unsound": 0,
    "BadParameter": 0,
    "truncated": 1,
    "damaged": 1,
    "codec_missing": 1,
    "wrong": 1,
    "_skip": 1,
    "_problem_row": 1,
    "_not": 2,
}
_WORDS = {"notes", "reason", "problem", "remark"}
# They change how a text looks, not what it says.
_SAME = {"str", "printable", "one_line", "tuple", "list", "shown", "repr"}
_MOST = 64


@dataclass(frozen=True, slots=True)
class Told:
    """A message as it stands in the source, values as VALUE and messages within it as MESSAGE; and where it stands."""

    text: str
    where: str


@dataclass(slots=True)
class _Scope:
    """What names mean inside one function: each text that is assigned to them; errors caught have a message."""

    texts: dict[str, list[ast.expr]] = field(default_factory=dict)
    caught: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the syntax tree of every file that can tell a person something."""
    paths = (path for path in sorted(SOURCE.rglob("*.py")) if path.relative_to(SOURCE).parts[0] not in _SILENT)
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def errors() -> frozenset[str]:
    """Return the names of MikurabeError and of all that derive from it."""
    bases = {
        node.name: {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"MikurabeError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


@cache
def tellers() -> dict[str, tuple[ast.FunctionDef, str]]:
    """Return the functions that make a message for somebody else to raise or to put together, with their files."""
    found: dict[str, tuple[ast.FunctionDef, str]] = {}
    for path, tree in trees().items():
        if path.parent.name == "reports":
            continue  # their texts are pages, made of words
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or ast.Constant(None)) in _TEXTS:
                found[node.name] = node, str(path.relative_to(SOURCE))
    return {name: made for name, made in found.items() if any(_sentences(made[0]))}


_TEXTS = {"str", "str | None"}


def _sentences(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the texts of words that a function returns."""
    for text in _returned(function):
        if re.search("[a-z]{2,} [a-z]", text) and not text.startswith(("help_", "<")):
            yield text


def _returned(function: ast.FunctionDef) -> Iterator[str]:
    scope = _scope(function)
    for node in _own(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _texts(node.value, scope, deep=False)


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """Yield a function's nodes without those of the functions inside it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            yield child
            yield from _own(child)


def _scope(function: ast.AST, around: _Scope | None = None) -> _Scope:
    scope = _Scope() if around is None else _Scope(texts={name: [*each] for name, each in around.texts.items()})
    for node in _own(function):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            pairs = [(target, node.value) for target in targets]
            for target, value in pairs:
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                    pairs += zip(target.elts, value.elts, strict=True)
                elif isinstance(target, ast.Name):
                    scope.texts.setdefault(target.id, []).append(value)
        elif isinstance(node, ast.ExceptHandler) and node.name and node.type is not None:
            ours = any(name in ast.unparse(node.type) for name in (*errors(), "Unsound"))
            (scope.caught if ours else scope.foreign).add(node.name)
    scope.caught -= scope.foreign
    return scope


def _texts(node: ast.expr, scope: _Scope, *, deep: bool = True, seen: tuple[str, ...] = ()) -> list[str]:
    """Return every text that an expression can give, values as VALUE."""
    again = {"scope": scope, "deep": deep, "seen": seen}
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else [VALUE]
    if isinstance(node, ast.JoinedStr):
        parts = [
            _placed(part, scope, deep=deep, seen=seen) if isinstance(part, ast.FormattedValue) else [part.value]
            for part in node.values
            if isinstance(part, ast.FormattedValue | ast.Constant)
        ]
        return ["".join(map(str, each)) for each in itertools.islice(itertools.product(*parts), _MOST)]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, **again), *_texts(node.orelse, **again)]
    if isinstance(node, ast.BoolOp):
        return [text for each in node.values for text in _texts(each, **again)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and _worded(node.left):
        return ["", *_texts(node.left, **again)]  # an "s" where there are several
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pairs = itertools.product(_texts(node.left, **again), _texts(node.right, **again))
        return ["".join(pair) for pair in itertools.islice(pairs, _MOST)]
    if isinstance(node, ast.Name):
        if node.id in scope.caught:
            return [MESSAGE]
        assigned = scope.texts.get(node.id, [])
        if node.id not in seen and assigned and all(map(_worded, assigned)):
            return [text for each in assigned for text in _texts(each, scope, deep=deep, seen=(*seen, node.id))]
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in _SAME and len(node.args) == 1:
            return _texts(node.args[0], **again)
        if deep and name in tellers():
            return [MESSAGE]
    return [VALUE]


def _placed(part: ast.FormattedValue, scope: _Scope, *, deep: bool, seen: tuple[str, ...]) -> list[str]:
    """Return what can stand in a field of an f-string; a value that is spelled with ``!r`` has its quotes."""
    if part.conversion == ord("r"):
        return [f"'{VALUE}'"]
    return _texts(part.value, scope, deep=deep, seen=seen)


def _worded(node: ast.expr) -> bool:
    """Return whether an expression is text that somebody wrote, not a value of the program."""
    if isinstance(node, ast.IfExp):
        return _worded(node.body) and _worded(node.orelse)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def told() -> tuple[Told, ...]:
    """Return every message of the source."""
    found: dict[Told, None] = {}
    for path, tree in trees().items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        module = _scope(tree)
        for function in (tree, *functions):
            scope = _scope(function, module)
            for node in _own(function):
                for expression in _told_by(node):
                    for text in _texts(expression, scope):
                        where = f"{path.relative_to(SOURCE)}:{expression.lineno}"
                        found.setdefault(Told(text, where))
    for function, file in tellers().values():
        for text in _sentences(function):
            found.setdefault(Told(text, f"{file}:{function.lineno}"))
    return tuple(each for each in found if re.search("[A-Za-z]{2}", each.text))


def _told_by(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions in a node that are messages to a person."""
    if isinstance(node, ast.Call):
        *_, above, name = ("", *ast.unparse(node.func).split("."))
        if name == "among" and node.args:
            yield node.args[0]
        elif name in errors() or name in _TELL:
            yield from node.args[_TELL.get(name, 0) :][:1]
        elif name in {"append", "extend"} and above in _WORDS | {"said", "reasons"} and len(node.args) == 1:
            yield from _elements(node.args[0])
        for keyword in node.keywords:
            if keyword.arg in _WORDS:
                yield from _elements(keyword.value)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        # Pixels, and a note on how they were made.
        yield from (each for each in node.value.elts if isinstance(each, ast.JoinedStr) or ast.unparse(each) == "note")
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if ast.unparse(target) in {"notes", "reason", "_NOTES", "_NO_PICTURES", "ALPHA_NOTE", "_TYPES"}:
            yield from _elements(node.value)


def _elements(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Tuple | ast.List):
        for each in node.elts:
            yield from _elements(each)
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, ast.IfExp):
        yield from _elements(node.body)
        yield from _elements(node.orelse)
    elif isinstance(node, ast.Starred):
        yield from _elements(node.value)
    else:
        yield node
