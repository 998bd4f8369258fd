"""Printed copies on the shelves, counts of them, and pages that readers scanned from them."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from library.ids import new_id
from library.store.models.base import Base


class Holding(Base):
    """One printed copy of a work: what it is called, where it stands, and how it is."""

    __tablename__ = "holding"
    __table_args__ = (
        UniqueConstraint("office", "number_key"),
        Index("ix_holding_office_shelf_mark", "office", "shelf_mark"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    office: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(40))
    """of the inventory book, or on the label; drawn by the library where the office has none"""
    number_key: Mapped[str] = mapped_column(String(120))
    """the number by which it is found, see `number_key`"""
    shelf_mark: Mapped[str] = mapped_column(String(60), default="")
    """what stands on its spine"""
    room: Mapped[str] = mapped_column(String(60), default="")
    cabinet: Mapped[str] = mapped_column(String(40), default="")
    shelf: Mapped[str] = mapped_column(String(40), default="")
    condition: Mapped[str] = mapped_column(String(8), default="good")
    """good, worn or damaged"""
    state: Mapped[str] = mapped_column(String(10), default="shelf")
    """shelf ⇄ in-use | binder | missing | withdrawn"""
    note: Mapped[str] = mapped_column(String(300), default="")
    """for the staff alone"""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    """when it was last held in hand at a count"""

    @validates("number")
    def _keyed(self, _name: str, number: str) -> str:
        self.number_key = number_key(number)
        return number


def number_key(number: str) -> str:
    """Give a number as all ways to write it share it: whatever its spaces, and the capitals of any alphabet."""
    return unicodedata.normalize("NFC", " ".join(number.split()).casefold())


class StockCount(Base):
    """An inventory check of an office's shelves, or of one room or cabinet of them."""

    __tablename__ = "stock_count"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(8), index=True)
    room: Mapped[str] = mapped_column(String(60), default="")
    """empty: all rooms"""
    cabinet: Mapped[str] = mapped_column(String(40), default="")
    began_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StockSeen(Base):
    """A copy that was held in hand during a count."""

    __tablename__ = "stock_seen"

    count_id: Mapped[str] = mapped_column(ForeignKey("stock_count.id"), primary_key=True)
    holding_id: Mapped[str] = mapped_column(ForeignKey("holding.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class EditionScan(Base):
    """Pages that a reader scanned from an edition. They are hers alone; a librarian may be offered them."""

    __tablename__ = "edition_scan"

    item_id: Mapped[str] = mapped_column(ForeignKey("ingest_item.id"), primary_key=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="kept")
    """kept (never offered), or open → accepted | declined"""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """why it was declined, in the librarian's words"""
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    batch: Mapped[str | None] = mapped_column(String(16))
    """of the item that an accepted one will be, kept before its file is copied"""
    taken_as: Mapped[str | None] = mapped_column(ForeignKey("ingest_item.id"))
    """the item by which an accepted one goes the way of every file"""
    created_at: Mapped[datetime]
