"""Delivery: the worker stamps, the account's owner downloads. Whatever fails, no file leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.errors import LinkExpired, NotFound, Unavailable
from library.feedback import invitations
from library.mail import post
from library.softcopies import on_visit, requests, stamps
from library.softcopies.assembly import order_for_copy
from library.softcopies.checked import CheckedFiles
from library.softcopies.workshop import Workshop
from library.store.models import Account, Copy, Master, SoftcopyRequest, Work

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may leave: where it lies, under which name it goes, and what it must hash to."""

    path: Path
    name: str
    sha256: str
    size: int


class Delivery:
    """Makes the copies that were granted and hands them to their owners."""

    def __init__(self, workshop: Workshop) -> None:
        self._database = workshop.database
        self._folders = workshop.folders
        self._settings = workshop.settings
        self._offices = workshop.offices
        self._assembler = workshop.assembler
        self._clock = workshop.clock
        self._seals = workshop.seals
        self._checked = CheckedFiles()

    def path(self, copy_id: str) -> Path:
        """Say where a copy lies."""
        return self._folders.copies / copy_id[:2] / f"{copy_id}.pdf"

    def handle(self, payload: dict[str, Any]) -> None:
        """Stamp a granted copy, announce it, and note that it can be had. Doing it twice gives the same file."""
        copy_id = str(payload["copy"])
        master, copy = self._begin(copy_id)
        if copy.ready_at is not None:
            return
        made = self._assembler.make(order_for_copy(master, copy), self.path(copy_id))
        with self._database.write() as session:
            self._finish(session, copy_id, made.sha256, made.size, made.seconds)

    def _begin(self, copy_id: str) -> tuple[Master, Copy]:
        with self._database.write() as session:
            copy = session.get(Copy, copy_id)
            if copy is None:
                raise NotFound(what=copy_id)
            master = session.get(Master, copy.master_id)
            assert master is not None
            if copy.ready_at is None:
                self._start_stamping(session, copy)
            return master, copy

    def _start_stamping(self, session: Session, copy: Copy) -> None:
        request = requests.get(session, copy.request_id)
        if request.state in ("APPROVED", "FAILED"):
            requests.move(session, request, ("APPROVED", "FAILED"), "STAMPING")
        if not copy.stamp:
            copy.stamp = self._stamp(session, copy, request)
        # Chosen anew by every try: an office may renew its certificate between two.
        copy.seal, copy.sealed_at = self._seals.for_new_copy(session, self._clock())

    def _stamp(self, session: Session, copy: Copy, request: SoftcopyRequest) -> dict[str, Any]:
        account = session.get(Account, copy.account_id)
        assert account is not None
        office = self._offices[copy.office]
        return stamps.stamp_lines(
            account,
            office=office.name.in_language(request.language),
            date=stamps.local_date(self._clock(), office.hours.time_zone.value, request.language),
            request=request.number,
            number=copy.number,
            base_url=self._settings.base_url,
            language=request.language,
        )

    def _finish(self, session: Session, copy_id: str, sha256: str, size: int, seconds: float) -> None:
        now = self._clock()
        copy = session.get(Copy, copy_id)
        assert copy is not None
        if copy.ready_at is not None:
            return
        request = requests.get(session, copy.request_id)
        requests.move(session, request, ("STAMPING",), "STAMPED")
        copy.sha256, copy.size, copy.seconds, copy.ready_at = sha256, size, seconds, now
        copy.expires_at = now + timedelta(days=self._days(copy.office))
        self._dispatch(session, copy, request)
        audit.record(session, now, "system", "copy.ready", f"copy:{copy.id}", sha256=sha256, master=copy.master_id)

    def _dispatch(self, session: Session, copy: Copy, request: SoftcopyRequest) -> None:
        now = self._clock()
        requests.move(session, request, ("STAMPED",), "DISPATCHED")
        copy.dispatched_at = now
        on_visit.follow(session, now, request)
        account, work = session.get(Account, copy.account_id), session.get(Work, request.work_id)
        assert account is not None
        assert work is not None
        assert copy.expires_at is not None
        until = stamps.local_date(copy.expires_at, self._offices[copy.office].hours.time_zone.value, account.language)
        values = {"title": work.title, "number": request.number, "until": until, "path": f"/copies/{copy.id}"}
        post.write(session, now, account, "copy-ready", values)
        if request.visit_id is None:  # else the visit's own services are what she is asked about
            office, subject = self._offices[copy.office], f"request:{request.id}"
            invitations.invite(
                session, now, office, subject, service="library", channel="online", account_id=account.id
            )

    def _days(self, office: str) -> int:
        return self._offices[office].rules.softcopy.link_days.value

    def gave_up(self, payload: dict[str, Any], error: str) -> None:
        """Note that a copy could not be made; a librarian sees it among the waiting requests."""
        with self._database.write() as session:
            copy = session.get(Copy, str(payload["copy"]))
            if copy is None:
                return
            statement = update(SoftcopyRequest).where(
                SoftcopyRequest.id == copy.request_id, SoftcopyRequest.state.in_(("APPROVED", "STAMPING"))
            )
            if session.execute(statement.values(state="FAILED")).rowcount == 1:  # type: ignore[attr-defined]
                # The kind of error only: its text may hold a name, and the trail can never be erased.
                kind = error.partition("(")[0][:60]
                audit.record(session, self._clock(), "system", "copy.failed", f"copy:{copy.id}", error=kind)

    def download(self, copy_id: str, account_id: str) -> Download:
        """Hand a copy to its owner; a missing or damaged file is made again and must come out the same.

        Raises:
            NotFound: there is none, or it is somebody else's, or it is not ready.
            LinkExpired: its days are over.
            Unavailable: it could not be made again as it was.
        """
        with self._database.read() as session:
            copy, request, work = self._own(session, copy_id, account_id)
            master = session.get(Master, copy.master_id)
            assert master is not None
        path = self.path(copy_id)
        assert copy.sha256 is not None
        assert copy.size is not None
        if not self._checked.is_whole(path, copy.sha256):
            self._put_away_damaged(copy, path)
            self._make_again(copy, master, path)
        return Download(path, file_name(work, request), copy.sha256, copy.size)

    def _own(self, session: Session, copy_id: str, account_id: str) -> tuple[Copy, SoftcopyRequest, Work]:
        query = (
            select(Copy, SoftcopyRequest, Work)
            .join(SoftcopyRequest, SoftcopyRequest.id == Copy.request_id)
            .join(Work, Work.id == SoftcopyRequest.work_id)
            .where(Copy.id == copy_id, Copy.account_id == account_id, Copy.ready_at.is_not(None))
        )
        row = session.execute(query).first()
        if row is None:
            raise NotFound(what="salinan / copy")
        copy, request, work = row
        if copy.expires_at is not None and copy.expires_at <= self._clock():
            raise LinkExpired
        return copy, request, work

    def _put_away_damaged(self, copy: Copy, path: Path) -> None:
        """Take a file away that is not what was recorded, and say so in the trail: a missing one is no damage."""
        if not path.exists():
            return
        path.unlink(missing_ok=True)
        log.error("copy-damaged", copy=copy.id)
        with self._database.write() as session:
            audit.record(session, self._clock(), "system", "copy.damaged", f"copy:{copy.id}", sha256=copy.sha256)

    def _make_again(self, copy: Copy, master: Master, path: Path) -> None:
        made = self._assembler.make(order_for_copy(master, copy), path)
        # What was written is read again: the disk may be what has damaged the file before.
        if made.sha256 != copy.sha256 or not self._checked.is_whole(path, copy.sha256):
            path.unlink(missing_ok=True)
            raise Unavailable(f"copy {copy.id} came out as {made.sha256}, recorded {copy.sha256}")

    def note_download(self, copy_id: str, account_id: str, *, actor: str | None = None) -> None:
        """Record that the file left; `actor` is who took it, where that is not the account's owner herself."""
        now = self._clock()
        with self._database.write() as session:
            copy = session.get(Copy, copy_id)
            if copy is None or copy.account_id != account_id:
                return
            if copy.downloaded_at is None:
                copy.downloaded_at = now
                request = requests.get(session, copy.request_id)
                requests.move(session, request, ("DISPATCHED",), "DOWNLOADED")
            audit.record(session, now, actor or account_id, "copy.download", f"copy:{copy_id}")

    def expire(self, _payload: dict[str, Any] | None = None) -> int:
        """Delete the files of copies whose days are over and say so of their requests; the records stay."""
        now, given = self._clock(), ("DISPATCHED", "DOWNLOADED")
        with self._database.read() as session:
            query = select(Copy.id, Copy.request_id).join(SoftcopyRequest, SoftcopyRequest.id == Copy.request_id)
            over = session.execute(query.where(Copy.expires_at <= now, SoftcopyRequest.state.in_(given))).all()
        for copy_id, request_id in over:
            self.path(copy_id).unlink(missing_ok=True)
            with self._database.write() as session:
                requests.move(session, requests.get(session, request_id), given, "EXPIRED")
                audit.record(session, now, "system", "copy.expire", f"copy:{copy_id}")
        return len(over)


def file_name(work: Work, request: SoftcopyRequest) -> str:
    """Name the file for its reader: the title's letters, the year, the request number."""
    letters = "".join(c if c.isalnum() else " " for c in work.title)
    stem = "-".join(letters.split())[:80] or "salinan"
    return f"{stem}-{work.year or ''}-{request.number}.pdf".replace("--", "-")
