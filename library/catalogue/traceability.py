"""A librarian's written word that copies of a master may be delivered although a leak of it could not be traced."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library import audit
from library.catalogue import works
from library.errors import BadForm, LostRace
from library.readers.own_office import refuse_other_office
from library.store.models import Work

# A reason that can be read later by somebody else is longer than "ok".
SHORTEST = 10
LONGEST = 500


def accept_untraceable(session: Session, now: datetime, work: Work, master_id: str, actor: str, reason: str) -> None:
    """Keep the reason with the master that was shown, `master_id`; another version of it has to be accepted anew.

    Raises:
        BadForm: there is no reason, or it says nothing.
        LostRace: there is a newer master, whose marks nobody has seen who accepts this one.
        NotAllowed: it is another office's.
    """
    refuse_other_office(session, actor, work.office)
    text = " ".join(reason.split())[:LONGEST]
    if len(text) < SHORTEST:
        raise BadForm({"untraceable": "required"})
    master = works.current_master(session, works.current_file(session, work.id).id)
    if master.id != master_id:
        raise LostRace(f"master {master_id} of work {work.id} is not the newest any more")
    master.untraceable_accepted, master.accepted_by, master.accepted_at = text, actor, now
    audit.record(session, now, actor, "work.accept-untraceable", f"work:{work.id}", master=master.id)
