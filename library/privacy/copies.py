"""What requests, copies, readings and self-scans hold of a person: blanked, and her name put apart for traces alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, delete, func, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from library.privacy.periods import DAYS_A_YEAR
from library.store.models import (
    Account,
    Copy,
    Description,
    EditionScan,
    Heading,
    IngestItem,
    Master,
    Page,
    RequestQuestion,
    ScreenReading,
    SoftcopyRequest,
    TracedIdentity,
    Work,
    WorkFile,
)


@dataclass(frozen=True, slots=True)
class Files:
    """Files to delete once the rows are blank: copies, screens [master, account], quarantined scans."""

    copies: tuple[str, ...] = ()
    screens: tuple[tuple[str, str], ...] = ()
    scans: tuple[str, ...] = ()


def put_apart(session: Session, now: datetime, account: Account, years: int) -> TracedIdentity | None:
    """Move name and address behind marked copies into a record that only a trace reads; None: she holds none.

    It is kept for `years` from her last copy or reading: whoever leaked one can be named as long as that of others.
    """
    last = _last_marked(session, account.id)
    if last is None or last + timedelta(days=years * DAYS_A_YEAR) <= now:
        return None
    kept = session.get(TracedIdentity, account.id)
    if kept is None and account.name:
        until = last + timedelta(days=years * DAYS_A_YEAR)
        kept = TracedIdentity(
            account_id=account.id, name=account.name, email=account.email, since=now, kept_until=until
        )
        session.add(kept)
    return kept


def _last_marked(session: Session, account_id: str) -> datetime | None:
    copied = session.scalar(select(func.max(Copy.created_at)).where(Copy.account_id == account_id))
    read = session.scalar(select(func.max(ScreenReading.first_at)).where(ScreenReading.account_id == account_id))
    return max((at for at in (copied, read) if at is not None), default=None)


def blank_all(session: Session, now: datetime, account_id: str) -> Files:
    """Blank everything of an account; give the files that nobody may have any more. States and times stay."""
    blank_requests(session, SoftcopyRequest.account_id == account_id)
    copies = session.scalars(select(Copy).where(Copy.account_id == account_id)).all()
    for copy in copies:
        copy.stamp = {}
        if copy.expires_at is not None and copy.expires_at > now:
            copy.expires_at = now
    readings = session.scalars(select(ScreenReading).where(ScreenReading.account_id == account_id)).all()
    for reading in readings:
        reading.stamp = {}
    return Files(
        tuple(copy.id for copy in copies),
        tuple((reading.master_id, account_id) for reading in readings),
        _blank_scans(session, IngestItem.owner_id == account_id),
    )


def blank_requests(session: Session, which: ColumnElement[bool]) -> int:
    """Blank what was written into requests, asked and answered; give how many had words left. The code of use stays."""
    words = ("institution", "purpose_text", "reason")
    filled = which & or_(*(getattr(SoftcopyRequest, name) != "" for name in words))
    asked = RequestQuestion.request_id.in_(select(SoftcopyRequest.id).where(which)) & (RequestQuestion.question != "")
    session.execute(update(RequestQuestion).where(asked).values(question="", answer=""))
    blanked = session.execute(update(SoftcopyRequest).where(filled).values(dict.fromkeys(words, "")))
    return int(blanked.rowcount)  # type: ignore[attr-defined]


def blank_stamps(session: Session, before: datetime, office: str) -> int:
    """Blank the stamps of an office's copies and readings that are older than its years; give how many."""
    read = (
        select(ScreenReading)
        .join(Master, Master.id == ScreenReading.master_id)
        .join(WorkFile, WorkFile.id == Master.file_id)
        .join(Work, Work.id == WorkFile.work_id)
        .where(Work.office == office, ScreenReading.first_at < before, _is_filled(ScreenReading.stamp))
    )
    copied = select(Copy).where(Copy.office == office, Copy.created_at < before, _is_filled(Copy.stamp))
    old: list[Copy | ScreenReading] = [*session.scalars(copied), *session.scalars(read)]
    for row in old:
        row.stamp = {}
    return len(old)


def _is_filled(stamp: Any) -> ColumnElement[bool]:
    return type_coerce(stamp, String) != "{}"


def blank_old_scans(session: Session, before: datetime, office: str) -> tuple[str, ...]:
    """Blank what readers scanned for themselves at an office before an instant; give the items, for their files."""
    old = (IngestItem.owner_id.is_not(None) & (IngestItem.office == office) & (IngestItem.created_at < before)) & (
        IngestItem.name != ""
    )
    return _blank_scans(session, old)


def _blank_scans(session: Session, which: ColumnElement[bool]) -> tuple[str, ...]:
    items = session.scalars(select(IngestItem).where(which)).all()
    for item in items:
        item.name = ""
    _unlink_editions(session, [item.id for item in items])
    _blank_scanned_works(session, [item.work_id for item in items if item.work_id])
    return tuple(item.id for item in items)


def _unlink_editions(session: Session, item_ids: Sequence[str]) -> None:
    """Forget which book she scanned; a file that was taken from it keeps its edition, and names her item no more."""
    for scan in session.scalars(select(EditionScan).where(EditionScan.item_id.in_(item_ids))).all():
        session.delete(scan)
        if scan.taken_as is not None:
            at = scan.decided_at or scan.created_at
            own = EditionScan(item_id=scan.taken_as, edition_id=scan.edition_id, state="accepted", created_at=at)
            own.decided_by, own.decided_at, own.taken_as = scan.decided_by, scan.decided_at, scan.taken_as
            session.add(own)
    session.flush()


def _blank_scanned_works(session: Session, work_ids: Sequence[str]) -> None:
    """Blank title and words of what a reader scanned; the master stays, for its copy may turn up somewhere."""
    own = Work.id.in_(work_ids) & (Work.access == "personal")
    files = select(WorkFile.id).join(Work, Work.id == WorkFile.work_id).where(own)
    session.execute(update(Page).where(Page.file_id.in_(files)).values(text="", captions=""))
    # That the headings were read stays noted: else they would be read again.
    session.execute(delete(Heading).where(Heading.file_id.in_(files)))
    session.execute(delete(Description).where(Description.work_id.in_(select(Work.id).where(own))))
    session.execute(update(WorkFile).where(WorkFile.id.in_(files)).values(name=""))
    session.execute(update(Work).where(own).values(title="", parallel_title="", found={}))
