"""Scattergrams with known truth: what a haematology analyser draws of a control blood, day by day and with faults.

    from mikurabe.sources import simulate

    day = simulate.simulate_day("wdf", day=20, seed=1, faults={"widen_x": 0.05})
    day.events.x, day.events.y, day.events.label     # channels and labels, one per event
    day.draw(simulate.look("dots", size_px=256))      # uint8 (256, 256, 3)
    day.truth.populations["NEUT"].change.width        # what the fault changed, counted from the events

Every dot is one cell, in 256 channels along both axes. Populations, their day-to-day variation and what faults do to
them stand in one TOML per assay (``wdf.toml``, ``ret.toml``), with a source or "assumed" beside each number. Good for
comparing indices with each other, and no model of any one analyser. The same arguments give the same bytes on every
machine: random bits are PCG64's, everything made of them is sums, products, quotients and square roots (``portable``).
"""

from mikurabe.sources.simulate.assay import ASSAYS, Assay, assay_text, load_assay
from mikurabe.sources.simulate.cells import Events, draw_events
from mikurabe.sources.simulate.condition import Condition, Course, average_condition, draw_condition
from mikurabe.sources.simulate.fault import FAULTS, Fault
from mikurabe.sources.simulate.faults import with_faults
from mikurabe.sources.simulate.look import AXES, RENDERS, Look, area_of, look, render
from mikurabe.sources.simulate.measurement import Measurement, simulate_day
from mikurabe.sources.simulate.schedule import Plan, parse_faults, severities
from mikurabe.sources.simulate.series import control_days, faulty_days
from mikurabe.sources.simulate.truth import Truth, events_in_cells

__all__ = [
    "ASSAYS",
    "AXES",
    "FAULTS",
    "RENDERS",
    "Assay",
    "Condition",
    "Course",
    "Events",
    "Fault",
    "Look",
    "Measurement",
    "Plan",
    "Truth",
    "area_of",
    "assay_text",
    "average_condition",
    "control_days",
    "draw_condition",
    "draw_events",
    "events_in_cells",
    "faulty_days",
    "load_assay",
    "look",
    "parse_faults",
    "render",
    "severities",
    "simulate_day",
    "with_faults",
]
