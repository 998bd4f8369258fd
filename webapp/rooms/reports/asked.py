"""Which report is asked for: of one's own office, or of any and of all for whoever may choose."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from library.offices import Office
from library.periods import Period
from library.readers.roles import Right
from library.reports.report import Report
from library.reports.words import ALL_OFFICES
from webapp.chosen_period import chosen_period
from webapp.current import current_library, may
from webapp.language_choice import choose_language
from webapp.rooms.door.post import FIELD, own_office

ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """`office` gives the frame and the zone; `codes` are those that are counted."""

    office: Office
    codes: tuple[str, ...]
    period: Period

    @property
    def over_all(self) -> bool:
        """Whether several offices are counted together."""
        return len(self.codes) > 1

    @property
    def name(self) -> str:
        """Whose report it is."""
        language = choose_language()
        return (ALL_OFFICES if self.over_all else self.office.name).in_language(language)

    @property
    def office_value(self) -> str | None:
        """What stands in addresses; None where nobody has a choice."""
        if not may(Right.MANAGE_FLOOR):
            return None
        return ALL if self.over_all else self.office.code

    def make(self) -> Report:
        """Make the report."""
        return current_library().reports.make(self.codes, self.period)


def asked() -> Asked:
    """Read the address."""
    office = own_office()
    every = request.args.get(FIELD) == ALL and may(Right.MANAGE_FLOOR)
    codes = tuple(current_library().offices) if every else (office.code,)
    return Asked(office, codes, chosen_period(office))
