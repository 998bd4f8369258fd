"""What can be counted and added up: one number for an office, a month, a measure and its part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """Where a number stands: `part` is a service, a state, a verdict …, empty where the measure has none."""

    office: str
    month: str
    """2026-11"""
    measure: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """All numbers of a report; what was never counted is 0."""

    numbers: Mapping[Cell, int]

    def total(self, measure: str, part: str | None = None, *, office: str = "", month: str = "") -> int:
        """Add up a measure: one part of it or all, of one office or all, of one month or all."""
        return sum(
            number
            for cell, number in self.numbers.items()
            if cell.measure == measure
            and part in (None, cell.part)
            and office in ("", cell.office)
            and month in ("", cell.month)
        )

    def parts(self, measure: str) -> dict[str, int]:
        """Give a measure by its parts."""
        found: Counter[str] = Counter()
        for cell, number in self.numbers.items():
            if cell.measure == measure:
                found[cell.part] += number
        return dict(sorted(found.items()))


def add_up(numbers: Iterable[tuple[Cell, int]]) -> Counts:
    """Join what several counters found."""
    found: Counter[Cell] = Counter()
    for cell, number in numbers:
        found[cell] += number
    return Counts(dict(sorted(found.items())))
