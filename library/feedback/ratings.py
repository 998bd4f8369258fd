"""Rating a service with the token of an invitation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.feedback import filling, invitations, people
from library.feedback.instruments import Instrument
from library.feedback.people import Person
from library.offices import Office
from library.revisions import instruments
from library.store.models import Leg, Rating, RatingInvitation, Visit

GONE = "gone:"


@dataclass(frozen=True, slots=True)
class OpenRating:
    """What the rating page asks. `asks_person`: no guest book tells gender, age and education."""

    office: str
    service: str
    channel: str
    instrument: Instrument
    asks_person: bool


def show(session: Session, now: datetime, token: str, catalog: Path) -> OpenRating:
    """Give what is to be filled.

    Raises:
        RatingUsed: this service was rated already.
        LinkExpired: the invitation is too old or unknown.
    """
    invitation = invitations.find(session, now, token)
    return OpenRating(
        invitation.office,
        invitation.service,
        invitation.channel,
        instruments.of_office(session, now.date(), catalog, invitation.office),
        people.from_guest_book(session, invitation, catalog, now) is None,
    )


def rate(
    session: Session,
    now: datetime,
    token: str,
    form: Mapping[str, str],
    *,
    offices: Mapping[str, Office],
    catalog: Path,
    language: str,
) -> None:
    """Keep a rating and spend its invitation.

    Raises:
        RatingUsed: this service was rated already; the first rating stands.
        LinkExpired: the invitation is too old or unknown.
        BadForm: an answer is missing or off its scale; nothing is spent.
    """
    invitation = invitations.find(session, now, token)
    instrument = instruments.of_office(session, now.date(), catalog, invitation.office)
    answers, comment = filling.read_answers(instrument, form), filling.read_comment(form.get("comment", ""))
    person = people.from_guest_book(session, invitation, catalog, now) or people.from_form(form, catalog)
    invitations.use(session, now, invitation)
    session.add(
        Rating(
            invitation_id=invitation.id,
            office=invitation.office,
            service=invitation.service,
            channel=invitation.channel,
            instrument=instrument.code,
            instrument_version=instrument.version,
            language=language,
            at=now,
            service_date=offices[invitation.office].calendar.local_date(invitation.created_at),
            answers=answers,
            comment=comment,
            **_codes(person),
        )
    )


def _codes(person: Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in people.GROUPINGS}


def open_subject_of_code(session: Session, now: datetime, office: Office, code: str) -> str | None:
    """Find what a visit's code lets rate today: its last service that is not rated yet, also after the visit closed."""
    query = (
        select(RatingInvitation.subject)
        .join(Leg, RatingInvitation.subject == "leg:" + Leg.id)
        .join(Visit, Visit.id == Leg.visit_id)
        .where(
            Visit.office == office.code,
            Visit.service_date == office.calendar.local_date(now),
            Visit.code == code,
            RatingInvitation.used_at.is_(None),
            RatingInvitation.expires_at > now,
        )
        .order_by(RatingInvitation.created_at.desc())
    )
    return session.scalars(query).first()


# What of this belongs to a person


def subjects_of_visit(session: Session, visit_id: str) -> list[str]:
    """Give the subjects under which a visit's services were rated."""
    return [f"leg:{leg}" for leg in session.scalars(select(Leg.id).where(Leg.visit_id == visit_id))]


def export(session: Session, *, account_ids: Sequence[str] = (), subjects: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Give the ratings of a person as plain values."""
    names = ("office", "service", "instrument", "answers", "comment", "gender", "age", "education", "language")
    found = session.scalars(_of(account_ids, subjects)).all()
    return [{**{name: getattr(row, name) for name in names}, "at": row.at.isoformat()} for row in found]


def cut_loose(session: Session, *, account_ids: Sequence[str] = (), subjects: Sequence[str] = ()) -> int:
    """Erase whose ratings these are, and what was written in them; the numbers stay and name nobody."""
    for rating in session.scalars(_of(account_ids, subjects)).all():
        rating.comment = ""
    held = select(RatingInvitation).where(_belongs(account_ids, subjects))
    rows = session.scalars(held).all()
    for invitation in rows:
        invitation.subject, invitation.account_id = f"{GONE}{invitation.id}", None
        invitation.mailed_hash = None
    return len(rows)


def _of(account_ids: Sequence[str], subjects: Sequence[str]) -> Any:
    held = select(RatingInvitation.id).where(_belongs(account_ids, subjects))
    return select(Rating).where(Rating.invitation_id.in_(held)).order_by(Rating.at)


def _belongs(account_ids: Sequence[str], subjects: Sequence[str]) -> Any:
    return RatingInvitation.account_id.in_(account_ids) | RatingInvitation.subject.in_(subjects)
