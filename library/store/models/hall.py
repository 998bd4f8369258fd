"""What the screens of the hall hold for a while: the sittings of readers who scan, and the voice of each room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class ScanSitting(Base):
    """A reader who scans at a screen, until she sends her pages, leaves, or is silent for too long.

    It names nobody: her sign-in does, and the row is gone when she is.
    """

    __tablename__ = "scan_sitting"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(8), index=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), unique=True)
    sign_in: Mapped[str] = mapped_column(String(16))
    until: Mapped[datetime]
    scanner: Mapped[bool] = mapped_column(default=False)
    """She has the office's scanner; of all sittings of an office one at most."""
    before: Mapped[list[Any]] = mapped_column(default=list)
    """[[name, time of change in ns, bytes], …]: what lay in the scanner's folder when she took it."""
    pages: Mapped[list[Any]] = mapped_column(default=list)
    """[[sheet, page of it, kept], …] in her order; page 0 is of a sheet that cannot be read."""


class VoiceLease(Base):
    """The screen that speaks in a room."""

    __tablename__ = "voice_lease"

    office: Mapped[str] = mapped_column(String(8), primary_key=True)
    device_id: Mapped[str] = mapped_column(String(16))
    until: Mapped[datetime]
    spoken: Mapped[int] = mapped_column(default=0)
    """The last event that was spoken, whichever screen did."""
