"""Consultations: cases, what was written in them, files, appointments, mails that came in, and published answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class ConsultationSearch(Base):
    """A search that was made before asking: its words and what it found, so that nobody searches a second time."""

    __tablename__ = "consultation_search"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    office: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(200))
    found: Mapped[int | None]
    """Pages found in all; None: search was out of order."""
    hits: Mapped[list[Any]] = mapped_column(default=list)
    """The best: [work, page, title], …"""
    made_at: Mapped[datetime]


class Consultation(Base):
    """One question and its conversation. What a person wrote can be erased; the row stays, so that counts hold."""

    __tablename__ = "consultation"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    """Office, year, K and the year's sequence: 1872-2026-K00012."""
    office: Mapped[str] = mapped_column(String(8))
    version: Mapped[str] = mapped_column(String(64))
    """Of the standard in force at the office when it was opened; the case keeps it."""
    channel: Mapped[str] = mapped_column(String(16))
    """application | whatsapp | social_media | email: by which it came"""
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    """The reader's; None where an officer entered it for somebody without an account."""
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    """Telephone number, name on a social medium, or address of somebody without an account."""
    language: Mapped[str] = mapped_column(String(2), default="id")
    subject: Mapped[str] = mapped_column(String(3), default="")
    """A code of the classification of statistical activities; empty: not stated."""
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="SUBMITTED")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    """resolved | no_response | cancelled, once closed"""
    search_id: Mapped[str | None] = mapped_column(ForeignKey("consultation_search.id"))
    officer_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime]
    first_answer_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_task_at: Mapped[datetime | None]
    """Since when an officer is asked to close it: the user was silent for as long as the office waits."""
    previous_id: Mapped[str | None] = mapped_column(ForeignKey("consultation.id"))
    """The closed case after which this one was opened: a reply came when the window for reopening was over."""
    reply_token: Mapped[str] = mapped_column(String(32), unique=True)
    """In the address to which mails are answered; 128 bits that nobody guesses."""
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_consultation_office_state", "office", "state", "submitted_at"),
        Index("ix_consultation_submitted", "office", "submitted_at", "channel", "outcome", "first_answer_at"),
    )


class ConsultationMessage(Base):
    """Something that was written in a case, by any channel; notes are for the staff alone."""

    __tablename__ = "consultation_message"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("consultation.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(8))
    """user | officer | system"""
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(14))
    """message | clarification | answer | follow_up | note"""
    text: Mapped[str] = mapped_column(Text)
    mail_id: Mapped[str | None] = mapped_column(String(300), unique=True)
    """The Message-ID of the mail that brought it."""


class ConsultationFile(Base):
    """What hangs on a message: a file that somebody sent, or a page of the catalogue as a link, never as a file."""

    __tablename__ = "consultation_file"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    message_id: Mapped[int] = mapped_column(ForeignKey("consultation_message.id"), index=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(8))
    """waiting (in quarantine) → ready | refused; a link is ready at once"""
    error: Mapped[str] = mapped_column(String(40), default="")
    work_id: Mapped[str | None] = mapped_column(ForeignKey("work.id"))
    page: Mapped[int | None]


class ConsultationEvent(Base):
    """Something that happened to a case. Append-only; durations and reports are computed from these alone."""

    __tablename__ = "consultation_event"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    case_id: Mapped[str] = mapped_column(String(16), index=True)
    office: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(40))
    """an account's id, `system` or `cli`"""
    version: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Codes, ids and instants, never what a person wrote."""

    __table_args__ = (Index("ix_consultation_event_office", "office", "seq"),)


class ConsultationAppointment(Base):
    """A meeting in person or by Zoom that follows an answer; until it is over the user owes no reply."""

    __tablename__ = "consultation_appointment"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(5))
    """visit | zoom"""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(500))
    """The address of the meeting; for a visit where to come to."""
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None]


class DeskConsultation(Base):
    """What was asked and answered at the desk, on the leg of a visit."""

    __tablename__ = "desk_consultation"

    leg_id: Mapped[str] = mapped_column(ForeignKey("leg.id"), primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), index=True)
    office: Mapped[str] = mapped_column(String(8))
    officer_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    subject: Mapped[str] = mapped_column(String(3), default="")
    topic: Mapped[str] = mapped_column(String(200), default="")
    question: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    sources: Mapped[list[Any]] = mapped_column(default=list)
    """What was handed over: [work, page or null], …"""
    written_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_desk_consultation_office", "office", "written_at"),)


class InboundMail(Base):
    """A mail that came in: taken into a conversation, or kept for a person to look at. Its Message-ID counts once."""

    __tablename__ = "inbound_mail"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    message_id: Mapped[str] = mapped_column(String(300), unique=True)
    received_at: Mapped[datetime]
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(8))
    """taken | waiting (for a person) | dropped (a machine's) | settled (by a person)"""
    reason: Mapped[str] = mapped_column(String(20), default="")
    case_id: Mapped[str | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (Index("ix_inbound_mail_state", "state", "received_at"),)


class PublishedAnswer(Base):
    """A question and its answer, in words that name nobody, for all readers to find."""

    __tablename__ = "published_answer"

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("consultation.id"), unique=True)
    office: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2), default="id")
    subject: Mapped[str] = mapped_column(String(3), default="")
    question: Mapped[str] = mapped_column(String(500))
    answer: Mapped[str] = mapped_column(Text)
    published_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
