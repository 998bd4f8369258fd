"""Headers of every answer, errors and files included."""

from __future__ import annotations

from flask import Flask, Response, request, session

from webapp.current import current_library
from webapp.security.programs import asks_open_room
from webapp.security.sessions import COOKIE_KEY

# No inline script, no inline style, nothing from elsewhere.
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_FEATURES = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONE_YEAR = 31_536_000
# Covers and small pages are the same for everybody, so they may stay even where somebody is signed in.
OPEN_PICTURES = frozenset({"works.cover", "works.thumbnail"})
# Descriptions for other systems: the same for everybody, and pages of other sites may read them.
_SHOWN_ELSEWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
_OPENED = {**_SHOWN_ELSEWHERE, "Access-Control-Allow-Origin": "*"}
_ASKED_BEFORE = {"Access-Control-Allow-Headers": "Authorization", "Access-Control-Max-Age": "86400"}
"""what a browser is told that asks whether a page of another site may bring a key"""


def install(app: Flask) -> None:
    """Set them after every view and every error."""
    app.after_request(_dress)


def _dress(response: Response) -> Response:
    response.headers.update(ALWAYS)
    if asks_open_room():
        response.headers.update(_OPENED | (_ASKED_BEFORE if request.method == "OPTIONS" else {}))
    elif request.endpoint in OPEN_PICTURES:
        response.headers.update(_SHOWN_ELSEWHERE)
    if current_library().settings.secure_cookies:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    _set_caching(response)
    return response


def _set_caching(response: Response) -> None:
    """Keep what is hashed for ever, ask again for what is public, and keep nothing of what is somebody's own."""
    if request.endpoint == "static":
        hashed = response.status_code == 200 and "v" in request.args
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if hashed else "no-cache"
        return
    if response.cache_control.public and request.endpoint in OPEN_PICTURES:
        return
    if request.blueprint == "account" or COOKIE_KEY in session:
        # Not even a room's own rule makes a personal answer stay: Back shows nothing after signing out.
        response.headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
