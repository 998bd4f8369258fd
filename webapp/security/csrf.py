"""Every form proves that it is ours.

Exempt is only what changes nothing and whose protocol asks by POST, and what a page asks whose sign-in may have ended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

SAFE = ("GET", "HEAD", "OPTIONS")
View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__reads_only__"
_ENDS = "__ends_only__"


def reads_only(view: View) -> View:
    """Let programs ask this view by POST: it changes nothing, whoever asks, and looks at no cookie."""
    setattr(view, _MARK, True)
    return view


def ends_only(view: View) -> View:
    """Let a page ask this view whose token has ended with its sign-in: it takes away, and unasked that does no harm.

    What a browser calls foreign is refused here, too.
    """
    setattr(view, _ENDS, True)
    return view


def ends(view: object) -> bool:
    """Say whether a page may ask this view without a token."""
    return hasattr(view, _ENDS)


def is_exempt(view: object) -> bool:
    """Say whether programs may ask this view by POST."""
    return hasattr(view, _MARK)


def _only_reads() -> bool:
    return is_exempt(current_app.view_functions.get(request.endpoint or ""))


class HeaderFirst(CSRFProtect):  # type: ignore[misc] # flask-wtf has no types
    """Looks for the token where no body has to be read for it."""

    def _get_csrf_token(self) -> str | None:
        names = current_app.config["WTF_CSRF_HEADERS"]
        sent = next((request.headers[name] for name in names if name in request.headers), None)
        # A form that is posted without scripts brings its token in the body.
        return sent if sent is not None else cast("str | None", super()._get_csrf_token())

    def protect(self, apply_exemptions: bool = False) -> None:
        """Check the token, except where nothing can be changed, or only taken away."""
        if not _only_reads() and not ends(current_app.view_functions.get(request.endpoint or "")):
            super().protect(apply_exemptions)


def install_before_bodies(app: Flask) -> None:
    """Refuse what a browser itself calls foreign, before a body is read and before it counts against anybody."""
    app.before_request(_refuse_foreign)


def _refuse_foreign() -> None:
    foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    if foreign and request.method not in SAFE and not _only_reads():
        raise CSRFError("The request comes from another site.")


def install(app: Flask) -> None:
    """Check the token of every request that may change something."""
    HeaderFirst(app)
