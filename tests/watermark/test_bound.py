"""The bound never promises more than innocent readers keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from watermark.bound import EXACT_BELOW, Terms, log_chernoff, log_exact_tail, log_tail

INNOCENTS = 1_000_000


def random_terms(seed: int, n: int) -> Terms:
    """Scores of a page read badly: mixed biases, soft readings, some slots without any."""
    rng = np.random.default_rng(seed)
    p = np.where(rng.random(n) < 0.5, 0.5, rng.uniform(0.05, 0.95, n))
    r = np.tanh(rng.normal(0, 1.5, n)) * (rng.random(n) < 0.9)
    return Terms(-r * np.sqrt(p / (1 - p)), r * np.sqrt((1 - p) / p), p)


def innocent_scores(terms: Terms, seed: int) -> np.ndarray:
    """Scores of a million codes drawn by the biases."""
    rng = np.random.default_rng(seed)
    out = np.empty(INNOCENTS)
    for start in range(0, INNOCENTS, 20_000):
        bits = (rng.random((20_000, len(terms.p)), np.float32) < terms.p).astype(np.uint8)
        out[start : start + 20_000] = terms.score(bits)
    return out


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "n"), [(1, 12), (2, 40), (3, 63)])
def test_a_million_innocents_never_exceed_the_bound(seed: int, n: int) -> None:
    """At every quantile the 99.9 % Clopper–Pearson lower limit of the observed tail stays below the bound."""
    terms = random_terms(seed, n)
    scores = np.sort(innocent_scores(terms, seed + 100))[::-1]
    for rank in (3, 10, 30, 100, 1000, 10_000, 100_000, 500_000, 900_000):
        reached = int(np.sum(scores >= scores[rank]))
        lower = stats.beta.ppf(0.001, reached, INNOCENTS - reached + 1)
        assert np.log(lower) <= log_tail(terms, float(scores[rank]))
        assert np.log(lower) <= log_chernoff(terms, float(scores[rank]))


@pytest.mark.parametrize(("n", "agree"), [(34, 34), (63, 57), (200, 160), (350, 300)])
def test_below_one_in_ten_thousand_the_bound_is_the_exact_tail(n: int, agree: int) -> None:
    """With all biases at 1/2 and equal weights the tail is binomial, known to every digit."""
    ones = np.ones(n)
    terms = Terms(-ones, ones, np.full(n, 0.5))
    exact = stats.binom.logsf(agree - 1, n, 0.5)
    assert exact < np.log(EXACT_BELOW)
    assert exact <= log_tail(terms, 2.0 * agree - n) <= exact + np.log(1.02)
    assert log_chernoff(terms, 2.0 * agree - n) >= exact


@pytest.mark.parametrize(("n", "agree", "p"), [(34, 34, 0.5), (63, 57, 0.5), (200, 160, 0.3), (350, 100, 0.05)])
def test_for_terms_of_one_distribution_the_bound_is_the_one_of_its_source(n: int, agree: int, p: float) -> None:
    """Chernoff's theorem 1 for coins: n times the divergence of the share seen from the share expected."""
    terms = Terms(np.zeros(n), np.ones(n), np.full(n, p))
    share = agree / n
    divergence = special.rel_entr(share, p) + special.rel_entr(1 - share, 1 - p)
    assert log_chernoff(terms, float(agree)) == pytest.approx(-n * divergence, rel=1e-6)


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 14))
def test_both_bounds_stay_above_the_enumerated_tail(seed: int, n: int) -> None:
    """Every one of the 2^n codes of a short page, weighed by its probability."""
    terms = random_terms(seed, n)
    bits = (np.arange(2**n)[:, None] >> np.arange(n) & 1).astype(np.uint8)
    weight = np.prod(np.where(bits == 1, terms.p, 1 - terms.p), axis=1)
    scores = terms.score(bits)
    for target in np.quantile(scores, [0.3, 0.8, 0.99, 1.0]):
        exact = np.log(weight[scores >= target].sum())
        assert log_chernoff(terms, float(target)) >= exact - 1e-9
        assert log_exact_tail(terms, float(target)) >= exact - 1e-9


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 120), st.floats(-3, 30))
def test_a_higher_score_never_has_a_higher_bound(seed: int, n: int, z: float) -> None:
    """Ranking by score and stopping at the first bound that fails rests on this."""
    terms = random_terms(seed, n)
    s = z * float(np.sqrt(np.sum(terms.g1**2)))
    assert log_chernoff(terms, s + 0.5) <= log_chernoff(terms, s) + 1e-9


def test_scores_at_or_below_the_mean_are_bounded_by_one() -> None:
    """A negative score is no evidence."""
    terms = random_terms(7, 50)
    assert log_chernoff(terms, -5.0) == 0.0
    assert log_exact_tail(terms, -1e9) == 0.0


def test_terms_that_say_nothing_bound_nothing() -> None:
    """Erasures alone, or no slot at all, accuse nobody."""
    zero = np.zeros(9)
    assert log_chernoff(Terms(zero, zero, np.full(9, 0.5)), 0.0) == 0.0
    assert log_exact_tail(Terms(zero, zero, np.full(9, 0.5)), 0.0) == 0.0
    none = np.zeros(0)
    assert log_tail(Terms(none, none, none), 1.0) == 0.0


def test_sixty_three_half_slots_name_a_reader_at_ten_percent_misread() -> None:
    """With biases of ½ alone: bound ≤ 1e-6 among 10,000 needs 63 slots at 10 % misread, 34 if none is."""
    for n, agree in ((63, 57), (34, 34)):
        ones = np.ones(n)
        terms = Terms(-ones, ones, np.full(n, 0.5))
        assert log_tail(terms, 2.0 * agree - n) + np.log(10_000) <= np.log(1e-6)
