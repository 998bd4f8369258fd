"""Handing a leak in, and the traces so far."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, cast

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.errors import BadForm
from library.readers.roles import Right
from library.tracing.desk import KEEP_LEAKS, MOST_FILES
from library.tracing.suspects import works_given_out
from webapp.current import current_library, signed_in_visitor
from webapp.once import FIELD, form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.trace.blueprint import blueprint
from webapp.rooms.trace.entries import recent_entries
from webapp.security import audience, fresh
from webapp.security.bodies import takes_files

RECENT = 50
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.tif,.tiff,.webp,.heic,.heif"


@blueprint.get("")
@audience.right(Right.TRACE)
@fresh.asked
def desk() -> ResponseReturnValue:
    """Show where to drop a leak, and the earlier traces."""
    return _desk(form_token())


@blueprint.post("")
@audience.right(Right.TRACE)
@fresh.asked
@takes_files
def receive() -> ResponseReturnValue:
    """Take a leak in and go to its case; the same form always leads to the same case."""
    library, visitor = current_library(), signed_in_visitor()
    token = request.form.get(FIELD, "")
    if not token:
        return _desk(form_token(), field_errors(BadForm({"files": "form-token"})))
    case_id = hashlib.sha256(f"trace {visitor.id} {token}".encode()).hexdigest()[:16]
    uploads = [
        (cast("BinaryIO", file.stream), file.filename) for file in request.files.getlist("files") if file.filename
    ]
    if not library.traces.exists(case_id):
        try:
            library.traces.submit(case_id, uploads, actor=visitor.id, work=request.form.get("work") or None)
        except BadForm as problem:
            return _desk(typed_token(), field_errors(problem))
        library.workers.wake()
    return redirect(url_for("trace.case", case_id=case_id), 303)


def _desk(token: str, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    library = current_library()
    with library.database.read() as records:
        works = works_given_out(records)
    return page(
        "trace/desk.html",
        status=422 if errors else 200,
        view="staff",
        token=token,
        errors=errors or {},
        works=[(work.id, f"{work.title} ({work.year})" if work.year else work.title) for work in works],
        chosen=request.values.get("work", ""),
        accepted=ACCEPTED,
        most_files=MOST_FILES,
        limit=library.settings.max_bytes,
        days=KEEP_LEAKS.days,
        entries=recent_entries(RECENT),
    )
