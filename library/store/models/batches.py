"""Files that came together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class IngestBatch(Base):
    """A batch of files: one upload, one command, one day of a watched folder. What stands in it are its items."""

    __tablename__ = "ingest_batch"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    office: Mapped[str] = mapped_column(String(8), index=True)
    source: Mapped[str] = mapped_column(String(10), default="upload")
    """upload, command or folder"""
    paused: Mapped[bool] = mapped_column(default=False)
    """What comes into it waits, too."""
    expected: Mapped[int] = mapped_column(default=0)
    """How many files its sender wanted to send; 0 where nobody has said."""
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
