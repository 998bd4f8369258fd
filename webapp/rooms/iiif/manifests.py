"""The Presentation API 3.0: a manifest with thumbnails for everybody, one with page images for who may read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from library.catalogue import headings, pages, works
from library.exchange.described import Describer
from library.store.models import Heading, Work, WorkFile
from webapp.current import current_library, current_role, signed_in_visitor
from webapp.rooms.iiif import addresses
from webapp.rooms.iiif.blueprint import blueprint
from webapp.rooms.iiif.shapes import book, leaf, ranges
from webapp.rooms.iiif.sheet import sheet_of
from webapp.rooms.open.addresses import whole
from webapp.security import audience, limits
from webapp.security.limits import limited

CONTEXT = "http://iiif.io/api/presentation/3/context.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """A work with its pages and headings."""

    work: Work
    file: WorkFile
    lines: list[pages.PageLine]
    headings: list[Heading]


@blueprint.get("/<work_id>/manifest.json")
@audience.public
@limited(*limits.PROGRAM)
def manifest(work_id: str) -> Response:
    """Describe a released work: its pages are thumbnails."""
    opened = _open(work_id, "")
    leaves = [leaf.public(opened.work, line, sheet_of(line.width, line.height)) for line in opened.lines]
    return _answer(_written(opened, whole("iiif.manifest", work_id=work_id), leaves))


@blueprint.get("/<work_id>/reading.json")
@audience.signed_in
@limited(*limits.READING)
def reading(work_id: str) -> Response:
    """Describe the visitor's own copy: its pages are images that are drawn from it."""
    visitor = signed_in_visitor()
    current_library().screens.copy_for(visitor.id, visitor.role, work_id)
    opened = _open(work_id, current_role())
    leaves = [leaf.readable(opened.work, line, sheet_of(line.width, line.height)) for line in opened.lines]
    made = _written(opened, addresses.here("iiif.reading", work_id=work_id), leaves)
    made["service"] = [{"id": addresses.here("iiif.search", work_id=work_id), "type": "SearchService2"}]
    return _answer(made)


def _open(work_id: str, role: str) -> Opened:
    with current_library().database.read() as records:
        work = works.get(records, work_id, role)
        file = works.current_file(records, work_id)
        lines = pages.lines(records, file.id, 1, work.pages)
        return Opened(work, file, lines, headings.of_file(records, file.id))


def _written(opened: Opened, address: str, leaves: list[dict[str, Any]]) -> dict[str, Any]:
    library = current_library()
    described = Describer(library.offices, library.settings.catalog, library.settings.base_url).describe(opened.work)
    made = {"@context": CONTEXT, "id": address, "type": "Manifest", **book.described(described), "items": leaves}
    structures = ranges.structures(opened.work, opened.headings)
    return {**made, "structures": structures} if structures else made


def _answer(document: dict[str, Any]) -> Response:
    """Answer as JSON-LD of the Presentation API (section 6), or as plain JSON for whoever knows nothing else."""
    kinds = ("application/ld+json", "application/json")
    wanted = request.accept_mimetypes.best_match(kinds, kinds[0])
    content = f'{wanted};profile="{CONTEXT}"' if wanted == kinds[0] else wanted
    answer = Response(json.dumps(document, ensure_ascii=False, separators=(",", ":")), content_type=content)
    answer.headers["Vary"] = "Accept, Cookie"
    return answer
