"""A report: everything about a period in one value, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import structlog
from sqlalchemy.exc import SQLAlchemyError

from library.clock import Clock
from library.clocks import Compliance
from library.errors import NotFound
from library.feedback.desk import Ratings
from library.feedback.scores import Scores
from library.offices import Office
from library.periods import Period
from library.reports import consultations, floor, requests, sought, voices
from library.reports.brief_write import brief_write
from library.reports.counts import Counts, add_up
from library.reports.requests import AskedWork, Delivery
from library.reports.sought import Missed
from library.reports.span import SpanOf
from library.store.engine import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by office and month, and what cannot be added up. `made_at`: later figures of open matters may differ."""

    offices: Mapping[str, Office]
    period: Period
    made_at: datetime
    counts: Counts
    delivery: dict[str, Delivery]
    works: list[AskedWork]
    missed: list[Missed]
    ratings: Scores | None
    """None where the offices do not use the same instrument: two scales are never one number."""

    def compliance(self, kind: str) -> Compliance:
        """Give the verdicts on one clock: C1 to C4, or `complaint` for their deadline."""
        if kind == "complaint":
            parts = self.counts.parts("complaint_deadline")
            return Compliance(parts.get("met", 0), parts.get("breached", 0), 0)
        parts = self.counts.parts("promise")
        return Compliance(*(parts.get(f"{kind}:{result}", 0) for result in ("met", "breached", "excluded")))


@dataclass(frozen=True, slots=True)
class Reports:
    """The door to reports."""

    database: Database
    offices: Mapping[str, Office]
    clock: Clock
    ratings: Ratings

    def make(self, codes: Sequence[str], period: Period) -> Report:
        """Make the report of some offices, or of all of them.

        Raises:
            NotFound: there is no such office.
        """
        unknown = [code for code in codes if code not in self.offices]
        if unknown or not codes:
            raise NotFound(what=", ".join(unknown))
        offices = {code: self.offices[code] for code in codes}
        span, now = SpanOf(offices, period), self.clock()
        with self.database.read() as session:
            counts = add_up(
                chain(
                    floor.visits(session, span),
                    floor.services(session, span),
                    floor.promises(session, span),
                    requests.requests(session, span),
                    consultations.consultations(session, span),
                    voices.complaints(session, span, now),
                    voices.ratings(session, span),
                    voices.traces(session, span, is_whole=len(offices) == len(self.offices)),
                )
            )
            taken, works = requests.delivery(session, span), requests.most_asked(session, span)
            vain = sought.missed(session, span)
        return Report(offices, period, now, counts, taken, works, vain, self._scores(codes, period))

    def note_missed(self, office: str, words: str) -> None:
        """Count a search that found nothing, if that can be written at once: nobody's search waits or fails for it."""
        day = self.offices[office].calendar.local_date(self.clock())
        try:
            with brief_write(self.database) as session:
                sought.note(session, office, day, words)
        except SQLAlchemyError as problem:
            log.warning("search-not-counted", office=office, problem=type(problem).__name__)

    def _scores(self, codes: Sequence[str], period: Period) -> Scores | None:
        instruments = {each.code: each for each in (self.ratings.instrument(code, period) for code in codes)}
        if len(instruments) != 1:
            return None
        return self.ratings.scores(codes, period, next(iter(instruments.values())))
