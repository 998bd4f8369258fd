"""What administrators edit in pages: a row for every version, none ever changed once it is published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.store.models.base import Base


class Revision(Base):
    """A version of a piece of data: an office's file, a year's holidays, an instrument, a template."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(20))
    """office | holidays | instrument | reply | mail"""
    subject: Mapped[str] = mapped_column(String(80))
    """What it is a version of, such as an office's code."""
    number: Mapped[int]
    """from 1, for each subject"""
    state: Mapped[str] = mapped_column(String(10))
    """draft → published | dropped"""
    body: Mapped[dict[str, Any]]
    valid_from: Mapped[date | None]
    """The day from which it counts; None: at once."""
    note: Mapped[str] = mapped_column(String(300), default="")
    """Why, in the words of whoever made it."""
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(40))
    """an account's id or `cli`"""
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None] = mapped_column(String(40))


Index("uq_revision_subject_number", Revision.kind, Revision.subject, Revision.number, unique=True)
