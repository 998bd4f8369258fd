"""Codes are the same for the same reader, different for others, and distributed as the bound assumes."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from watermark.codes import CUT_OFF, HALF_SHARE, biases, code, codes

KEY = bytes(range(32))


def test_the_same_reader_gets_the_same_mark_and_another_key_another() -> None:
    """Downloading twice must not give two copies to average."""
    assert np.array_equal(code(KEY, "account:7", 5000), code(KEY, "account:7", 5000))
    other = code(KEY[::-1], "account:7", 5000)
    assert 0.4 < np.mean(code(KEY, "account:7", 5000) == other) < 0.62


@given(st.sets(st.integers(0, 3000), min_size=1, max_size=80))
def test_bits_of_some_slots_are_those_of_the_whole_code(chosen: set[int]) -> None:
    """Tracing a page reads the stream in the middle and must meet the delivered bits."""
    slots = np.array(sorted(chosen))
    whole = code(KEY, "visit:ä", 3001)
    assert np.array_equal(codes(KEY, ["account:1", "visit:ä"], slots)[1], whole[slots])
    assert np.array_equal(biases(KEY, slots), biases(KEY, np.arange(3001))[slots])


def test_bits_follow_their_biases() -> None:
    """Over 20,000 readers each slot's share of ones fits its bias; the chi-square sum over slots fits too."""
    slots = np.arange(400)
    p = biases(KEY, slots)
    share = codes(KEY, [f"account:{i}" for i in range(20_000)], slots).mean(axis=0)
    z = (share - p) / np.sqrt(p * (1 - p) / 20_000)
    assert np.abs(z).max() < 5
    assert 1e-6 < stats.chi2.cdf(np.sum(z**2), 400) < 1 - 1e-6


def test_neighbouring_slots_and_readers_are_uncorrelated() -> None:
    """The bound multiplies over slots: their bits must be independent."""
    slots = np.arange(2000)
    p = biases(KEY, slots)
    z = (codes(KEY, [f"account:{i}" for i in range(500)], slots) - p) / np.sqrt(p * (1 - p))
    between_slots = (z[:, :-1] * z[:, 1:]).mean()
    between_readers = (z[:-1] * z[1:]).mean()
    assert abs(between_slots) < 5 / np.sqrt(z.size)
    assert abs(between_readers) < 5 / np.sqrt(z.size)


def test_biases_are_the_documented_mixture() -> None:
    """Half at 1/2, the others arcsine between the cut-offs (Kolmogorov–Smirnov)."""
    p = biases(KEY, np.arange(40_000))
    half = p == 0.5
    assert abs(half.mean() - HALF_SHARE) < 0.02
    tardos = p[~half]
    assert tardos.min() >= CUT_OFF
    assert tardos.max() <= 1 - CUT_OFF
    low = np.arcsin(np.sqrt(CUT_OFF))
    uniform = (np.arcsin(np.sqrt(tardos)) - low) / (np.pi / 2 - 2 * low)
    assert stats.kstest(uniform, "uniform").pvalue > 1e-4
    assert np.array_equal(p * 2**32, np.round(p * 2**32))


def test_ten_thousand_readers_of_one_page_take_well_under_a_second() -> None:
    """The promise is a trace in ten seconds; drawing codes is a small part of it."""
    names = [f"account:{i}" for i in range(10_000)]
    start = time.process_time()
    codes(KEY, names, np.arange(90_000, 90_350))
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize("slots", [[3, 2], [1, 1], [-1, 0]])
def test_slots_out_of_order_are_refused(slots: list[int]) -> None:
    """A slot that enters twice would break the bound."""
    with pytest.raises(ValueError, match="ascending"):
        codes(KEY, ["a"], np.array(slots))


def test_no_slots_give_empty_codes() -> None:
    """A page without slots is no error."""
    assert codes(KEY, ["a", "b"], np.array([], np.int64)).shape == (2, 0)
