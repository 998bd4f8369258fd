"""What changed on the floor since a page was shown: asked every two seconds, answered with 304 when nothing did."""

from __future__ import annotations

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.clocks import CLOCKS
from webapp.rooms.door.counter import COUNTER
from webapp.rooms.door.desk import DESK
from webapp.rooms.door.post import own_office
from webapp.rooms.door.screens import Screen, live_values, server_time
from webapp.security import audience

SCREENS = {screen.name: screen for screen in (DESK, COUNTER, CLOCKS)}
FRESH_SECONDS = 15
"""Waiting times and lunch breaks move without an event; a page is at most this old."""
_MOST = 2**62


@blueprint.get("/state")
@audience.right(Right.SERVE_VISITORS)
def state() -> ResponseReturnValue:
    """Give the live part of the screen `view` when something happened after the event `after`."""
    screen = SCREENS.get(request.args.get("view", "")) or abort(404)
    office = own_office()
    tag = _tag(screen, office)
    if tag in request.if_none_match:
        answer = make_response("", 304)
    else:
        shown = current_library().floor.day(office.code)
        answer = make_response(render_template("door/live.html", **live_values(screen, office, shown)))
        answer.headers["X-Time"] = server_time(office, shown)
    answer.set_etag(tag)
    return answer


def _tag(screen: Screen, office: Office) -> str:
    """Name what an answer depends on: the last event, the quarter of a minute, the reader and her language."""
    library = current_library()
    after = request.args.get("after", 0, type=int)
    happened = library.floor.events_after(office.code, max(0, min(after, _MOST)))
    last = happened[-1].seq if happened else after
    quarter = int(library.clock().timestamp()) // FRESH_SECONDS
    return f"{screen.name}-{office.code}-{last}-{quarter}-{choose_language()}-{signed_in_visitor().id}"
