"""Why somebody is asked to sign in: what she was about to do, told above the form."""

from __future__ import annotations

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def purpose_of(way: str) -> str:
    """Say what an account is needed for on the page that a path leads to; nothing where that is plain."""
    said = {
        "reader": _("Works are read with an account, for every page on the screen is marked for its reader."),
        "requests": _("A copy is made for one reader, so it takes an account."),
        "consultations": _("Questions are asked with an account; there you find the answer."),
    }
    return str(said.get(_blueprint(way), ""))


def _blueprint(way: str) -> str:
    try:
        endpoint, _values = current_app.url_map.bind_to_environ(request.environ).match(way.partition("?")[0], "GET")
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint).partition(".")[0]
