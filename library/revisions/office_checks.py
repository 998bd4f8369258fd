"""`pustaka doctor`: where do offices differ from their files, and do the changes still fit?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from library.care.doctor import Check
from library.clock import utc_now
from library.offices import Office, OfficeFileError, load_offices
from library.offices.loading import office_tables
from library.offices.merging import edited, undated
from library.revisions import offices, shelf
from library.revisions.comparing import differences
from library.revisions.offices import OfficesInForce
from library.settings import Settings
from library.store import revisions
from library.store.engine import Database
from library.store.folders import DataFolder


def office_checks(settings: Settings) -> Iterator[Check]:
    """Say what administrators changed over the offices' files; nothing is said where nothing was."""
    database = _opened(settings)
    if database is None:
        return
    try:
        with database.read() as session:
            yield from _changed(session, settings, utc_now())
            try:
                OfficesInForce(database, settings, utc_now, {}).would_be(session, utc_now().date())
            except OfficeFileError as exc:
                for problem in exc.problems:
                    advice = "The offices' files count until it is mended: take an earlier version up again."
                    yield Check("office-changes", "fault", str(problem), advice)
    finally:
        database.close()


def offices_today(settings: Settings, now: datetime) -> tuple[Office, ...]:
    """Give the offices with what administrators changed, for checks that open nothing else.

    Raises:
        OfficeFileError: files or changes do not fit.
    """
    database = _opened(settings)
    if database is None:
        return load_offices(settings.catalog / "offices")
    try:
        with database.read() as session:
            return tuple(OfficesInForce(database, settings, lambda: now, {}).would_be(session, now.date()).values())
    finally:
        database.close()


def _changed(session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    files = office_tables(settings.catalog / "offices", offices.added_offices(session, now.date()))
    for code, row in shelf.in_force(session, offices.KIND, now.date()).items():
        if code in files:
            lines = differences(undated(files[code]), undated(edited(files[code], row.body)))
            named = ", ".join(each.what for each in lines[:5]) + (" …" if len(lines) > 5 else "")
            found = f"{code}: version {row.number} of {row.valid_from} changes {len(lines)} values of its file: {named}"
            yield Check("office-changes", "ok", found)
    for slug in shelf.in_force(session, offices.NEW, now.date()):
        yield Check("office-changes", "ok", f"{slug}.toml was added in the pages of administration")


def _opened(settings: Settings) -> Database | None:
    path = DataFolder(settings.data).database
    if not path.is_file():
        return None
    database = Database(path)
    if revisions.current_revision(database.engine) == revisions.head_revision():
        return database
    database.close()
    return None
