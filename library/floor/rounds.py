"""The floor's round: every few minutes each office is swept, due dates follow the calendar, old pages are erased.

Readers who went away from the scanner without a word leave pages behind; these go with it, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from library.catalogue.sittings import Sittings
from library.floor.floor import Floor
from library.jobs import outbox
from library.store.engine import Database

JOB = "floor.round"
EVERY = timedelta(minutes=5)
PRIORITY = 3

log = structlog.get_logger(__name__)


def order(database: Database, now: datetime) -> None:
    """See that the round is ordered; it orders itself again."""
    with database.write() as session:
        outbox.add(session, now, JOB, {}, priority=PRIORITY, dedupe=JOB)


class Rounds:
    """The worker's side."""

    def __init__(self, floor: Floor, sittings: Sittings) -> None:
        self._floor = floor
        self._sittings = sittings

    def handle(self, _payload: dict[str, Any]) -> None:
        """Go round, then order the next round; what fails in one office does not keep the others waiting."""
        for office in self._floor.offices:
            try:
                swept, moved = self._floor.sweep(office), self._floor.holidays_changed(office)
                forgotten = self._floor.forget_old(office)
            except Exception:  # the round must be ordered again, whatever is wrong with one office
                log.exception("floor-round", office=office)
            else:
                if swept or moved or forgotten:
                    log.info("floor-round", office=office, swept=swept, moved=moved, forgotten=forgotten)
        try:
            self._sittings.end_lapsed()
        except OSError:  # the scanner's folder is away; the next round tries again
            log.exception("floor-round-scans")
        now = self._floor.clock()
        with self._floor.database.write() as session:
            outbox.add(session, now, JOB, {}, priority=PRIORITY, dedupe=JOB, after=now + EVERY)
