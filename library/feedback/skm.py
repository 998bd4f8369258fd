"""The index of the community satisfaction survey (SKM), exact.

Index = Σ (mean of an element × 1/9) × 25 over the nine elements, answered from 1 to 4 (Peraturan Menteri PANRB Nomor 14
Tahun 2017, Lampiran). The weights are exact ninths, not the 0.11 of the printed form: with those nine times 4 would not
be 100. The index is rounded half up to two decimals, and that number is classed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

from library.feedback.rounding import half_up

DIGITS = 2
HIGHEST = 4
SCALE = (25.0, 100.0)
# The lowest index of each class.
GRADES = (
    ("A", Decimal("88.31")),
    ("B", Decimal("76.61")),
    ("C", Decimal("65.00")),
    ("D", Decimal("25.00")),
)


@dataclass(frozen=True, slots=True)
class Index:
    """`exact` and `means` are fractions on 25…100 and on 1…4; `value` is what is published, `grade` its class."""

    answers: int
    means: dict[str, Fraction]
    exact: Fraction

    @property
    def value(self) -> Decimal:
        """The index as published."""
        return half_up(self.exact, DIGITS)

    @property
    def grade(self) -> str:
        """A, B, C or D."""
        return grade_of(self.value)


def index_of(filled: Sequence[Mapping[str, int]], elements: Sequence[str]) -> Index | None:
    """Compute the index of filled instruments, each of which answers every element from 1 to 4; None for none."""
    if not filled:
        return None
    means = {name: Fraction(sum(map(itemgetter(name), filled)), len(filled)) for name in elements}
    return Index(len(filled), means, _weighted(list(means.values())))


def own_index(answers: Mapping[str, int], elements: Sequence[str]) -> Fraction:
    """Give the index of one filled instrument; their mean is the index of all."""
    return Fraction(100 * sum(map(answers.__getitem__, elements)), HIGHEST * len(elements))


def _weighted(values: Sequence[Fraction]) -> Fraction:
    weight = Fraction(1, len(values))
    return sum((value * weight for value in values), Fraction()) * Fraction(100, HIGHEST)


def grade_of(value: Decimal) -> str:
    """Class a rounded index."""
    return next(letter for letter, lowest in GRADES if value >= lowest)
