"""The voice of the room: a paired board asks for it, and gets each call as a row of clips."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue

from library.errors import NotAllowed
from library.floor import voice_lease
from webapp import spoken
from webapp.current import current_library
from webapp.rooms.guest.announcer import to_speak
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.entrance import office_of
from webapp.security import audience, devices

RECENT = 100
"""Events of a minute or two in a full room."""


@blueprint.post("/board/<slug>/voice")
@audience.public
def voice(slug: str) -> ResponseReturnValue:
    """Claim the voice (for paired screens of the room only) and give what has to be spoken now."""
    office, device = office_of(slug), devices.current_device()
    if device is None or device.office != office.code:
        raise NotAllowed("only a paired screen speaks")
    library = current_library()
    now = library.clock()
    newest = library.floor.last_event(office.code)
    spoken_before = request.form.get("spoken", 0, type=int)
    after = voice_lease.claim(library.database, office.code, device.id, now, spoken_before, newest)
    if after is None:
        return jsonify(speaks=False, spoken=0, calls=[])
    # Somebody who has spoken nothing yet begins with what has just happened, not with last year.
    happenings = library.floor.events_after(office.code, max(after, newest - RECENT))
    calls = [{"seq": h.seq, "clips": clips(h.label, h.counter or 0)} for h in to_speak(happenings, now)]
    return jsonify(speaks=True, spoken=max((h.seq for h in happenings), default=after), calls=calls)


def clips(label: str, counter: int) -> list[str]:
    """Give the addresses of a call's clips, in their order."""
    asset = cast("Callable[[str], str]", current_app.jinja_env.globals["asset"])
    return [asset(f"voice/{name}.wav") for name in spoken.call(label, counter)]
