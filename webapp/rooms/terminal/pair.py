"""Pairing a screen: the code that an officer drew is typed once, and its browser keeps a secret no script reads."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.errors import LinkExpired
from library.floor import devices as records_of
from library.floor.views import DeviceView
from webapp.current import current_library
from webapp.errors import sentence_of
from webapp.pages import page
from webapp.rooms.terminal.blueprint import blueprint
from webapp.security import audience, devices, limits, sessions
from webapp.security.limits import limited


@blueprint.get("/pair")
@audience.public
def pair() -> ResponseReturnValue:
    """Ask for the code."""
    return _form()


@blueprint.post("/pair")
@audience.public
@limited(*limits.LINK)
def pair_now() -> ResponseReturnValue:
    """Pair this browser; whoever was signed in here is signed in no more."""
    library = current_library()
    typed = request.form.get("code", "")[:40]
    try:
        with library.database.write() as records:
            device, secret = records_of.pair(records, library.clock(), typed)
    except LinkExpired as problem:
        return _form(sentence_of(problem), 410)
    sessions.leave()
    answer = redirect(home_of(device), 303)
    devices.remember(answer, secret)
    return answer


def home_of(device: DeviceView) -> str:
    """Give the first page of a screen."""
    office = current_library().offices.get(device.office)
    if device.kind == devices.BOARD and office is not None:
        return url_for("guest.board", slug=office.slug)
    return url_for("terminal.start")


def _form(problem: str = "", status: int = 200) -> ResponseReturnValue:
    return page("terminal/pair.html", status=status, view="kiosk", problem=problem)
