"""Forms that count once: a double click, a retry or a reload of the answer gives the first result again."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask import request

from library.errors import BadForm
from library.store import once
from library.store.session import Session
from webapp.current import current_library, current_visitor

FIELD = "once"


def form_token() -> str:
    """Draw the token of a new form: `{% call form(url, once=token) %}`."""
    return secrets.token_urlsafe(18)


def typed_token() -> str:
    """Give the token of the form that was posted, so that a corrected form keeps it."""
    return request.form.get(FIELD, "") or form_token()


def post_once(purpose: str, deed: Callable[[Session], str]) -> str:
    """Do `deed` in one write transaction unless this form was posted before; give its result.

    Args:
        purpose: Names the form, such as `request.submit`.
        deed: Gets the session and gives a short string to find its result again, such as an id (≤ 200 characters).

    Raises:
        BadForm: the form carries no token.
    """
    token, library, account = _sent_token(), current_library(), _account()
    with library.database.write() as records:
        earlier = once.earlier_result(records, token, purpose, account)
        if earlier is not None:
            return earlier
        result = deed(records)
        once.remember(records, library.clock(), token, purpose, account, result)
    library.workers.wake()
    return result


def first_post(purpose: str) -> bool:
    """Say whether this form is posted for the first time, for deeds that open their own transaction.

    The token is spent before the deed: a repeat never does it twice, and whoever gets no answer reloads and looks.

    Raises:
        BadForm: the form carries no token.
    """
    token, library, account = _sent_token(), current_library(), _account()
    with library.database.write() as records:
        if once.earlier_result(records, token, purpose, account) is not None:
            return False
        once.remember(records, library.clock(), token, purpose, account, "")
    return True


def _sent_token() -> str:
    token = request.form.get(FIELD, "")
    if not 16 <= len(token) <= 64:
        raise BadForm({FIELD: "form-token"})
    return token


def _account() -> str:
    visitor = current_visitor()
    return visitor.id if visitor else ""
