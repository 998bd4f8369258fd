"""Jobs that were given up: for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.errors import LostRace
from library.store.models import Job


def dead_jobs(session: Session, limit: int = 100) -> Sequence[Job]:
    """List them, newest first."""
    query = select(Job).where(Job.state == "dead").order_by(Job.finished_at.desc(), Job.id.desc()).limit(limit)
    return session.scalars(query).all()


def retry(session: Session, now: datetime, job: int, actor: str) -> None:
    """Give a dead job its attempts back.

    Raises:
        LostRace: it is not dead, or not any more.
    """
    values = {"state": "waiting", "attempts": 0, "lapses": 0, "run_after": now, "finished_at": None}
    changed = session.execute(update(Job).where(Job.id == job, Job.state == "dead").values(**values))
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"job {job} is not dead")
    audit.record(session, now, actor, "job.retry", f"job:{job}")
