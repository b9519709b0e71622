"""Random numbers: beside SciPy's distributions, and the same bits for everybody."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from scipy import special, stats

from mikurabe.sources.simulate.chance import gamma, normal, poisson, raw_bits, uniform
from mikurabe.sources.simulate.portable import exp, log, normal_quantile


def test_logarithm_exponential_and_quantile_are_those_of_numpy_and_scipy() -> None:
    x = np.exp(np.linspace(-600, 600, 20_001))
    assert np.max(np.abs(log(x) - np.log(x)) / np.maximum(1, np.abs(np.log(x)))) < 4e-16
    at = np.linspace(-600, 600, 20_001)
    assert np.max(np.abs(exp(at) / np.exp(at) - 1)) < 5e-16
    p = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 20_001), 10.0 ** -np.arange(2, 300), 1 - 10.0 ** -np.arange(2, 15)])
    expected = special.ndtri(p)
    assert np.max(np.abs(normal_quantile(p) - expected) / np.maximum(1, np.abs(expected))) < 2e-15


def test_log_of_one_and_exp_of_zero_are_exact() -> None:
    assert log(np.ones(1))[0] == 0
    assert exp(np.zeros(1))[0] == 1
    assert normal_quantile(np.array([0.5]))[0] == 0


def test_the_bits_are_those_that_numpy_promises_for_pcg64() -> None:
    # The raw stream of PCG64 is covered by NumPy's compatibility policy, NEP 19.
    assert raw_bits((1, 2, 3), 2).tolist() == np.random.PCG64([1, 2, 3]).random_raw(2).tolist()
    assert raw_bits((7,), 3, 2)[:2].tolist() == raw_bits((7,), 2, 2).tolist(), "more rows leave the first ones"


def test_uniform_numbers_never_reach_their_ends() -> None:
    ends = uniform(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert 0 < ends[0] < 1e-15
    assert 1 - 1e-15 < ends[1] < 1
    assert np.isfinite(normal(np.array([0, 2**64 - 1], dtype=np.uint64))).all()


def test_distributions_are_what_they_are_called() -> None:
    # Of the fixed keys, so that p is a fixed number; a wrong distribution gives 0 to many digits.
    assert stats.kstest(uniform(raw_bits((1,), 20_000)), "uniform").pvalue > 0.01
    assert stats.kstest(normal(raw_bits((2,), 20_000)), "norm").pvalue > 0.01
    for shape in (1.0, 2.2, 30.0):
        assert stats.kstest(gamma((3, int(shape)), shape, 20_000), stats.gamma(shape).cdf).pvalue > 0.01, shape
    for mean in (0.7, 12.0, 400.0):
        counts = np.array([poisson((4, int(mean), at), mean) for at in range(4000)])
        # Mean and variance within four standard errors.
        assert abs(counts.mean() - mean) < 4 * np.sqrt(mean / 4000)
        assert abs(counts.var() - mean) < 4 * np.sqrt((mean + 2 * mean * mean) / 4000)


def test_more_of_a_stream_keeps_what_is_there() -> None:
    assert gamma((1, 2), 2.2, 500)[:100].tolist() == gamma((1, 2), 2.2, 100).tolist()
    counts = [poisson((5, 5), mean) for mean in (0, 1, 10, 10.5, 100, 5000)]
    assert counts == sorted(counts)
    assert counts[0] == 0


@pytest.mark.parametrize("width", [1, 3, 64, 1000])
def test_numbers_do_not_depend_on_how_many_are_made_at_once(width: int) -> None:
    bits = raw_bits((9,), 1000)
    whole = normal(bits)
    parts = np.concatenate([normal(bits[at : at + width]) for at in range(0, 1000, width)])
    assert whole.tobytes() == parts.tobytes()


def test_the_same_bits_on_every_machine() -> None:
    """Made once; another value means that a series of pictures is no longer what it was."""
    made = np.concatenate(
        [normal(raw_bits((1, 2), 5000)), gamma((1, 3), 2.2, 2000), exp(uniform(raw_bits((4,), 1000)))]
    )
    assert (
        hashlib.sha256(made.astype("<f8").tobytes()).hexdigest()
        == "c79cc4157a2e4896f9d22938767645b4c27e4eeab53e987ba1dd12ed1f65654c"
    )
