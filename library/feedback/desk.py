"""The door to ratings: every deed is one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from library.clock import Clock
from library.errors import NotFound
from library.feedback import invitations, ratings
from library.feedback.groups import LEAST, may_be_published
from library.feedback.instruments import Instrument
from library.feedback.people import GROUPINGS
from library.feedback.ratings import OpenRating
from library.feedback.scores import Scores, scores
from library.feedback.tallies import Filled
from library.floor.codes import normal_code
from library.offices import Office
from library.periods import Period
from library.revisions import instruments
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

    def instrument(self, office: str, period: Period | None = None) -> Instrument:
        """Give the instrument that an office uses today, or used at the end of a period."""
        today = self.clock().date()
        with self.database.read() as session:
            day = min(period.last, today) if period else today
            return instruments.of_office(session, day, self.catalog, office)

    def scores(self, offices: Sequence[str], period: Period, instrument: Instrument) -> Scores:
        """Give the scores of these offices in a period, of one instrument alone."""
        with self.database.read() as session:
            filled = _filled(session, offices, period, instrument)
            invited = sum(self._invited(session, code, period) for code in offices)
        return scores(instrument, filled, invited, GROUPINGS)

    def is_public(self, office: str, period: Period) -> bool:
        """Say whether the poster of a period is for everybody.

        From five answers on, and once its last service can be rated no more: two posters of a period that still
        changes would tell what one person said between them. Of months there are only those from which, with the
        poster of their year, no month of fewer than five could be worked out.
        """
        found = self._office(office)
        if not self._is_final(found, period):
            return False
        counts = self._by_month(office, period.year)
        if period.month is None:
            return sum(counts.values()) >= LEAST
        year = Period(period.year)
        final = {month.key: counts.get(month.key, 0) for month in year.months if self._is_final(found, month)}
        return period.key in may_be_published(final, is_whole=self._is_final(found, year))

    def _is_final(self, office: Office, period: Period) -> bool:
        last_answer = period.last + timedelta(days=office.rules.feedback.rating_days.value)
        return office.calendar.local_date(self.clock()) > last_answer

    def _by_month(self, office: str, year: int) -> dict[str, int]:
        instrument, month = self.instrument(office, Period(year)), func.strftime("%Y-%m", Rating.service_date)
        query = select(month, func.count()).where(*_in(Rating, [office], Period(year)), *_same(instrument))
        with self.database.read() as session:
            return {key: number for key, number in session.execute(query.group_by(month))}  # noqa: C416 - rows are not tuples for the type checker

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


def _same(instrument: Instrument) -> tuple[Any, ...]:
    # Other questions are another version: their answers cannot be joined into one mean.
    return Rating.instrument == instrument.code, Rating.instrument_version == instrument.version


def _filled(session: Session, offices: Sequence[str], period: Period, instrument: Instrument) -> list[Filled]:
    month = func.strftime("%Y-%m", Rating.service_date)
    columns = (Rating.office, Rating.service, month, type_coerce(Rating.answers, String))
    query = select(*columns, Rating.gender, Rating.age, Rating.education).where(
        *_in(Rating, offices, period), *_same(instrument)
    )
    rows = session.execute(query).all()
    # Read as one text: for thousands of small ones, each call costs more than what it reads.
    answers = json.loads(f"[{','.join(row[3] for row in rows)}]")
    return [
        Filled(office, service, at, each, gender, age, education)
        for (office, service, at, _text, gender, age, education), each in zip(rows, answers, strict=True)
    ]
