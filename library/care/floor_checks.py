"""What `pustaka doctor` says of the floor: holidays not decreed, screens not seen, clocks, things left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.care.doctor import Check
from library.catalogue.scanner import Scanners
from library.clock import utc_now
from library.floor.paths import OVERDUE
from library.offices import Office, OfficeFileError
from library.revisions.office_checks import offices_today
from library.settings import Settings
from library.store import revisions
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import ClockRow, Device, FloorEvent, Visit

UNSEEN = timedelta(days=4)  # a long weekend
AHEAD = timedelta(days=30)
_BACKWARDS = timedelta(minutes=2)
_TOO_LONG = timedelta(days=2)


def floor_checks(settings: Settings) -> Iterator[Check]:
    """Look at the floor; nothing is changed. What the offices' files get wrong is said by the check of their own."""
    now = utc_now()
    try:
        offices = offices_today(settings, now)
    except OfficeFileError:
        return
    for office in offices:
        yield from _holidays(office, now)
    yield from _scanners(settings, offices)
    path = DataFolder(settings.data).database
    if not path.is_file():
        return
    database = Database(path)
    try:
        if revisions.current_revision(database.engine) == revisions.head_revision():
            with database.read() as session:
                yield from _records(session, now)
    finally:
        database.close()


def _holidays(office: Office, now: datetime) -> Iterator[Check]:
    """Due dates are promises to people: that they may still move must be known before they do."""
    today, ahead = office.calendar.local_date(now), office.calendar.local_date(now + AHEAD)
    unknown = [year for year in range(today.year, ahead.year + 1) if _is_unknown(office, year)]
    if unknown:
        years = ", ".join(str(year) for year in unknown)
        advice = "Declare them on the page of holidays and say that the decree is known."
        yield Check(
            "holidays", "warning", f"{office.code}: holidays of {years} are not decreed; dates may move", advice
        )


def _scanners(settings: Settings, offices: Sequence[Office]) -> Iterator[Check]:
    """Name the folders that are missing: an office's readers scan into none but its own."""
    scanners = Scanners(settings.scan_folder, [office.code for office in offices])
    for office in offices if settings.scan_folder else ():
        if office.rules.library.self_scan.value and scanners.folder(office.code) is None:
            own = Path(settings.scan_folder).expanduser() / office.code
            advice = "Make it and let that office's scanner write there; until then its readers upload."
            yield Check("scanner", "warning", f"{office.code}: there is no folder {own}", advice)


def _is_unknown(office: Office, year: int) -> bool:
    day = datetime(year, 1, 1, tzinfo=office.calendar.zone).date()
    return office.calendar.is_provisional(day, day)


def _records(session: Session, now: datetime) -> Iterator[Check]:
    for device in session.scalars(select(Device).where(Device.revoked_at.is_(None), Device.seen_at < now - UNSEEN)):
        advice = "Switch it on, or revoke it on the devices page."
        yield Check("devices", "warning", f"{device.office} {device.name}: last seen {device.seen_at:%Y-%m-%d}", advice)
    newest = session.scalar(select(func.max(FloorEvent.at)))
    if newest is not None and newest > now + _BACKWARDS:
        advice = "Set the server's clock by NTP; times of the last events will look odd."
        yield Check("time", "warning", f"the last event is of {newest:%Y-%m-%d %H:%M} UTC, in the future", advice)
    yield from _left_over(session, now)


def _left_over(session: Session, now: datetime) -> Iterator[Check]:
    open_for_days = (ClockRow.stopped_at.is_(None), ClockRow.kind.in_(("C1", "C2")), ClockRow.start < now - _TOO_LONG)
    stuck = session.scalar(select(func.count()).select_from(ClockRow).where(*open_for_days))
    if stuck:
        yield Check("clocks", "warning", f"{stuck} clocks of earlier days still run", "Start a worker: it sweeps them.")
    left = session.scalar(select(func.count()).select_from(Visit).where(Visit.state == OVERDUE))
    if left:
        advice = "Give them back at the front desk, then close the visits."
        yield Check("custody", "warning", f"{left} visits left a card or a locker key behind", advice)
    if not stuck and not left:
        yield Check("floor", "ok", "nothing was left behind, no clock is stuck")
