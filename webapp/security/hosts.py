"""The Host header: the site's own name, this machine, or a bare address; a foreign name is somebody's trick."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from webapp.current import current_library


class ForeignHost(BadRequest):
    """The request was sent to a name that is not this site's (DNS rebinding, cache poisoning)."""


def install(app: Flask) -> None:
    """Check every request."""
    app.before_request(_check)


def _check() -> None:
    settings = current_library().settings
    known = {urlsplit(settings.base_url).hostname, settings.host, "localhost"}
    name = _name(request.host)
    # A bare address cannot be made to point elsewhere, as a name can.
    if name not in known and not _is_address(name):
        raise ForeignHost


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
