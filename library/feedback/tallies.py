"""Filled instruments added up: whatever is summed once can be joined again by office, service, month or group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from library.feedback.instruments import Instrument


class Filled(NamedTuple):
    """One rating as the scores need it."""

    office: str
    service: str
    month: str
    """2026-11"""
    answers: Mapping[str, Any]
    gender: str
    age: str
    education: str


class Kind(NamedTuple):
    """Ratings of one kind: what tells a rating from another in every score."""

    office: str
    service: str
    month: str
    gender: str
    age: str
    education: str


@dataclass(frozen=True, slots=True)
class Tally:
    """`sums` adds up each number of the instrument in the order of its questions, of `answers` filled ones."""

    answers: int
    sums: tuple[int, ...]


def tallies(instrument: Instrument, filled: Iterable[Filled]) -> dict[Kind, Tally]:
    """Add up ratings by their kind."""
    numbers, kind_of = _numbers_of(instrument), attrgetter(*Kind._fields)
    found: dict[tuple[str, ...], list[Sequence[int]]] = defaultdict(list)
    for each in filled:
        found[kind_of(each)].append(numbers(each.answers))
    return {Kind(*kind): Tally(len(rows), _columns(rows)) for kind, rows in found.items()}


def joined(parts: Sequence[Tally]) -> Tally:
    """Make one of several."""
    return Tally(sum(part.answers for part in parts), _columns([part.sums for part in parts]))


def _columns(rows: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


def _numbers_of(instrument: Instrument) -> Callable[[Mapping[str, Any]], Sequence[int]]:
    """Read the nine answers of the SKM, or importance and satisfaction of each question, one after the other."""
    codes = instrument.codes
    if instrument.kind == "skm":
        return itemgetter(*codes)
    return lambda answers: [number for code in codes for number in answers[code]]
