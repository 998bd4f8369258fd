"""Following the queue on one's own phone: the place in it, and what the board says. No names."""

from __future__ import annotations

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.floor.views import BoardState, LegView
from webapp.current import current_library, use_office
from webapp.pages import page
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.number_key import holds_key, note_key
from webapp.rooms.guest.ticket import FOLLOWING, numbered
from webapp.security import audience
from webapp.security.limits import limited

OVER = ("DONE", "LEFT", "TRANSFERRED", "EXPIRED", "SWEPT")


@blueprint.get("/queue/<leg_id>")
@audience.public
@limited(*FOLLOWING)
def follow(leg_id: str) -> ResponseReturnValue:
    """Show how the number stands."""
    leg = numbered(leg_id)
    note_key(leg_id)
    return page("guest/follow.html", office=use_office(leg.office), leg=leg, shown=_shown(leg))


@blueprint.get("/queue/<leg_id>/state")
@audience.public
@limited(*FOLLOWING)
def follow_state(leg_id: str) -> ResponseReturnValue:
    """Give the part of the page that moves; nothing where `?after=` is how it stands already."""
    leg = numbered(leg_id)
    use_office(leg.office)
    # The board is read only where something moved.
    if request.args.get("after") == _version(leg, current_library().floor.last_event(leg.office)):
        return "", 204
    shown = _shown(leg)
    html = render_template("guest/place.html", leg=leg, shown=shown)
    return jsonify(version=shown["version"], html=html, title=f"{leg.label} · {shown['title']}")


def _shown(leg: LegView) -> dict[str, object]:
    floor = current_library().floor
    board = floor.board(leg.office)
    visit = floor.visit(leg.visit_id) if leg.state == "CALLED" else None
    return {
        "board": board,
        "over": leg.state in OVER or not _is_todays(leg),
        "wait_minutes": _expected(leg, board),
        "signs": visit is not None and "guest_book" in visit.next,
        "version": _version(leg, board.last_event),
        "title": _title(leg),
        "rates": holds_key(leg.id),
    }


def _version(leg: LegView, last_event: int) -> str:
    return f"{last_event}.{leg.state}.{_is_todays(leg):d}"


def _is_todays(leg: LegView) -> bool:
    library = current_library()
    return leg.service_date == library.offices[leg.office].calendar.local_date(library.clock())


def _expected(leg: LegView, board: BoardState) -> int | None:
    """Guess the minutes left: today's mean wait, by the share of those who waited in front of her."""
    if leg.ahead is None or board.average_wait_seconds is None:
        return None
    share = (leg.ahead + 1) / max(board.waiting, leg.ahead + 1)
    return max(1, round(board.average_wait_seconds * share / 60))


def _title(leg: LegView) -> str:
    words = {
        "WAITING": _("waiting"),
        "CALLED": _("your number is called"),
        "SERVING": _("being served"),
        "NO_SHOW": _("called without an answer"),
    }
    return str(words.get(leg.state, _("served")))
