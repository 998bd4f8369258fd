"""Letting a proven reader in: a sign-in of her own for this browser, and the way she was going."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.readers.factor_policy import policy_of
from library.readers.second_step import Browser, Entry, by_password, enter
from library.readers.sessions import MAILED
from library.readers.signing_in import Proven
from library.store.models import Account
from library.store.session import Session
from webapp.current import current_library
from webapp.navigation import address
from webapp.security import sessions
from webapp.security.doors import safe_next

REGISTERED = "registered"
"""Where a browser keeps the proof that a registration was typed in it."""

WANTED = "wanted"
"""Where it keeps which page its reader wanted when she was asked to register."""


def this_browser() -> Browser:
    """Give what a sign-in notes of the browser, so that its owner knows it again in her list."""
    return Browser(sessions.lifetime(), request.headers.get("User-Agent", ""))


def enter_with_password(proven: Proven) -> Entry:
    """Sign this browser in, perhaps halfway; what its session held before is gone."""
    library = current_library()
    with library.database.write() as records:
        entry = by_password(records, library.clock(), proven, this_browser(), policy_of(library.settings))
    sessions.take(entry)
    return entry


def enter_with_link(records: Session, account: Account, how: str = MAILED, factor_at: datetime | None = None) -> Entry:
    """Open a sign-in in the transaction that used the link up, perhaps half of one; `sessions.take` takes it.

    `factor_at` is when this browser took the second step already.
    """
    library = current_library()
    policy = policy_of(library.settings)
    return enter(records, library.clock(), account, this_browser(), policy, how=how, factor_at=factor_at)


def go_on(default: str = "", *, entry: Entry | None = None) -> ResponseReturnValue:
    """Go where the reader was going, if that is a page of ours, else to `default` or the front page.

    Whoever is in halfway only is asked for the code first.
    """
    way = safe_next(request.form.get("next") or request.args.get("next"), default)
    if entry is not None and entry.is_half:
        return redirect(url_for("account.second_step", next=way or None), 303)
    return redirect(way or address("front.home"), 303)
