"""How likely an innocent reader's code is to score as high as the accused one's.

Given the leak, the score of a reader who has nothing to do with it is a sum of independent terms: slot i adds
g_i(1) with probability p_i and g_i(0) otherwise. Nothing is assumed about how the leak came to be, so the two
bounds here hold whatever was done to it:

- Chernoff: P(S >= s) <= min over t > 0 of exp(sum_i ln(p_i e^{t g_i(1)} + (1 - p_i) e^{t g_i(0)}) - t s);
- the exact tail, by convolution on a lattice on which every term is rounded up and the score down, so that
  rounding can only speak for the innocent.

Sources. The first is Markov's inequality for e^{t S}, whose mean is a product since the terms are independent:
H. Chernoff, "A measure of asymptotic efficiency for tests of a hypothesis based on the sum of observations", Annals
of Mathematical Statistics 23(4), 1952; there the terms have one distribution, which that step does not need. False
accusations were bounded by it, whatever the leakers did, by G. Tardos, "Optimal probabilistic fingerprint codes",
J. ACM 55(2), 2008, and for the symmetric scores of :mod:`watermark.scores` by B. Škorić, S. Katzenbeisser, M. Celik,
"Symmetric Tardos fingerprinting codes for arbitrary alphabet sizes", Designs, Codes and Cryptography 46, 2008. They
bound beforehand what a code of some length can promise; here the g of the leak at hand are put in, so that no bound
of theirs is used. The second is the distribution of a sum of independent terms by its definition; no source is needed.

All results are natural logarithms of probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT_BELOW = 1e-4
"""The exact tail replaces the Chernoff bound only below this probability."""

_EXACT_WORK = 2.0e8  # lattice cells written: about 0.2 s
_EXACT_SLOTS = 4000
_STEEPEST = 512.0  # t × the largest gain of a slot


@dataclass(frozen=True)
class Terms:
    """What each slot adds to a score: g0 for bit 0, g1 for bit 1 (probability p); arrays of shape (n,)."""

    g0: NDArray[np.float64]
    g1: NDArray[np.float64]
    p: NDArray[np.float64]

    def score(self, bits: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Score codes of shape (m, n); gives shape (m,)."""
        # float64 all along: a rounded score must never pass for a higher one.
        return np.asarray(self.g0.sum() + bits @ (self.g1 - self.g0))

    def slack(self) -> float:
        """What the order of summation may change in a score, and more."""
        return 1e-9 * float(np.abs(self.g0).sum() + np.abs(self.g1).sum())


def log_tail(terms: Terms, score: float) -> float:
    """Bound ln P(S >= score) for one innocent: Chernoff, and the exact tail where that is small."""
    chernoff = log_chernoff(terms, score)
    if chernoff > np.log(EXACT_BELOW) or len(terms.p) > _EXACT_SLOTS:
        return chernoff
    return min(chernoff, log_exact_tail(terms, score))


def log_chernoff(terms: Terms, score: float) -> float:
    """Minimise the Chernoff exponent over t > 0. Any t gives a true bound, so stopping early is safe."""
    s = score - terms.slack()
    tilted = _Tilted.of(terms)
    if tilted.spread == 0.0 or s <= tilted.slope(0.0):
        return 0.0
    low, high = 0.0, 1.0 / tilted.spread
    while high * tilted.spread < _STEEPEST and tilted.slope(high) < s:
        low, high = high, 2 * high
    if tilted.slope(high) < s:  # out of reach of any finite t: the score is the highest there is
        return min(0.0, tilted.cumulant(high) - high * s)
    # At its minimum the exponent is flat: t to a millionth gives it to twelve figures.
    best = float(brentq(lambda t: tilted.slope(t) - s, low, high, xtol=1e-7 * high, rtol=1e-7, disp=False))
    return min(0.0, tilted.cumulant(best) - best * s)


@dataclass(frozen=True)
class _Tilted:
    """The score S of an innocent, its probabilities weighed by exp(t S)."""

    terms: Terms
    gain: NDArray[np.float64]  # of a 1 over a 0
    odds: NDArray[np.float64]  # ln of p over 1 - p

    @classmethod
    def of(cls, terms: Terms) -> _Tilted:
        return cls(terms, terms.g1 - terms.g0, logit(terms.p))

    @property
    def spread(self) -> float:
        return float(np.max(np.abs(self.gain), initial=0.0))

    def slope(self, t: float) -> float:
        """Derivative of :meth:`cumulant`: the mean of S."""
        return float(self.terms.g0.sum() + expit(self.odds + t * self.gain) @ self.gain)

    def cumulant(self, t: float) -> float:
        """Logarithm of E exp(t S)."""
        with np.errstate(divide="ignore"):
            one = np.log(self.terms.p) + t * self.terms.g1
            zero = np.log1p(-self.terms.p) + t * self.terms.g0
        return float(np.logaddexp(one, zero).sum())


def log_exact_tail(terms: Terms, score: float) -> float:
    """Convolve the slots' two-point distributions; every sum is of positive numbers, so tails stay exact.

    The lattice is as fine as the work allows. A coarse one makes the result larger, never smaller.
    """
    low = np.minimum(terms.g0, terms.g1)
    jump = np.abs(terms.g1 - terms.g0)
    high_share = np.where(terms.g1 >= terms.g0, terms.p, 1 - terms.p)
    target = score - terms.slack() - float(low.sum())
    if target <= 0:
        return 0.0
    step = max(float(jump.sum()) * 0.6 * len(jump) / _EXACT_WORK, target * 1e-6)
    if step == 0.0:
        return 0.0
    steps = np.ceil(jump / step * (1 - 1e-12)).astype(np.int64)
    # One step is given away so that dividing by the step cannot round against an innocent either.
    return _log_tail_on_lattice(steps, high_share, max(0, int(np.floor(target / step)) - 1))


def _log_tail_on_lattice(steps: NDArray[np.int64], share: NDArray[np.float64], target: int) -> float:
    """Logarithm of P(sum of steps >= target); what has passed the target waits in one cell."""
    if target == 0:
        return 0.0
    density = np.zeros(target)
    density[0] = 1.0
    passed, reach = 0.0, 1
    for jump, p in zip(steps.tolist(), share.tolist(), strict=True):
        inside = max(0, min(reach, target - jump))
        passed += p * float(density[inside:reach].sum())
        moved = p * density[:inside]
        density[:reach] *= 1 - p
        density[jump : jump + inside] += moved
        reach = min(target, reach + jump)
    # The sums of positive numbers are good to 1e-12; 1e-9 is added in favour of the innocent.
    return float(np.log(passed)) + 1e-9 if passed > 0 else 0.0
