"""What readers sought and did not find, for the librarian to work through."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.readers.roles import Right
from library.searching import sought as records_of
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.rooms.door.post import choices, chosen_office, own_office
from webapp.rooms.search.blueprint import blueprint
from webapp.security import audience

_MONTHS = 12


@blueprint.get("/search/sought")
@audience.right(Right.RELEASE)
def sought() -> ResponseReturnValue:
    """List the words of the last twelve months, most sought first; settled ones last."""
    library, office = current_library(), own_office()
    since = office.calendar.local_date(library.clock()) - timedelta(days=_MONTHS * 31)
    with library.database.read() as session:
        found = records_of.sought(session, library.search, office.code, since)
    ordered = sorted(found, key=lambda each: each.state != "open")
    return page(
        "search/sought.html",
        view="staff",
        office=office,
        rows=ordered,
        open=sum(each.state == "open" for each in found),
        office_choices=choices(),
        floor_office=office,
        chosen=chosen_office(),
    )


@blueprint.post("/search/sought")
@audience.right(Right.RELEASE)
def mark_sought() -> ResponseReturnValue:
    """Note what is done about words; nothing is deleted, and each step can be taken back."""
    library, office = current_library(), own_office()
    words, state = request.form.get("words", ""), request.form.get("state", "")
    try:
        with library.database.write() as session:
            note = request.form.get("note", "")
            records_of.mark(session, library.clock(), office.code, words, state, note, signed_in_visitor().id)
    except BadForm:
        flash(_("This could not be understood"), "warn")
    else:
        flash(_("Noted for “%(words)s”.", words=words), "good")
    return redirect(url_for("search.sought", office=chosen_office()), 303)
