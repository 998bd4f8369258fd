"""Embargoes: a work is announced, and shown when its moment comes.

Until then it has the state `announced`, which no reader's door knows: nothing of it is read, delivered, drawn, indexed
by its text, harvested or listed. Its release is a job with the moment as its time, and a round looks after those whose
job was lost; whoever comes too early is refused by `library.catalogue.works.release` itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import works
from library.clock import Clock
from library.errors import BadForm, LibraryError, LostRace
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.engine import Database
from library.store.models import Work

JOB = "embargo.release"
HOUR = "11:00"
"""The hour at which BPS publishes, in the office's own zone; what the form proposes."""
FARTHEST = timedelta(days=3 * 366)
_PRIORITY = 1
_CAN_WAIT = ("review", "announced", "withdrawn")

log = structlog.get_logger(__name__)


def moment_of(day: str, hour: str, zone: str, now: datetime) -> datetime:
    """Read a day (YYYY-MM-DD) and an hour (HH:MM) of an office's zone.

    Raises:
        BadForm: they are none, or do not lie ahead within three years.
    """
    try:
        moment = datetime.fromisoformat(f"{day.strip()}T{hour.strip()}").replace(tzinfo=ZoneInfo(zone))
    except ValueError as exc:
        raise BadForm({"day": "time-unknown"}) from exc
    if not now < moment < now + FARTHEST:
        raise BadForm({"day": "time-invalid"})
    return moment


def announce(session: Session, now: datetime, work_id: str, moment: datetime, actor: str) -> None:
    """Let a work be known, and be released at a moment; an announced one gets another moment.

    Raises:
        BadForm: the moment does not lie ahead.
        NotFound: it has not been prepared, so it could not be released.
        LostRace: it is released already.
        NotAllowed: it is another office's.
    """
    if moment <= now:
        raise BadForm({"day": "time-invalid"})
    work = _own(session, work_id, actor)
    works.current_master(session, works.current_file(session, work_id).id)
    before = work.embargo_until
    _move(session, work_id, _CAN_WAIT, state="announced", embargo_until=moment)
    outbox.add(session, now, JOB, {"work": work_id}, priority=_PRIORITY, dedupe=_key(work_id, moment), after=moment)
    outbox.add(session, now, works.INDEX_JOB, {"work": work_id}, dedupe=f"index:{work_id}")
    told = {"until": moment.isoformat(), "before": before.isoformat() if before else ""}
    audit.record(session, now, actor, "work.announce", f"work:{work_id}", **told)


def lift(session: Session, now: datetime, work_id: str, actor: str) -> None:
    """Take the embargo away: an announced work goes back to review, from where it can be released at once.

    Raises:
        LostRace: it is not announced (any more).
        NotAllowed: it is another office's.
    """
    work = _own(session, work_id, actor)
    before = work.embargo_until
    _move(session, work_id, ("announced",), state="review", embargo_until=None)
    outbox.add(session, now, works.INDEX_JOB, {"work": work_id}, dedupe=f"index:{work_id}")
    audit.record(session, now, actor, "work.lift", f"work:{work_id}", before=before.isoformat() if before else "")


def announced(session: Session, office: str | None = None, limit: int = 50) -> list[Work]:
    """List what is announced, the next first; of one office or of all."""
    query = select(Work).where(Work.state == "announced", Work.owner_id.is_(None))
    query = query.where(Work.office == office) if office else query
    return list(session.scalars(query.order_by(Work.embargo_until, Work.title, Work.id).limit(limit)))


def announced_work(session: Session, work_id: str) -> Work | None:
    """Give a work as everybody may know of it before its moment; None where it is not announced."""
    work = session.get(Work, work_id)
    return work if work is not None and work.state == "announced" and work.owner_id is None else None


def _own(session: Session, work_id: str, actor: str) -> Work:
    work = works.get(session, work_id, "librarian")
    refuse_other_office(session, actor, work.office)
    return work


def _key(work_id: str, moment: datetime) -> str:
    return f"embargo:{work_id}:{moment.timestamp():.0f}"


def _move(session: Session, work_id: str, states: tuple[str, ...], **values: object) -> None:
    changed = session.execute(update(Work).where(Work.id == work_id, Work.state.in_(states)).values(**values))
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"work {work_id} is in none of {states}")
    session.expire_all()


class Embargoes:
    """The worker's side."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def handle(self, payload: dict[str, Any]) -> None:
        """Release one work whose moment has come; one that was moved or lifted meanwhile stays."""
        now = self._clock()
        with self._database.write() as session:
            work = session.get(Work, payload["work"])
            if work is not None and _is_due(work, now):
                works.release(session, now, work.id, "system")

    def release_due(self) -> int:
        """Release all whose moment has passed; give how many. One that cannot be released keeps no other waiting."""
        now = self._clock()
        with self._database.read() as session:
            due = select(Work.id).where(Work.state == "announced", Work.embargo_until <= now)
            waiting = list(session.scalars(due))
        released = 0
        for work_id in waiting:
            try:
                self.handle({"work": work_id})
                released += 1
            except LibraryError:
                log.exception("embargo-release", work=work_id)
        return released


def _is_due(work: Work, now: datetime) -> bool:
    return work.state == "announced" and work.embargo_until is not None and work.embargo_until <= now
