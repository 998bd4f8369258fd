"""The machine's part: from the request form to a copy that can be had, while scans are being recognised beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pikepdf

from ingest.files import Intake
from library import Library
from library.catalogue import works
from library.catalogue.incoming import JOB as READ_JOB
from library.catalogue.incoming import Intent
from library.readers import accounts
from library.softcopies import requests
from library.softcopies.requests import RequestForm
from library.store.models import Account, Copy

WORK = "front/*_2022.pdf"  # the first pages of these yearbooks, bound into one book
SCAN = "scan/kepka_bapeten_140_2020_notext.pdf"
_POLL = 0.005  # seconds
_PATIENCE = 120.0


@dataclass
class Desk:
    """Asks for copies as a reader does, each time with another account, and notes how long each took."""

    library: Library
    work_id: str
    seconds: list[float] = field(default_factory=list)
    _readers: Iterator[int] = field(default_factory=count)

    def ask(self) -> None:
        """File a form, wait for the copy, note the seconds."""
        reader = self._reader()
        form = RequestForm(purpose="research", purpose_text="", institution="Unila", declared=True, channel="terminal")
        started = time.perf_counter()
        with self.library.database.write() as session:
            account, work = session.get_one(Account, reader), works.get(session, self.work_id)
            request = requests.submit(session, self.library.clock(), account, work, form, frozenset({"research"})).id
        self.library.workers.wake()
        while not self._is_ready(request):
            if time.perf_counter() - started > _PATIENCE:
                raise TimeoutError(f"no copy within {_PATIENCE} s")
            time.sleep(_POLL)
        self.seconds.append(time.perf_counter() - started)

    def _reader(self) -> str:
        number = next(self._readers)
        with self.library.database.write() as session:
            email = f"pembaca{number}@example.org"
            return accounts.add(session, self.library.clock(), email=email, name=f"Pembaca Nomor {number}").id

    def _is_ready(self, request: str) -> bool:
        with self.library.database.read() as session:
            ready = session.query(Copy.ready_at).filter(Copy.request_id == request).scalar()
        return ready is not None


def stock(library: Library, corpus: Path) -> str:
    """Bring a real publication in and prepare it for marking; give the work's id."""
    intake = Intake(library)
    intake.register()
    book = _bind(sorted(corpus.glob(WORK)), library.folders.work / "buku.pdf")
    item = intake.receive_path(book, Intent(office="1872", release=True))
    library.workers.drain({READ_JOB})
    work_id = library.incoming.get(item).work_id
    if work_id is None:
        raise RuntimeError(f"{WORK} did not come in: {library.incoming.get(item).error}")
    return work_id


def _bind(parts: list[Path], out: Path) -> Path:
    with pikepdf.new() as book:
        for part in parts:
            with pikepdf.open(part) as pdf:
                book.pages.extend(pdf.pages)
        book.save(out)
    return out


@contextmanager
def recognising(library: Library, corpus: Path, scratch: Path, jobs: int) -> Iterator[list[int]]:
    """Keep `jobs` scans under recognition all the while; gives a list whose one number is how many were begun."""
    over, begun = threading.Event(), [0]
    if jobs == 0:
        yield begun
        return
    intake = Intake(library)

    def feed() -> None:
        for number in count():
            while library.outbox.active({READ_JOB}) > jobs:  # one more waits, so that no worker rests
                if over.wait(0.1):
                    return
            intake.receive_path(_another(corpus / SCAN, scratch, number), Intent(office="1872"))
            begun[0] += 1
            library.workers.wake()

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    while not over.wait(0.2) and begun[0] < jobs + 1:
        pass
    over.wait(5)  # until the recognisers run
    try:
        yield begun
    finally:
        over.set()
        thread.join()


def _another(scan: Path, scratch: Path, number: int) -> Path:
    """Write the same scan with other bytes, else it would be known already."""
    out = scratch / f"pindaian-{number}.pdf"
    with pikepdf.open(scan) as pdf:
        pdf.docinfo["/Title"] = f"Pindaian {number}"
        pdf.save(out)
    return out
