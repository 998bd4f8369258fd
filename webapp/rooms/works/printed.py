"""A work that is there in print alone: what it is, where it stands, and what a visitor does to read it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from library.catalogue import series, works
from library.readers.roles import Right
from library.searching.similar import similar
from library.store.models import Holding, Work
from library.store.session import Session
from webapp import shown_works
from webapp.current import may, use_office
from webapp.pages import page
from webapp.rooms.holdings.words import may_scan, shown_copies


def printed_page(records: Session, work: Work, shelf: list[Holding]) -> ResponseReturnValue:
    """Show the work with its copies; nothing of it can be read on screen or asked for."""
    group = series.of_work(records, work.id)
    others = series.editions(records, group.id) if group else works.other_years(records, work)
    return page(
        "works/printed.html",
        office=use_office(work.office),
        work=work,
        shown=shown_works,
        copies=shown_copies(shelf),
        may_scan=may_scan(shelf),
        series=group,
        others=shown_works.cards(edition for edition in others if edition.id != work.id),
        alike=shown_works.cards(each.work for each in similar(records, work)),
        staff=may(Right.RELEASE),
    )
