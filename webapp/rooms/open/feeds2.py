"""The catalogue for reading programs: OPDS 2.0."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request

from webapp.current import current_library
from webapp.rooms.open.addresses import base, whole
from webapp.rooms.open.blueprint import blueprint
from webapp.rooms.open.choosing import PER_PAGE, Shelf, holding, newest
from webapp.rooms.open.shapes import atom, schema_org
from webapp.rooms.open.shapes.opds2 import TYPE, publication
from webapp.security import audience, limits
from webapp.security.limits import limited


@blueprint.get("/opds/v2")
@audience.public
@limited(*limits.PROGRAM)
def opds2() -> Response:
    """Show the ways in, and what is new."""
    library = current_library()
    ways = [_way(office.name.id, whole("open.opds2_office", code=code)) for code, office in library.offices.items()]
    links = [
        *_links(whole("open.opds2")),
        {"rel": "alternate", "href": whole("open.opds"), "type": atom.NAVIGATION},
    ]
    feed = {
        "metadata": {"title": f"Pustaka {library.first_office.name.id}"},
        "links": links,
        "navigation": [_newest(), *ways],
    }
    return _json(feed, TYPE)


@blueprint.get("/opds/v2/new")
@audience.public
@limited(*limits.PROGRAM)
def opds2_new() -> Response:
    """Show the works released last."""
    return _works("open.opds2_new", "Terbaru / Newest", newest())


@blueprint.get("/opds/v2/office/<code>")
@audience.public
@limited(*limits.PROGRAM)
def opds2_office(code: str) -> Response:
    """Show an office's works."""
    shelf = newest(code)
    return _works("open.opds2_office", current_library().offices[code].name.id, shelf, code=code)


@blueprint.get("/opds/v2/search")
@audience.public
@limited(*limits.PROGRAM)
def opds2_search() -> Response:
    """Show the works whose pages hold the words."""
    words = request.args.get("query", "")[:200]
    return _works("open.opds2_search", f"“{words}”", holding(words), query=words)


@blueprint.get("/works/<work_id>.opds")
@audience.public
@limited(*limits.PROGRAM)
def opds2_work(work_id: str) -> Response:
    """Show one work."""
    return _json(publication(current_library().public_list.get(work_id)), "application/opds-publication+json")


@blueprint.get("/works/<work_id>.jsonld")
@audience.public
@limited(*limits.PROGRAM)
def schema_org_work(work_id: str) -> Response:
    """Show one work in schema.org's words, as its page holds them."""
    return _json(schema_org.book(current_library().public_list.get(work_id)), "application/ld+json")


def _works(endpoint: str, title: str, shelf: Shelf, **values: str) -> Response:
    links = _links(whole(endpoint, **values, page=shelf.number))
    if shelf.number > 1:
        links.append({"rel": "previous", "href": whole(endpoint, **values, page=shelf.number - 1), "type": TYPE})
    if shelf.number < shelf.last:
        links.append({"rel": "next", "href": whole(endpoint, **values, **shelf.onward), "type": TYPE})
    counts = {"numberOfItems": shelf.listed.total, "itemsPerPage": PER_PAGE, "currentPage": shelf.number}
    works = [publication(work) for work in shelf.listed.works]
    # A list of publications may not be empty (its JSON schema): where there is none, a way leads on.
    shown = {"publications": works} if works else {"navigation": [_newest()]}
    return _json({"metadata": {"title": title, **counts}, "links": links, **shown}, TYPE)


def _newest() -> dict[str, Any]:
    return _way("Terbaru / Newest", whole("open.opds2_new"))


def _way(title: str, address: str) -> dict[str, Any]:
    return {"title": title, "href": address, "type": TYPE}


def _links(address: str) -> list[dict[str, Any]]:
    search = {"rel": "search", "href": base() + "/opds/v2/search{?query}", "type": TYPE, "templated": True}
    return [{"rel": "self", "href": address, "type": TYPE}, search]


def _json(document: dict[str, Any], kind: str) -> Response:
    return Response(json.dumps(document, ensure_ascii=False), content_type=kind)
