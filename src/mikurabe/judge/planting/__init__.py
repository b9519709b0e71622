"""Faults planted into normal pictures: of the dots of a plot, and of whole pictures."""

from __future__ import annotations

from mikurabe.judge.planting.faults import FAULTS, Fault, faults_of
from mikurabe.judge.planting.plant import Planter, Unplantable

__all__ = ["FAULTS", "Fault", "Planter", "Unplantable", "faults_of"]
