"""What helps readers to find: headings of tables, figures and chapters, kept searches, and what was sought in vain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class Heading(Base):
    """The heading of a table, a figure or a chapter in a file, as ingest read it."""

    __tablename__ = "heading"

    file_id: Mapped[str] = mapped_column(ForeignKey("work_file.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """its place among the headings of the file, 1 for the first"""
    kind: Mapped[str] = mapped_column(String(8))
    """table, figure or chapter"""
    number: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(Text)
    parallel_title: Mapped[str] = mapped_column(Text, default="")
    page: Mapped[int]
    last_page: Mapped[int]
    """the last page on which the table goes on"""
    level: Mapped[int] = mapped_column(default=0)
    """of a chapter: 1 is the highest"""
    box: Mapped[list[Any]] = mapped_column(default=list)
    """x0, y0, x1, y1 in fractions of the page; empty where the place is not known"""


class HeadingsRead(Base):
    """By which version of the rules a file's headings were read; no row: never."""

    __tablename__ = "headings_read"

    file_id: Mapped[str] = mapped_column(ForeignKey("work_file.id"), primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime]


class SavedSearch(Base):
    """A search that a reader keeps, and of which she may be told when new works answer it."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[str] = mapped_column(String(200))
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """what narrows the search: field → value, as text"""
    key: Mapped[str] = mapped_column(String(64))
    """digest of words and filters: the same search is kept once"""
    alert: Mapped[bool] = mapped_column(default=False)
    stop_secret: Mapped[str] = mapped_column(String(43), unique=True)
    """stands in the link of the mails; whoever has it can stop the mails of this search, and nothing else"""
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    """works released later are new to this search"""
    mailed_at: Mapped[datetime | None]


class SoughtMark(Base):
    """What a librarian has done about words that were sought in vain in her office."""

    __tablename__ = "sought_mark"

    office: Mapped[str] = mapped_column(String(8), primary_key=True)
    words: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    """handled or ordered"""
    note: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[str] = mapped_column(String(40))
    """the account of the librarian, or cli"""
    at: Mapped[datetime]
    last_day: Mapped[date] = mapped_column(Date)
    """the day on which the words had last been sought by then; sought again later, they are open again"""


Index("ix_heading_file_page", Heading.file_id, Heading.page)
