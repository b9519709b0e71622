"""All faults: what each changes of a day's condition. Kinds and grids are those of the literature's fault catalogue."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from mikurabe.errors import UsageError
from mikurabe.sources.simulate.assay import Assay
from mikurabe.sources.simulate.condition import Condition
from mikurabe.sources.simulate.fault import FAULTS, Fault, check_severity, split_key


def with_faults(condition: Condition, assay: Assay, severities: Mapping[str, float]) -> Condition:
    """Return the condition with every fault, by key (``widen_x``, ``cluster_shift_y[MONO]``) and severity.

    Raises:
        UnknownName: there is no such fault or population.
        UsageError: a severity makes no sense, or the assay does not say what the fault does to it.
    """
    for key, severity in severities.items():
        fault, population = split_key(key)
        check_severity(fault, severity)
        if not fault.on(assay):
            raise UsageError(
                f"The assay {assay.name} does not say what {fault.name} does to it: see [fault] in wdf.toml."
            )
        if fault.chooses:
            population = assay.population(population or str(assay.faults.shifted)).name
        if severity != 0:
            condition = fault.change(condition, severity, assay, population)
    return condition


def _gain_x(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, gain_x=now.gain_x * (1 + by))


def _gain_y(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, gain_y=now.gain_y * (1 + by))


def _offset_x(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, offset_x=now.offset_x + by)


def _offset_y(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, offset_y=now.offset_y + by)


def _widen_x(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    # Spread comes on top as independent errors do: squares are added.
    return replace(now, cv_x=math.sqrt(now.cv_x * now.cv_x + by * by))


def _widen_y(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, cv_y=math.sqrt(now.cv_y * now.cv_y + by * by))


def _crosstalk(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, crosstalk=now.crosstalk + by)


def _count_loss(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, events=now.events * (1 - by))


def _debris(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, debris=now.debris * (1 + by))


def _new_population(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, strangers=now.strangers + by)


def _background(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, noise=now.noise + by)


def _cluster_shift_x(now: Condition, by: float, _assay: Assay, population: str) -> Condition:
    x, y = now.shifts.get(population, (0.0, 0.0))
    return replace(now, shifts={**now.shifts, population: (x + by, y)})


def _cluster_shift_y(now: Condition, by: float, _assay: Assay, population: str) -> Condition:
    x, y = now.shifts.get(population, (0.0, 0.0))
    return replace(now, shifts={**now.shifts, population: (x, y + by)})


def _aged(now: Condition, by: float, assay: Assay, _population: str) -> Condition:
    if assay.faults.aged is None:
        return now
    population, debris = assay.faults.aged
    x, y = now.places.get(population, (1.0, 1.0))
    return replace(now, places={**now.places, population: (x * (1 - by), y)}, debris=now.debris * (1 + debris * by))


def _double_population(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, slow=now.slow + by)


def _carry_over(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, carry_over=now.carry_over + by)


def _poor_lysis(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, unlysed=now.unlysed + by)


def _saturation(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, ceiling=(1 - by) * (1 if now.ceiling is None else now.ceiling))


def _threshold(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, floor=now.floor + by)


def _poor_separation(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, bridge=now.bridge + by)


def _coincidence(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, coincidence=now.coincidence + by)


def _moved_x(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, moved_px=(now.moved_px[0] + int(by), now.moved_px[1]))


def _moved_y(now: Condition, by: float, _assay: Assay, _population: str) -> Condition:
    return replace(now, moved_px=(now.moved_px[0], now.moved_px[1] + int(by)))


for _fault in (
    Fault(
        name="gain_x",
        mode=1,
        title="gain in x too large",
        unit="part",
        grid=(0.01, 0.02, 0.03, 0.05),
        change=_gain_x,
        low=-0.5,
    ),
    Fault(
        name="gain_y",
        mode=1,
        title="gain in y too large",
        unit="part",
        grid=(0.01, 0.02, 0.03, 0.05),
        change=_gain_y,
        low=-0.5,
    ),
    Fault(
        name="offset_x",
        mode=1,
        title="everything moved to the right",
        unit="channels",
        grid=(1, 2, 4),
        change=_offset_x,
        low=-128.0,
        high=128.0,
    ),
    Fault(
        name="offset_y",
        mode=1,
        title="everything moved upwards",
        unit="channels",
        grid=(1, 2, 4),
        change=_offset_y,
        low=-128.0,
        high=128.0,
    ),
    Fault(
        name="widen_x",
        mode=2,
        title="fat in x: CV added to the optics'",
        unit="part",
        grid=(0.03, 0.05, 0.07, 0.1),
        change=_widen_x,
    ),
    Fault(
        name="widen_y",
        mode=2,
        title="fat in y: CV added to the optics'",
        unit="part",
        grid=(0.05, 0.08, 0.12, 0.16),
        change=_widen_y,
    ),
    Fault(
        name="crosstalk",
        mode=3,
        title="part of y seen in x",
        unit="part",
        grid=(0.01, 0.02, 0.04, 0.08),
        change=_crosstalk,
        low=-0.5,
    ),
    Fault(
        name="count_loss",
        mode=4,
        title="events missing: clog, short sample",
        unit="part",
        grid=(0.05, 0.1, 0.2, 0.4),
        change=_count_loss,
    ),
    Fault(
        name="debris",
        mode=5,
        title="more debris",
        unit="part",
        grid=(0.25, 0.5, 1, 2),
        change=_debris,
        low=-1.0,
        high=100.0,
    ),
    Fault(
        name="new_population",
        mode=6,
        title="a population that does not belong there",
        unit="part",
        grid=(0.002, 0.005, 0.01, 0.02),
        change=_new_population,
        fact="strangers",
    ),
    Fault(
        name="background",
        mode=7,
        title="noise anywhere on the plot",
        unit="part",
        grid=(0.005, 0.01, 0.02, 0.05),
        change=_background,
        fact="noise",
    ),
    Fault(
        name="cluster_shift_x",
        mode=8,
        title="one population moved to the right",
        unit="channels",
        grid=(1, 2, 3, 5),
        change=_cluster_shift_x,
        low=-128.0,
        high=128.0,
        fact="shifted",
        chooses=True,
    ),
    Fault(
        name="cluster_shift_y",
        mode=8,
        title="one population moved upwards: staining, temperature",
        unit="channels",
        grid=(1, 2, 3, 5),
        change=_cluster_shift_y,
        low=-128.0,
        high=128.0,
        fact="shifted",
        chooses=True,
    ),
    Fault(
        name="aged",
        mode=9,
        title="old control: less x of one population, more debris",
        unit="part",
        grid=(0.01, 0.02, 0.03, 0.05),
        change=_aged,
        high=0.5,
        fact="aged",
    ),
    Fault(
        name="double_population",
        mode=10,
        title="part of all events at another x: bubble",
        unit="part",
        grid=(0.1, 0.2, 0.4, 0.6),
        change=_double_population,
        fact="slow_factor",
    ),
    Fault(
        name="carry_over",
        mode=11,
        title="cells of another control level",
        unit="part",
        grid=(0.01, 0.02, 0.05),
        change=_carry_over,
        fact="other_level",
    ),
    Fault(
        name="poor_lysis",
        mode=12,
        title="part of the debris where ghosts lie",
        unit="part",
        grid=(0.1, 0.25, 0.5, 1),
        change=_poor_lysis,
        fact="ghosts",
    ),
    Fault(
        name="saturation",
        mode=13,
        title="part of the scale lost at its end: pile-up",
        unit="part",
        grid=(0.05, 0.1, 0.2, 0.3),
        change=_saturation,
        high=0.9,
    ),
    Fault(
        name="threshold",
        mode=13,
        title="part of the scale cut off at its beginning",
        unit="part",
        grid=(0.05, 0.1, 0.2, 0.3),
        change=_threshold,
        high=0.9,
    ),
    Fault(
        name="poor_separation",
        mode=14,
        title="part of two populations between them",
        unit="part",
        grid=(0.02, 0.05, 0.1, 0.2),
        change=_poor_separation,
        fact="bridge",
    ),
    Fault(
        name="coincidence",
        mode=15,
        title="two cells at once: signals add up",
        unit="part",
        grid=(0.01, 0.02, 0.05),
        change=_coincidence,
        fact="doublets",
    ),
    Fault(
        name="moved_x",
        mode=0,
        title="the picture moved to the right",
        unit="px",
        grid=(1, 2, 4),
        change=_moved_x,
        low=-64.0,
        high=64.0,
    ),
    Fault(
        name="moved_y",
        mode=0,
        title="the picture moved downwards",
        unit="px",
        grid=(1, 2, 4),
        change=_moved_y,
        low=-64.0,
        high=64.0,
    ),
):
    FAULTS.add(_fault.name, _fault)
