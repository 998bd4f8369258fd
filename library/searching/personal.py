"""What a person gave by saving searches: all of it can be handed to her, and all of it can be erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from library.store.models import SavedSearch


def export(session: Session, account_id: str) -> list[dict[str, Any]]:
    """Give the saved searches of an account as plain values."""
    own = select(SavedSearch).where(SavedSearch.account_id == account_id).order_by(SavedSearch.created_at)
    return [
        {
            "words": row.words,
            "filters": dict(row.filters),
            "alert": row.alert,
            "created_at": row.created_at.isoformat(),
            "mailed_at": row.mailed_at.isoformat() if row.mailed_at else None,
        }
        for row in session.scalars(own)
    ]


def erase(session: Session, account_id: str) -> int:
    """Delete the saved searches of an account, and with them its mails about them; give how many there were."""
    rows = session.scalars(select(SavedSearch.id).where(SavedSearch.account_id == account_id)).all()
    session.execute(delete(SavedSearch).where(SavedSearch.account_id == account_id))
    return len(rows)
