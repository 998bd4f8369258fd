"""Ways to a rating without a mail: today's visit code at any screen of the office, and the page of a queue number."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import NotFound
from library.feedback.errors import RatingByStaff
from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, current_office, may
from webapp.pages import page
from webapp.rooms.guest.number_key import holds_key
from webapp.rooms.ratings.blueprint import blueprint
from webapp.security import audience, devices, limits
from webapp.security.limits import limited


@blueprint.get("/rate")
@audience.public
def ask() -> ResponseReturnValue:
    """Ask for the visit code."""
    return _ask()


@blueprint.post("/rate")
@audience.public
@limited(*limits.LINK)
def by_code() -> ResponseReturnValue:
    """Lead whoever knows the code of today's visit to its rating."""
    _refuse_staff()
    office, code = request.form.get("office", ""), request.form.get("code", "")
    try:
        token = current_library().ratings.token_of_code(office, code)
    except NotFound:
        words = _("Nothing is left to rate for this code today. Check the code, and the office.")
        return _ask(code, office, str(words), 422)
    return redirect(url_for("ratings.rate", token=token), 303)


def _ask(code: str = "", office: str = "", error: str = "", status: int = 200) -> ResponseReturnValue:
    here = _here()
    return page(
        "ratings/ask.html",
        status=status,
        office=here,
        code=code[:40],
        chosen=office or here.code,
        asked=[] if devices.current_device() else list(current_library().offices.values()),
        errors={"code": error} if error else {},
    )


def _refuse_staff() -> None:
    if may(Right.SERVE_VISITORS):
        raise RatingByStaff("an officer's account asked for a visitor's rating")


def _here() -> Office:
    device = devices.current_device()
    return current_library().offices[device.office] if device else current_office()


@blueprint.post("/rate/number/<leg_id>")
@audience.public
@limited(*limits.LINK)
def by_number(leg_id: str) -> ResponseReturnValue:
    """Lead whoever drew a queue number to the rating of what it was served with.

    The desk knows the number's address, too: without the key that came with the number, the visit code is asked for.
    """
    _refuse_staff()
    if not holds_key(leg_id):
        return _ask(error=str(_("Please type your visit code.")), status=403)
    token = current_library().floor.rating_token(leg_id)
    if token is None:
        return page("ratings/over.html", used=True)
    return redirect(url_for("ratings.rate", token=token), 303)
