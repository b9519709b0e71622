"""The similarity indices, one file per family; importing this package registers them all."""

from mikurabe.metrics import pixel as _pixel
from mikurabe.metrics import structure as _structure
from mikurabe.metrics.definition import METRICS, Index, choose, metric, parse

FAMILIES = (_pixel, _structure)

__all__ = ["FAMILIES", "METRICS", "Index", "choose", "metric", "parse"]
