"""How often labels without meaning would give such an area: exact for few pictures, where no formula holds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from mikurabe.judge.auroc import Floats, midranks
from mikurabe.records import Bools

# Up to so many ways to label the pictures all of them are tried, beyond it this many at random.
MOST_WAYS = 20_000
# Up to so many pictures the distribution of one index is counted exactly.
MOST_EXACT = 200


def exact_p(normal: Floats, abnormal: Floats) -> tuple[float, float]:
    """Return how often random labels give an area as large as this one or larger, and as small or smaller.

    Args:
        normal: (M,) unlikeness of the normal pictures.
        abnormal: (N,) that of the abnormal ones.

    Both are exact up to 200 pictures, ties included, and so never below 1 / C(M + N, N): 0.00056 for 3 faults among 20
    normals. Beyond, by the normal approximation with correction for ties and continuity.

    Source: Mann & Whitney 1947; the counting with ties is the shift algorithm of Streitberg & Röhmel 1986.
    """
    m, n = len(normal), len(abnormal)
    # Twice the midrank is a whole number.
    ranks = np.rint(2 * midranks(np.concatenate([normal, abnormal]))).astype(np.int64)
    observed = int(ranks[m:].sum())
    if m + n > MOST_EXACT:
        return _approximate_p(ranks, n, observed)
    few = min(m, n)
    if few < n:
        # The sums of those left out say the same, from the other end.
        more, less = _tails(ranks, few, int(ranks.sum()) - observed)
        return less, more
    return _tails(ranks, few, observed)


def _tails(ranks: np.ndarray[tuple[int], np.dtype[np.int64]], chosen: int, observed: int) -> tuple[float, float]:
    """Return the shares of all choices of so many ranks whose sum is at least, and at most, the observed one."""
    top = int(np.sort(ranks)[-chosen:].sum())
    # Shares and not counts: C(200, 100) is beyond what a float counts exactly, but not what it holds.
    ways = np.zeros((chosen + 1, top + 1))
    ways[0, 0] = 1.0
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, : top + 1 - rank].copy()
    sums = ways[chosen]
    total = sums.sum()
    return float(min(1.0, sums[observed:].sum() / total)), float(min(1.0, sums[: observed + 1].sum() / total))


def _approximate_p(
    ranks: np.ndarray[tuple[int], np.dtype[np.int64]], chosen: int, observed: int
) -> tuple[float, float]:
    count = len(ranks)
    mean = ranks.mean() * chosen
    variance = ranks.var() * chosen * (count - chosen) / (count - 1)
    if variance == 0:
        return 1.0, 1.0
    # A step of the doubled sum is 2 without ties: half of it is the correction.
    above, below = (observed - 1 - mean) / math.sqrt(variance), (observed + 1 - mean) / math.sqrt(variance)
    return math.erfc(above / math.sqrt(2)) / 2, math.erfc(-below / math.sqrt(2)) / 2


def p_of_best(columns: Sequence[Floats], is_abnormal: Bools, seed: int = 0) -> float:
    """Return how often random labels would make the best of these indices as good as the best one is, in either way.

    That is the p of "some index tells the two apart": with many indices tried, the best looks good by luck alone.

    Args:
        columns: per index the (N,) unlikeness of the labelled pictures, NaN where it is missing.
        is_abnormal: (N,) the labels; at least one of each.
        seed: for the labels tried at random where there are more than 20,000 ways.

    Source: Westfall & Young 1993, Resampling-Based Multiple Testing (max-T), on |AUC - 0.5|.
    """
    count, chosen = len(is_abnormal), int(is_abnormal.sum())
    labels = _ways(count, chosen, is_abnormal, seed)
    best = np.zeros(len(labels))
    for values in columns:
        there = ~np.isnan(values)
        ranks = np.zeros(count)
        ranks[there] = midranks(values[there])
        abnormals = labels[:, there].sum(axis=1)
        normals = int(there.sum()) - abnormals
        pairs = abnormals * normals
        above = labels.astype(np.float64) @ ranks - abnormals * (abnormals + 1) / 2
        away = np.abs(np.divide(above, pairs, out=np.full(len(labels), 0.5), where=pairs > 0) - 0.5)
        np.maximum(best, away, out=best)
    # The true labels are the first row. Equal areas must count as equal whatever the rounding.
    return float((best >= best[0] - 1e-12).mean())


def _ways(count: int, chosen: int, is_abnormal: Bools, seed: int) -> Bools:
    """Return (ways, N) labels, the true ones first."""
    if math.comb(count, chosen) <= MOST_WAYS:
        picked = np.array(list(itertools.combinations(range(count), chosen)), dtype=np.intp)
        labels = np.zeros((len(picked), count), dtype=np.bool_)
        np.put_along_axis(labels, picked, True, axis=1)
        true = np.flatnonzero((labels == is_abnormal).all(axis=1))[0]
        labels[[0, true]] = labels[[true, 0]]
        return labels
    rng = np.random.Generator(np.random.PCG64(seed))
    labels = np.tile(is_abnormal, (MOST_WAYS, 1))
    labels[1:] = rng.permuted(labels[1:], axis=1)
    return labels
