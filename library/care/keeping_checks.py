"""What `pustaka doctor` says of the kept bytes: alarms, looks that are late, and embargoes that passed unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.care.doctor import Check
from library.clock import Clock, utc_now
from library.preservation import fixity_log
from library.settings import Settings
from library.store import revisions
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import Work

_LATE = timedelta(days=2)


def keeping_checks(settings: Settings, clock: Clock = utc_now) -> Iterator[Check]:
    """Look at what the rounds have found; nothing is read again here, `pustaka verify` does that."""
    path = DataFolder(settings.data).database
    if not path.is_file():
        return
    database = Database(path)
    try:
        if revisions.current_revision(database.engine) == revisions.head_revision():
            with database.read() as session:
                yield from _bytes(session, settings, clock())
                yield from _embargoes(session, clock())
    finally:
        database.close()


def _bytes(session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    found = fixity_log.standing(session, now - timedelta(days=max(settings.fixity_days, 1)))
    if found.alarms:
        advice = "Run: pustaka verify --repair FOLDER, with a folder of back-ups. Then look at the disk."
        yield Check("fixity", "fault", f"{found.alarms} kept files are missing or damaged", advice)
    elif not settings.fixity_days:
        yield Check("fixity", "warning", "nothing is read again by itself", "Set PUSTAKA_FIXITY_DAYS.")
    elif found.oldest is not None and found.oldest < now - timedelta(days=settings.fixity_days) - _LATE:
        late = f"{found.seen} of {found.blobs} files read within {settings.fixity_days} days"
        yield Check("fixity", "warning", late, "Let a worker run: pustaka serve, or pustaka worker.")
    else:
        yield Check("fixity", "ok", f"{found.blobs} files, each read within {settings.fixity_days} days")


def _embargoes(session: Session, now: datetime) -> Iterator[Check]:
    passed = (Work.state == "announced", Work.embargo_until < now - timedelta(minutes=10))
    late = session.scalar(select(func.count()).select_from(Work).where(*passed))
    if late:
        advice = "Let a worker run; it releases them."
        yield Check("embargo", "fault", f"{late} announced works should be out by now", advice)
