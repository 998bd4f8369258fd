"""Invitations to rate a service: made when it ends, optional, and never in the way of closing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from library.floor.step import Step
from library.offices import Office
from library.readers.credentials import new_secret, secret_hash
from library.store.models import RatingInvitation


def invite(step: Step, office: Office, subject: str) -> None:
    """Make the invitation; its token is drawn when the visitor's own page asks for it."""
    step.session.add(
        RatingInvitation(
            token_hash=secret_hash(new_secret()),
            office=office.code,
            subject=subject,
            created_at=step.now,
            expires_at=step.now + timedelta(days=office.rules.feedback.rating_days.value),
        )
    )


def token_for(step: Step, subject: str) -> str | None:
    """Draw the token of an open invitation; one that was drawn before stops working. None: there is none any more."""
    query = select(RatingInvitation.id).where(
        RatingInvitation.subject == subject,
        RatingInvitation.used_at.is_(None),
        RatingInvitation.expires_at > step.now,
    )
    found = step.session.scalars(query).first()
    if found is None:
        return None
    token = new_secret()
    drawn = update(RatingInvitation).where(RatingInvitation.id == found).values(token_hash=secret_hash(token))
    step.session.execute(drawn)
    return token
