"""The 1–10 survey of importance and satisfaction: it stays on its own scale and is never turned into the SKM index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

SCALE = (1.0, 10.0)
Pair = Sequence[int]
"""Importance and satisfaction of one question, each from 1 to 10."""


@dataclass(frozen=True, slots=True)
class Item:
    """The means of a question, on 1…10."""

    importance: Fraction
    satisfaction: Fraction

    @property
    def gap(self) -> Fraction:
        """Satisfaction less importance: below 0 the service falls short of what matters."""
        return self.satisfaction - self.importance


@dataclass(frozen=True, slots=True)
class Survey:
    """Means by question; `satisfaction` is their mean weighted by importance, on 1…10."""

    answers: int
    items: dict[str, Item]
    satisfaction: Fraction


def survey_of(filled: Sequence[Mapping[str, Pair]], questions: Sequence[str]) -> Survey | None:
    """Compute the survey of filled instruments, each of which answers every question; None for none.

    Weighting satisfaction by the share of mean importance follows the importance–performance analysis (J. A. Martilla,
    J. C. James, Importance-Performance Analysis, Journal of Marketing 41, 1977, pp. 77–79).
    """
    sums = [sum(each[name][side] for each in filled) for name in questions for side in (0, 1)]
    return survey_of_sums(len(filled), sums, questions)


def survey_of_sums(answers: int, sums: Sequence[int], questions: Sequence[str]) -> Survey | None:
    """Compute the survey of `answers` filled instruments from the sums of importance and satisfaction by turns."""
    if not answers:
        return None
    means = [Fraction(total, answers) for total in sums]
    items = dict(zip(questions, map(Item, means[::2], means[1::2]), strict=True))
    weights = sum((item.importance for item in items.values()), Fraction())
    total = sum((item.importance * item.satisfaction for item in items.values()), Fraction())
    return Survey(answers, items, total / weights)


def own_satisfaction(answers: Mapping[str, Pair], questions: Sequence[str]) -> Fraction:
    """Give the weighted satisfaction of one filled instrument."""
    weights = sum(answers[name][0] for name in questions)
    return Fraction(sum(answers[name][0] * answers[name][1] for name in questions), weights)
