"""Invitations to rate a service: made when it ends, optional, and never in the way of closing."""

from __future__ import annotations

from library.feedback import invitations
from library.floor.step import Step
from library.offices import Office
from library.store.models import Leg


def invite_visitor(step: Step, leg: Leg) -> None:
    """Invite the visitor of a leg; its token is drawn when her own page asks for it."""
    invitations.invite(
        step.session,
        step.now,
        step.office_of(leg),
        f"leg:{leg.id}",
        service=leg.service,
        channel="walk_in",
        account_id=step.visit(leg.visit_id).account_id,
    )


def invite(step: Step, office: Office, subject: str, *, account_id: str | None = None) -> None:
    """Invite whoever was answered online."""
    invitations.invite(
        step.session, step.now, office, subject, service="consultation", channel="online", account_id=account_id
    )


def token_for(step: Step, subject: str) -> str | None:
    """Draw the token of an open invitation; one that was drawn before stops working. None: there is none any more."""
    return invitations.draw_token(step.session, step.now, subject)
