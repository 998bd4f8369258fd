"""The office's cases: those that are open with their clocks, and those that are closed."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.advice.blueprint import blueprint
from webapp.rooms.consultations import words
from webapp.rooms.consultations.live import follow
from webapp.rooms.door.post import choices, own_office
from webapp.security import audience


@blueprint.get("")
@audience.right(Right.SERVE_VISITORS)
def queue() -> ResponseReturnValue:
    """Show the open cases, the most urgent first."""
    office = own_office()
    return page("advice/queue.html", view="staff", office=office, **frame(office), **_values(office))


@blueprint.get("/state")
@audience.right(Right.SERVE_VISITORS)
def state() -> ResponseReturnValue:
    """Give the part of the queue that moves."""
    values = _values(own_office())
    shown = values["queue"]
    name = f"queue-{values['floor_office'].code}-{len(values['mails'])}"
    return follow(name, shown.last_event, lambda: render_template("advice/queue_live.html", **values))


def _values(office: Office) -> dict[str, Any]:
    desk, me = current_library().consultations, signed_in_visitor().id
    return {
        "floor_office": office,
        "queue": desk.queue(office.code, by=me),
        "mails": desk.mails(by=me),
        "me": me,
        "names": words,
        "say": words.say,
    }


def frame(office: Office) -> dict[str, Any]:
    """Give what every page of this room needs: the offices to choose from, for whoever may."""
    return {"office_choices": choices(), "language": choose_language(), "office_code": office.code}


@blueprint.get("/closed")
@audience.right(Right.SERVE_VISITORS)
def closed() -> ResponseReturnValue:
    """List closed cases."""
    office, sought = own_office(), request.args.get("q", "")[:100]
    lines = current_library().consultations.closed(office.code, sought, by=signed_in_visitor().id)
    return page(
        "advice/closed.html",
        view="staff",
        office=office,
        **frame(office),
        floor_office=office,
        lines=lines,
        sought=sought,
        names=words,
        say=words.say,
    )
