"""The offices as they stand today: their files, what administrators changed over them, and the declared holidays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from library.clock import Clock
from library.errors import NotFound
from library.initialise import note_standards
from library.offices import Office, OfficeFileError, load_offices
from library.offices.loading import office_tables
from library.offices.merging import Table, edited
from library.revisions import holidays, shelf
from library.revisions.holidays import NATION, HolidayYear
from library.settings import Settings
from library.store.engine import Database

Handler = Callable[[dict[str, Any]], None]
_OFTEN = 2.0  # seconds
KIND = "office"
NEW = "new-office"
log = structlog.get_logger(__name__)
_State = tuple[tuple[int, datetime | None], date]


class OfficesInForce:
    """Keeps the one mapping of offices, which every part of the library holds, up to date in place."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, offices: dict[str, Office]) -> None:
        self._database = database
        self._folder = settings.catalog / "offices"
        self._clock = clock
        self._offices = offices
        self._state: _State | None = None
        self._lock = threading.Lock()
        self._looked = -_OFTEN

    def refresh(self) -> bool:
        """Take in what was published since, by any process, or begins today; say whether anything was new."""
        with self._database.read() as session:
            today = self._clock().date()
            state = (shelf.stamp(session), today)
            if state == self._state:
                return False
            with self._lock:
                fresh = self._load(session, today)
                self._state = state
        if fresh is None:
            return False
        note_standards(self._database, tuple(fresh.values()), self._clock())
        self._offices.update(fresh)
        return True

    def refresh_sometimes(self) -> None:
        """Refresh unless that was done a moment ago: for whoever is asked many times a second."""
        if time.monotonic() - self._looked < _OFTEN:
            return
        self._looked = time.monotonic()
        try:
            self.refresh()
        except OperationalError as error:  # the database is away: whoever needs it will say so
            log.warning("offices-not-refreshed", error=type(error).__name__)

    def before(self, handle: Handler) -> Handler:
        """Give a job's handler that works with the offices as they stand then."""

        def handle_today(payload: dict[str, Any]) -> None:
            self.refresh()
            handle(payload)

        return handle_today

    def would_be(
        self,
        session: Session,
        day: date,
        *,
        changed: Mapping[str, Table] | None = None,
        added: Mapping[str, str] | None = None,
        days: Iterable[HolidayYear] = (),
    ) -> dict[str, Office]:
        """Give the offices as they are on `day`, and as they would be with other changes, files and holidays.

        Raises:
            OfficeFileError: they do not fit; each mistake is named.
        """
        overlays = overlays_in_force(session, day) | dict(changed or {})
        more = added_offices(session, day) | dict(added or {})
        declared = {each.subject: each for each in holidays.all_in_force(session, day)}
        declared |= {each.subject: each for each in days}
        loaded = load_offices(self._folder, overlays=overlays, added=more)
        return {office.code: _with_holidays(office, declared.values()) for office in loaded}

    def table(self, session: Session, day: date, code: str, body: Table | None = None) -> Table:
        """Give an office's data as a file would hold them on `day`, or as another version of them would make them.

        Raises:
            NotFound: there is no such office.
        """
        files = office_tables(self._folder, added_offices(session, day))
        if code not in files:
            raise NotFound(what=code)
        body = overlays_in_force(session, day).get(code) if body is None else body
        return files[code] if not body else edited(files[code], body)

    def _load(self, session: Session, today: date) -> dict[str, Office] | None:
        if shelf.stamp(session)[0] == 0:
            return None  # nothing was ever edited: the files stand as they were read
        try:
            return self.would_be(session, today)
        except OfficeFileError as exc:
            # A newer program may ask more of an office's file than the one under which it was edited.
            log.error("offices-not-refreshed", problems=str(exc)[:2000])  # noqa: TRY400 - the report says all
            return None


def overlays_in_force(session: Session, day: date) -> dict[str, Table]:
    """Give what administrators changed over each office's file, by the office's code."""
    return {code: dict(row.body) for code, row in shelf.in_force(session, KIND, day).items()}


def added_offices(session: Session, day: date) -> dict[str, str]:
    """Give the files of offices that were added by upload, by file name."""
    return {f"{slug}.toml": str(row.body["text"]) for slug, row in shelf.in_force(session, NEW, day).items()}


def _with_holidays(office: Office, declared: Iterable[HolidayYear]) -> Office:
    """Lay the nation's declared days under the office's file, and the office's own over it."""
    nation = [each for each in declared if each.scope == NATION]
    own = [each for each in declared if each.scope == office.code]
    if not nation and not own:
        return office
    before = office.calendar
    years = {*before.years_loaded, *(each.year for each in (*nation, *own) if each.is_complete)}
    days = (*_days(nation), *before.days, *_days(own))
    return replace(office, calendar=replace(before, days=days, years_loaded=tuple(sorted(years))))


def _days(years: Iterable[HolidayYear]) -> tuple[Any, ...]:
    return tuple(day for each in years for day in each.days)
