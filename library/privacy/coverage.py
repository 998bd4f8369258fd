"""Does the register name every column there is, once, and none that there is not?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import MetaData

from library.privacy.register import Columns, Register

Place = tuple[str, str]
"""table and column"""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where register and tables differ."""

    undeclared: tuple[Place, ...]
    unknown: tuple[Place, ...]
    twice: tuple[Place, ...]

    @property
    def none(self) -> bool:
        """Whether there are none."""
        return not (self.undeclared or self.unknown or self.twice)


def compare(register: Register, tables: MetaData) -> Gaps:
    """Hold the register against the tables."""
    declared = Counter(_declared(register))
    there = {(table.name, column.name) for table in tables.tables.values() for column in table.columns}
    return Gaps(
        undeclared=tuple(sorted(there - set(declared))),
        unknown=tuple(sorted(set(declared) - there)),
        twice=tuple(sorted(place for place, times in declared.items() if times > 1)),
    )


def _declared(register: Register) -> list[Place]:
    parts: list[Columns] = [register.links, register.plain, *(each.personal for each in register.activity)]
    return [(table, column) for part in parts for table, columns in part.items() for column in columns]
