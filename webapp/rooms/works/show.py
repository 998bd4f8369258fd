"""A work: what it is, its other years, its tables, its pages; read it; get a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import descriptions, headings, pages, series, versions, works
from library.catalogue.pages import PageLine
from library.catalogue.trace_report import TraceReport, trace_report
from library.holdings import copies as holdings
from library.readers.roles import Right
from library.searching.similar import Similar, similar
from library.store.models import Description, Heading, Series, Work, WorkFile
from library.store.session import Session
from webapp import shown_works
from webapp.current import current_library, current_role, may, use_office
from webapp.pages import page
from webapp.rooms.holdings.words import may_scan, shown_copies
from webapp.rooms.open.shapes import schema_org
from webapp.rooms.works.blueprint import blueprint
from webapp.rooms.works.closed import closed_page
from webapp.rooms.works.printed import printed_page
from webapp.rooms.works.tables import shown_heading
from webapp.security import audience

GRID = 24
FIRST_HEADINGS = 8


@dataclass(frozen=True, slots=True)
class Opened:
    """A work with what its page shows of it."""

    work: Work
    file: WorkFile
    trace: TraceReport
    others: list[Work]
    series: Series | None
    described: dict[str, Description]
    successor: Work | None
    predecessors: list[Work]
    grid: list[PageLine]
    headings: list[Heading]
    similar: list[Similar]


@blueprint.get("/works/<work_id>")
@audience.public
def show(work_id: str) -> ResponseReturnValue:
    """Show a work; `?page=` opens the grid at that page."""
    first = _grid_start(request.args.get("page", 1, type=int))
    with current_library().database.read() as records:
        instead = closed_page(records, work_id)
        if instead is not None:
            return instead
        work = works.get(records, work_id, current_role())
        shelf = holdings.of_edition(records, work)
        if work.kind == holdings.PRINT:
            return printed_page(records, work, shelf)
        opened = _open(records, work_id, first)
    work = opened.work
    return page(
        "works/show.html",
        office=use_office(work.office),
        opened=opened,
        work=work,
        may_read=work.access == "open" or may(Right.READ_RESTRICTED),
        words=request.args.get("q", "")[:200],
        others=shown_works.cards(opened.others),
        alike=[_alike(each) for each in opened.similar],
        headings=[shown_heading(work, each) for each in opened.headings[:FIRST_HEADINGS]],
        staff=may(Right.RELEASE),
        number=first // GRID + 1,
        grids=-(-work.pages // GRID),
        grid_url=lambda n: url_for("works.show", work_id=work_id, page=(n - 1) * GRID + 1) + "#pages",
        trace=opened.trace,
        shown=shown_works,
        described=_described(work),
        copies=shown_copies(shelf),
        may_scan=may_scan(shelf),
    )


def _alike(found: Similar) -> dict[str, Any]:
    """Give a similar work as a card that says why it stands here."""
    names = {"region": _("Same region"), "subject": _("Same subject"), "series": _("Same series")}
    card = shown_works.card(found.work)
    return {**card, "facts": (*card["facts"][:1], ", ".join(names[reason] for reason in found.reasons))}


def _described(work: Work) -> dict[str, Any] | None:
    """Describe a released work to search engines of the web; of others they learn nothing."""
    if work.state != "released":
        return None
    return schema_org.book(current_library().public_list.get(work.id))


def _grid_start(wanted: int) -> int:
    return max(0, min(wanted, 1_000_000) - 1) // GRID * GRID + 1


def _open(records: Session, work_id: str, first: int) -> Opened:
    work = works.get(records, work_id, current_role())
    file = works.current_file(records, work_id)
    return Opened(
        work=work,
        file=file,
        trace=trace_report(records, file.id),
        others=_other_years(records, work),
        series=series.of_work(records, work_id),
        described=descriptions.of(records, work_id),
        successor=versions.successor(records, work_id),
        predecessors=versions.predecessors(records, work_id),
        grid=pages.lines(records, file.id, first, GRID),
        headings=[each for each in headings.of_file(records, file.id) if each.kind != "chapter"],
        similar=similar(records, work),
    )


def _other_years(records: Session, work: Work) -> list[Work]:
    """List the other editions of the series, else those of the same number."""
    found = series.of_work(records, work.id)
    if found is None:
        return works.other_years(records, work)
    return [edition for edition in series.editions(records, found.id) if edition.id != work.id]
