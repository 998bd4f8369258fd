"""A librarian's written word that a work may be delivered although a leak of it could not be traced."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm
from library.readers.own_office import refuse_other_office
from library.store.models import Work

# A reason that can be read later by somebody else is longer than "ok".
SHORTEST = 10
LONGEST = 500


def accept_untraceable(session: Session, now: datetime, work: Work, actor: str, reason: str) -> None:
    """Keep the reason with the work.

    Raises:
        BadForm: there is no reason, or it says nothing.
        NotAllowed: it is another office's.
    """
    refuse_other_office(session, actor, work.office)
    text = " ".join(reason.split())[:LONGEST]
    if len(text) < SHORTEST:
        raise BadForm({"untraceable": "required"})
    work.untraceable_accepted = text
    audit.record(session, now, actor, "work.accept-untraceable", f"work:{work.id}")
