"""A round: work that comes again by itself, office by office."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from library.jobs import outbox
from library.store.engine import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """`job`: its kind in the outbox, of which one waits at a time; `every`: from the end of one to the next."""

    job: str
    every: timedelta
    priority: int

    def order(self, database: Database, now: datetime) -> None:
        """See that it is ordered, for now at the latest."""
        self._add(database, now, now)

    def again(self, database: Database, now: datetime) -> None:
        """Order the next one."""
        self._add(database, now, now + self.every)

    def _add(self, database: Database, now: datetime, at: datetime) -> None:
        with database.write() as session:
            outbox.add(session, now, self.job, {}, priority=self.priority, dedupe=self.job, after=at)

    def visit(self, offices: Iterable[str], deed: Callable[[str], dict[str, int]]) -> None:
        """Do `deed` at each office, and log the counts that it gives.

        What fails in one office does not keep the others waiting, nor the next round from being ordered.
        """
        for office in offices:
            try:
                done = deed(office)
            except Exception:
                log.exception(self.job, office=office)
            else:
                if any(done.values()):
                    log.info(self.job, office=office, **done)
