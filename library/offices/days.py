"""Days that differ: overrides such as Ramadan, the office's own closed or open days, national holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import holidays

from library.offices.hours import OverrideHours
from library.offices.strictness import STRICT, Day, Flag
from library.offices.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

_CATEGORIES = ("public", "government")  # government: the joint leave days (cuti bersama) on which offices close


@dataclass(frozen=True, slots=True)
class Override:
    """Other hours from `first` to `last`, both included."""

    __pydantic_config__ = STRICT

    name: Words
    first: Day
    last: Day
    hours: OverrideHours

    def covers(self, day: date) -> bool:
        """Say whether the override holds on `day`."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """The office's own word on one date: closed, or open although the nation rests. It wins over every table."""

    __pydantic_config__ = STRICT

    day: Day
    open: Flag
    name: Words


@lru_cache(maxsize=64)
def national_holidays(year: int) -> Mapping[date, Words]:
    """Give public holidays and joint leave days of Indonesia, as the `holidays` package knows them."""
    indonesian = holidays.country_holidays("ID", years=year, categories=_CATEGORIES, language="id")
    english = holidays.country_holidays("ID", years=year, categories=_CATEGORIES, language="en_US")
    return MappingProxyType({day: Words(name, english[day]) for day, name in indonesian.items()})


@lru_cache(maxsize=64)
def is_decreed(year: int) -> bool:
    """Say whether the year's joint leave days are known; before the decree the package only estimates feasts."""
    return bool(holidays.country_holidays("ID", years=year, categories=("government",)))
