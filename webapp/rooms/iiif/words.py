"""The words of pages as annotations: a page's text, and what was sought in a work (Content Search API 2.0)."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from library.catalogue import corrections, pages, works
from library.catalogue.pages import PageLine
from search import BadQuery, Query
from webapp.current import current_library, current_role, signed_in_visitor
from webapp.numbers import page_number
from webapp.rooms.iiif import addresses
from webapp.rooms.iiif.blueprint import blueprint
from webapp.rooms.iiif.opened import open_page
from webapp.rooms.iiif.sheet import Sheet, sheet_of
from webapp.rooms.reader.paper import Box, read_paper
from webapp.rooms.reader.place import LONGEST
from webapp.rooms.reader.text_lines import text_lines
from webapp.security import audience, limits
from webapp.security.limits import limited

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
SEARCH_CONTEXT = "http://iiif.io/api/search/2/context.json"
PAGES_AT_ONCE = 8
"""pages whose words are looked for on the page itself, for one answer"""
_IGNORED = ("motivation", "date", "user")


@blueprint.get("/<work_id>/<int:number>/text.json")
@audience.signed_in
@limited(*limits.READING)
def text(work_id: str, number: int) -> Response:
    """Give the lines of a page, each with its place."""
    opened = open_page(work_id, number)
    lines = text_lines(read_paper(opened.copy, number, _corrected(work_id, number)).words)
    address = addresses.here("iiif.text", work_id=work_id, number=number)
    canvas = addresses.canvas(work_id, number)
    items = [
        _annotation(f"{address}#{place}", "supplementing", words, target(canvas, opened.sheet, box))
        for place, (words, box) in enumerate(lines, 1)
    ]
    return jsonify({"@context": CONTEXT, "id": address, "type": "AnnotationPage", "items": items})


@blueprint.get("/<work_id>/search")
@audience.signed_in
@limited(*limits.SEARCH)
def search(work_id: str) -> Response:
    """Find words in a work: an annotation for each place, eight pages at a time."""
    library, visitor = current_library(), signed_in_visitor()
    copy = library.screens.copy_for(visitor.id, visitor.role, work_id)
    words = " ".join(request.args.get("q", "").split())[:LONGEST]
    first = page_number()
    total, numbers = _pages_with(work_id, words, (first - 1) * PAGES_AT_ONCE)
    items: list[dict[str, Any]] = []
    for line in _lines(work_id, numbers):
        sheet, canvas = sheet_of(line.width, line.height), addresses.canvas(work_id, line.number)
        boxes = read_paper(copy, line.number, _corrected(work_id, line.number)).boxes(words)
        name = addresses.here("iiif.text", work_id=work_id, number=line.number)
        items += [
            _annotation(f"{name}#hit-{place}", "highlighting", words, target(canvas, sheet, box))
            for place, box in enumerate(boxes, 1)
        ]
    made: dict[str, Any] = {
        "@context": SEARCH_CONTEXT,
        "id": _page(work_id, words, first),
        "type": "AnnotationPage",
        "items": items,
    }
    if first * PAGES_AT_ONCE < total:
        made["next"] = {"id": _page(work_id, words, first + 1), "type": "AnnotationPage"}
    ignored = [name for name in _IGNORED if name in request.args]
    return jsonify({**made, "ignored": ignored} if ignored else made)


def target(canvas: str, sheet: Sheet, box: Box) -> str:
    """Name a place on a canvas (Media Fragments 1.0), px; `box` in fractions of the page."""
    x, y = int(box[0] * sheet.width), int(box[1] * sheet.height)
    width, height = -int(-box[2] * sheet.width) - x, -int(-box[3] * sheet.height) - y
    return f"{canvas}#xywh={x},{y},{max(1, width)},{max(1, height)}"


def _pages_with(work_id: str, words: str, offset: int) -> tuple[int, list[int]]:
    """Give how many pages of a work hold the words, and some of their numbers; what cannot be sought is nowhere."""
    try:
        query = Query(words, work=work_id, limit=PAGES_AT_ONCE, offset=offset, sort="page")
        found = current_library().search.search(query)
    except BadQuery:
        return 0, []
    return found.total, [hit.page for hit in found.hits]


def _lines(work_id: str, numbers: list[int]) -> list[PageLine]:
    with current_library().database.read() as records:
        file = works.current_file(records, work_id)
        return [line for number in numbers for line in pages.lines(records, file.id, number, 1)]


def _corrected(work_id: str, number: int) -> str | None:
    """Give a page's text where a person corrected it."""
    with current_library().database.read() as records:
        work, file = works.get(records, work_id, current_role()), works.current_file(records, work_id)
        return corrections.corrected_text(records, work, file, number)


def _page(work_id: str, words: str, number: int) -> str:
    return addresses.here("iiif.search", work_id=work_id, q=words, page=number if number > 1 else None)


def _annotation(address: str, motivation: str, words: str, place: str) -> dict[str, Any]:
    body = {"type": "TextualBody", "value": words, "format": "text/plain"}
    return {"id": address, "type": "Annotation", "motivation": motivation, "body": body, "target": place}
