"""What a librarian decides about two works that look alike, and the versions that come of it.

A newer file of the same edition takes the old one's place in catalogue and search. The old work keeps its address,
its copies, its marks, and the words with which it was cited, and its page names the new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import works
from library.errors import BadForm, LostRace, NotFound
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.models import Account, Likeness, Succession, Work

DECISIONS = ("different", "version", "same")


def decide(session: Session, now: datetime, older_id: str, newer_id: str, decision: str, actor: str) -> None:
    """Note what two works are.

    Args:
        session: holds the write lock.
        now: the time.
        older_id: the work that was here first.
        newer_id: the other.
        decision: different: both stay. version: the newer is a newer file of the same edition and takes the place.
            same: the newer says nothing new, and is withdrawn.
        actor: who decides.

    Raises:
        BadForm: no such decision, or a version of a work that was never released.
        NotFound: the two were never noted as alike.
        LostRace: it was decided meanwhile.
        NotAllowed: one of the works is another office's.
    """
    row = session.get(Likeness, (older_id, newer_id))
    if row is None:
        raise NotFound(what=f"{older_id} / {newer_id}")
    if decision not in DECISIONS:
        raise BadForm({"decision": "choice-invalid"})
    if row.state != "open":
        raise LostRace(f"{older_id} and {newer_id} are {row.state} already")
    older, newer = works.get(session, older_id, "librarian"), works.get(session, newer_id, "librarian")
    for work in (older, newer):
        refuse_other_office(session, actor, work.office)
    if decision == "version":
        supersede(session, now, older, newer, actor)
    elif decision == "same":
        works.withdraw(session, now, newer.id, actor, "", code="replaced")
    row.state, row.decided_at = decision, now
    row.decided_by = actor if session.get(Account, actor) else None
    audit.record(session, now, actor, "work.alike", f"work:{newer_id}", other=older_id, decision=decision)


def supersede(session: Session, now: datetime, old: Work, new: Work, actor: str) -> None:
    """Let a newer file of the same edition take the place of an old one.

    Raises:
        BadForm: the old one was never released, is superseded already, or itself took the place of the new one; the
            new one is withdrawn.
        NotFound: the new one has not been prepared, so it cannot be released.
    """
    taken = successor(session, old.id) is not None
    if old.state != "released" or new.state == "withdrawn" or taken or old.id in _chain(session, new.id):
        raise BadForm({"decision": "choice-invalid"})
    if new.state == "review":
        works.release(session, now, new.id, actor)
    decided_by = actor if session.get(Account, actor) else None
    # A successor that was withdrawn gives way to this one.
    session.merge(Succession(old_id=old.id, new_id=new.id, decided_by=decided_by, decided_at=now))
    session.flush()
    outbox.add(session, now, works.INDEX_JOB, {"work": old.id}, dedupe=f"index:{old.id}")


def _chain(session: Session, work_id: str) -> Iterable[str]:
    """Name the works that have followed one another from this one on."""
    seen: list[str] = []
    current: str | None = work_id
    while current and current not in seen:
        row = session.get(Succession, current)
        seen.append(current)
        current = row.new_id if row else None
    return seen


def successor(session: Session, work_id: str) -> Work | None:
    """Give the newest version that took a work's place and is released; None where none did."""
    newest = None
    for following in list(_chain(session, work_id))[1:]:
        work = session.get(Work, following)
        if work is not None and work.state == "released":
            newest = work
    return newest


def predecessors(session: Session, work_id: str) -> list[Work]:
    """List the versions whose place a work has taken, the newest first; withdrawn ones are left out."""
    found: list[Work] = []
    wanted = [work_id]
    while wanted:
        query = select(Work).join(Succession, Succession.old_id == Work.id).where(Succession.new_id.in_(wanted))
        older = [work for work in session.scalars(query) if work not in found]
        found += older
        wanted = [work.id for work in older]
    return sorted((work for work in found if work.state == "released"), key=lambda work: work.created_at, reverse=True)
