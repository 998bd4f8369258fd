"""A file that was read becomes a work: every record in one commit, after every blob is safe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import descriptions, headings
from library.catalogue.headings import ArrivingHeading
from library.store.blobs import BlobStore, Stored
from library.store.models import Blob, Master, Page, Work, WorkFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingPage:
    """A page's text and size (pt), as `ingest` read it."""

    number: int
    label: str
    text: str
    captions: str
    source: str
    confidence: float | None
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingMaster:
    """What preparation gave: the master's files and its traceability."""

    body: Path
    slots: Path
    engine: str
    traceability: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """All that is known of a file when it enters the catalogue."""

    office: str
    name: str
    original: Path
    shown: Path
    cover: Path | None
    media_type: str
    kind: str
    language: str
    title: str
    values: dict[str, Any]
    """columns of `Work` that were read from the imprint"""
    found: dict[str, Any]
    pages: list[ArrivingPage]
    master: ArrivingMaster
    access: str = "open"
    owner_id: str | None = None
    """Of a self-scan: it never waits for review and is never released; it exists for its owner alone."""
    created_by: str | None = None
    warnings: list[str] = field(default_factory=list)
    headings: list[ArrivingHeading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """The arrival's files in the blob store."""

    original: Stored
    shown: Stored
    cover: Stored | None
    body: Stored
    slots: Stored


def store_files(blobs: BlobStore, arrival: Arrival) -> StoredFiles:
    """Bring the files into the store; to be done before the commit that names them."""
    original = blobs.put(arrival.original)
    return StoredFiles(
        original=original,
        shown=original if arrival.shown == arrival.original else blobs.put(arrival.shown),
        cover=blobs.put(arrival.cover) if arrival.cover else None,
        body=blobs.put(arrival.master.body),
        slots=blobs.put(arrival.master.slots),
    )


def known_work(session: Session, original: str, office: str, owner_id: str | None = None) -> Work | None:
    """Find a work of this office that holds the same bytes and was not withdrawn: the public's, or this owner's."""
    query = (
        select(Work)
        .join(WorkFile, WorkFile.work_id == Work.id)
        .where(WorkFile.original == original, Work.office == office, Work.state != "withdrawn")
        # What one reader scanned says nothing about what another, or the library, has.
        .where(Work.owner_id == owner_id)
        .limit(1)
    )
    return session.scalars(query).first()


def enter(session: Session, now: datetime, arrival: Arrival, files: StoredFiles, *, key_id: str, actor: str) -> Work:
    """Write the work, its file, pages and master; it waits for review."""
    _note_blobs(session, now, files)
    work = _work(arrival, now)
    session.add(work)
    session.flush()
    file = WorkFile(
        work_id=work.id,
        original=files.original.sha256,
        shown=files.shown.sha256,
        cover=files.cover.sha256 if files.cover else None,
        name=arrival.name[:255],
        media_type=arrival.media_type,
        pages=len(arrival.pages),
        warnings=list(arrival.warnings),
        created_at=now,
    )
    session.add(file)
    session.flush()
    _add_pages(session, file.id, arrival.pages)
    headings.keep(session, now, file.id, arrival.headings)
    session.add(_master(file.id, now, arrival.master, files, key_id))
    if arrival.owner_id is None:
        descriptions.note_reading(session, work, _with_title(arrival))
        descriptions.order_work(session, now, work.id)
    audit.record(session, now, actor, "work.enter", f"work:{work.id}", original=files.original.sha256)
    return work


def _with_title(arrival: Arrival) -> dict[str, Any]:
    """Give what was read together with the title that the work got, which may be its file's name."""
    title = {"raw": arrival.name, "how": "file-name", "confidence": 0.3, **arrival.found.get("title", {})}
    return {**arrival.found, "title": {**title, "value": arrival.title}}


def _work(arrival: Arrival, now: datetime) -> Work:
    return Work(
        office=arrival.office,
        access=arrival.access,
        state="personal" if arrival.owner_id else "review",
        owner_id=arrival.owner_id,
        title=arrival.title,
        kind=arrival.kind,
        language=arrival.language[:8],
        pages=len(arrival.pages),
        found=arrival.found,
        created_at=now,
        created_by=arrival.created_by,
        **arrival.values,
    )


def _add_pages(session: Session, file_id: str, pages: list[ArrivingPage]) -> None:
    session.add_all(
        Page(
            file_id=file_id,
            number=page.number,
            label=page.label[:20],
            text=page.text,
            captions=page.captions,
            source=page.source,
            confidence=page.confidence,
            width=page.width,
            height=page.height,
        )
        for page in pages
    )


def _master(file_id: str, now: datetime, master: ArrivingMaster, files: StoredFiles, key_id: str) -> Master:
    return Master(
        file_id=file_id,
        body=files.body.sha256,
        slots=files.slots.sha256,
        engine=master.engine,
        key_id=key_id,
        traceability=master.traceability,
        created_at=now,
    )


def _note_blobs(session: Session, now: datetime, files: StoredFiles) -> None:
    notes = [(files.original, "original", False), (files.shown, "shown", False), (files.cover, "cover", True)]
    notes += [(files.body, "master", False), (files.slots, "slots", False)]
    for stored, role, derived in notes:
        if stored is None:
            continue
        known = session.get(Blob, stored.sha256)
        if known is None:
            session.add(Blob(sha256=stored.sha256, size=stored.size, role=role, derived=derived, created_at=now))
        elif known.role == "attachment":  # sent in a conversation before: from now on it is the catalogue's to keep
            known.role = role
        session.flush()
