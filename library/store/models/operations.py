"""What must happen later, mails, files being ingested, and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class Job(Base):
    """A row of the outbox, held by a lease; `fence` rises with every lease, so a late worker is refused."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    dedupe: Mapped[str | None] = mapped_column(String(120), unique=True)
    """Two jobs with the same key are one."""
    priority: Mapped[int] = mapped_column(default=5)
    """0 is served first"""
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting → leased → done | waiting (again later) | dead"""
    run_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    """tries that were begun and not cut off from outside"""
    lapses: Mapped[int] = mapped_column(default=0)
    """leases that ran out under a worker that went silent: a killed process, a power cut"""
    fence: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Mail(Base):
    """A mail to one verified account. Its Message-ID never changes, so a second sending is recognised."""

    __tablename__ = "mail"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    """Erased after sending: it may hold a one-time link."""
    thread: Mapped[str] = mapped_column(String(40), default="", index=True)
    """What it belongs to, such as `case:…`, whose mails refer to one another; empty: to nothing."""
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """More headers: In-Reply-To, References, Reply-To."""
    calendar: Mapped[str] = mapped_column(Text, default="")
    """A calendar file that goes with it; erased after sending."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    """Since when it is held back: it came out of a back-up and may have been sent after that was made."""


class IngestItem(Base):
    """One file on its way into the library, with what became of it."""

    __tablename__ = "ingest_item"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    batch: Mapped[str] = mapped_column(String(16), index=True)
    office: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(255))
    original: Mapped[str | None] = mapped_column(String(64), index=True)
    release: Mapped[bool] = mapped_column(default=False)
    """Release without review (command line, samples)."""
    access: Mapped[str] = mapped_column(String(12), default="open")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting → reading → done | unpacked | failed → (retried: waiting) | dismissed; waiting, reading ⇄ paused"""
    step: Mapped[str] = mapped_column(String(20), default="")
    page: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(40), default="")
    error_params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    work_id: Mapped[str | None] = mapped_column(ForeignKey("work.id"))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visit.id"))
    """Self-scan: the visit whose reader scanned these pages from print; her copy is ordered when they are ready."""
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """Self-scan: the account to which the marked copy goes."""
    path: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """Where it stood in the folder or archive that was given in, such as `2019/metro.pdf`; empty where in none."""
    kind: Mapped[str] = mapped_column(String(8), default="other", server_default="other")
    """What its name says that it is: pdf, tiff, png, jpeg, zip or other"""
    size: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    """bytes"""
    priority: Mapped[int] = mapped_column(default=6, server_default="6")
    """0 is read first"""
    seconds: Mapped[float] = mapped_column(default=0.0, server_default="0")
    """How long its reading took, from its first page to the last; 0 where it was not measured in one go."""
    parent_id: Mapped[str | None] = mapped_column(String(16), index=True)
    """The archive in which it came."""
    place: Mapped[str] = mapped_column(String(700), default="", server_default="")
    """Where it lies in a watched folder, from there; empty where it came another way."""
    watched: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """That folder: an office may be given another one, and what lies in the first is found when it is back."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to what. Rows are chained by hash; they hold opaque ids, no names and no addresses."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(40))
    """an account's id, `cli` or `system`"""
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)
    """what it was done to, such as `work:3k9…`"""
    details: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class OfficeVersion(Base):
    """A version of an office's standard; what began under it stays under it."""

    __tablename__ = "office_version"

    office: Mapped[str] = mapped_column(String(8), primary_key=True)
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[datetime]


Index("ix_job_next", Job.state, Job.priority, Job.run_after)
Index("ix_ingest_item_state_created_at", IngestItem.state, IngestItem.created_at)
