"""The similarity indices, one file per family; importing this package registers them all."""

from mikurabe.metrics import alignment as _alignment
from mikurabe.metrics import blurred as _blurred
from mikurabe.metrics import changed as _changed
from mikurabe.metrics import colour as _colour
from mikurabe.metrics import dct as _dct
from mikurabe.metrics import dct_quality as _dct_quality
from mikurabe.metrics import deformation as _deformation
from mikurabe.metrics import density as _density
from mikurabe.metrics import events as _events
from mikurabe.metrics import features as _features
from mikurabe.metrics import fidelity as _fidelity
from mikurabe.metrics import flip as _flip
from mikurabe.metrics import frequency as _frequency
from mikurabe.metrics import gradient as _gradient
from mikurabe.metrics import haar as _haar
from mikurabe.metrics import hashing as _hashing
from mikurabe.metrics import histogram as _histogram
from mikurabe.metrics import information as _information
from mikurabe.metrics import ink as _ink
from mikurabe.metrics import keypoints as _keypoints
from mikurabe.metrics import learned as _learned
from mikurabe.metrics import margins as _margins
from mikurabe.metrics import multiscale as _multiscale
from mikurabe.metrics import phase as _phase
from mikurabe.metrics import pixel as _pixel
from mikurabe.metrics import registered as _registered
from mikurabe.metrics import saliency as _saliency
from mikurabe.metrics import structure as _structure
from mikurabe.metrics import transport as _transport
from mikurabe.metrics import wavelet as _wavelet
from mikurabe.metrics.definition import METRICS, Index, choose, metric, parse

FAMILIES = (
    _pixel,
    _structure,
    _multiscale,
    _fidelity,
    _wavelet,
    _gradient,
    _haar,
    _phase,
    _saliency,
    _dct,
    _alignment,
    _registered,
    _deformation,
    _frequency,
    _features,
    _hashing,
    _changed,
    _histogram,
    _information,
    _colour,
    _flip,
    _dct_quality,
    _ink,
    _density,
    _transport,
    _blurred,
    _events,
    _margins,
    _learned,
    _keypoints,
)

# Families import one another: the catalogue's order is the one above, not that of the imports.
_PLACES = {family.__name__: place for place, family in enumerate(FAMILIES)}
METRICS.sort(lambda metric: _PLACES[metric.fn.__module__])

__all__ = ["FAMILIES", "METRICS", "Index", "choose", "metric", "parse"]
