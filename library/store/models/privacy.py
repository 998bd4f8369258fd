"""What protects people: consents, who looked at what, erasures, identities kept for traces, breaches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class Consent(Base):
    """A text that somebody agreed to, in the version that she was shown."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visit.id"), index=True)
    text: Mapped[str] = mapped_column(String(30))
    """A code of `catalog_data/processing.toml`."""
    version: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime]


class RecordView(Base):
    """A member of the staff looked at what is kept of a person. It says who, when and which record, never what."""

    __tablename__ = "record_view"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(40), index=True)
    """an account's id, or `cli`"""
    role: Mapped[str] = mapped_column(String(20), default="")
    office: Mapped[str | None] = mapped_column(String(8))
    """The actor's, as they were then."""
    kind: Mapped[str] = mapped_column(String(16))
    """account | visit | case | complaint | request | trace | export"""
    record: Mapped[str] = mapped_column(String(40))
    person: Mapped[str | None] = mapped_column(String(16), index=True)
    """The account of whom it tells; None: somebody without one."""
    purpose: Mapped[str] = mapped_column(String(200), default="")
    """A code or a receipt number, where one was asked for."""


class Erasure(Base):
    """An erasure that was asked for. It holds opaque ids and stays, so that a back-up put back is erased again."""

    __tablename__ = "erasure"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    subject: Mapped[str] = mapped_column(String(40))
    """`account:…`, `visit:…`, `case:…` or `complaint:…`"""
    by: Mapped[str] = mapped_column(String(40))
    """an account's id, `cli` or `restore`"""
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting → running → done; waiting → cancelled"""
    steps: Mapped[list[Any]] = mapped_column(default=list)
    """The steps that are done: one that was cut off goes on behind them."""
    postponed: Mapped[str] = mapped_column(String(20), default="")
    """What stood in its way when it was due, a code; empty: nothing."""
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_erasure_open", "subject", unique=True, sqlite_where=text("state IN ('waiting', 'running')")),
        Index("ix_erasure_due", "state", "due_at"),
    )


class TracedIdentity(Base):
    """Name and address behind the marked copies of an erased account: for traces alone, until its day."""

    __tablename__ = "traced_identity"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    since: Mapped[datetime]
    kept_until: Mapped[datetime] = mapped_column(index=True)


class Breach(Base):
    """A failure of protection, from the moment at which it was known; whom it concerns is asked anew each time."""

    __tablename__ = "breach"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    known_at: Mapped[datetime]
    """From here the 3 × 24 hours run."""
    scope: Mapped[dict[str, Any]]
    """The question: {first, last, office, actor, device, kinds}"""
    what: Mapped[str] = mapped_column(Text, default="")
    """When and how, for the letter."""
    measures: Mapped[str] = mapped_column(Text, default="")
    """What was done about it, for the letter."""
    created_by: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    told_people_at: Mapped[datetime | None]
    told_authority_at: Mapped[datetime | None]
