"""The results page: pages, or tables and figures alone."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import works
from library.readers.roles import Role
from library.searching.headings import HeadingResults
from library.searching.released import search_released
from search import BadQuery, IndexTrouble, Results
from webapp.current import current_library, current_office, current_role, current_visitor
from webapp.error_texts import query_advice
from webapp.pages import page
from webapp.rooms.search.answer import shown_answers
from webapp.rooms.search.blueprint import blueprint
from webapp.rooms.search.narrowing import finds, groups
from webapp.rooms.search.shown_headings import beside, find_headings, heading_cards
from webapp.rooms.search.shown_hits import hits
from webapp.rooms.search.wanted import LAST_PAGE, NO_SYNONYMS, PER_PAGE, Wanted, wanted
from webapp.security import audience, limits
from webapp.security.limits import limited
from webapp.shown_works import cards

NEWEST = 6


@blueprint.get("/search")
@audience.public
@limited(*limits.SEARCH)
def results() -> ResponseReturnValue:
    """Show the pages that hold the words, or say what to do when there are none."""
    sought = wanted()
    if not sought.q:
        return _without_answer("search/start.html", sought)
    try:
        if sought.find:
            return _with_headings(sought, find_headings(sought))
        found = search_released(current_library().database, current_library().search, sought.query())
    except BadQuery as problem:
        advice = query_advice(problem.reason, problem.params)
        return _without_answer("search/start.html", sought, status=400, advice=advice)
    except IndexTrouble:
        return _without_answer("search/repair.html", sought, status=503)
    return _with_answer(sought, found, find_headings(sought))


def _with_answer(sought: Wanted, found: Results, headings: HeadingResults) -> ResponseReturnValue:
    if last := _last_page(sought, found):
        return redirect(last)
    above = beside(headings, sought.q) if sought.page == 1 else []
    if not found.total and not headings.total and not sought.filters:
        current_library().reports.note_missed(current_office().code, sought.q)
    return page(
        "search/results.html" if found.hits or above else "search/nothing.html",
        **_frame(sought, found, found.suggestion),
        groups=groups(found.facets, sought),
        tabs=finds(sought, found.total, headings.kinds),
        hits=hits(found, sought.q),
        headings=heading_cards(above, sought.q),
        answers=shown_answers(sought.q) if sought.page == 1 else [],
        more_headings=sought.url(find=above[0].kind) if above and headings.total > len(above) else "",
    )


def _with_headings(sought: Wanted, found: HeadingResults) -> ResponseReturnValue:
    if last := _last_page(sought, found):
        return redirect(last)
    return page(
        "search/headings.html",
        **_frame(sought, found, found.suggestion),
        groups=groups(found.facets, sought),
        tabs=finds(sought, None, found.kinds),
        headings=heading_cards(found.hits, sought.q),
        as_pages=sought.url(find=""),
    )


def _last_page(sought: Wanted, found: Results | HeadingResults) -> str:
    """Give the address of the last page of hits where the one asked for lies beyond it, else ""."""
    beyond = sought.page > 1 and found.total and (sought.page - 1) * PER_PAGE >= found.total
    return sought.url(page=-(-found.total // PER_PAGE)) if beyond else ""


def _frame(sought: Wanted, found: Results | HeadingResults, suggestion: str | None) -> dict[str, Any]:
    """Give what both kinds of results show around their hits."""
    visitor = current_visitor()
    saved = current_library().saved_searches.holds(visitor.id, sought.q, sought.kept) if visitor else None
    return {
        "office": current_library().offices.get(sought.office),
        "words": sought.q,
        "sought": sought,
        "found": found,
        "shortened": sought.cut or "shortened" in found.notes,
        "pages": min(-(-found.total // PER_PAGE), LAST_PAGE),
        "page_url": lambda number: sought.url(page=number),
        "meant": {"words": suggestion, "url": sought.url(q=suggestion)} if suggestion else None,
        "everything": url_for("search.results", q=sought.q, find=sought.find or None),
        "inside": _inside(sought),
        "also": {"words": found.also, "off": sought.url(also=NO_SYNONYMS)} if found.also else None,
        # Whoever signed the guest book without an account keeps nothing beyond the visit.
        "may_save": visitor is not None and visitor.role != Role.VISITOR and not sought.work,
        "saved": saved,
    }


def _inside(sought: Wanted) -> str:
    """Name the work in which alone was searched."""
    if not sought.work:
        return ""
    with current_library().database.read() as records:
        return works.get(records, sought.work, current_role()).title


def _without_answer(template: str, sought: Wanted, *, status: int = 200, advice: str = "") -> ResponseReturnValue:
    library = current_library()
    with library.database.read() as records:
        newest = works.newest(records, NEWEST)
    return page(template, status=status, words=sought.q, sought=sought, newest=cards(newest), advice=advice)
