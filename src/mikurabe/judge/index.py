"""The combined index as a column: a baseline makes a metric of it, so that it is compared and shown like any other."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.i18n import Lang
from mikurabe.judge.baseline import Baseline
from mikurabe.judge.combined import VERSION, Learned
from mikurabe.judge.grid import Floats, cell_side, ink_cells
from mikurabe.judge.inhabitants import only_counted
from mikurabe.judge.sentence import explained
from mikurabe.judge.where import where_map
from mikurabe.metrics import Index
from mikurabe.metrics.ink import background
from mikurabe.picture import Picture
from mikurabe.records import Array, Metric

COMBINED = "combined"

# What stands still in all normals must be there, within this part of full white, for this share of its pixels: events
# may lie on an axis.
_STILL_WITHIN = 0.1
_STILL_SHARE = 0.8
_PAPER_WITHIN = 0.1
# Channels that differ by this part of full white make a colour; JPEG's rounding does not.
_COLOUR = 0.2
# So many pixels of ink say whether there is colour.
_SOME_INK = 30


class Combined:
    """The combined index of one baseline; what it finds out of a picture it finds out once."""

    def __init__(self, baseline: Baseline, learned: Learned, limit: float | None, lang: Lang) -> None:
        self._baseline = baseline
        self._learned = learned
        self._limit = limit
        self._lang = lang
        self._key = ("combined", id(self))

    def value(self, _reference: Picture, candidate: Picture) -> float:
        """Return how far the picture is from normal: 0 for the mean of the normals, without an upper end."""
        return float(self._learned.model.combined(self.deviations(candidate))[0])

    def remark(self, reference: Picture, candidate: Picture) -> str | None:
        """Return what changed, in a sentence, for a picture beyond the limit."""
        if self._limit is None or self.value(reference, candidate) <= self._limit:
            return None
        known = self._baseline
        own = only_counted(candidate.image, known.counted, known.paper)
        return explained(
            self._learned.model,
            self.counts(candidate)[0],
            side=cell_side(*candidate.pixels.shape[:2]),
            lang=self._lang,
            inhabitants=known.inhabitants,
            row=known.inhabitants.of(own) if known.inhabitants is not None else None,
        )

    def local(self, _reference: Picture, candidate: Picture) -> Array:
        """Return where there is more (above 0) or less than normal, float64 (rows, columns) of the grid.

        0 where the difference is one that a normal picture has somewhere too: with a limit for the whole map, of 99
        normal pictures 1 shows anything.
        """
        map_of_all = where_map(self._learned.model.filters.mean, self.counts(candidate))[0]
        limit = self._learned.where_limit
        # What normal pictures have anywhere is not worth a look.
        return map_of_all if limit is None else np.where(np.abs(map_of_all) > limit, map_of_all, 0.0)

    def deviations(self, candidate: Picture) -> Floats:
        """Return the parts' deviations, (1, parts); raise UndefinedScore for a picture of another kind."""

        def measured() -> Floats:
            model = self._learned.model
            found: Floats = model.deviations(model.filters.measure(self.counts(candidate)))
            return found

        return candidate.derive((*self._key, "deviations"), measured)

    def counts(self, candidate: Picture) -> Floats:
        """Return the picture's events per cell, (1, rows, columns); raise UndefinedScore for one of another kind."""
        refuse_other_kind(self._baseline, candidate)
        per_event = self._baseline.per_event
        if per_event is None:
            raise UndefinedScore("one normal picture does not say how normal pictures vary")
        return ink_cells(candidate, self._baseline.still, self._baseline.scale)[None] / per_event


def refuse_other_kind(baseline: Baseline, candidate: Picture) -> None:
    """Raise UndefinedScore for a picture that is no drawing like the normals: another background, other axes."""
    white = baseline.reference.white
    if white is not None and candidate.white != white:
        raise UndefinedScore(
            f"its full white is {candidate.white:g}, that of the normal pictures {white:g}: save it in the same depth"
        )
    paper, own = baseline.paper.astype(np.float64), background(candidate).astype(np.float64)
    if np.shape(paper) != np.shape(own):
        raise UndefinedScore("the picture and the normals are not both gray or both in colour")
    if _is_gray_copy(baseline, candidate, own):
        raise UndefinedScore("the normal pictures have colours and the picture has none: it is another drawing")
    if np.abs(paper - own).max() > _PAPER_WITHIN * candidate.white:
        raise UndefinedScore(
            f"the background is {_spelled(own)}, that of the normal pictures {_spelled(paper)}: it is another drawing"
        )
    if not baseline.still.any():
        return
    away = np.abs(candidate.pixels[baseline.still].astype(np.float64) - baseline.reference.pixels[baseline.still])
    far = away if away.ndim == 1 else away.max(axis=1)
    kept = float((far <= _STILL_WITHIN * candidate.white).mean())
    if kept < _STILL_SHARE:
        raise UndefinedScore(
            f"only {kept:.0%} of what stands still in all normal pictures (axes, texts) is where it should be: another "
            "range, crop or layout; draw the picture as the normal ones"
        )


def _is_gray_copy(baseline: Baseline, candidate: Picture, paper: Array) -> bool:
    """Return whether there is ink and none of it has a colour, although the normals' ink has."""
    normal = baseline.reference.pixels
    if candidate.pixels.ndim == 2 or normal.ndim == 2 or _colour(normal) <= _COLOUR * candidate.white:
        return False
    away = np.abs(candidate.pixels.astype(np.float64) - paper).max(axis=2)
    inked = candidate.pixels[(away > _COLOUR * candidate.white) & ~baseline.still]
    return len(inked) >= _SOME_INK and _colour(inked) <= _COLOUR * candidate.white


def _colour(pixels: Array) -> float:
    """Return how far the most colourful pixel, (..., 3), is from gray."""
    return float(np.ptp(pixels.astype(np.float64), axis=-1).max())


def combined_index(baseline: Baseline, learned: Learned, limit: float | None, lang: Lang) -> tuple[Index, Combined]:
    """Return the combined index of a baseline as a column, and what is behind it."""
    behind = Combined(baseline, learned, limit, lang)
    metric = Metric(
        name=COMBINED,
        title="Combined index",
        fn=behind.value,
        better="lower",
        low=0,
        high=math.inf,
        identical=0,
        resolution=0.01,
        unit="",
        reads="rgb",
        symmetric=False,
        cap=None,
        needs=("white",),
        params=(),
        tolerates=("what varies among the normal pictures",),
        blind=("colour, where the ink is the same",),
        source="matched filters of the mean of the normals' density, Smyth's moderated t 2004, Bayes factors of one "
        "direction each; see docs/baseline.md",
        version=VERSION,
        masked=True,
        local=behind.local,
        signed=True,
        remark=behind.remark,
    )
    return Index(metric=metric), behind


def _spelled(level: Array) -> str:
    return " ".join(f"{each:g}" for each in np.atleast_1d(level))
