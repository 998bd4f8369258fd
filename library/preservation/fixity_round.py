"""The round in which every kept byte is read again: a share each hour, so that all are seen within a period.

Whatever is missing or changed raises an alarm once: on the page of administration, in `pustaka doctor`, and by a mail
to the administrators. Works whose embargo has ended are released here, too, should their own job have been lost, and
offers of scans are ended that were cut off while their file was taken in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.clock import Clock
from library.holdings.unfinished_offers import settle
from library.jobs.rounds import Round
from library.mail import post
from library.preservation import fixity_log
from library.preservation.embargo import Embargoes
from library.readers.roles import Role
from library.store.blobs import FolderBlobs
from library.store.engine import Database
from library.store.models import Account, Blob, FixityAlarm

JOB = "preservation.round"
EVERY = timedelta(hours=1)
ROUND = Round(JOB, EVERY, priority=8)
MAIL = "fixity-alarm"
AT_ONCE = 20
"""files of alarms that are looked at again in one go"""
_AGAIN = timedelta(days=1)
"""The round looks again at what was not whole a day ago: somebody may have mended it."""
_HASTE = 1.25
"""A round takes so much more than its exact share: hours in which no worker ran are made good."""

log = structlog.get_logger(__name__)


def order(database: Database, now: datetime) -> None:
    """See that the round is ordered; it orders itself again."""
    ROUND.order(database, now)


class FixityRound:
    """The worker's side."""

    def __init__(self, database: Database, blobs: FolderBlobs, clock: Clock, days: int) -> None:
        """Keep the parts; within `days` every blob is to be seen, 0: none by itself."""
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._days = days

    def handle(self, _payload: dict[str, Any]) -> None:
        """Go round, then order the next round."""
        try:
            released = Embargoes(self._database, self._clock).release_due()
            settled = settle(self._database, self._clock())
            looked, faults = self.look() if self._days else (0, 0)
            if self._days:
                self.look_again(self._clock() - _AGAIN, AT_ONCE)
            if released or settled or looked:
                log.info("preservation-round", released=released, settled=settled, looked=looked, faults=faults)
            self.tell()
        finally:
            ROUND.again(self._database, self._clock())

    def look(self) -> tuple[int, int]:
        """Look at this hour's share; give how many blobs were looked at, and how many are not as promised."""
        period = timedelta(days=self._days)
        with self._database.read() as session:
            total = session.scalar(select(func.coalesce(func.sum(Blob.size), 0))) or 0
            share = int(total * (EVERY / period) * _HASTE)
            # What was seen in the first half of the period is not due yet: small libraries rest.
            chosen = fixity_log.next_blobs(session, self._clock() - period / 2, share)
        faults = 0
        for sha256, size in chosen:
            faults += self.look_at(sha256, size) not in (fixity_log.SOUND, "")
        return len(chosen), faults

    def look_again(self, before: datetime, limit: int) -> int:
        """Look again at files of alarms that nobody has looked at since `before`; give how many alarms are left."""
        with self._database.write() as session:
            fixity_log.forget_gone(session)
            chosen = fixity_log.alarmed(session, before, limit)
        for sha256, size in chosen:
            self.look_at(sha256, size)
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(FixityAlarm)) or 0

    def look_at(self, sha256: str, size: int) -> str:
        """Read one blob whole and keep what was found; empty where the library has let go of it meanwhile."""
        if not self._blobs.has(sha256):
            result = fixity_log.MISSING
        else:
            result = fixity_log.SOUND if self._blobs.check(sha256) else fixity_log.DAMAGED
        with self._database.write() as session:
            if session.get(Blob, sha256) is None:  # erased, perhaps while it was being read
                fixity_log.forget_gone(session)
                return ""
            fixity_log.note(session, self._clock(), sha256, result, size)
        return result

    def tell(self) -> int:
        """Write once to each administrator about alarms of which nobody was told; give how many mails."""
        with self._database.write() as session:
            untold = session.scalars(select(FixityAlarm).where(FixityAlarm.told_at.is_(None))).all()
            people = _administrators(session) if untold else []
            for account in people:
                values = {"count": str(len(untold)), "path": "/administration/keeping"}
                post.write(session, self._clock(), account, MAIL, values)
            for alarm in untold if people else ():
                alarm.told_at = self._clock()
        return len(people)


def _administrators(session: Session) -> list[Account]:
    query = select(Account).where(
        Account.role == Role.ADMINISTRATOR,
        Account.email.is_not(None),
        Account.verified_at.is_not(None),
        Account.disabled_at.is_(None),
        Account.erased_at.is_(None),
    )
    return list(session.scalars(query.order_by(Account.created_at)))
