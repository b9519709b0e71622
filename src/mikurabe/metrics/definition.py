"""What makes a function a metric: the decorator, the registry, and a metric with its parameters chosen."""

from __future__ import annotations

import importlib.util
import inspect
import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any, TypeVar

import numpy as np

from mikurabe.errors import UndefinedScore, UnknownName, UsageError
from mikurabe.picture import Picture, Stack
from mikurabe.records import Array, Better, Column, Metric, Param, ParamValue, Reads, Score, many
from mikurabe.registry import Registry

METRICS: Registry[Metric] = Registry("metric")

F = TypeVar("F", bound=Callable[..., float])


def metric(
    *,
    title: str,
    better: Better,
    low: float,
    high: float,
    identical: float,
    resolution: float,
    source: str,
    unit: str = "",
    reads: Reads = "rgb",
    symmetric: bool = True,
    cap: float | None = None,
    needs: tuple[str, ...] = (),
    params: tuple[Param, ...] = (),
    tolerates: tuple[str, ...] = (),
    blind: tuple[str, ...] = (),
    version: int = 1,
    masked: bool = False,
    local: Callable[..., Array] | None = None,
    varies: Callable[[Mapping[str, ParamValue]], Mapping[str, Any]] | None = None,
    remark: Callable[..., str | None] | None = None,
    batch: Callable[..., Sequence[float | Exception]] | None = None,
) -> Callable[[F], F]:
    """Return a decorator that registers ``fn(reference, candidate, *, <params>)`` under its own name.

    The facts are those of :class:`mikurabe.records.Metric`. Every parameter of the function needs a Param
    with the same default, and the other way round.
    """

    def register(fn: F) -> F:
        signature = inspect.signature(fn).parameters.values()
        spoken = {p.name: p.default for p in signature if p.kind is inspect.Parameter.KEYWORD_ONLY}
        declared = {param.name: param.default for param in params}
        if spoken != declared:
            raise TypeError(f"{fn.__name__}: the function takes {spoken}, its record declares {declared}")
        record = Metric(
            name=fn.__name__,
            title=title,
            fn=fn,
            better=better,
            low=low,
            high=high,
            identical=identical,
            resolution=resolution,
            unit=unit,
            reads=reads,
            symmetric=symmetric,
            cap=cap,
            needs=needs,
            params=params,
            tolerates=tolerates,
            blind=blind,
            source=source,
            version=version,
            masked=masked,
            local=local,
            varies=varies,
            remark=remark,
            batch=batch,
        )
        METRICS.add(record.name, record)
        return fn

    return register


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A metric with its parameters chosen: what fills one column.

    ``chosen`` holds the parameters that differ from the metric's defaults, in the metric's own order.
    """

    metric: Metric
    chosen: tuple[tuple[str, ParamValue], ...] = ()

    @property
    def key(self) -> str:
        """Return the column's key: the name plus every parameter that is not the default."""
        if not self.chosen:
            return self.metric.name
        return f"{self.metric.name}[{','.join(f'{name}={spelled(value)}' for name, value in self.chosen)}]"

    def column(self) -> Column:
        """Return the facts of this index without its function."""
        facts = self.metric
        extra = ", ".join(f"{name} {spelled(value)}" for name, value in self.chosen)
        return Column(
            key=self.key,
            name=facts.name,
            title=f"{facts.title} ({extra})" if extra else facts.title,
            params=self.chosen,
            better=facts.better,
            low=facts.low,
            high=facts.high,
            identical=facts.identical,
            resolution=facts.resolution,
            unit=facts.unit,
            reads=facts.reads,
            cap=facts.cap,
            source=facts.source,
            version=facts.version,
        )

    def value(self, reference: Picture, candidate: Picture) -> float:
        """Return the metric's value for two pictures of equal shape and dtype.

        Raises UndefinedScore where the metric has no value for them. Identical pictures always have one: the
        declared value, even where the formula itself has none (a picture smaller than the window, one flat colour).
        """
        self._check_events(reference, candidate)
        if reference.mask is not None and not self.metric.masked:
            raise UndefinedScore(f"{self.metric.name} looks at whole pictures and cannot leave parts out by a mask")
        try:
            value = float(self.metric.fn(reference, candidate, **dict(self.chosen)))
        except UndefinedScore:
            if candidate.equals(reference):
                return self.metric.identical
            raise
        if math.isnan(value):
            raise UndefinedScore(f"{self.key} came out as not-a-number for this pair; please report it")
        return value

    def _check_events(self, *pictures: Picture) -> None:
        """Raise UndefinedScore where an index of events would be asked about a picture that has none."""
        if "events" not in self.metric.needs:
            return
        for picture in pictures:
            if picture.image.events is None:
                raise UndefinedScore(
                    f"{self.metric.name} compares events, and {picture.image.source.name} is a picture without them"
                )

    @property
    def is_batched(self) -> bool:
        """Return whether :meth:`scores` takes a stack, and says all that there is to say of a picture."""
        return self.metric.batch is not None and self.metric.remark is None

    def scores(self, reference: Picture, stack: Stack) -> list[Score]:
        """Return the scores of all pictures of a stack, the same as one after the other."""
        if self.metric.batch is None:
            raise TypeError(f"{self.metric.name} takes one picture at a time")
        start = time.perf_counter()
        values = self.metric.batch(reference, stack, **dict(self.chosen))
        seconds = (time.perf_counter() - start) / len(stack)
        scores = many(Score, len(stack), value=values, problem=repeat(None), seconds=repeat(seconds))
        for at, value in enumerate(values):
            # What is no number, and not-a-number, which a Score refuses.
            if isinstance(value, Exception):
                scores[at] = self._undefined(value, seconds, reference, stack.pixels[at])
            elif value != value:
                raise ArithmeticError(f"{self.key} came out as not-a-number")
        return scores

    def _undefined(self, reason: Exception, seconds: float, reference: Picture, pixels: Array) -> Score:
        if np.array_equal(pixels, reference.pixels):
            return Score(value=float(self.metric.identical), seconds=seconds)
        return Score(problem=str(reason), seconds=seconds)

    def local(self, reference: Picture, candidate: Picture) -> Array:
        """Return the local values whose pooling is the value, float64 (H, W) of the map's own size.

        Raises UndefinedScore where the index has no map for them, UsageError where it never has one.
        """
        if self.metric.local is None:
            raise UsageError(f"{self.metric.name} has no map.")
        values: Array = self.metric.local(reference, candidate, **dict(self.chosen))
        return values

    def remark(self, reference: Picture, candidate: Picture) -> str | None:
        """Return what a person should read beside the value, or None."""
        if self.metric.remark is None:
            return None
        try:
            self._check_events(reference, candidate)
            said = self.metric.remark(reference, candidate, **dict(self.chosen))
        except UndefinedScore:
            return None
        return None if said is None else f"{self.key}: {said}"

    def score(self, reference: Picture, candidate: Picture) -> Score:
        """Return the value or the problem as a Score, with the seconds it took."""
        start = time.perf_counter()
        try:
            value = self.value(reference, candidate)
        except UndefinedScore as undefined:
            return Score(problem=str(undefined), seconds=time.perf_counter() - start)
        return Score(value=value, seconds=time.perf_counter() - start)


