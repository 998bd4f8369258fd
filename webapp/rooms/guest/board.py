"""The room's board: numbers, never names. It asks by event ids, so it goes on after server or network were away."""

from __future__ import annotations

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.floor.views import BoardState, OpenState
from library.offices import Office
from webapp.assets.voice import is_made
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.entrance import door_address, office_of
from webapp.rooms.guest.qr import drawn
from webapp.rooms.guest.ticket import FOLLOWING
from webapp.security import audience, devices
from webapp.security.limits import limited


@blueprint.get("/board/<slug>")
@audience.public
@limited(*FOLLOWING)
def board(slug: str) -> ResponseReturnValue:
    """Show the board; on a paired screen it may also speak, and shows the guest book's code for phones."""
    office = office_of(slug)
    device = devices.current_device()
    paired = device is not None and device.office == office.code
    return page(
        "guest/board.html",
        office=office,
        view="kiosk",
        place=office.name,
        slug=slug,
        speaks=paired and is_made(),
        phone=drawn(door_address(office), _("The guest book on your phone")) if paired else "",
        shown=_shown(office),
    )


@blueprint.get("/board/<slug>/state")
@audience.public
@limited(*FOLLOWING)
def board_state(slug: str) -> ResponseReturnValue:
    """Give the part that moves; nothing where `?after=` is how it stands already."""
    office = office_of(slug)
    floor = current_library().floor
    # Asked every two seconds by every screen: the board itself is read only where something moved.
    if request.args.get("after") == _version(office, floor.last_event(office.code), floor.opening(office.code)):
        return "", 204
    shown = _shown(office)
    return jsonify(version=shown["version"], day=shown["day"], html=render_template("guest/numbers.html", shown=shown))


def _shown(office: Office) -> dict[str, object]:
    library = current_library()
    state: BoardState = library.floor.board(office.code)
    day = office.calendar.local_date(library.clock()).isoformat()
    average = state.average_wait_seconds
    return {
        "board": state,
        "day": day,
        "average": None if average is None else max(1, round(average / 60)),
        "version": _version(office, state.last_event, state.hours),
    }


def _version(office: Office, last_event: int, hours: OpenState) -> str:
    day = office.calendar.local_date(current_library().clock()).isoformat()
    return f"{day}.{last_event}.{hours.is_open:d}"
