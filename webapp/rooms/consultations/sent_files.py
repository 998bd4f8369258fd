"""Files that come with a form, and files that are handed out."""

from __future__ import annotations

from flask import Response, request, send_file

from library.consultations import FileView
from library.consultations.files import MOST_BYTES, MOST_FILES, Received
from library.errors import BadForm
from webapp.current import current_library
from webapp.security.limits import Limit, account

MOST_SENT = MOST_BYTES * MOST_FILES
WRITING = (Limit("60 per hour", account),)
"""Nobody writes a message a minute for an hour."""


def received() -> list[Received]:
    """Put the files of the form at hand into quarantine.

    Raises:
        BadForm: too many, or one is empty or too large; none is kept then.
    """
    desk, given = current_library().consultations, [one for one in request.files.getlist("files") if one.filename]
    if len(given) > MOST_FILES:
        raise BadForm({"files": "too-many-files"})
    kept: list[Received] = []
    try:
        for one in given:
            kept.append(desk.receive(one.stream, one.filename or ""))  # noqa: PERF401 - what came before a refusal is dropped
    except BaseException:
        desk.attachments.drop(tuple(kept))
        raise
    return kept


def hand_out(file: FileView, path: object) -> Response:
    """Hand a file out as a download: what somebody sent is never shown as a page of ours."""
    answer = send_file(
        str(path), mimetype="application/octet-stream", as_attachment=True, download_name=file.name, conditional=True
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def calendar(text: str) -> Response:
    """Hand a calendar file out."""
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=pustaka.ics"
    return answer
