"""Works, their files, pages and masters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from library.ids import new_id, new_work_id
from library.store.models.base import Base


class Work(Base):
    """One edition of a publication, as a reader asks for it. Its printed numbers are not unique and never keys."""

    __tablename__ = "work"

    id: Mapped[str] = mapped_column(String(10), primary_key=True, default=new_work_id)
    office: Mapped[str] = mapped_column(String(8), index=True)
    state: Mapped[str] = mapped_column(String(12), default="review")
    """personal (never anything else), or review → (announced →) released ⇄ withdrawn"""
    access: Mapped[str] = mapped_column(String(12), default="open")
    """open: a request is granted at once; restricted: a librarian decides; personal: pages that its owner scanned"""
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    """Of a personal work: the only reader for whom it exists."""
    title: Mapped[str] = mapped_column(String(500))
    parallel_title: Mapped[str] = mapped_column(String(500), default="")
    year: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(16))
    """born-digital, scanned or mixed; print: there is no file, only copies on the shelves"""
    language: Mapped[str] = mapped_column(String(8), default="id")
    pages: Mapped[int]
    catalogue_number: Mapped[str] = mapped_column(String(60), default="", index=True)
    catalogue_number_raw: Mapped[str] = mapped_column(String(120), default="")
    publication_number: Mapped[str] = mapped_column(String(60), default="")
    publication_number_raw: Mapped[str] = mapped_column(String(120), default="")
    issn: Mapped[str] = mapped_column(String(20), default="")
    isbn: Mapped[str] = mapped_column(String(20), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(7), default="", index=True)
    """BPS code of 2, 4 or 7 digits"""
    subjects: Mapped[str] = mapped_column(String(60), default="")
    """CSA codes with spaces between them: 542 531"""
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Where each value was read: field → {raw, page, how}."""
    withdrawn_for: Mapped[str] = mapped_column(String(20), default="")
    """Why it was last withdrawn, as a code of `catalogue.works.WITHDRAWAL_CODES`; empty: never."""
    withdrawn_note: Mapped[str] = mapped_column(String(500), default="")
    """The same in a librarian's words, which may name people: here, where it can be erased, and not in the trail."""
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
    """When it was last withdrawn."""
    embargo_until: Mapped[datetime | None]
    """Until then nobody can release it; an announced work is released at this moment by itself."""

    files: Mapped[list[WorkFile]] = relationship(back_populates="work", order_by="WorkFile.version")


class WorkFile(Base):
    """A version of a work's file: the original, byte for byte, and the PDF that readers get to see."""

    __tablename__ = "work_file"
    __table_args__ = (UniqueConstraint("work_id", "version"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    original: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    shown: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    cover: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(40))
    pages: Mapped[int]
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]

    work: Mapped[Work] = relationship(back_populates="files")


class Page(Base):
    """A page's text, the source of the index, of snippets and of hits drawn on the page."""

    __tablename__ = "page"

    file_id: Mapped[str] = mapped_column(ForeignKey("work_file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """1 for the first page"""
    label: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    captions: Mapped[str] = mapped_column(Text, default="")
    """titles of the page's tables and figures, one a line"""
    source: Mapped[str] = mapped_column(String(8))
    """born, ocr or none"""
    confidence: Mapped[float | None]
    """mean word confidence of the recognition, 0–1"""
    width: Mapped[float]
    """pt, as shown (after rotation)"""
    height: Mapped[float]


class Master(Base):
    """A prepared publication: `body` can be made again, `slots` is a record that is never deleted."""

    __tablename__ = "master"
    __table_args__ = (UniqueConstraint("file_id", "version"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    file_id: Mapped[str] = mapped_column(ForeignKey("work_file.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    slots: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    engine: Mapped[str] = mapped_column(String(20))
    """version of the preparing engine"""
    key_id: Mapped[str] = mapped_column(String(40), default="")
    traceability: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """{"pages": n, "single_page": n, "slots": n, "traceable": bool, …}; where the last is missing, it is taken as no"""
    untraceable_accepted: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """A librarian's written reason for delivering copies of a master that cannot be traced; empty: not accepted."""
    accepted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Blob(Base):
    """A content-addressed file of the store. `derived` ones can be made again from the others."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    role: Mapped[str] = mapped_column(String(12))
    derived: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


Index("ix_work_state_year", Work.state, Work.year)
