"""Running a trace: the engine answers in opaque identities; the names are put to them here, and the use is audited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from library import audit
from library.clock import Clock
from library.errors import NotFound, Unavailable
from library.store.blobs import BlobStore, file_sha256
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import Work
from library.tracing import evidence_report
from library.tracing.naming import name_readers
from library.tracing.results import LeakedFile, LeftOut, TraceResult
from library.tracing.shelf import Shelf
from library.tracing.suspects import MarkedMaster, all_identities, marked_masters, masters_given_out
from watermark.errors import BodyError, SlotMapError
from watermark.keys import KeyRing
from watermark.trace.launching import Launch, launched_by

if TYPE_CHECKING:
    from watermark.trace.drawing import Drawer
    from watermark.trace.masters import KnownMaster
    from watermark.trace.verdict import Verdict

_DESCRIBED = ".described"  # beside a page index: every page is described, by this version of the program


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Where files of strangers are parsed: leaks are decoded, and pages of masters drawn, in confined processes."""

    launch: Launch
    drafting: Callable[[], AbstractContextManager[Drawer]]


class Tracing:
    """Traces leaks against everything that ever went out."""

    def __init__(self, database: Database, blobs: BlobStore, folders: DataFolder, keys: KeyRing, clock: Clock) -> None:
        self._database = database
        self._shelf = Shelf(blobs, folders, keys)
        self._clock = clock
        self._sandbox: Sandbox | None = None

    def shut_in(self, sandbox: Sandbox) -> None:
        """Take the sandbox that every parser runs in; `ingest` has it, which this package does not know."""
        self._sandbox = sandbox

    def run(
        self,
        files: list[Path],
        *,
        actor: str,
        work: str | None = None,
        progress: Callable[[int, int], None] | None = None,
        case: str = "",
    ) -> TraceResult:
        """Trace leaked files.

        Args:
            files: PDF, PNG, JPEG, TIFF, WebP or HEIC files.
            actor: who asks; question and answer are audited with the files' checksums.
            work: the work, where it is known.
            progress: called with (pages read, pages to read).
            case: the id of the case, where the leak was handed in at the desk.

        Raises:
            NotFound: there is no such work or file, or a master of the work that was named cannot be looked at; where
                no work was named, such ones are left out, and the answer says so.
            Unavailable: nobody has handed over a sandbox, and a leak is never decoded outside one.
        """
        sandbox = self._confined()
        # Computer vision takes a second to load; only a trace needs it.
        from watermark.trace.tracing import trace

        for path in files:
            if not path.is_file():
                raise NotFound(what=str(path))
        leaked = [LeakedFile(path.name, file_sha256(path)) for path in files]
        with self._database.read() as session:
            if work is not None and session.get(Work, work) is None:
                raise NotFound(what=work)
            marked, everyone = marked_masters(session, work), all_identities(session)
        if not case:  # the desk has written its question down already
            self._note_question(actor, leaked, work)
        with sandbox.drafting() as drawer, launched_by(sandbox.launch):
            known, left_out = self._shelf.take(marked, drawer, all_of_them=work is not None)
            try:
                verdict = trace(files, known, everyone, work=work, progress=progress)
            except (BodyError, SlotMapError):
                # One that has an index is opened only where a leak may show it; so all are read before one is left out.
                known, left_out = self._shelf.take(marked, drawer, whole=True, all_of_them=work is not None)
                verdict = trace(files, known, everyone, work=work, progress=progress)
        result = self.named(verdict, leaked, left_out)
        self._note(actor, result, f"trace:{case}" if case else "leak")
        return result

    def describe(self, progress: Callable[[int, int], None]) -> int:
        """Describe the pages that leaks are compared with, ahead of a trace, as far as they are not described yet.

        Args:
            progress: called with (pages done, pages) of all masters that went out.

        Returns:
            How many pages there are.

        Raises:
            Unavailable: nobody has handed over a sandbox.
            NotFound: some masters cannot be looked at; the others are described.
        """
        with self._database.read() as session:
            marked = marked_masters(session)
        with self._confined().drafting() as drawer:
            masters, left_out = self._shelf.take(marked, drawer, whole=True)
            pages = sum(len(master.pages.sizes) for master in masters)
            done = 0
            for master in masters:
                self._describe(master, partial(_further, progress, done, pages))
                done += len(master.pages.sizes)
        if left_out:
            raise NotFound(what="; ".join(one.in_words() for one in left_out))
        return pages

    def undescribed(self) -> list[MarkedMaster]:
        """List the masters that went out and whose pages this version of the program has not described in full."""
        with self._database.read() as session:
            missing = {master for master in masters_given_out(session) if not self._is_described(master)}
            return [master for master in marked_masters(session) if master.id in missing] if missing else []

    def without_index(self, work: str | None = None) -> int:
        """Count the masters that a trace has to look over before it reads: they went out and have no page index yet.

        Args:
            work: the work, where it is known: a trace asks no other then.
        """
        with self._database.read() as session:
            return sum(not self._shelf.index_of(master).is_file() for master in masters_given_out(session, work))

    def describe_master(self, master: MarkedMaster, progress: Callable[[int, int], None]) -> None:
        """Describe the pages of one master as far as they are not described yet.

        Args:
            master: that went out.
            progress: called with (pages done, pages); what it raises breaks off, and what is done stays.

        Raises:
            Unavailable: nobody has handed over a sandbox.
        """
        with self._confined().drafting() as drawer:
            self._describe(self._shelf.open(master, drawer), progress)

    def _describe(self, master: KnownMaster, progress: Callable[[int, int], None]) -> None:
        master.describe(progress)
        self._shelf.index_of(master.version).with_suffix(_DESCRIBED).write_text(version("pustaka"))

    def _is_described(self, master: str) -> bool:
        index = self._shelf.index_of(master)
        try:
            by = index.with_suffix(_DESCRIBED).read_text()
        except OSError:
            return False
        return by == version("pustaka") and index.is_file() and index.with_suffix(".points").is_file()

    def _confined(self) -> Sandbox:
        if self._sandbox is None:
            raise Unavailable("leaks are decoded in a sandbox only, and none was handed over")
        return self._sandbox

    def write_report(
        self, result: TraceResult, out: Path, *, made_at: datetime | None = None, language: str = "en"
    ) -> None:
        """Write the evidence report as a PDF, with names, addresses and the chain of records.

        Args:
            result: what it tells of.
            out: the PDF.
            made_at: when the leak was traced; by default now.
            language: "en" for English, else Indonesian.

        Raises:
            StorageFailed: the report could not be written.
        """
        works = {page.work for page in result.verdict.pages} | {reader.work for reader in result.readers}
        with self._database.read() as session:
            titles = {work: known.title for work in works if work and (known := session.get(Work, work))}
        traced = f"{made_at or self._clock():%Y-%m-%d %H:%M:%S} UTC"
        evidence_report.write(result, out, made_at=traced, titles=titles, language=language)

    def named(self, verdict: Verdict, files: Sequence[LeakedFile], left_out: Sequence[LeftOut]) -> TraceResult:
        """Put names to a verdict on leaked files, as the records have them now, and titles to what was left out."""
        with self._database.read() as session:
            titles = {one.work: known.title for one in left_out if (known := session.get(Work, one.work))}
            return TraceResult(
                verdict,
                name_readers(session, verdict.accused),
                tuple(files),
                tuple(replace(one, title=titles.get(one.work, "")) for one in left_out),
            )

    def _note_question(self, actor: str, leaked: Sequence[LeakedFile], work: str | None) -> None:
        """Write down who asks before anything is read: a trace that fails or is broken off was a trace, too."""
        with self._database.write() as session:
            sums = [file.sha256 for file in leaked]
            audit.record(session, self._clock(), actor, "trace.ask", "leak", files=sums, work=work)

    def _note(self, actor: str, result: TraceResult, subject: str) -> None:
        details = {
            "files": [file.sha256 for file in result.files],
            "verdict": result.verdict.outcome,
            "accused": [reader.identity for reader in result.readers],
            "bounds": [reader.bound for reader in result.readers],
            "left_out": [one.version for one in result.left_out],
        }
        with self._database.write() as session:
            audit.record(session, self._clock(), actor, "trace.run", subject, **details)


def _further(progress: Callable[[int, int], None], before: int, pages: int, done: int, _all: int) -> None:
    """Tell progress within one master as progress over all."""
    progress(before + done, pages)
