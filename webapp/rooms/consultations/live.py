"""The part of a page that follows a case: asked every two seconds, answered with 304 when nothing moved."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, request
from flask.typing import ResponseReturnValue

from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language

FRESH_SECONDS = 15
"""A file that the sandbox has read, and days that pass, move without an event; a page is at most this old."""


def follow(name: str, last_event: int, render: Callable[[], str]) -> ResponseReturnValue:
    """Answer with the part `name` unless the browser has it as it stands."""
    quarter = int(current_library().clock().timestamp()) // FRESH_SECONDS
    tag = f"{name}-{last_event}-{quarter}-{choose_language()}-{signed_in_visitor().id}"
    answer = make_response("", 304) if tag in request.if_none_match else make_response(render())
    answer.set_etag(tag)
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer
