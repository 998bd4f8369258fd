"""What the catalogue says of works: described values, series, what looks alike, and what has taken another's place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class Description(Base):
    """One value of a work: as printed, normalised, where it comes from, and who has accepted it."""

    __tablename__ = "description"

    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(24), primary_key=True)
    value: Mapped[str] = mapped_column(String(500))
    """normalised; what the catalogue shows"""
    raw: Mapped[str] = mapped_column(String(500), default="")
    """as printed or typed"""
    origin: Mapped[str] = mapped_column(String(8))
    """read, derived (from other values), typed or imported"""
    source: Mapped[str] = mapped_column(String(120), default="")
    """the rule that read it, or what it was imported from"""
    page: Mapped[int | None]
    """1 for the first page of the file; none where no page holds it"""
    box: Mapped[list[Any] | None]
    """x0, y0, x1, y1 in pt from the page's top left"""
    confidence: Mapped[float | None]
    """0–1; none for what a person or another catalogue said"""
    seen: Mapped[str] = mapped_column(String(500), default="")
    """What the pages say where that is not the value: a correction stays when a file is read again."""
    accepted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]


class Series(Base):
    """Editions of one publication by year. It is recognised by number, region and title, and none of these is a key."""

    __tablename__ = "series"
    __table_args__ = (Index("ix_series_number_region", "number", "region"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(7), default="")
    """the seven digits of the catalogue number"""
    region: Mapped[str] = mapped_column(String(7), default="")
    """BPS code"""
    title: Mapped[str] = mapped_column(String(500))
    key: Mapped[str] = mapped_column(String(200), index=True)
    """its title without year, spaces and marks"""
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("series.id"))
    """Where its editions have gone; its address leads there."""
    created_at: Mapped[datetime]


class SeriesPlace(Base):
    """The series to which a work belongs; the one that a librarian chose stays, whatever is read later."""

    __tablename__ = "series_place"

    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), primary_key=True)
    series_id: Mapped[str] = mapped_column(ForeignKey("series.id"), index=True)
    fixed: Mapped[bool] = mapped_column(default=False)


class Fingerprint(Base):
    """What near-same files have in common: a sketch of the text and a hash of the cover. Can be made again."""

    __tablename__ = "fingerprint"

    file_id: Mapped[str] = mapped_column(ForeignKey("work_file.id"), primary_key=True)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)
    """see `catalogue.fingerprints`"""
    cover: Mapped[str] = mapped_column(String(16), default="")
    """64 bits in hex; empty where there is no cover"""


class Likeness(Base):
    """Two works that may be the same: `newer` came after `older`; a librarian looks at both and decides."""

    __tablename__ = "likeness"

    older_id: Mapped[str] = mapped_column(ForeignKey("work.id"), primary_key=True)
    newer_id: Mapped[str] = mapped_column(ForeignKey("work.id"), primary_key=True, index=True)
    level: Mapped[str] = mapped_column(String(8))
    """bytes, number, text or cover: the strongest that speaks for it"""
    score: Mapped[float]
    """0–1: share of the text, or of the cover's bits, that they have in common"""
    state: Mapped[str] = mapped_column(String(10), default="open")
    """open → different | version | same"""
    found_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]


class Succession(Base):
    """A newer file of the same edition: the old work keeps its address, its copies and marks, and names the new one."""

    __tablename__ = "succession"

    old_id: Mapped[str] = mapped_column(ForeignKey("work.id"), primary_key=True)
    new_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]
