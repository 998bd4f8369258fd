"""The wipe: the sign-in ends, the browser forgets cache, cookies and storage, and the screen gets a new key of its own.

Forgetting cookies takes the screen's own with it, in the same answer even a new one. So the answer leads on to a
second page, under a sealed token that works once, and that page brings the new key.
"""

from __future__ import annotations

import secrets

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from library.floor.rekeying import rekey
from library.readers import sessions as records_of
from library.store import once
from library.store.session import Session
from webapp.current import current_library, current_visitor
from webapp.navigation import address
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.clearing import clear_away
from webapp.security import audience, csrf, devices, sessions

_PURPOSE = "terminal.ready"
# A screen that was cut off in between is reloaded by somebody within this time, or paired anew.
_SECONDS = 600
WIPE = '"cache", "cookies", "storage"'


@blueprint.post("/leave")
@audience.public
@csrf.ends_only
def leave() -> ResponseReturnValue:
    """End the sign-in and empty the browser; doing it twice does no harm."""
    library, visitor, device = current_library(), current_visitor(), devices.current_device()
    with library.database.write() as records:
        if visitor is not None:
            records_of.end(records, library.clock(), visitor.id, visitor.sign_in)
        if device is not None:
            records_of.end_at_device(records, library.clock(), device.id)
    if device is not None:
        clear_away(device.id)  # also where the sign-in has rested
    sessions.leave()
    if device is None:
        answer = redirect(address("front.home"), 303)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    answer = redirect(url_for("terminal.ready", token=_sealer().dumps([device.id, secrets.token_urlsafe(12)])), 303)
    answer.headers["Clear-Site-Data"] = WIPE
    return answer


@blueprint.get("/ready/<token>")
@audience.public
def ready(token: str) -> ResponseReturnValue:
    """Give the wiped screen its new key, once; then show the first page."""
    answer = redirect(url_for("terminal.start"), 303)
    with current_library().database.write() as records:
        secret = _redeem(records, token)
    if secret is not None:
        devices.remember(answer, secret)
    return answer


def _redeem(records: Session, token: str) -> str | None:
    try:
        device_id, nonce = _sealer().loads(token, max_age=_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    if once.earlier_result(records, nonce, _PURPOSE, "") is not None:
        return None
    now = current_library().clock()
    once.remember(records, now, nonce, _PURPOSE, "", device_id)
    return rekey(records, now, device_id)


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="terminal-ready")


@blueprint.post("/here")
@audience.public
def here() -> ResponseReturnValue:
    """Hear that somebody touches the screen; the watch in front of every route has noted it."""
    return "", 204
