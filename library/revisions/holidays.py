"""Holidays that administrators declare: a year's days for the nation, or for one office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from library.errors import BadInput
from library.offices import SpecialDay, Words
from library.offices.days import is_decreed, national_holidays
from library.revisions import shelf
from library.store.models import Revision

KIND = "holidays"
NATION = "national"
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DAYS = 200
MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """A year's days of one scope (`national` or an office's code) beside those that the `holidays` package knows.

    `is_complete`: the decree is known, so that dates computed over the year no longer move.
    """

    scope: str
    year: int
    days: tuple[SpecialDay, ...] = ()
    is_complete: bool = False

    @property
    def subject(self) -> str:
        """What its versions are versions of."""
        return f"{self.scope}:{self.year}"

    def body(self) -> dict[str, Any]:
        """Give it as plain values."""
        days = [{"day": each.day.isoformat(), "open": each.open, "name": asdict(each.name)} for each in self.days]
        return {"days": days, "complete": self.is_complete}

    def with_days(self, days: Iterable[SpecialDay]) -> HolidayYear:
        """Give the year after `days` were added; for one date the last counts."""
        merged = {each.day: each for each in (*self.days, *days)}
        return checked(HolidayYear(self.scope, self.year, tuple(sorted_days(merged.values())), self.is_complete))

    def without(self, day: date) -> HolidayYear:
        """Give the year without what it says of a date."""
        kept = tuple(each for each in self.days if each.day != day)
        return HolidayYear(self.scope, self.year, kept, self.is_complete)


def sorted_days(days: Iterable[SpecialDay]) -> list[SpecialDay]:
    """Sort by date."""
    return sorted(days, key=lambda each: each.day)


def checked(year: HolidayYear) -> HolidayYear:
    """Give the year back.

    Raises:
        BadInput: a day is of another year or without a name, or they are too many.
    """
    if not FIRST_YEAR <= year.year <= LAST_YEAR:
        raise BadInput(what=f"tahun / year {year.year}")
    if len(year.days) > MOST_DAYS:
        raise BadInput(what=f"lebih dari {MOST_DAYS} hari / more than {MOST_DAYS} days")
    for each in year.days:
        if each.day.year != year.year:
            raise BadInput(what=f"{each.day.isoformat()} bukan tahun {year.year} / is not of {year.year}")
        if (
            not each.name.id.strip()
            or not each.name.en.strip()
            or max(map(len, (each.name.id, each.name.en))) > MAX_NAME
        ):
            raise BadInput(what=f"nama hari {each.day.isoformat()} / name of the day")
    return year


def read(row: Revision) -> HolidayYear:
    """Read a version.

    Raises:
        BadInput: it was written by another program.
    """
    scope, _colon, year = row.subject.partition(":")
    try:
        days = TypeAdapter(tuple[SpecialDay, ...]).validate_python([_plain(each) for each in row.body["days"]])
        return HolidayYear(scope, int(year), days, bool(row.body["complete"]))
    except (ValidationError, KeyError, TypeError, ValueError) as exc:
        raise BadInput(str(exc), what=f"{shelf.name_of(row)}") from exc


def _plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "day": date.fromisoformat(entry["day"])}


def by_day(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give a body for comparing: a line for each day, in both languages, and whether the decree is known."""
    lines: dict[str, Any] = {"complete": bool(body.get("complete", False))}
    for entry in body.get("days", ()):
        state = "buka / open" if entry["open"] else "tutup / closed"
        lines[entry["day"]] = f"{entry['name']['id']} / {entry['name']['en']}: {state}"
    return lines


def year_in_force(session: Session, day: date, scope: str, year: int) -> HolidayYear:
    """Give what is declared for a year; nothing where nobody declared anything."""
    subject = f"{scope}:{year}"
    row = shelf.in_force(session, KIND, day, subject).get(subject)
    return read(row) if row is not None else HolidayYear(scope, year)


def all_in_force(session: Session, day: date) -> list[HolidayYear]:
    """List what is declared for all years and scopes."""
    return [read(row) for row in shelf.in_force(session, KIND, day).values()]


def propose(session: Session, now: datetime, year: HolidayYear, actor: str, note: str = "") -> Revision:
    """Draft a year.

    Raises:
        BadInput: it will not do.
    """
    return shelf.draft(session, now, KIND, year.subject, checked(year).body(), actor, note=note)


def is_known(declared: HolidayYear) -> bool:
    """Say whether the nation's holidays of a year are decreed, by the package's knowledge or an administrator's."""
    return declared.is_complete or is_decreed(declared.year)


def shown_days(declared: HolidayYear) -> dict[date, tuple[SpecialDay, str]]:
    """Give each day of a year that differs, with who says so: `package`, or the declared scope."""
    shown: dict[date, tuple[SpecialDay, str]] = {}
    if declared.scope == NATION:
        for day, name in national_holidays(declared.year).items():
            shown[day] = (SpecialDay(day, open=False, name=Words(name.id, name.en)), "package")
    for each in declared.days:
        shown[each.day] = (each, declared.scope)
    return dict(sorted(shown.items()))