def choose(metric: Metric, params: Mapping[str, object]) -> Index:
    """Return the metric with these parameters; values equal to the default leave no trace in the key.

    Raises UnknownName for a parameter that the metric does not have, UsageError for a value that does not fit.
    """
    known = {param.name: param for param in metric.params}
    for name in params:
        if name not in known:
            if not known:
                raise UsageError(f"{metric.name} takes no parameters, and {name!r} was given.")
            raise UnknownName.among(f"parameter of {metric.name}", name, known)
    values = ((param, _fitting(metric, param, params[param.name])) for param in metric.params if param.name in params)
    chosen = tuple((param.name, value) for param, value in values if value != param.default)
    _require(metric, chosen)
    if metric.varies is not None and chosen:
        settings = {param.name: param.default for param in metric.params} | dict(chosen)
        metric = replace(metric, **metric.varies(settings))
    return Index(metric=metric, chosen=chosen)


def _require(metric: Metric, chosen: tuple[tuple[str, ParamValue], ...]) -> None:
    """Raise UsageError now for an index that could not say anything of any picture."""
    if "model" in metric.needs and not chosen:
        raise UsageError(f"{metric.name} needs a model: {metric.name}[model=mine.onnx], with mine.toml beside it.")
    if "opencv" in metric.needs and importlib.util.find_spec("cv2") is None:
        raise UsageError(f"{metric.name} needs OpenCV, which is not installed: pip install 'mikurabe[opencv]'")


# Brackets within the brackets belong to a parameter that names another index: registered[metric=ssim[recipe=opencv]].
_SPEC = re.compile(r"\s*(?P<name>[\w-]+)\s*(?:\[(?P<params>(?:[^\[\]]|\[[^\[\]]*\])*)\])?\s*")
_COMMA = re.compile(r",(?![^\[\]]*\])")


def parse(spec: str) -> Index:
    """Return the index that ``ssim`` or ``ssim[recipe=opencv]`` names."""
    match = _SPEC.fullmatch(spec)
    if match is None:
        raise UsageError(f"{spec!r} is not of the form name or name[parameter=value,...], such as ssim[recipe=opencv].")
    params: dict[str, object] = {}
    for part in filter(None, (text.strip() for text in _COMMA.split(match["params"] or ""))):
        name, equals, value = (text.strip() for text in part.partition("="))
        if not equals or not name:
            raise UsageError(f"In {spec!r}, {part!r} is not of the form parameter=value.")
        params[name] = value
    return choose(METRICS[match["name"].replace("-", "_")], params)


def _fitting(metric: Metric, param: Param, value: object) -> ParamValue:
    """Return the value in the parameter's own type, or raise UsageError with what would fit."""
    asked = f"{metric.name}: {param.name}={value}"
    kind = type(param.default)
    fitting: ParamValue
    if kind is bool:
        words: dict[object, bool] = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False}
        if value not in words:
            raise UsageError(f"{asked} should be true or false.")
        fitting = words[value]
    elif kind is str:
        fitting = str(value)
        if param.choices and fitting not in param.choices:
            raise UnknownName.among(f"{param.name} of {metric.name}", fitting, param.choices)
    else:
        fitting = _number(asked, value, whole=kind is int)
        low = -math.inf if param.low is None else param.low
        high = math.inf if param.high is None else param.high
        if not low <= fitting <= high:
            raise UsageError(f"{asked} should lie between {low:g} and {high:g}.")
    return fitting


def _number(asked: str, value: object, *, whole: bool) -> int | float:
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if math.isnan(number) or (whole and not number.is_integer()):
        raise UsageError(f"{asked} should be {'a whole number' if whole else 'a number'}.")
    return int(number) if whole else number


def spelled(value: ParamValue) -> str:
    """Return a parameter's value as people type it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        # The short form only where it is the same number: two settings must never share a column.
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)
