"""Checking the number on a copy: anybody may, and no answer says for whom the copy was made."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.ids import as_request_number, normal_copy_number
from library.softcopies.verification import check_number
from webapp.current import current_library, use_office
from webapp.pages import page
from webapp.rooms.verification.blueprint import blueprint
from webapp.security import audience
from webapp.security.limits import Limit, address, limited
from webapp.shown_works import office_name

LONGEST = 60
# A number has 60 bits; the limit keeps even a botnet's guesses hopeless and a hall of readers served.
GUESSES = (Limit("60 per minute", address, ("GET",)), Limit("100 per hour", address, ("GET",), failures=True))


@blueprint.get("/verify")
@audience.public
def ask() -> ResponseReturnValue:
    """Ask for the number; with `?number=` go on to its answer."""
    typed = request.args.get("number", "").strip()[:LONGEST]
    number = normal_copy_number(typed)
    if number:
        return redirect(url_for("verification.check", number=number), 303)
    return page("verification/ask.html", typed=typed, limit=current_library().settings.max_copy_bytes)


@blueprint.get("/V/<number>")
@blueprint.get("/v/<number>")
@audience.public
def from_code(number: str) -> ResponseReturnValue:
    """Go on from a stamp's QR code, whose address is in capitals; whoever types it may not."""
    return redirect(url_for("verification.check", number=number[:LONGEST]), 301)


@blueprint.get("/verify/<number>")
@audience.public
@limited(*GUESSES)
def check(number: str) -> ResponseReturnValue:
    """Say whether this number stands on a copy that was made here, of what, when and by which office."""
    with current_library().database.read() as records:
        genuine = check_number(records, number[:LONGEST])
    if genuine is None:
        asked = as_request_number(number[:LONGEST])
        shown = asked or normal_copy_number(number[:LONGEST])
        return page("verification/unknown.html", status=404, number=shown, request_number=asked)
    office = use_office(genuine.office)
    return page("verification/genuine.html", office=office, genuine=genuine, office_name=office_name(genuine.office))
