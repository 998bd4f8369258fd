"""In which language a page is: the reader's account, else this browser's choice, else its wish, else Indonesian."""

from __future__ import annotations

from flask import Flask, g, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from webapp.current import current_library, current_visitor
from webapp.language.catalogues import LANGUAGES

COOKIE = "language"
ONE_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Let Flask-Babel ask `choose_language`, once a request."""
    Babel(app, locale_selector=choose_language, default_locale=LANGUAGES[0], default_domain="messages")


def choose_language() -> str:
    """Give "id" or "en"."""
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def _choose() -> str:
    visitor = current_visitor()
    if visitor is not None and visitor.language in LANGUAGES:
        return visitor.language
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def keep_in_browser(response: Response, name: str, value: str) -> None:
    """Remember a choice of this browser for a year; it says nothing about who uses it."""
    secure = current_library().settings.secure_cookies
    response.set_cookie(name, value, max_age=ONE_YEAR, secure=secure, httponly=True, samesite="Lax")
