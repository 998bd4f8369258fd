"""The results page."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from library.catalogue import works
from search import BadQuery, IndexTrouble, Results
from webapp.current import current_library, current_office, current_role
from webapp.error_texts import query_advice
from webapp.pages import page
from webapp.rooms.search.answer import shown_answers
from webapp.rooms.search.blueprint import blueprint
from webapp.rooms.search.narrowing import groups
from webapp.rooms.search.shown_hits import hits
from webapp.rooms.search.wanted import LAST_PAGE, PER_PAGE, Wanted, wanted
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
        found = current_library().search.search(sought.query())
    except BadQuery as problem:
        advice = query_advice(problem.reason, problem.params)
        return _without_answer("search/start.html", sought, status=400, advice=advice)
    except IndexTrouble:
        return _without_answer("search/repair.html", sought, status=503)
    return _with_answer(sought, found)


def _with_answer(sought: Wanted, found: Results) -> ResponseReturnValue:
    pages = min(-(-found.total // PER_PAGE), LAST_PAGE)
    if not found.total and not sought.filters:
        current_library().reports.note_missed(current_office().code, sought.q)
    suggestion = found.suggestion
    return page(
        "search/results.html" if found.hits else "search/nothing.html",
        office=current_library().offices.get(sought.office),
        words=sought.q,
        sought=sought,
        found=found,
        hits=hits(found, sought.q),
        answers=shown_answers(sought.q) if sought.page == 1 else [],
        groups=groups(found, sought),
        pages=pages,
        page_url=lambda number: sought.url(page=number),
        meant={"words": suggestion, "url": sought.url(q=suggestion)} if suggestion else None,
        everything=url_for("search.results", q=sought.q),
        inside=_inside(sought),
    )


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
