"""The first page of the guest book: on the screen in the hall, and on the phone that scanned the door."""

from __future__ import annotations

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.floor import paths
from webapp import language_choice
from webapp.current import current_library, current_visitor
from webapp.once import form_token
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.entrance import DOOR, NotAtTheDoor, door_address, enter, is_todays, office_of
from webapp.rooms.guest.hall_page import hall_page
from webapp.rooms.guest.mine import forget
from webapp.rooms.guest.qr import drawn
from webapp.security import audience, devices, limits
from webapp.security.limits import limited


@blueprint.get("/guest/<slug>/door/<token>")
@audience.public
@limited(*limits.LINK)
def door(slug: str, token: str) -> ResponseReturnValue:
    """Take the code of the door into the phone's session, so that it does not stand in the address."""
    office = office_of(slug)
    if not is_todays(office, token):
        raise NotAtTheDoor(slug)
    session[DOOR] = token
    return redirect(url_for("guest.start", slug=slug), 303)


@blueprint.get("/guest/<slug>")
@audience.public
def start(slug: str) -> ResponseReturnValue:
    """Welcome; one large button, and the other ways beside it."""
    here = enter(slug)
    if here.kiosk:
        forget()  # the first page of the hall is everybody's
    first = paths.number_comes_first(here.office, "consultation")
    state = current_library().floor.board(here.office.code)
    return hall_page(
        "guest/start.html",
        here,
        number_first=first,
        hours=state.hours,
        token=form_token(),
        reading=devices.is_terminal(),
        signed_in=current_visitor() is not None and here.channel == "phone",
        phone=drawn(door_address(here.office), _("The guest book on your phone")) if here.kiosk else "",
    )


@blueprint.post("/guest/<slug>/leave")
@audience.public
def leave(slug: str) -> ResponseReturnValue:
    """Forget who stood here: the next one begins with an empty page, in Indonesian."""
    here = enter(slug)
    forget()
    answer = redirect(url_for("guest.start", slug=slug), 303)
    if here.kiosk:
        answer.delete_cookie(language_choice.COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.app_context_processor
def _kiosk_words() -> dict[str, object]:
    return {"kiosk_rests": KIOSK_RESTS, "kiosk_warns": KIOSK_WARNS, "asked_path": request.path}


KIOSK_RESTS = 60
"""Seconds without a touch after which a draft in the hall is cleared."""
KIOSK_WARNS = 15
"""The last seconds of these, which are counted aloud."""
