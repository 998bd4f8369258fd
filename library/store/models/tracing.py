"""Traces that were asked for, and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class TraceCase(Base):
    """A leak that somebody gave in to be traced. It holds identities, never names: those are put to it when shown."""

    __tablename__ = "trace_case"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    created_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting → running → done | failed; failed → running, when its job is tried again"""
    files: Mapped[list[Any]] = mapped_column(default=list)
    """The leak, in the order in which it was given: {name, sha256, size}."""
    work_id: Mapped[str | None] = mapped_column(ForeignKey("work.id"))
    """The work, where it was named."""
    page: Mapped[int] = mapped_column(default=0)
    """Pages read so far."""
    pages: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    """identified, lead or nobody; empty before the end"""
    verdict: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """All that the engine answered except pictures."""
    evidence: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    """The pictures for the report: a blob, since the leak itself is deleted after some days."""
    error: Mapped[str] = mapped_column(String(300), default="")
    finished_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]
    """When the leak was deleted."""


Index("ix_trace_case_created", TraceCase.created_at, TraceCase.id)
