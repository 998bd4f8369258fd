"""Posts that count once: a form carries a token, and a second post with it gets the first one's result."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library.store.models import FormToken


def earlier_result(session: Session, token: str, purpose: str, account_id: str) -> str | None:
    """Give what this token led to before; None when it is new. The session must hold the write lock."""
    row = session.get(FormToken, (token[:64], purpose, account_id))
    return row.result if row else None


def remember(session: Session, now: datetime, token: str, purpose: str, account_id: str, result: str) -> None:
    """Keep the result in the transaction that made it."""
    session.add(FormToken(token=token[:64], purpose=purpose, account_id=account_id, result=result, created_at=now))
