"""A library whose records are the pages of the bench: works of 200 pages, their tables, and answers beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from bench.search.contestants import PAGES_OF_A_WORK, portions
from library import Library, Settings, open_library
from library.care.rebuild import rebuild_index
from library.catalogue import headings
from library.catalogue.headings import ArrivingHeading
from library.ids import new_id
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Blob, Page, PublishedAnswer, Work, WorkFile
from search import PageDocument

OFFICES = ("1872", "1808", "1600", "1674")
REGIONS = tuple(f"18720{number}0" for number in range(10, 40))
SUBJECTS = tuple(str(number) for number in (*range(514, 517), *range(520, 540)))
ANSWERS = 500
_BLOB = "0" * 64


def stocked(pages: list[PageDocument], folder: Path) -> Library:
    """Write all records, and the indexes of pages, headings and answers."""
    library = open_library(Settings(data=folder / "data", workers=0, rate_limits=False, log_level="error"))
    with library.database.write() as session:
        session.add(Blob(sha256=_BLOB, size=1, role="original", derived=False, created_at=library.clock()))
        for number, bound in enumerate(portions(pages, PAGES_OF_A_WORK)):
            _work(library, session, number, bound)
        _answers(library, session, pages)
    rebuild_index(library)
    library.consultations.answers.rebuild()
    return library


def _work(library: Library, session: Session, number: int, pages: list[PageDocument]) -> None:
    now = library.clock()
    work = Work(
        office=OFFICES[number % len(OFFICES)],
        state="released",
        title=f"Kecamatan {number} Dalam Angka",
        year=2000 + number % 26,
        kind=("born-digital", "scanned", "mixed")[number % 3],
        language=("id", "id", "en")[number % 3],
        pages=len(pages),
        catalogue_number=f"1102001.{REGIONS[number % len(REGIONS)]}",
        region=REGIONS[number % len(REGIONS)],
        subjects=SUBJECTS[number % len(SUBJECTS)],
        created_at=now,
        released_at=now,
    )
    session.add(work)
    session.flush()
    file = WorkFile(
        work_id=work.id, original=_BLOB, shown=_BLOB, name=f"{number}.pdf", media_type="application/pdf",
        pages=len(pages), created_at=now,
    )  # fmt: skip
    session.add(file)
    session.flush()
    rows = (Page(file_id=file.id, number=n, text=page.text, source="born", width=420.0, height=595.0)
            for n, page in enumerate(pages, 1))  # fmt: skip
    session.add_all(rows)
    headings.keep(session, now, file.id, list(_tables(pages)))


def _tables(pages: list[PageDocument]) -> Iterator[ArrivingHeading]:
    """Give every second page a table, as many as yearbooks have, called by the longest line of the page."""
    for number, page in list(enumerate(pages, 1))[::2]:
        if title := max(page.text.splitlines(), key=len, default="")[:120].strip():
            yield ArrivingHeading(
                kind="table", number=f"{number // 20 + 1}.{number % 20 + 1}", title=title, parallel_title="",
                page=number, last_page=number, level=0, box=(0.1, 0.1, 0.9, 0.15),
            )  # fmt: skip


def _answers(library: Library, session: Session, pages: list[PageDocument]) -> None:
    officer = accounts.add(
        session, library.clock(), email="petugas@example.go.id", name="Petugas", role=Role.OFFICER, office=OFFICES[0]
    )
    for page in pages[:: max(1, len(pages) // ANSWERS)]:
        text = " ".join(page.text.split())
        session.add(
            PublishedAnswer(
                id=new_id(10), office=OFFICES[0], question=f"{text[:80]}?", answer=text[80:900] or text,
                published_by=officer.id, published_at=library.clock(),
            )
        )  # fmt: skip
