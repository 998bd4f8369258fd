"""Letting a proven reader in: a sign-in of her own for this browser, and the way she was going."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from library.readers.sessions import MAILED, begin
from library.readers.signing_in import Proven, sign_in
from library.store.models import Account
from library.store.session import Session
from webapp.current import current_library
from webapp.navigation import address
from webapp.security import sessions
from webapp.security.doors import safe_next

REGISTERED = "registered"
"""Where a browser keeps the proof that a registration was typed in it."""


def agent() -> str:
    """Give what the browser calls itself, so that its owner knows it again in her list."""
    return request.headers.get("User-Agent", "")


def enter_with_password(proven: Proven) -> None:
    """Sign this browser in; what its session held before is gone."""
    library = current_library()
    with library.database.write() as records:
        secret = sign_in(records, library.clock(), proven, sessions.lifetime(), agent())
    sessions.enter(secret)


def enter_with_link(records: Session, account: Account, how: str = MAILED) -> str:
    """Open a sign-in in the transaction that used the link up; give the secret for `sessions.enter`."""
    return begin(records, current_library().clock(), account, sessions.lifetime(), agent(), how=how)


def go_on(default: str = "") -> ResponseReturnValue:
    """Go where the reader was going, if that is a page of ours, else to `default` or the front page."""
    way = request.form.get("next") or request.args.get("next")
    return redirect(safe_next(way, default or address("front.home")), 303)
