"""Erasures that are asked for: waiting → running → done, or cancelled while they wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.errors import LostRace, NotFound
from library.store.models import Erasure

OPEN = ("waiting", "running")


def open_of(session: Session, subject: str) -> Erasure | None:
    """Give the erasure of a subject that waits or runs."""
    query = select(Erasure).where(Erasure.subject == subject, Erasure.state.in_(OPEN))
    return session.scalars(query).first()


def ask(session: Session, now: datetime, subject: str, by: str, due: datetime) -> Erasure:
    """Ask for an erasure; who asks again gets the one that is under way, sooner if she may have it sooner."""
    known = open_of(session, subject)
    if known is not None:
        if due < known.due_at:
            known.due_at = due
            audit.record(session, now, by, "erasure.hasten", subject, erasure=known.id)
        return known
    erasure = Erasure(subject=subject, by=by, asked_at=now, due_at=due)
    session.add(erasure)
    session.flush()
    audit.record(session, now, by, "erasure.ask", subject, erasure=erasure.id)
    return erasure


def cancel(session: Session, now: datetime, subject: str, by: str) -> Erasure:
    """Take an erasure back that waits.

    Raises:
        NotFound: none waits.
        LostRace: it has begun.
    """
    erasure = open_of(session, subject)
    if erasure is None:
        raise NotFound(what="penghapusan / erasure")
    waiting = update(Erasure).where(Erasure.id == erasure.id, Erasure.state == "waiting")
    if session.execute(waiting.values(state="cancelled", settled_at=now)).rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"erasure {erasure.id} has begun")
    session.refresh(erasure)
    audit.record(session, now, by, "erasure.cancel", subject, erasure=erasure.id)
    return erasure


def due(session: Session, now: datetime) -> Sequence[Erasure]:
    """List what is due, and what was cut off in its middle, oldest first."""
    query = select(Erasure).where(Erasure.state.in_(OPEN), Erasure.due_at <= now)
    return session.scalars(query.order_by(Erasure.due_at, Erasure.id)).all()


def begin(session: Session, now: datetime, erasure_id: str) -> bool:
    """Begin an erasure that is due; False where it is settled, waits on, or was taken back."""
    open_one = update(Erasure).where(Erasure.id == erasure_id, Erasure.state.in_(OPEN), Erasure.due_at <= now)
    return bool(session.execute(open_one.values(state="running", postponed="")).rowcount == 1)  # type: ignore[attr-defined]


def postpone(session: Session, erasure_id: str, matter: str) -> None:
    """Leave it waiting for what is open; the round looks again."""
    waiting = update(Erasure).where(Erasure.id == erasure_id, Erasure.state == "waiting")
    session.execute(waiting.values(postponed=matter[:20]))


def note_step(session: Session, erasure_id: str, step: str) -> None:
    """Keep that a step is done."""
    erasure = session.get_one(Erasure, erasure_id)
    if step not in erasure.steps:
        erasure.steps = [*erasure.steps, step]


def finish(session: Session, now: datetime, erasure_id: str, by: str) -> None:
    """Close an erasure whose steps are all done; twice is once."""
    running = update(Erasure).where(Erasure.id == erasure_id, Erasure.state == "running")
    if session.execute(running.values(state="done", settled_at=now)).rowcount == 1:  # type: ignore[attr-defined]
        erasure = session.get_one(Erasure, erasure_id)
        audit.record(session, now, by, "erasure.done", erasure.subject, erasure=erasure_id, steps=list(erasure.steps))
