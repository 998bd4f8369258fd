"""Covers and pages in small: the only pictures that leave without a mark."""

from __future__ import annotations

import structlog
from flask import Response, abort, send_file
from flask.typing import ResponseReturnValue

from ingest import IngestError
from ingest.errors import OverLimit
from library.catalogue import pages, works
from library.errors import NotFound
from webapp.current import current_library, current_role
from webapp.rooms.works.blueprint import blueprint
from webapp.security import audience
from webapp.thumbnails import thumbnail

log = structlog.get_logger(__name__)


@blueprint.get("/works/<work_id>/cover.jpg")
@audience.public
def cover(work_id: str) -> ResponseReturnValue:
    """Give the cover: the one that was kept with the file, else its first page."""
    library = current_library()
    with library.database.read() as records:
        work = works.get(records, work_id, current_role())
        file = works.current_file(records, work_id)
    if file.cover is None:
        return thumbnail_of(work_id, 1)
    return _picture(send_file(library.blobs.path(file.cover), "image/jpeg", etag=file.cover), work.state)


@blueprint.get("/works/<work_id>/pages/<int:number>.jpg", endpoint="thumbnail")
@audience.public
def thumbnail_of(work_id: str, number: int) -> ResponseReturnValue:
    """Give a page, at most 320 px on its long edge."""
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
        file = works.current_file(records, work_id)
        lines = pages.lines(records, file.id, number, 1)
    if not lines:
        raise NotFound(what=f"halaman / page {number}")
    try:
        path = thumbnail(file.shown, lines[0])
    except OverLimit:
        raise  # the machine is busy; the page is there
    except IngestError as error:
        log.warning("thumbnail-failed", work=work_id, page=number, code=error.code)
        abort(404)
    return _picture(send_file(path, "image/jpeg", etag=f"{file.shown[:32]}-{number}"), work.state)


def _picture(answer: Response, state: str) -> Response:
    if state == "released":
        # Asked for again each time, which its tag makes cheap: a work may be withdrawn at any moment.
        answer.headers["Cache-Control"] = "public, no-cache"
    return answer
