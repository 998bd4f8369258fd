"""Who is signed in. The cookie holds one secret; everything else about a sign-in is a row that can be ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from flask import Flask, Request, current_app, session
from flask_login import LoginManager, UserMixin

from library.readers import sessions
from library.readers.factor_policy import policy_of
from library.readers.second_step import Entry
from library.readers.sessions import Visitor
from library.store.session import Session
from library.wiring import Library

COOKIE_KEY = "sign_in"
HALF_KEY = "half"
"""Where a browser keeps half a sign-in, whose code is still owed."""
BY_ITSELF = frozenset({"terminal.scan_picture", "terminal.scan_state", "consultations.state"})
"""What a page asks without anybody's touch: no sign of life."""


class SignedIn(UserMixin):  # type: ignore[misc] # flask-login has no types
    """A visitor, as flask-login wants her."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def get_id(self) -> str:
        """Give the account's id."""
        return self.visitor.id


def install(app: Flask) -> None:
    """Look the cookie's secret up at the first question of each request."""
    manager = LoginManager(app)
    manager.session_protection = None  # the row decides, not the browser's address or name
    manager.request_loader(_load)


def _library() -> Library:
    return cast("Library", current_app.extensions["library"])


def _load(request: Request) -> SignedIn | None:
    secret = session.get(COOKIE_KEY)
    if not isinstance(secret, str):
        return None
    library = _library()
    now = library.clock()
    with library.database.read() as records:
        visitor = sessions.look_up(records, now, secret, policy_of(library.settings))
        touched = request.endpoint not in BY_ITSELF
        stale = touched and visitor is not None and sessions.is_stale(records, now, visitor.sign_in)
    if visitor is None:
        session.clear()
        return None
    if stale:
        with library.database.write() as records:
            sessions.touch(records, now, visitor.sign_in)
    return SignedIn(visitor)


def enter(secret: str) -> None:
    """Give the browser a fresh session with this sign-in's secret; nothing of the one before is kept."""
    session.clear()
    session[COOKIE_KEY] = secret


def take(entry: Entry) -> None:
    """Give the browser a fresh session with a sign-in, or with half of one."""
    session.clear()
    session[HALF_KEY if entry.is_half else COOKIE_KEY] = entry.secret


def half_secret() -> str:
    """Give the secret of half a sign-in; empty where there is none."""
    return str(session.get(HALF_KEY, ""))


def secrets_key() -> bytes:
    """Give the key of what is sealed in the database: it lies beside it, not in it."""
    return str(current_app.secret_key).encode()


def leave() -> None:
    """Take everything from the browser's session."""
    session.clear()


def names_sign_in(values: Mapping[str, Any]) -> bool:
    """Say whether the values of a signed cookie claim a sign-in; whether it still holds, only its row knows."""
    return COOKIE_KEY in values


def is_over(records: Session) -> bool:
    """Say whether this browser's sign-in was ended during the request."""
    library, secret = _library(), str(session.get(COOKIE_KEY, ""))
    return sessions.look_up(records, library.clock(), secret, policy_of(library.settings)) is None


def lifetime() -> timedelta:
    """Say how long a sign-in holds."""
    return timedelta(hours=_library().settings.session_hours)
