"""What was done to a page before readers got to see it, what a person corrected in its text, and what is tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class PageMaking(Base):
    """How a page came of the original's; a page without a row is the original's page of the same number, untouched."""

    __tablename__ = "page_making"
    __table_args__ = (ForeignKeyConstraint(["file_id", "number"], ["page.file_id", "page.number"]),)

    file_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """of the page that readers see, 1 for the first"""
    source_page: Mapped[int]
    """of the original, 1 for the first: as it is cited there"""
    part: Mapped[int] = mapped_column(default=0)
    """0: the whole page; 1, 2: its left and right half"""
    blank: Mapped[bool] = mapped_column(default=False)
    repairs: Mapped[list[Any]] = mapped_column(default=list)
    """[{"kind", "value", "reason", "kept", "before", "after"}, …]; see `ingest.repair.record`"""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """chosen by a librarian; empty where the machine decided"""


class PageCorrection(Base):
    """A page's text as a person corrected it. It belongs to the bytes of the original, not to one reading of them."""

    __tablename__ = "page_correction"
    __table_args__ = (Index("ix_page_correction_place", "original", "office", "source_page", "part"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    original: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    office: Mapped[str] = mapped_column(String(8))
    source_page: Mapped[int]
    part: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
    recognised: Mapped[str] = mapped_column(Text)
    """what the machine reads there, by its last reading"""
    by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """when a later correction took its place, or it was taken back; none while it stands"""


class PageTrial(Base):
    """A page recognised once more with settings of a librarian's choice; nothing changes until she accepts it."""

    __tablename__ = "page_trial"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    file_id: Mapped[str] = mapped_column(ForeignKey("work_file.id"))
    """the version that it would change"""
    number: Mapped[int]
    """the first page that it would replace"""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="ordered")
    """ordered → ready | failed; ready → accepted → applied | failed; ready | failed → dismissed"""
    found: Mapped[list[Any]] = mapped_column(default=list)
    """a reading for each page that it gives: {"text", "confidence", "width", "height", "making"}"""
    sheet: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    """PDF of the pages that it gives"""
    error: Mapped[str] = mapped_column(String(40), default="")
    """code of an ingest error"""
    by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
