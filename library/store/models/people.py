"""Accounts, their sign-ins, and one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class Account(Base):
    """A person who signs in. Name and e-mail can be erased; the id stays, so that counts and records hold."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """Lower case, as normalised at registration; None after erasure."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default="reader")
    office: Mapped[str | None] = mapped_column(String(8))
    password: Mapped[str | None] = mapped_column(String(200))
    """argon2id hash; None until one is chosen."""
    institution: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="id")
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class SignIn(Base):
    """A signed-in browser. Only the hash of its secret is kept; ending the row signs it out at once."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent: Mapped[str] = mapped_column(String(200), default="")
    device_id: Mapped[str | None] = mapped_column(ForeignKey("device.id"))
    """The terminal at which she signed in: no downloads there, and the sign-in ends when the terminal rests."""
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visit.id"))
    """The visit whose code signed her in, or during which she signed in at a terminal."""
    how: Mapped[str] = mapped_column(String(10), default="password")
    """code: of a visit, from a paper ticket that anybody may find; password; mailed: a link or code to her address."""
    factor_at: Mapped[datetime | None]
    """When the second step was last taken in this browser; dangerous deeds ask for it again after a while."""


class OneTimeLink(Base):
    """A link that was mailed: confirm an address, choose a new password. Works once, for a while."""

    __tablename__ = "one_time_link"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FormToken(Base):
    """The one-time token of a form: a second post with the same token returns the first result."""

    __tablename__ = "form_token"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(16), primary_key=True, default="")
    result: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


Index("ix_sign_in_expires", SignIn.expires_at)
