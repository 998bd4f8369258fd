"""The full viewer: an IIIF viewer from a package over the reader's own copy, beside the light reader."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import works
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.pages import page
from webapp.rooms.reader.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import limited
from webapp.security.terminals import at_terminal


@blueprint.get("/works/<work_id>/view")
@audience.signed_in
@limited(*limits.READING)
def view(work_id: str) -> ResponseReturnValue:
    """Open the viewer at a page; a terminal has the light reader alone, from which no picture is taken along."""
    visitor, library = signed_in_visitor(), current_library()
    with library.database.read() as records:
        work = works.get(records, work_id, visitor.role)
    number = min(max(request.args.get("page", 1, type=int), 1), work.pages)
    light = url_for("reader.show", work_id=work_id, page=number)
    if at_terminal():
        return redirect(light, 303)
    library.screens.copy_for(visitor.id, visitor.role, work_id)
    return page("reader/view.html", office=use_office(work.office), work=work, number=number, light_url=light)
