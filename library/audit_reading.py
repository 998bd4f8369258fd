"""Looking things up in the audit trail. It holds opaque ids; whose they are is another right's question."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import AuditEntry


def entries(
    session: Session,
    *,
    actor: str = "",
    action: str = "",
    subject: str = "",
    before: int | None = None,
    limit: int = 100,
) -> Sequence[AuditEntry]:
    """List entries, newest first.

    Args:
        session: To read with.
        actor: An account's id, `cli`, `system` or `anonymous`.
        action: An action or the beginning of one, such as `account`.
        subject: What it was done to, such as `work:3k9…`.
        before: Only entries with a smaller number, for the next page.
        limit: How many.
    """
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit)
    if actor:
        query = query.where(AuditEntry.actor == actor)
    if action:
        query = query.where(AuditEntry.action.startswith(action, autoescape=True))
    if subject:
        query = query.where(AuditEntry.subject == subject)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    return session.scalars(query).all()
