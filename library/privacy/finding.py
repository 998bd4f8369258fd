"""Finding a visit of an earlier day for the visitor who stands at the desk: by day and by a piece of her name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import Visit

LEAST, MOST = 3, 20
"""letters of a name, and visits that are listed: the guest book is not leafed through"""


def visits_on(session: Session, office: str, day: date, name: str) -> Sequence[Visit]:
    """List an office's visits of a day whose name holds these letters, and that are not erased."""
    letters = " ".join(name.split())
    if len(letters) < LEAST:
        return []
    query = select(Visit).where(
        Visit.office == office,
        Visit.service_date == day,
        Visit.erased_at.is_(None),
        Visit.name.icontains(letters, autoescape=True),
    )
    return session.scalars(query.order_by(Visit.arrived_at).limit(MOST)).all()
