"""Decoders: how strongly the reading of each slot speaks for a reader whose code has a 1 or a 0 there.

A reading says which rendering the leak shows: −1 is A, +1 is B, with a noise in the same unit. A decoder turns
readings and biases into the two numbers g(0) and g(1) of every slot; a reader's score is the sum over her bits.
No decoder sees a code, and that is what the bound of :mod:`watermark.bound` rests on.

- ``symmetric``: B. Škorić, S. Katzenbeisser, M. Celik, "Symmetric Tardos fingerprinting codes for arbitrary
  alphabet sizes", Designs, Codes and Cryptography 46 (2008), with the soft reading as its weight.
- a bank of log-likelihood ratios, each assuming a number of colluders and what they did (after P. Meerwald and
  T. Furon, "Toward practical joint decoding of binary Tardos fingerprinting codes", IEEE TIFS 7(4), 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from scipy.special import comb

from watermark.bound import Terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

Subset: TypeAlias = Literal["all", "half", "tardos"]
Strategy: TypeAlias = Literal["single", "symmetric", "mixed", "majority", "minority", "average"]

OUTLIER_SHARE = 0.02
"""Share of slots assumed to be read wrongly however clear they look: a smudge, a fold, a pen."""

_OUTLIER_DENSITY = 1 / 6  # readings beyond ±3 are cut
_LEAKER_SHARE, _SYMMETRIC_SHARE = 0.4, 0.1  # of the error: for the decoder that assumes one leaker; for Škorić's
_JOINT_SHARE = 1 / 64  # of the error: for all who are sought beside somebody already accused
MOST_COLLUDERS = 8
"""Readers of one leak that are sought, each beside those already accused."""
_COLLUDERS = (2, 3, 5, 8)


@dataclass(frozen=True)
class Readings:
    """What the leak shows at some slots of one publication version; arrays of shape (n,).

    Attributes:
        slots: global slot indices, ascending, each once.
        p: biases, P(bit = 1).
        value: reading, −1 = A … +1 = B.
        noise: standard deviation of `value`; infinite for an erasure.
    """

    slots: NDArray[np.int64]
    p: NDArray[np.float64]
    value: NDArray[np.float64]
    noise: NDArray[np.float64]

    def soft(self) -> NDArray[np.float64]:
        """Soft bits r in (−1, 1): P(B | reading) − P(A | reading) before any knowledge of the bias."""
        a, b = _levels(self.value, self.noise, np.array([-1.0, 1.0]))
        return np.asarray((b - a) / (a + b))

    def take(self, chosen: NDArray[np.bool_]) -> Readings:
        """Give the readings of some of the slots (boolean mask, shape (n,))."""
        return Readings(self.slots[chosen], self.p[chosen], self.value[chosen], self.noise[chosen])


@dataclass(frozen=True)
class Decoder:
    """One way to score, and the price of having tried it.

    Attributes:
        subset: which slots enter.
        strategy: what the leakers are assumed to have done.
        colluders: how many there are assumed to be.
        trials: what the bound is multiplied by on account of all decoders. Their reciprocals sum to one, so the
            union bound holds over the whole bank; the single-leaker decoders are the cheap ones.
    """

    subset: Subset
    strategy: Strategy
    colluders: int
    trials: float

    @property
    def name(self) -> str:
        """Say it in a word, such as ``majority 3, tardos slots``."""
        return f"{self.strategy} {self.colluders}, {self.subset} slots"

    def mask(self, readings: Readings) -> NDArray[np.bool_]:
        """Which readings enter this decoder."""
        half: NDArray[np.bool_] = readings.p == 0.5
        if self.subset == "all":
            return np.ones(len(half), np.bool_)
        return half if self.subset == "half" else ~half

    def terms(self, readings: Readings, known: NDArray[np.uint8] | None = None) -> Terms:
        """Give what each slot adds to a score.

        Args:
            readings: shape (n,); slots outside the subset add nothing.
            known: bits of readers already accused, shape (k, n), k < colluders: the score then asks who leaked
                beside them (joint decoding).
        """
        bits = np.zeros((0, len(readings.p)), np.uint8) if known is None else known
        pair = _symmetric(readings) if self.strategy == "symmetric" else self._log_ratio(readings, bits)
        inside = self.mask(readings)
        return Terms(np.where(inside, pair[0], 0.0), np.where(inside, pair[1], 0.0), readings.p)

    def _log_ratio(self, readings: Readings, known: NDArray[np.uint8]) -> _Pair:
        given = [self._likelihood(readings, known, bit) for bit in (0, 1)]
        mean = (1 - readings.p) * given[0] + readings.p * given[1]
        return np.log(given[0] / mean), np.log(given[1] / mean)

    def _likelihood(self, readings: Readings, known: NDArray[np.uint8], bit: int) -> NDArray[np.float64]:
        """P(reading | the candidate's bit, the known bits), the other colluders' bits drawn by the bias."""
        c, fixed = self.colluders, len(known) + 1
        shown = _shown(self.strategy, c, readings)
        total = np.zeros(len(readings.p))
        base = known.sum(axis=0).astype(np.int64) + bit
        for others in range(c - fixed + 1):
            weight = comb(c - fixed, others) * readings.p**others * (1 - readings.p) ** (c - fixed - others)
            total += weight * np.take_along_axis(shown, (base + others)[None, :], axis=0)[0]
        return total


_Pair: TypeAlias = "tuple[NDArray[np.float64], NDArray[np.float64]]"


@lru_cache(maxsize=1)
def bank() -> tuple[Decoder, ...]:
    """Give every decoder that is tried on a region.

    The reciprocals of their trials and of those of :func:`joint_bank`, at each of its steps, sum to one.
    """
    single: list[tuple[str, str, int, float]] = [
        ("all", "single", 1, 1 / _LEAKER_SHARE),
        ("all", "symmetric", 1, 1 / _SYMMETRIC_SHARE),
    ]
    several = [(subset, "symmetric", 1) for subset in ("half", "tardos")]
    several += [("half", "single", 1)]
    several += [
        (subset, strategy, c)
        for c in _COLLUDERS
        for strategy in ("mixed", "majority", "minority", "average")
        for subset in ("all", "tardos")
        if c > 2 or strategy in {"mixed", "average"}
    ]
    price = len(several) / (1 - _LEAKER_SHARE - _SYMMETRIC_SHARE - _JOINT_SHARE)
    return tuple(
        Decoder(subset, strategy, c, trials)  # type: ignore[arg-type]  # the literals stand just above
        for subset, strategy, c, trials in [*single, *((*row, price) for row in several)]
    )


def joint_bank() -> tuple[Decoder, ...]:
    """Give the decoders that can ask who leaked beside a reader already accused, MOST_COLLUDERS − 1 times at most."""
    rows = [d for d in bank() if d.colluders > 1]
    trials = len(rows) * (MOST_COLLUDERS - 1) / _JOINT_SHARE
    return tuple(Decoder(d.subset, d.strategy, d.colluders, trials) for d in rows)


def _symmetric(readings: Readings) -> _Pair:
    r, p = readings.soft(), readings.p
    return -r * np.sqrt(p / (1 - p)), r * np.sqrt((1 - p) / p)


def _levels(value: NDArray[np.float64], noise: NDArray[np.float64], levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Density of the readings if the slot shows each level; shape (len(levels), n). An erasure says nothing."""
    sigma = np.maximum(np.where(np.isfinite(noise), noise, 1.0), 0.05)
    distance = (np.clip(value, -3, 3) - levels[:, None]) / sigma
    density = (1 - OUTLIER_SHARE) * np.exp(-0.5 * distance**2) / (sigma * np.sqrt(2 * np.pi))
    return np.where(np.isfinite(noise), density + OUTLIER_SHARE * _OUTLIER_DENSITY, _OUTLIER_DENSITY)


def _shown(strategy: Strategy, c: int, readings: Readings) -> NDArray[np.float64]:
    """P(reading | k of the c colluders have a 1), k = 0 … c; shape (c + 1, n)."""
    k = np.arange(c + 1)
    if strategy == "average":
        return _levels(readings.value, readings.noise, 2 * k / c - 1)
    a, b = _levels(readings.value, readings.noise, np.array([-1.0, 1.0]))
    share = {
        "single": k / c,
        "mixed": k / c,
        "majority": np.where(2 * k == c, 0.5, (2 * k > c).astype(np.float64)),
        "minority": np.where(k == 0, 0.0, np.where(k == c, 1.0, np.where(2 * k == c, 0.5, 2 * k < c))),
    }[strategy]
    one = share[:, None].astype(np.float64)
    return np.asarray(one * b + (1 - one) * a)
