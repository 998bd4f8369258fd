"""The desk where a leak is handed in: kept, traced by a worker, answered, and deleted some days later."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.clock import Clock
from library.errors import BadForm, LostRace, NotFound
from library.jobs import dead, outbox
from library.store.blobs import BlobStore, Stored
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import AuditEntry, Blob, Job, TraceCase, Work
from library.store.records import found
from library.tracing.cases import Tracing
from library.tracing.keeping import kept_left_out, kept_verdict, plain_left_out, plain_verdict, write_evidence
from library.tracing.leaks import Leaks, Upload
from library.tracing.results import LeakedFile, TraceResult
from library.tracing.shown_original import with_shown_original

if TYPE_CHECKING:
    from watermark.trace.verdict import PageEvidence, Verdict

JOB = "trace.run"
# After readers' copies and mails, before a batch that is taken in.
PRIORITY = 4
KEEP_LEAKS = timedelta(days=30)
MOST_FILES = 20
VIEW = "trace.view"
ONE_LOOK = timedelta(hours=1)
"""For so long a look at an answer covers the pictures of its page, which a browser fetches one by one."""


class TraceDesk:
    """The cases and their leaks."""

    def __init__(
        self, tracing: Tracing, database: Database, blobs: BlobStore, folders: DataFolder, clock: Clock
    ) -> None:
        self._tracing = tracing
        self._database = database
        self._blobs = blobs
        self._scratch = folders.work
        self._leaks = Leaks(folders.leaks)
        self._clock = clock

    def submit(self, case_id: str, uploads: Sequence[Upload], *, actor: str, work: str | None = None) -> None:
        """Take a leak in and order its tracing; a case that is there already stays as it is.

        Args:
            case_id: 16 characters; the same form always gives the same.
            uploads: the files, 1 to `MOST_FILES`.
            actor: the account that asks; the request is audited with the files' checksums.
            work: the work, where it is known.

        Raises:
            BadForm: no file or too many, or no such work.
            StorageFailed: the disk refused; nothing is kept.
        """
        self._check(uploads, work)
        files = self._leaks.receive(case_id, uploads)
        now = self._clock()
        with self._database.write() as session:
            if session.get(TraceCase, case_id) is not None:
                return
            session.add(TraceCase(id=case_id, created_by=actor, created_at=now, files=files, work_id=work))
            session.flush()
            outbox.add(session, now, JOB, {"case": case_id}, priority=PRIORITY, dedupe=f"trace:{case_id}")
            sums = [file["sha256"] for file in files]
            audit.record(session, now, actor, "trace.ask", f"trace:{case_id}", files=sums, work=work)

    def _check(self, uploads: Sequence[Upload], work: str | None) -> None:
        if not uploads:
            raise BadForm({"files": "required"})
        if len(uploads) > MOST_FILES:
            raise BadForm({"files": "too-many-files"})
        with self._database.read() as session:
            if work is not None and session.get(Work, work) is None:
                raise BadForm({"work": "choice-invalid"})

    def get(self, case_id: str) -> TraceCase:
        """Give a case.

        Raises:
            NotFound: there is none.
        """
        with self._database.read() as session:
            return found(session, TraceCase, case_id)

    def exists(self, case_id: str) -> bool:
        """Say whether there is such a case."""
        with self._database.read() as session:
            return session.get(TraceCase, case_id) is not None

    def recent(self, limit: int = 50) -> list[TraceCase]:
        """List the newest cases."""
        query = select(TraceCase).order_by(TraceCase.created_at.desc(), TraceCase.id).limit(limit)
        with self._database.read() as session:
            return list(session.scalars(query))

    def handle(self, payload: dict[str, Any]) -> None:
        """Trace a case; what was traced already is left alone.

        Raises:
            NotFound: its leak was deleted before it was traced.
        """
        case = self._begin(str(payload["case"]))
        if case is None:
            return
        paths = self._leaks.paths(case.id, case.files)

        def progress(read: int, all_: int) -> None:
            self._change(case.id, page=min(read, all_), pages=all_)

        result = self._tracing.run(paths, actor=case.created_by, work=case.work_id, progress=progress, case=case.id)
        self._finish(case.id, result)

    def _begin(self, case_id: str) -> TraceCase | None:
        with self._database.write() as session:
            case = session.get(TraceCase, case_id)
            if case is None or case.state == "done":
                return None
            case.state, case.error, case.finished_at = "running", "", None
            return case

    def _change(self, case_id: str, **values: Any) -> None:
        with self._database.write() as session:
            session.execute(update(TraceCase).where(TraceCase.id == case_id).values(**values))

    def _finish(self, case_id: str, result: TraceResult) -> None:
        verdict, now = result.verdict, self._clock()
        stored = self._keep(verdict.evidence)
        plain = {**plain_verdict(verdict), "left_out": plain_left_out(result.left_out)}
        values = {"state": "done", "outcome": verdict.outcome, "verdict": plain, "finished_at": now}
        running = update(TraceCase).where(TraceCase.id == case_id, TraceCase.state == "running")
        with self._database.write() as session:
            _note_blob(session, stored, now)
            session.execute(running.values(evidence=stored.sha256 if stored else None, **values))

    def _keep(self, evidence: Sequence[PageEvidence]) -> Stored | None:
        if not evidence:
            return None
        with tempfile.TemporaryDirectory(dir=self._scratch, prefix="evidence-") as folder:
            file = Path(folder) / "evidence.npz"
            write_evidence(evidence, file)
            return self._blobs.put(file)

    def gave_up(self, payload: dict[str, Any], error: str) -> None:
        """Note that a case could not be traced; its leak stays for another try."""
        case_id, now = str(payload["case"]), self._clock()
        unfinished = update(TraceCase).where(TraceCase.id == case_id, TraceCase.state != "done")
        with self._database.write() as session:
            session.execute(unfinished.values(state="failed", error=error[:300], finished_at=now))
            # The kind of error only: its text may hold a name, and the trail can never be erased.
            kind = error.partition("(")[0][:60]
            audit.record(session, now, "system", "trace.failed", f"trace:{case_id}", error=kind)

    def retry(self, case_id: str, *, actor: str) -> None:
        """Order the tracing of a failed case once more. It is audited.

        Raises:
            NotFound: there is no such case.
            LostRace: it has not failed (any more), or its leak was deleted.
        """
        self.get(case_id)
        now, mine = self._clock(), TraceCase.id == case_id
        failed = update(TraceCase).where(mine, TraceCase.state == "failed", TraceCase.cleared_at.is_(None))
        again = failed.values(state="waiting", error="", finished_at=None, page=0, pages=0)
        with self._database.write() as session:
            if session.execute(again).rowcount != 1:  # type: ignore[attr-defined]
                raise LostRace(f"trace {case_id} has not failed, or its leak is gone")
            given_up = select(Job).where(Job.kind == JOB, Job.state == "dead")
            job = next((job for job in session.scalars(given_up) if job.payload.get("case") == case_id), None)
            if job is not None:
                dead.retry(session, now, job.id, actor)
            else:
                outbox.add(session, now, JOB, {"case": case_id}, priority=PRIORITY, dedupe=f"trace:{case_id}")
            audit.record(session, now, actor, "trace.retry", f"trace:{case_id}")

    def answer(self, case_id: str, *, actor: str) -> TraceResult:
        """Give the answer of a finished case, with the names as the records have them now. The look is audited.

        Raises:
            NotFound: there is no such case, or it is not finished.
        """
        return self._look(case_id, actor, VIEW)

    def write_report(self, case_id: str, out: Path, *, actor: str, language: str = "en") -> None:
        """Write the evidence report, with what may be shown of the originals. It is audited.

        Args:
            case_id: a finished case.
            out: the PDF.
            actor: the account that asks.
            language: "en" for English, else Indonesian.

        Raises:
            NotFound: there is no such case, or it is not finished.
            StorageFailed: the report could not be written.
        """
        result = self._look(case_id, actor, "trace.report")
        shown = tuple(with_shown_original(page) for page in result.verdict.evidence)
        result = replace(result, verdict=replace(result.verdict, evidence=shown))
        self._tracing.write_report(result, out, made_at=self.get(case_id).finished_at, language=language)

    def evidence(self, case_id: str, number: int, *, actor: str) -> PageEvidence:
        """Give the pictures of one page, the first being 0, with what may be shown of its original.

        Whoever fetches them without having looked at the answer lately is audited as if she had.

        Raises:
            NotFound: there are none.
        """
        shown = self._verdict(self.get(case_id)).evidence
        if not 0 <= number < len(shown):
            raise NotFound(what=f"gambar / picture {number}")
        if not self._has_looked(case_id, actor):
            self._note_look(case_id, actor, VIEW)
        return with_shown_original(shown[number])

    def _look(self, case_id: str, actor: str, deed: str) -> TraceResult:
        case = self.get(case_id)
        verdict = self._verdict(case)
        self._note_look(case_id, actor, deed)
        files = [LeakedFile(file["name"], file["sha256"]) for file in case.files]
        return self._tracing.named(verdict, files, kept_left_out(case.verdict))

    def _note_look(self, case_id: str, actor: str, deed: str) -> None:
        with self._database.write() as session:
            audit.record(session, self._clock(), actor, deed, f"trace:{case_id}")

    def _has_looked(self, case_id: str, actor: str) -> bool:
        lately = select(AuditEntry.seq).where(
            AuditEntry.subject == f"trace:{case_id}",
            AuditEntry.actor == actor,
            AuditEntry.action == VIEW,
            AuditEntry.at > self._clock() - ONE_LOOK,
        )
        with self._database.read() as session:
            return session.scalars(lately.limit(1)).first() is not None

    def _verdict(self, case: TraceCase) -> Verdict:
        if case.state != "done":
            raise NotFound(what=case.id)
        return kept_verdict(case.verdict, self._blobs.path(case.evidence) if case.evidence else None)

    def clear_old(self) -> int:
        """Delete leaks that were handed in long ago; give how many. What was found out stays."""
        now = self._clock()
        with self._database.read() as session:
            query = select(TraceCase.id, TraceCase.created_at).where(TraceCase.cleared_at.is_(None))
            held = {case_id: at for case_id, at in session.execute(query)}  # noqa: C416 - rows are not tuples for the type checker
        old = [case_id for case_id, at in held.items() if at < now - KEEP_LEAKS]
        for case_id in old:
            self._leaks.clear(case_id)
            self._change(case_id, cleared_at=now)
        self._leaks.clear_strangers(set(held), KEEP_LEAKS)
        return len(old)


def _note_blob(session: Session, stored: Stored | None, now: Any) -> None:
    if stored is not None and session.get(Blob, stored.sha256) is None:
        session.add(Blob(sha256=stored.sha256, size=stored.size, role="evidence", derived=False, created_at=now))
        session.flush()
