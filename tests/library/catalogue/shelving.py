"""Works put on the shelf as records, without reading a file: what the catalogue decides needs no PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from library import Library
from library.catalogue import descriptions
from library.store.models import Blob, Master, Page, Work, WorkFile


def shelve(
    library: Library,
    title: str,
    year: int | None = None,
    number: str = "",
    *,
    texts: Sequence[str] = (),
    content: str = "",
    **more: object,
) -> str:
    """Put a work on the shelf and give its id; each one came a minute after the one before.

    Args:
        library: the library.
        title: its title.
        year: its year.
        number: its catalogue number.
        texts: the words of its pages.
        content: two works of the same content have the same bytes.
        more: other columns, such as `office` and `state`.
    """
    with library.database.write() as session:
        born = library.clock() + timedelta(minutes=session.query(Work).count())
        values = {"office": "1872", "state": "released", "kind": "born-digital", "pages": len(texts), **more}
        work = Work(title=title, year=year, catalogue_number=number, created_at=born, released_at=born, **values)
        session.add(work)
        session.flush()
        sha256 = hashlib.sha256((content or work.id).encode()).hexdigest()
        if session.get(Blob, sha256) is None:
            session.add(Blob(sha256=sha256, size=1, role="original", created_at=born))
            session.flush()
        file = WorkFile(work_id=work.id, original=sha256, shown=sha256, name="a.pdf", media_type="application/pdf")
        file.pages, file.created_at = len(texts), born
        session.add(file)
        session.flush()
        session.add(Master(file_id=file.id, body=sha256, slots=sha256, engine="test", created_at=born))
        session.add_all(
            Page(file_id=file.id, number=n, text=text, source="born", width=420, height=595)
            for n, text in enumerate(texts, 1)
        )
        descriptions.order_work(session, born, work.id)
        return work.id


def described(library: Library, *work_ids: str) -> None:
    """Do the work behind the works' pages, one after the other."""
    for work_id in work_ids:
        library.describer.handle({"work": work_id})
