"""The door to ratings: every deed is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.clock import Clock
from library.errors import NotFound
from library.feedback import invitations, ratings
from library.feedback.instruments import Instrument, instrument_of
from library.feedback.people import GROUPINGS
from library.feedback.ratings import OpenRating
from library.feedback.scores import Filled, Scores, scores
from library.floor.codes import normal_code
from library.offices import Office
from library.periods import Period
from library.store.engine import Database
from library.store.models import Rating, RatingInvitation


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody added to a rating in her own words."""

    day: str
    service: str
    text: str


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of all offices. Every refusal is a `library.errors.LibraryError`."""

    database: Database
    offices: Mapping[str, Office]
    clock: Clock
    catalog: Path

    def show(self, token: str) -> OpenRating:
        """Give what a token lets rate; RatingUsed or LinkExpired where it lets nothing."""
        with self.database.read() as session:
            return ratings.show(session, self.clock(), token, self.catalog)

    def rate(self, token: str, form: Mapping[str, str], language: str) -> None:
        """Keep a rating, once; BadForm names every field."""
        with self.database.write() as session:
            ratings.rate(
                session, self.clock(), token, form, offices=self.offices, catalog=self.catalog, language=language
            )

    def token_of_code(self, office: str, code: str) -> str:
        """Draw the token for whoever types the code of today's visit.

        Raises:
            NotFound: no such visit today, or nothing of it is left to rate.
        """
        with self.database.write() as session:
            now, typed = self.clock(), normal_code(code)
            subject = ratings.open_subject_of_code(session, now, self._office(office), typed)
            token = subject and invitations.draw_token(session, now, subject)
            if not token:
                raise NotFound(what="penilaian / rating")
            return token

    def mail_invitation(self, payload: dict[str, Any]) -> None:
        """Mail an invitation that was not used on the spot: the worker's side."""
        with self.database.write() as session:
            invitations.mail(session, self.clock(), payload, dict(self.offices))

    def instrument(self, office: str) -> Instrument:
        """Give the instrument that an office uses."""
        return instrument_of(self.catalog, office)

    def scores(self, offices: Sequence[str], period: Period, instrument: Instrument) -> Scores:
        """Give the scores of these offices in a period, of one instrument alone."""
        with self.database.read() as session:
            filled = _filled(session, offices, period, instrument)
            invited = sum(self._invited(session, code, period) for code in offices)
        return scores(instrument, filled, invited, GROUPINGS)

    def remarks(self, office: str, period: Period, most: int = 50) -> list[Remark]:
        """Give the newest words that were added to ratings."""
        query = (
            select(Rating.service_date, Rating.service, Rating.comment)
            .where(*_in(Rating, [office], period), Rating.comment != "")
            .order_by(Rating.at.desc())
            .limit(most)
        )
        with self.database.read() as session:
            return [Remark(day.isoformat(), service, text) for day, service, text in session.execute(query)]

    def _office(self, code: str) -> Office:
        if code not in self.offices:
            raise NotFound(what=code)
        return self.offices[code]

    def _invited(self, session: Session, code: str, period: Period) -> int:
        calendar = self._office(code).calendar
        start = calendar.end_of_day(period.first - timedelta(days=1))
        end = calendar.end_of_day(period.last)
        query = select(func.count()).where(
            RatingInvitation.office == code, RatingInvitation.created_at >= start, RatingInvitation.created_at < end
        )
        return session.scalar(query) or 0


def _in(table: type[Rating], offices: Sequence[str], period: Period) -> tuple[Any, ...]:
    return table.office.in_(offices), table.service_date.between(period.first, period.last)


def _filled(session: Session, offices: Sequence[str], period: Period, instrument: Instrument) -> list[Filled]:
    columns = (Rating.office, Rating.service, Rating.service_date, Rating.answers)
    # Other questions are another version: their answers cannot be joined into one mean.
    same = (Rating.instrument == instrument.code, Rating.instrument_version == instrument.version)
    query = select(*columns, Rating.gender, Rating.age, Rating.education).where(*_in(Rating, offices, period), *same)
    return [
        Filled(office, service, f"{day:%Y-%m}", answers, gender, age, education)
        for office, service, day, answers, gender, age, education in session.execute(query)
    ]
