"""What has happened, for pages that listen: the board, its voice, the staff's pages."""

from __future__ import annotations

from sqlalchemy import select

from library.floor.step import Step
from library.floor.views import Happening
from library.store.models import FloorEvent

MOST = 500


def events_after(step: Step, office: str, seq: int) -> list[Happening]:
    """Give the events after `seq`, the oldest first, at most 500 at once."""
    query = select(FloorEvent).where(FloorEvent.office == office, FloorEvent.seq > seq)
    return [_happening(event) for event in step.session.scalars(query.order_by(FloorEvent.seq).limit(MOST))]


def _happening(event: FloorEvent) -> Happening:
    details = event.details
    return Happening(
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        visit_id=event.visit_id,
        leg_id=event.leg_id,
        service=details.get("service", ""),
        label=details.get("label", ""),
        counter=details.get("counter", details.get("number")),
    )
