"""The record of a printed work as searches find it: a hit of its own kind, since no page can be read."""

from __future__ import annotations

from sqlalchemy.orm import Session

from library.holdings import copies
from library.store.models import Holding, Work
from search import PageDocument


def printed_document(session: Session, work: Work) -> PageDocument:
    """Give the one document of a work without a file; its copies' marks and places are words of it."""
    lines = [work.parallel_title, str(work.year or ""), work.publisher, work.issn, work.isbn]
    lines += [_line(copy) for copy in copies.of_edition(session, work)]
    return PageDocument(
        work=work.id,
        page=0,
        title=work.title,
        text="\n".join(dict.fromkeys(filter(None, (work.title, *lines)))),
        office=work.office,
        year=work.year,
        kind=work.kind,
        language=work.language,
        catalogue_number=work.catalogue_number,
        access=work.access,
        publication_number=work.publication_number,
        subject=work.subjects.partition(" ")[0],
        region=work.region,
        available="print",
    )


def _line(copy: Holding) -> str:
    return " · ".join(filter(None, (copy.shelf_mark, copy.number, copy.room, copy.cabinet, copy.shelf)))
