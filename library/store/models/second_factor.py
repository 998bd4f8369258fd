"""The second step at sign-in: what a phone knows, the codes for the day it is lost, and sign-ins that wait for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from library.store.models.base import Base


class SecondFactor(Base):
    """What an account has agreed on with a phone (RFC 6238). Secrets are sealed under a key beside the database."""

    __tablename__ = "second_factor"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    asked_at: Mapped[datetime | None]
    """The first sign-in that had to be told of it: the days of grace count from here."""
    offered: Mapped[str | None] = mapped_column(String(200))
    """A secret that was shown and that no code has confirmed yet."""
    secret: Mapped[str | None] = mapped_column(String(200))
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)
    """The newest time step whose code was used: neither it nor an older one counts again."""


class RecoveryCode(Base):
    """A code on paper that counts once in place of the phone; only its seal is kept."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class HalfSignIn(Base):
    """A browser that gave the password and owes the second step; it may do nothing else."""

    __tablename__ = "half_sign_in"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
