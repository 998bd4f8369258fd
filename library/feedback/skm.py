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
from functools import cache
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
    sums = [sum(map(itemgetter(name), filled)) for name in elements]
    return index_of_sums(len(filled), sums, elements)


def index_of_sums(answers: int, sums: Sequence[int], elements: Sequence[str]) -> Index | None:
    """Compute the index of `answers` filled instruments from the sum of each element's answers."""
    if not answers:
        return None
    means = {name: Fraction(total, answers) for name, total in zip(elements, sums, strict=True)}
    return Index(answers, means, _weighted(list(means.values())))


def own_index(answers: Mapping[str, int], elements: Sequence[str]) -> Fraction:
    """Give the index of one filled instrument; their mean is the index of all."""
    return _own(sum(map(answers.__getitem__, elements)), len(elements))


@cache
def _own(total: int, elements: int) -> Fraction:
    """Give it from the sum of the answers; there are no more different ones than answers on the scales."""
    return Fraction(100 * total, HIGHEST * elements)


def _weighted(values: Sequence[Fraction]) -> Fraction:
    weight = Fraction(1, len(values))
    return sum((value * weight for value in values), Fraction()) * Fraction(100, HIGHEST)


def grade_of(value: Decimal) -> str:
    """Class a rounded index."""
    return next(letter for letter, lowest in GRADES if value >= lowest)
