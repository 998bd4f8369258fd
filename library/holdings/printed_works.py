"""Works that are there in print alone: entered by a librarian, found and cited like every other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from library import audit
from library.catalogue import descriptions, works
from library.errors import BadForm
from library.holdings.copies import PRINT
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.models import Account, Holding, Work
from library.store.models.holdings import number_key

FIELDS = (
    "title",
    "parallel_title",
    "year",
    "language",
    "catalogue_number",
    "publication_number",
    "issn",
    "isbn",
    "publisher",
)


def enter(session: Session, now: datetime, office: str, values: Mapping[str, str], actor: str) -> Work:
    """Enter a work of which the library has no file; it is shown to everybody at once.

    Args:
        session: holds the write lock.
        now: the time.
        office: the office whose shelf it stands on.
        values: field of `FIELDS` → text.
        actor: who enters it.

    Raises:
        BadForm: no title, a year out of range, something too long.
        NotAllowed: the office is not the actor's.
    """
    refuse_other_office(session, actor, office)
    work = Work(office=office, state="released", title="", kind=PRINT, pages=0, created_at=now, released_at=now)
    work.created_by = actor if session.get(Account, actor) else None
    session.add(work)
    session.flush()
    given = {name: values.get(name, "") for name in FIELDS}
    if not given["title"].strip():
        raise BadForm({"title": "required"})
    works.correct(session, now, work, {**given, "language": given["language"] or "id"}, actor)
    descriptions.order_work(session, now, work.id)
    outbox.add(session, now, works.INDEX_JOB, {"work": work.id}, dedupe=f"index:{work.id}")
    audit.record(session, now, actor, "work.print", f"work:{work.id}")
    return work


def find_editions(session: Session, words: str, limit: int = 8) -> list[Work]:
    """Find released works as somebody with the book in hand names them: by number, label, shelf mark, or title.

    What a number or label says for certain stands first; else every word has to be in the title, or be the year.
    """
    plain = " ".join(words.split())[:100]
    if not plain:
        return []
    shown = (Work.state == "released", Work.owner_id.is_(None), ~works.is_superseded())
    copies = select(Holding.work_id).where(or_(Holding.number_key == number_key(plain), _is(Holding.shelf_mark, plain)))
    named = or_(
        Work.id == plain.lower(),
        _is(Work.catalogue_number, plain),
        _is(Work.publication_number, plain),
        _is(Work.issn, plain),
        _is(Work.isbn, plain),
        Work.id.in_(copies),
    )
    query = select(Work).where(*shown).order_by(Work.year.desc(), Work.title, Work.id).limit(limit)
    certain = list(session.scalars(query.where(named)))
    if certain:
        return certain
    for word in plain.split()[:10]:
        year = Work.year == int(word) if word.isascii() and word.isdigit() and len(word) == 4 else None
        titled = Work.title.contains(word, autoescape=True)
        query = query.where(titled if year is None else or_(titled, year))
    return list(session.scalars(query))


def _is(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    return func.lower(column) == text.lower()
