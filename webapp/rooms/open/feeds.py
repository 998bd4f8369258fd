"""The catalogue for reading programs: OPDS 1.2."""

from __future__ import annotations

from datetime import datetime

from flask import Response, request
from lxml import etree

from webapp.current import current_library
from webapp.rooms.open.addresses import base, whole, xml
from webapp.rooms.open.blueprint import blueprint
from webapp.rooms.open.choosing import PER_PAGE, Shelf, holding, newest
from webapp.rooms.open.shapes import atom, opds2
from webapp.security import audience, limits
from webapp.security.limits import limited

_SEARCH_TYPE = "application/opensearchdescription+xml"


@blueprint.get("/opds")
@audience.public
@limited(*limits.PROGRAM)
def opds() -> Response:
    """Show the ways in: what is new, and each office."""
    library, now = current_library(), current_library().public_records.last_stamp()
    root = _begin(whole("open.opds"), f"Pustaka {library.first_office.name.id}", atom.NAVIGATION, now)
    atom.link(root, "alternate", whole("open.opds2"), opds2.TYPE)
    atom.way(root, whole("open.opds_new"), "Terbaru / Newest", "Yang terakhir dirilis / What was released last", now)
    for code, office in library.offices.items():
        what = f"Publikasi / Publications: {office.name.en}"
        atom.way(root, whole("open.opds_office", code=code), office.name.id, what, now)
    return xml(root, atom.NAVIGATION)


@blueprint.get("/opds/new")
@audience.public
@limited(*limits.PROGRAM)
def opds_new() -> Response:
    """Show the works released last."""
    return _works("open.opds_new", "Terbaru / Newest", newest())


@blueprint.get("/opds/office/<code>")
@audience.public
@limited(*limits.PROGRAM)
def opds_office(code: str) -> Response:
    """Show an office's works."""
    shelf = newest(code)
    return _works("open.opds_office", current_library().offices[code].name.id, shelf, code=code)


@blueprint.get("/opds/search")
@audience.public
@limited(*limits.PROGRAM)
def opds_search() -> Response:
    """Show the works whose pages hold the words."""
    words = request.args.get("q", "")[:200]
    return _works("open.opds_search", f"“{words}”", holding(words), q=words)


def _begin(address: str, title: str, kind: str, updated: datetime) -> etree._Element:
    root = atom.feed(address, title, updated)
    atom.link(root, "self", address, kind)
    atom.link(root, "start", whole("open.opds"), atom.NAVIGATION)
    atom.link(root, "search", base() + "/opensearch.xml", _SEARCH_TYPE)
    return root


def _works(endpoint: str, title: str, shelf: Shelf, **values: str) -> Response:
    last = current_library().public_records.last_stamp()
    root = _begin(whole(endpoint, **values, page=shelf.number), title, atom.ACQUISITION, last)
    if shelf.number > 1:
        atom.link(root, "previous", whole(endpoint, **values, page=shelf.number - 1), atom.ACQUISITION)
    if shelf.number < shelf.last:
        atom.link(root, "next", whole(endpoint, **values, **shelf.onward), atom.ACQUISITION)
    atom.counted(root, shelf.listed.total, shelf.first_item, PER_PAGE)
    for work in shelf.listed.works:
        atom.entry(root, work, work.changed or last)
    return xml(root, atom.ACQUISITION)
