"""The tree of a query.

A query is clauses that a page should meet, parts that it must not have, and conditions on its values.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ANY = ""
"""The field of a part that may stand anywhere on the page."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any form of its stem; the typed form counts more. A stop word has no stem and is sought as typed."""

    exact: str
    stem: str
    field: str = ANY


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words standing one after the other."""

    words: tuple[str, ...]
    field: str = ANY


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    letters: str
    field: str = ANY


Part = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to meet a clause; `weight` multiplies its score (1 for what was typed, less for a synonym)."""

    part: Part
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Clause:
    """What a page should have: any one of the choices. `strict` clauses (phrases, fields) must be met."""

    choices: tuple[Choice, ...]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A keyword field must (or must not) have this value."""

    field: str
    value: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Between:
    """A number (year or page) must (or must not) lie between two bounds, both included; None is no bound."""

    field: str
    low: int | None
    high: int | None
    wanted: bool = True


Condition = Value | Between


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole query. `order` holds the words as typed in a row, for nearness; `also` what is sought besides them."""

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Part, ...] = ()
    conditions: tuple[Condition, ...] = ()
    order: tuple[Word, ...] = field(default=())
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
