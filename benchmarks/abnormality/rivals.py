"""Other ways to score the same cells or the same parts: what the combined index has to beat."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from mikurabe.judge.combined import Learned
from mikurabe.judge.grid import Floats, stabilised

Score = Callable[[Floats], Floats]


def root_grid(counts: Floats) -> Score:
    """Return the mean squared deviation over the cells of the variance-stabilised grid (best single of the study)."""
    # 16 px instead of 4: of the sizes 4, 8 and 16 the best at N = 5, 20 and 100.
    own = stabilised(_coarse(counts, 4))
    number = len(own)
    centre = own.mean(axis=0)
    variance = np.maximum((own.var(axis=0, ddof=1) * (number - 1) + 4) / (number + 3), 0.5)
    return lambda others: ((stabilised(_coarse(others, 4)) - centre) ** 2 / variance).mean(axis=(1, 2))


def chi_square(counts: Floats) -> Score:
    """Return the binned chi-square against the mean of the normals."""
    mean = _coarse(counts, 4).mean(axis=0)

    def score(others: Floats) -> Floats:
        cells = _coarse(others, 4)
        both = cells + mean
        return np.divide((cells - mean) ** 2, both, out=np.zeros_like(both), where=both > 0).mean(axis=(1, 2))

    return score


def on_parts(learned: Learned, counts: Floats) -> dict[str, Score]:
    """Return scores of the same standardised parts: PyOD's detectors, T² with Ledoit-Wolf shrinkage, largest, sum."""
    from pyod.models.ecod import ECOD
    from pyod.models.iforest import IForest
    from pyod.models.knn import KNN
    from pyod.models.lof import LOF
    from sklearn.covariance import LedoitWolf

    model = learned.model
    own = (np.concatenate([model.filters.along(counts), learned.local], axis=1) - model.centre) / model.spread
    number = len(own)

    def standardised(others: Floats) -> Floats:
        return (model.filters.measure(others) - model.centre) / model.spread

    scores: dict[str, Score] = {}
    shrunk = LedoitWolf().fit(own)
    scores["T² Ledoit-Wolf"] = lambda others: shrunk.mahalanobis(standardised(others))
    for name, detector in (
        ("PyOD ECOD", ECOD(contamination=0.1)),
        ("PyOD KNN", KNN(n_neighbors=min(5, number - 1), contamination=0.1)),
        ("PyOD LOF", LOF(n_neighbors=min(10, number - 1), contamination=0.1)),
        ("PyOD IForest", IForest(random_state=0, contamination=0.1)),
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            detector.fit(own)
        scores[name] = lambda others, detector=detector: np.asarray(detector.decision_function(standardised(others)))
    scores["largest part"] = lambda others: np.abs(model.deviations(model.filters.measure(others))).max(axis=1)
    scores["sum of squared parts"] = lambda others: (model.deviations(model.filters.measure(others)) ** 2).sum(axis=1)
    return scores


def _coarse(counts: Floats, factor: int) -> Floats:
    number, rows, columns = counts.shape
    return counts.reshape(number, rows // factor, factor, columns // factor, factor).sum(axis=(2, 4))
