"""The round of the consultations: every minute mails are fetched, every fifth the clocks are looked after."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import structlog

from library.consultations.desk import Consultations
from library.jobs import outbox
from library.mail.mailbox import Inbox
from library.store.engine import Database

JOB = "consultation.round"
FETCH_JOB = "mail.fetch"
EVERY = timedelta(minutes=5)
FETCH_EVERY = timedelta(minutes=1)
PRIORITY = 3
_LEFT_BEHIND = timedelta(days=2)

log = structlog.get_logger(__name__)


def order(database: Database, now: datetime) -> None:
    """See that the rounds are ordered; they order themselves again."""
    with database.write() as session:
        for job in (JOB, FETCH_JOB):
            outbox.add(session, now, job, {}, priority=PRIORITY, dedupe=job)


class CaseRounds:
    """The worker's side."""

    def __init__(self, desk: Consultations, inbox: Inbox | None) -> None:
        self._desk = desk
        self._inbox = inbox

    def handle(self, _payload: dict[str, Any]) -> None:
        """Go round, then order the next round; what fails in one office does not keep the others waiting."""
        for office in self._desk.offices:
            try:
                moved, swept = self._desk.holidays_changed(office), self._desk.sweep(office)
                forgotten = self._desk.forget_old(office)
            except Exception:  # the round must be ordered again, whatever is wrong with one office
                log.exception("consultation-round", office=office)
            else:
                if swept or moved or forgotten:
                    log.info("consultation-round", office=office, swept=swept, moved=moved, forgotten=forgotten)
        try:
            self._desk.attachments.sweep(time.time() - _LEFT_BEHIND.total_seconds())
        except OSError:
            log.exception("consultation-round-files")
        self._again(JOB, EVERY)

    def fetch(self, _payload: dict[str, Any]) -> None:
        """Take the new mails in; a server that is away is asked again in a minute."""
        if self._inbox is not None:
            try:
                taken = self._inbox.fetch(self._desk.take_mail)
                if taken:
                    log.info("mails-taken", count=taken)
            except Exception:  # the mail server is another machine: it may do what it likes
                log.exception("mails-not-fetched")
        self._again(FETCH_JOB, FETCH_EVERY)

    def _again(self, job: str, after: timedelta) -> None:
        now = self._desk.clock()
        with self._desk.database.write() as session:
            outbox.add(session, now, job, {}, priority=PRIORITY, dedupe=job, after=now + after)
