"""What is known of the bytes that are kept: each look at them, the alarms, and copies made for the long run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.store.models.base import Base


class FixityCheck(Base):
    """One look at one blob: its bytes were read whole and compared with its name."""

    __tablename__ = "fixity_check"
    __table_args__ = (Index("ix_fixity_check_sha256_at", "sha256", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(String(8))
    """sound, missing, damaged or repaired"""
    size: Mapped[int]
    """bytes that were read"""
    at: Mapped[datetime]


class FixityAlarm(Base):
    """A blob that is not as it was promised, from when it was found until it is sound again."""

    __tablename__ = "fixity_alarm"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    fault: Mapped[str] = mapped_column(String(8))
    """missing or damaged"""
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """when the administrators were written to"""


class ArchiveCopy(Base):
    """The PDF/A copy of a file, or why there is none."""

    __tablename__ = "archive_copy"

    file_id: Mapped[str] = mapped_column(ForeignKey("work_file.id"), primary_key=True)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    profile: Mapped[str] = mapped_column(String(12), default="")
    """such as PDF/A-2b, as the copy says of itself"""
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting → made | refused"""
    checks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """what was looked at: name → true or what was found"""
    at: Mapped[datetime]
