"""Whose the bytes of a sent file are as well: the store keeps equal files once, whoever brought them."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from library.store.models import ConsultationFile, IngestItem, Master, TraceCase, WorkFile


def is_of_the_catalogue(session: Session, sha256: str) -> bool:
    """Say whether a file is one of the catalogue, byte for byte, or on its way into it."""
    held = select(WorkFile.id).where(or_(WorkFile.original == sha256, WorkFile.shown == sha256))
    coming = select(IngestItem.id).where(IngestItem.original == sha256, IngestItem.state != "dismissed")
    return any(session.scalars(query.limit(1)).first() is not None for query in (held, coming))


def is_needed(session: Session, sha256: str) -> bool:
    """Say whether anything names these bytes: another message, a work, a master, or the evidence of a trace."""
    others = (
        select(ConsultationFile.id).where(ConsultationFile.sha256 == sha256),
        select(WorkFile.id).where(WorkFile.cover == sha256),
        select(Master.id).where(or_(Master.body == sha256, Master.slots == sha256)),
        select(TraceCase.id).where(TraceCase.evidence == sha256),
    )
    named = any(session.scalars(query.limit(1)).first() is not None for query in others)
    return named or is_of_the_catalogue(session, sha256)
