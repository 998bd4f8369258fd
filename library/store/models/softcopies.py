"""Requests for a softcopy, the copies made for them, and who read what on screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_copy_number, new_id
from library.store.models.base import Base


class SoftcopyRequest(Base):
    """What a reader asked for, with the form as she filled it."""

    __tablename__ = "softcopy_request"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    """Printed in the stamp: office-year-sequence."""
    office: Mapped[str] = mapped_column(String(8), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    purpose_text: Mapped[str] = mapped_column(String(1000), default="")
    institution: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="id")
    channel: Mapped[str] = mapped_column(String(10), default="web")
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visit.id"), index=True)
    """The visit during which it was asked for: then C3 runs."""
    state: Mapped[str] = mapped_column(String(12), default="SUBMITTED")
    reason: Mapped[str] = mapped_column(String(1000), default="")
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class RequestQuestion(Base):
    """What a librarian asked back about a request, and what its reader answered; a request may have several."""

    __tablename__ = "request_question"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("softcopy_request.id"), index=True)
    question: Mapped[str] = mapped_column(String(1000))
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """None: from the command line"""
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None]


class Copy(Base):
    """The one file granted for a request. Its identity is kept for years, restricted, so that a leak can be traced."""

    __tablename__ = "copy"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(ForeignKey("softcopy_request.id"), unique=True)
    number: Mapped[str] = mapped_column(String(14), unique=True, default=new_copy_number)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    master_id: Mapped[str] = mapped_column(ForeignKey("master.id"), index=True)
    office: Mapped[str] = mapped_column(String(8))
    key_id: Mapped[str] = mapped_column(String(40), default="")
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    """Checksum of the delivered file; the file itself may be deleted and made again."""
    size: Mapped[int | None]
    stamp: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The stamp's lines, so that the file can be made again, bit for bit; empty after erasure."""
    seal: Mapped[str | None] = mapped_column(String(64))
    """Fingerprint of the certificate that sealed the file (`SealCertificate`); None: it bears no seal."""
    sealed_at: Mapped[datetime | None]
    """The time that the seal names."""
    seconds: Mapped[float | None]
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    downloaded_at: Mapped[datetime | None]


class ScreenReading(Base):
    """An identity that read a master on screen: it may be asked about when a photographed screen turns up."""

    __tablename__ = "screen_reading"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    master_id: Mapped[str] = mapped_column(ForeignKey("master.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(14), unique=True, default=new_copy_number)
    key_id: Mapped[str] = mapped_column(String(40), default="")
    stamp: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_at: Mapped[datetime]


class Counter(Base):
    """The last number given in a series; raised in the transaction that uses it, never COUNT or MAX."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


Index("ix_softcopy_request_state", SoftcopyRequest.state, SoftcopyRequest.submitted_at)
Index(
    "ix_softcopy_request_submitted",
    SoftcopyRequest.office,
    SoftcopyRequest.submitted_at,
    SoftcopyRequest.state,
    SoftcopyRequest.visit_id,
)
