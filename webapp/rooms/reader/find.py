"""Searching inside the work one reads: to the first page from here on that holds the words."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import works
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.reader.blueprint import blueprint
from webapp.rooms.reader.found_pages import found_pages
from webapp.rooms.reader.place import LONGEST
from webapp.security import audience, limits
from webapp.security.limits import limited


@blueprint.get("/works/<work_id>/find")
@audience.signed_in
@limited(*limits.SEARCH)
def find(work_id: str) -> ResponseReturnValue:
    """Open the page itself where it holds the words, else the next one that does, else stay here."""
    with current_library().database.read() as records:
        works.get(records, work_id, signed_in_visitor().role)
    words = " ".join(request.args.get("q", "").split())[:LONGEST]
    here = max(request.args.get("page", 1, type=int), 1)
    found = found_pages(work_id, words, here)
    target = here
    if found and not found.here:
        target = found.after or found.before or here
    return redirect(url_for("reader.show", work_id=work_id, page=target, q=words or None), 303)
