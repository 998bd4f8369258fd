"""Every form proves that it is ours. There are no exemptions."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

SAFE = ("GET", "HEAD", "OPTIONS")


class HeaderFirst(CSRFProtect):  # type: ignore[misc] # flask-wtf has no types
    """Looks for the token where no body has to be read for it."""

    def _get_csrf_token(self) -> str | None:
        names = current_app.config["WTF_CSRF_HEADERS"]
        sent = next((request.headers[name] for name in names if name in request.headers), None)
        # A form that is posted without scripts brings its token in the body.
        return sent if sent is not None else cast("str | None", super()._get_csrf_token())


def install_before_bodies(app: Flask) -> None:
    """Refuse what a browser itself calls foreign, before a body is read and before it counts against anybody."""
    app.before_request(_refuse_foreign)


def _refuse_foreign() -> None:
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise CSRFError("The request comes from another site.")


def install(app: Flask) -> None:
    """Check the token of every request that may change something."""
    HeaderFirst(app)
