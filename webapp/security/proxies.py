"""Reverse proxies: believed about the client's address only when the settings say that they are there."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.current import KEY


def install(app: Flask) -> None:
    """Wrap the application when proxies stand in front of it."""
    count = app.extensions[KEY].settings.proxies
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign] # Flask's own idiom
