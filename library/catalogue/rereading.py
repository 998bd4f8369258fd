"""Ordering that a work's values are read again, and what is known of how well its pages were recognised."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library import audit
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.models import Page, Work

JOB = "catalogue.reread"


def order(session: Session, now: datetime, work: Work, actor: str) -> None:
    """Order it; twice at the same time is once.

    Raises:
        NotAllowed: it is another office's.
    """
    refuse_other_office(session, actor, work.office)
    outbox.add(session, now, JOB, {"work": work.id}, priority=8, dedupe=f"reread:{work.id}")
    audit.record(session, now, actor, "work.reread", f"work:{work.id}")


def page_confidence(session: Session, file_id: str) -> dict[int, float]:
    """Give the mean confidence (0–1) of each page that was recognised, by number."""
    query = select(Page.number, Page.confidence).where(Page.file_id == file_id, Page.confidence.is_not(None))
    return {number: float(sure) for number, sure in session.execute(query) if sure is not None}
