"""The round in which pages are described ahead of a trace: the first leak shall not wait for every book that went out.

A page takes a third of a second, a book a minute or two. The work is done in slices of a book and more, so that no
reader's file waits behind a whole shelf; a book that was broken off goes on at the page where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from library.clock import Clock
from library.jobs import Interrupted
from library.jobs.rounds import Round
from library.store.engine import Database
from library.tracing.cases import Tracing
from library.tracing.suspects import MarkedMaster

JOB = "trace.describe"
EVERY = timedelta(minutes=15)
ROUND = Round(JOB, EVERY, priority=9)
SLICE = 60.0
"""Seconds after which others have their turn, when the book at hand is done."""

log = structlog.get_logger(__name__)


def order(database: Database, now: datetime) -> None:
    """See that the round is ordered; it orders itself again."""
    ROUND.order(database, now)


class DescribingRound:
    """The worker's side."""

    def __init__(self, tracing: Tracing, database: Database, clock: Clock, stopping: Callable[[], bool]) -> None:
        """Keep the parts; `stopping` says that the workers were told to stop."""
        self._tracing = tracing
        self._database = database
        self._clock = clock
        self._stopping = stopping

    def handle(self, _payload: dict[str, Any]) -> None:
        """Describe what there is time for, then order the next slice, or the next round.

        Raises:
            Interrupted: the workers were told to stop; what is described stays.
        """
        until, described = time.monotonic() + SLICE, False
        for master in self._tracing.undescribed():
            described |= self._describe(master)
            if described and time.monotonic() > until:
                ROUND.order(self._database, self._clock())
                return
        ROUND.again(self._database, self._clock())

    def _describe(self, master: MarkedMaster) -> bool:
        try:
            self._tracing.describe_master(master, self._go_on)
        except Interrupted:
            raise
        except Exception as exc:  # noqa: BLE001 - one that is damaged keeps no other waiting; a trace says what it is
            log.warning("not-described", master=master.id, work=master.work, error=repr(exc)[:300])
            return False
        log.info("described", master=master.id, work=master.work)
        return True

    def _go_on(self, _done: int, _pages: int) -> None:
        if self._stopping():
            raise Interrupted
