"""The audit trail: append-only, each row sealed with the hash of the one before.

Rows hold opaque ids only. Erasing a person erases her name and address elsewhere and leaves the chain whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import AuditEntry

GENESIS = "0" * 64


def record(session: Session, at: datetime, actor: str, action: str, subject: str, **details: object) -> AuditEntry:
    """Append a row inside the caller's transaction, so that the deed and its trace stand or fall together."""
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
    entry = AuditEntry(
        at=at, actor=actor, action=action, subject=subject, details=details, previous=last.hash if last else GENESIS
    )
    entry.hash = _seal(entry)
    session.add(entry)
    session.flush()
    return entry


def _seal(entry: AuditEntry) -> str:
    content = [entry.at.isoformat(), entry.actor, entry.action, entry.subject, entry.details, entry.previous]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links(session: Session) -> Iterator[int]:
    """Walk the chain and name every row that was changed, or before which one is missing."""
    previous = GENESIS
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).yield_per(1000):
        if entry.previous != previous or entry.hash != _seal(entry):
            yield entry.seq
        previous = entry.hash


def head(session: Session) -> tuple[int, str]:
    """Give the newest row's number and hash; kept outside (a back-up's manifest), it shows a cut-off tail."""
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)
