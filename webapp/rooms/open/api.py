"""The JSON interface, version 1: works, their tables, the pages that hold some words."""

from __future__ import annotations

from flask import Response, jsonify
from pydantic import BaseModel

from library.catalogue import pages, works
from library.exchange.listing import Listed, Wanted, place_of, read_place
from library.searching.released import search_released
from search import Query
from webapp.current import current_library
from webapp.rooms.open.addresses import whole
from webapp.rooms.open.asked import read
from webapp.rooms.open.blueprint import blueprint
from webapp.rooms.open.choosing import LAST_PAGE
from webapp.rooms.open.openapi import document
from webapp.rooms.open.shapes import written
from webapp.rooms.open.shapes.api import (
    CaptionShape,
    CaptionsShape,
    Given,
    HitsShape,
    OfficeShape,
    OfficesShape,
    SearchAsked,
    WorksAsked,
    WorkShape,
    WorksShape,
)
from webapp.security import audience, limits
from webapp.security.limits import limited

HITS_A_PAGE = 20


@blueprint.get("/api/v1/openapi.json")
@audience.public
def api_description() -> Response:
    """Describe this interface (OpenAPI 3.1)."""
    return jsonify(document())


@blueprint.get("/api/v1/offices")
@audience.public
@limited(*limits.PROGRAM)
def api_offices() -> Response:
    """List the offices."""
    read(Given)
    offices = current_library().offices.items()
    shapes = tuple(OfficeShape(code=code, name_id=each.name.id, name_en=each.name.en) for code, each in offices)
    return _answer(OfficesShape(offices=shapes))


@blueprint.get("/api/v1/works")
@audience.public
@limited(*limits.PROGRAM)
def api_works() -> Response:
    """List released works, those released last first."""
    asked = read(WorksAsked)
    wanted = Wanted(asked.office or "", asked.year_from, asked.year_to, asked.since)
    place = read_place(asked.after) if asked.after else None
    listed = current_library().public_list.page(wanted, asked.per_page, (asked.page - 1) * asked.per_page, place)
    shapes = tuple(written.work(each) for each in listed.works)
    onward = _onward(asked, listed)
    return _answer(WorksShape(total=listed.total, page=asked.page, next=onward, works=shapes))


def _onward(asked: WorksAsked, listed: Listed) -> str | None:
    """Give the address of the next page, unless this one is not even full."""
    place = place_of(listed.works[-1]) if len(listed.works) == asked.per_page else ""
    if not place or asked.page == LAST_PAGE:
        return None
    values = {**asked.model_dump(exclude_none=True), "page": asked.page + 1, "after": place}
    return whole("open.api_works", **values)


@blueprint.get("/api/v1/works/<work_id>")
@audience.public
@limited(*limits.PROGRAM)
def api_work(work_id: str) -> Response:
    """Show one released work."""
    read(Given)
    return _answer(_work(work_id))


@blueprint.get("/api/v1/works/<work_id>/captions")
@audience.public
@limited(*limits.PROGRAM)
def api_captions(work_id: str) -> Response:
    """List the tables and figures of a work."""
    read(Given)
    known = _work(work_id)
    if not known.pages:
        return _answer(CaptionsShape(work=known.id, captions=()))
    with current_library().database.read() as records:
        found = pages.captions(records, works.current_file(records, known.id).id)
    shapes = tuple(
        CaptionShape(page=each.page, title=each.title, url=whole("works.show", work_id=known.id, page=each.page))
        for each in found
    )
    return _answer(CaptionsShape(work=known.id, captions=shapes))


@blueprint.get("/api/v1/search")
@audience.public
@limited(*limits.PROGRAM)
def api_search() -> Response:
    """Find the pages that hold some words."""
    asked = read(SearchAsked)
    query = Query(
        asked.q,
        office=asked.office,
        year_from=asked.year_from,
        year_to=asked.year_to,
        work=asked.work,
        sort=asked.sort,
        limit=HITS_A_PAGE,
        offset=(asked.page - 1) * HITS_A_PAGE,
    )
    found = search_released(current_library().database, current_library().search, query)
    hits = tuple(written.hit(each) for each in found.hits)
    numbers = {"total": found.total, "works": found.works, "page": asked.page}
    return _answer(HitsShape(**numbers, suggestion=found.suggestion, hits=hits))


def _work(work_id: str) -> WorkShape:
    return written.work(current_library().public_list.get(work_id))


def _answer(shape: BaseModel) -> Response:
    return Response(shape.model_dump_json(), content_type="application/json")
