"""Getting the copy: by its account alone, and going on where a broken download stopped."""

from __future__ import annotations

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue

from library.errors import LinkExpired
from library.softcopies.requests import RequestLine
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.pages import page
from webapp.rooms.requests.blueprint import blueprint
from webapp.rooms.requests.own import own_copy
from webapp.rooms.requests.states import is_over, shown
from webapp.security import audience


@blueprint.get("/copies/<copy_id>")
@audience.signed_in
def copy(copy_id: str) -> ResponseReturnValue:
    """Show a copy: what the mail links to."""
    line = own_copy(copy_id)
    if is_over(line, current_library().clock()):
        return _expired(line)
    state = shown(line, current_library().clock())
    return page("requests/show.html", office=use_office(line.request.office), line=line, state=state)


@blueprint.get("/copies/<copy_id>/file")
@audience.signed_in
def file(copy_id: str) -> ResponseReturnValue:
    """Hand the file over; Range and If-Range with the checksum as ETag let a cut-off download go on."""
    library, visitor = current_library(), signed_in_visitor()
    try:
        download = library.delivery.download(copy_id, visitor.id)
    except LinkExpired:
        return _expired(own_copy(copy_id))
    answer = send_file(
        download.path,
        mimetype="application/pdf",
        as_attachment=True,
        download_name=download.name,
        conditional=True,
        etag=download.sha256,
    )
    answer.headers["Accept-Ranges"] = "bytes"
    if _begins(answer):
        library.delivery.note_download(copy_id, visitor.id)
    return answer


def _begins(answer: Response) -> bool:
    """Say whether the file's first byte leaves with this answer: what goes on later is the same download."""
    if request.method != "GET" or answer.status_code not in (200, 206):
        return False
    return answer.status_code == 200 or (answer.content_range.start or 0) == 0


def _expired(line: RequestLine) -> ResponseReturnValue:
    return page("requests/expired.html", status=410, office=use_office(line.request.office), line=line)
