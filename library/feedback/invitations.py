"""Invitations to rate: made when a service ends, optional, one rating each, known by the hash of a token only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from library.errors import LinkExpired
from library.feedback.errors import RatingUsed
from library.ids import new_id
from library.jobs import outbox
from library.mail import post
from library.offices import Office
from library.readers.credentials import new_secret, secret_hash
from library.softcopies.stamps import local_date
from library.store.models import Account, Mail, RatingInvitation

MAIL_JOB = "rating.mail"
MAIL_KIND = "rating-invitation"
MAIL_AFTER = timedelta(hours=1)
"""Time to rate on the spot; who has done so gets no mail."""
MAIL_GAP = timedelta(days=7)
"""Nobody is mailed more often, however many services she uses."""
_PRIORITY = 8


def invite(
    session: Session,
    now: datetime,
    office: Office,
    subject: str,
    *,
    service: str,
    channel: str,
    account_id: str | None = None,
) -> None:
    """Invite whoever was served, once for a subject such as `leg:…`, `request:…` or `case:…`.

    The token is drawn when her own page or the mail needs it. Where she has an account, a mail follows after an hour.
    """
    known = session.scalars(select(RatingInvitation.id).where(RatingInvitation.subject == subject)).first()
    if known is not None:
        return
    made = RatingInvitation(
        id=new_id(),
        token_hash=secret_hash(new_secret()),
        office=office.code,
        subject=subject,
        service=service,
        channel=channel,
        account_id=account_id,
        created_at=now,
        expires_at=now + timedelta(days=office.rules.feedback.rating_days.value),
    )
    session.add(made)
    account = session.get(Account, account_id) if account_id else None
    if account is not None and _is_proven(account):
        outbox.add(session, now, MAIL_JOB, {"invitation": made.id}, priority=_PRIORITY, after=now + MAIL_AFTER)


def draw_token(session: Session, now: datetime, subject: str) -> str | None:
    """Draw the token for the visitor's own page; one drawn for it before stops working. None: nothing to rate."""
    query = select(RatingInvitation.id).where(
        RatingInvitation.subject == subject, RatingInvitation.used_at.is_(None), RatingInvitation.expires_at > now
    )
    found = session.scalars(query).first()
    if found is None:
        return None
    token = new_secret()
    session.execute(update(RatingInvitation).where(RatingInvitation.id == found).values(token_hash=secret_hash(token)))
    return token


def find(session: Session, now: datetime, token: str) -> RatingInvitation:
    """Give the open invitation of a token.

    Raises:
        RatingUsed: it was used.
        LinkExpired: it is too old, or unknown.
    """
    wanted = secret_hash(token[:200])
    query = select(RatingInvitation).where(
        or_(RatingInvitation.token_hash == wanted, RatingInvitation.mailed_hash == wanted)
    )
    found = session.scalars(query).first()
    if found is None:
        raise LinkExpired("no invitation of this token")
    if found.used_at is not None:
        raise RatingUsed(found.id)
    if found.expires_at <= now:
        raise LinkExpired(f"invitation {found.id} ended {found.expires_at}")
    return found


def use(session: Session, now: datetime, invitation: RatingInvitation) -> None:
    """Spend an invitation.

    Raises:
        RatingUsed: somebody was quicker, as by a double click.
    """
    unused = (RatingInvitation.id == invitation.id, RatingInvitation.used_at.is_(None))
    if session.execute(update(RatingInvitation).where(*unused).values(used_at=now)).rowcount != 1:  # type: ignore[attr-defined]
        raise RatingUsed(invitation.id)


def mail(session: Session, now: datetime, payload: dict[str, Any], offices: dict[str, Office]) -> bool:
    """Mail an invitation to the account's proven address, unless it was used or she was asked lately; say whether."""
    invitation = session.get(RatingInvitation, str(payload["invitation"]))
    if invitation is None or invitation.used_at or invitation.mailed_hash or invitation.expires_at <= now:
        return False
    account = session.get(Account, invitation.account_id) if invitation.account_id else None
    if account is None or not _can_be_asked(session, now, account):
        return False
    token = new_secret()
    invitation.mailed_hash = secret_hash(token)
    office = offices[invitation.office]
    until = local_date(invitation.expires_at, office.hours.time_zone.value, account.language)
    values = {"office": office.name.in_language(account.language), "until": until, "path": f"/rate/{token}"}
    post.write(session, now, account, MAIL_KIND, values)
    return True


def _can_be_asked(session: Session, now: datetime, account: Account) -> bool:
    if not _is_proven(account):
        return False
    lately = select(Mail.id).where(
        Mail.account_id == account.id, Mail.kind == MAIL_KIND, Mail.created_at > now - MAIL_GAP
    )
    return session.scalars(lately).first() is None


def _is_proven(account: Account) -> bool:
    """Say whether her address may be written to: one in the guest book alone was never proven to be hers."""
    return bool(account.email and account.verified_at and not account.disabled_at and not account.erased_at)
