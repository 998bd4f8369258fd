"""Flask's configuration, derived from the library's settings."""

from __future__ import annotations

from flask import Flask

from library.wiring import Library

KIB = 1 << 10
# Enough for every form; a route that takes files says so (`webapp.security.bodies`).
FORM_BYTES = 1 << 20


def configure(app: Flask, library: Library) -> None:
    """Fill `app.config` and the secret key."""
    settings = library.settings
    app.secret_key = library.folders.secret.read_text().strip()
    app.debug = False
    app.config.update(
        # `__Host-` ties the cookie to this host and to HTTPS; browsers refuse it over plain HTTP.
        SESSION_COOKIE_NAME="__Host-pustaka" if settings.secure_cookies else "pustaka",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=256 * KIB,
        MAX_FORM_PARTS=300,
        # A form may lie open all day; its token lives as long as the session it belongs to.
        WTF_CSRF_TIME_LIMIT=None,
        TEMPLATES_AUTO_RELOAD=settings.development,
        RATELIMIT_ENABLED=settings.rate_limits,
    )
