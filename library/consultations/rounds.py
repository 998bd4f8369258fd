"""The round of the consultations: every minute mails are fetched, every fifth the clocks are looked after."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import structlog

from library.consultations.desk import Consultations
from library.jobs.rounds import Round
from library.mail.mailbox import Inbox
from library.store.engine import Database

JOB = "consultation.round"
FETCH_JOB = "mail.fetch"
EVERY = timedelta(minutes=5)
FETCH_EVERY = timedelta(minutes=1)
ROUND = Round(JOB, EVERY, priority=3)
FETCHING = Round(FETCH_JOB, FETCH_EVERY, priority=3)
_LEFT_BEHIND = timedelta(days=2)

log = structlog.get_logger(__name__)


def order(database: Database, now: datetime) -> None:
    """See that the rounds are ordered; they order themselves again."""
    for each in (ROUND, FETCHING):
        each.order(database, now)


class CaseRounds:
    """The worker's side."""

    def __init__(self, desk: Consultations, inbox: Inbox | None) -> None:
        self._desk = desk
        self._inbox = inbox

    def handle(self, _payload: dict[str, Any]) -> None:
        """Go round, then order the next round."""
        ROUND.visit(self._desk.offices, self._look_after)
        try:
            self._desk.attachments.sweep(time.time() - _LEFT_BEHIND.total_seconds())
        except OSError:
            log.exception("consultation-round-files")
        ROUND.again(self._desk.database, self._desk.clock())

    def _look_after(self, office: str) -> dict[str, int]:
        desk = self._desk
        moved, swept = desk.holidays_changed(office), desk.sweep(office)
        return {"moved": moved, "swept": swept}

    def fetch(self, _payload: dict[str, Any]) -> None:
        """Take the new mails in; a server that is away is asked again in a minute."""
        if self._inbox is not None:
            try:
                taken = self._inbox.fetch(self._desk.take_mail)
                if taken:
                    log.info("mails-taken", count=taken)
            except Exception:  # the mail server is another machine: it may do what it likes
                log.exception("mails-not-fetched")
        FETCHING.again(self._desk.database, self._desk.clock())
