"""Asking somebody to sign in, and the way back afterwards."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from library.errors import NotAllowed
from webapp.security.programs import asks_open_room

MAX_WAY_BACK = 2000


def safe_next(way: str | None, default: str = "") -> str:
    """Give a path on this site, or `default`: never another site, never a scheme, never a header's end."""
    if not way or len(way) > MAX_WAY_BACK or not way.startswith("/") or way.startswith("//"):
        return default
    if "\\" in way or any(ord(c) < 0x21 or ord(c) == 0x7F for c in way):
        return default
    try:
        parts = urlsplit(way)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else way


def this_page() -> str:
    """Give the path and query of the page at hand, for a way back to it."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.removesuffix("?")
    return came_from("/")


def came_from(default: str) -> str:
    """Give the path and query of the page that the reader comes from, when it is one of ours."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return default
    return safe_next(parts.path + (f"?{parts.query}" if parts.query else ""), default)


def wants_page() -> bool:
    """Say whether the answer will be shown as a page; whoever does not say what it wants gets one."""
    if request.blueprint == "iiif" or asks_open_room():
        return False
    if request.headers.get("Sec-Fetch-Dest", "document") in ("image", "script", "style", "font"):
        return False
    return not request.accept_mimetypes or request.accept_mimetypes.accept_html


def ask_to_sign_in() -> ResponseReturnValue:
    """Send a reader to the sign-in page and later back here; tell anything else that it must sign in.

    Raises:
        Unauthorized: the answer would not be shown as a page (a picture, a fragment, data).
    """
    if "HX-Request" in request.headers or not wants_page():
        raise Unauthorized
    return redirect(url_for("account.login", next=this_page()), 303)


def ask_for_second_factor() -> ResponseReturnValue:
    """Send somebody of the staff to where the second step is set up; anything else is told that it may not.

    Raises:
        NotAllowed: the answer would not be shown as a page.
    """
    if "HX-Request" in request.headers or not wants_page():
        raise NotAllowed("a second factor is owed")
    return redirect(url_for("account.manage_second_factor", next=this_page()), 303)
