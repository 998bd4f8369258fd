"""What readers tell us: ratings, complaints with their messages and events, and what they sought in vain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class Rating(Base):
    """One filled instrument. It knows its invitation alone; erasing a person cuts that one's thread to her."""

    __tablename__ = "rating"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    invitation_id: Mapped[str] = mapped_column(ForeignKey("rating_invitation.id"), unique=True)
    office: Mapped[str] = mapped_column(String(8))
    service: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    """walk_in | online: how the service was given"""
    instrument: Mapped[str] = mapped_column(String(20))
    instrument_version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime]
    service_date: Mapped[date] = mapped_column(Date)
    """The office's local day on which the service ended: the month in which the rating counts."""
    answers: Mapped[dict[str, Any]]
    """{question: 1…4}, or {question: [importance, satisfaction]} on 1…10"""
    comment: Mapped[str] = mapped_column(String(1000), default="")
    gender: Mapped[str] = mapped_column(String(20), default="")
    age: Mapped[str] = mapped_column(String(20), default="")
    education: Mapped[str] = mapped_column(String(20), default="")

    __table_args__ = (Index("ix_rating_day", "office", "service_date"),)


class Complaint(Base):
    """A complaint. What the person gave can be erased; state, dates and codes stay for the register."""

    __tablename__ = "complaint"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(24), unique=True)
    """The receipt number: ADU-1872-2026-0001."""
    tracking_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    """web, or the office's own: box | website | email | whatsapp | phone"""
    service: Mapped[str] = mapped_column(String(20), default="")
    topic: Mapped[str] = mapped_column(String(30), default="")
    """A code of the list `complaint_topic`; empty until it is classified."""
    text: Mapped[str] = mapped_column(Text)
    about_text: Mapped[str] = mapped_column(String(200), default="")
    """Whom it is about, as the complainant writes it."""
    about_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """The officer complained about: she neither sees it nor deals with it."""
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    language: Mapped[str] = mapped_column(String(2), default="id")
    version: Mapped[str] = mapped_column(String(64))
    """Of the standard in force when it was received."""
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    """Resolved, forwarded or rejected."""
    closed_at: Mapped[datetime | None]
    lapor: Mapped[str] = mapped_column(String(60), default="")
    """The reference at LAPOR! of one that was forwarded."""
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_complaint_office", "office", "state", "due_at"),
        Index("ix_complaint_received", "office", "received_at", "topic", "due_at", "settled_at"),
    )


class ComplaintEvent(Base):
    """A step of a complaint. Append-only; `details` are codes and numbers, never what a person wrote."""

    __tablename__ = "complaint_event"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ComplaintMessage(Base):
    """What was written about a complaint: by the complainant, to her, or among the staff."""

    __tablename__ = "complaint_message"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime]
    side: Mapped[str] = mapped_column(String(12))
    """complainant | office | internal"""
    author_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)


class SoughtInVain(Base):
    """Words for which a search found nothing, by month: how often, and on how many days. Nobody is noted."""

    __tablename__ = "sought_in_vain"

    office: Mapped[str] = mapped_column(String(8), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    words: Mapped[str] = mapped_column(String(80), primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    days: Mapped[int] = mapped_column(default=1)
    last_day: Mapped[date] = mapped_column(Date)
