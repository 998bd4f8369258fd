"""The floor's round: every few minutes each office is swept, and due dates follow the calendar.

Readers who went away from the scanner without a word leave pages behind; these go with it, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from library.catalogue.sittings import Sittings
from library.floor.floor import Floor
from library.jobs.rounds import Round
from library.store.engine import Database

JOB = "floor.round"
EVERY = timedelta(minutes=5)
ROUND = Round(JOB, EVERY, priority=3)

log = structlog.get_logger(__name__)


def order(database: Database, now: datetime) -> None:
    """See that the round is ordered; it orders itself again."""
    ROUND.order(database, now)


class Rounds:
    """The worker's side."""

    def __init__(self, floor: Floor, sittings: Sittings) -> None:
        self._floor = floor
        self._sittings = sittings

    def handle(self, _payload: dict[str, Any]) -> None:
        """Go round, then order the next round."""
        ROUND.visit(self._floor.offices, self._look_after)
        try:
            self._sittings.end_lapsed()
        except OSError:  # the scanner's folder is away; the next round tries again
            log.exception("floor-round-scans")
        ROUND.again(self._floor.database, self._floor.clock())

    def _look_after(self, office: str) -> dict[str, int]:
        floor = self._floor
        swept, moved = floor.sweep(office), floor.holidays_changed(office)
        return {"swept": swept, "moved": moved}
