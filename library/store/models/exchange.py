"""What other systems take from the catalogue, and the keys by which they ask."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class PublicRecord(Base):
    """When what the public is told of a work last changed; a work that is gone stays here as gone."""

    __tablename__ = "public_record"
    __table_args__ = (Index("ix_public_record_stamp_work_id", "stamp", "work_id"),)

    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), primary_key=True)
    office: Mapped[str] = mapped_column(String(8), index=True)
    stamp: Mapped[datetime]
    """Whole seconds: harvesters ask by the second."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the description; empty where it has not been looked at yet"""
    gone: Mapped[bool] = mapped_column(default=False)


class ApiKey(Base):
    """A key with which a program asks in an account's name. Only its hash is kept."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    """what it is for, in the owner's words"""
    created_at: Mapped[datetime]
    used_on: Mapped[str] = mapped_column(String(10), default="")
    """the last day on which it was used (UTC, YYYY-MM-DD)"""
    ended_at: Mapped[datetime | None]
