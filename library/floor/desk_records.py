"""What an officer wrote about a visitor's questions at the desk, as part of what is kept of her visit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from library.floor.step import Step
from library.store.models import DeskConsultation


def export(step: Step, visit_id: str) -> list[dict[str, Any]]:
    """Give what was written about a visitor's questions, as plain values."""
    names = ("leg_id", "subject", "topic", "question", "answer", "outcome", "sources")
    query = select(DeskConsultation).where(DeskConsultation.visit_id == visit_id).order_by(DeskConsultation.written_at)
    return [
        {**{name: getattr(row, name) for name in names}, "written_at": row.written_at.isoformat()}
        for row in step.session.scalars(query)
    ]


def erase(step: Step, visit_id: str) -> None:
    """Erase the words; office, time, subject, outcome and sources stay, for they name nobody."""
    for row in step.session.scalars(select(DeskConsultation).where(DeskConsultation.visit_id == visit_id)):
        row.topic = row.question = row.answer = ""
        row.erased_at = step.now
