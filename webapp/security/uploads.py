"""How large a body may be, before anything but its headers is known: asked by the server, outside of any request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_cookie

from webapp.config import FORM_BYTES
from webapp.current import KEY
from webapp.intake import Allowance
from webapp.security import audience
from webapp.security.bodies import brings_files, largest_body
from webapp.security.sessions import names_sign_in


class UploadLimits:
    """The routes that take files, each with its limit; everything else may bring a form."""

    def __init__(self, app: Flask) -> None:
        """Read the routes of a finished application."""
        self._app = app
        self._routes = app.url_map.bind("")

    def __call__(self, method: str, path: str, cookies: str) -> Allowance:
        """Say what a request may bring.

        Args:
            method: as sent.
            path: as sent, unquoted.
            cookies: the Cookie header.

        Without a session of ours no upload can come to anything: its form carries the session's token. Where a route
        needs an account, the session has to be a sign-in's.
        """
        view = self._view(method, path)
        if view is None or not brings_files(view):
            return Allowance(FORM_BYTES)
        values = self._session(cookies)
        signed_in = names_sign_in(values)
        if not signed_in and not (values and audience.of(view) == audience.PUBLIC):
            return Allowance(FORM_BYTES)
        return Allowance(largest_body(view, self._app.extensions[KEY].settings), signed_in)

    def _view(self, method: str, path: str) -> Callable[..., Any] | None:
        try:
            endpoint, _ = self._routes.match(path, method)
        except HTTPException:
            return None
        return self._app.view_functions.get(endpoint)

    def _session(self, cookies: str) -> Mapping[str, Any]:
        """Read what the session's cookie holds; nothing where its signature is not ours or too old."""
        sealed = parse_cookie(cookies).get(self._app.config["SESSION_COOKIE_NAME"])
        signer = SecureCookieSessionInterface().get_signing_serializer(self._app)
        if not sealed or signer is None:
            return {}
        try:
            values = signer.loads(sealed, max_age=int(self._app.permanent_session_lifetime.total_seconds()))
        except BadSignature:
            return {}
        return values if isinstance(values, Mapping) else {}
