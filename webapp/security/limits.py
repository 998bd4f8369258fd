"""How often one address may try: enough for a hall of readers behind one address, too little for guessing.

An account is never locked: what is limited is the pair of address and account, so nobody can shut another out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar

from flask import Flask, Response, request
from flask_limiter import Limiter

from library.readers.accounts import normal_email
from webapp.current import current_visitor

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__limits__"


@dataclass(frozen=True, slots=True)
class Limit:
    """`rate` in the notation of the limits package, counted by `key`; `failures`: only refused attempts count."""

    rate: str
    key: Callable[[], str]
    methods: tuple[str, ...] = ("POST",)
    failures: bool = False


def address() -> str:
    """Give the client's address; for IPv6 its network, since one house has a whole /64."""
    text = request.remote_addr or "unknown"
    try:
        known = ip_address(text)
    except ValueError:
        return text
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return f"{IPv6Address(int(known) >> 64 << 64)}/64"
    return text


def address_and_account() -> str:
    """Give the pair of address and the e-mail typed, as a hash: no address book in memory."""
    typed = request.form.get("email", "")
    return hashlib.sha256(f"{address()} {normal_email(typed) or typed[:254]}".encode()).hexdigest()


def account() -> str:
    """Give who is signed in: only she can try her own password again."""
    visitor = current_visitor()
    return visitor.id if visitor else address()


SIGN_IN = (
    Limit("10 per 15 minutes", address_and_account, failures=True),
    Limit("100 per 15 minutes", address, failures=True),
)
REGISTER = (Limit("5 per hour", address_and_account), Limit("60 per hour", address))
MAIL = (Limit("5 per hour", address_and_account), Limit("60 per hour", address))
PASSWORD = (Limit("10 per 15 minutes", account, failures=True),)
LINK = (Limit("60 per 15 minutes", address, failures=True),)
COPY = (Limit("60 per hour", account),)
"""Each request makes a file and a mail; nobody reads sixty publications in an hour."""
SEARCH = (Limit("120 per minute", address, ("GET", "POST")),)
SUGGEST = (Limit("600 per minute", address, ("GET",)),)


def limited(*limits: Limit) -> Callable[[View], View]:
    """Limit a route: `@limited(*limits.SEARCH)`, under the route and its audience."""

    def mark(view: View) -> View:
        setattr(view, _MARK, limits)
        return view

    return mark


def install(app: Flask) -> None:
    """Put the declared limits before the views."""
    limiter = Limiter(address, app=app, storage_uri="memory://", strategy="moving-window", headers_enabled=False)
    app.extensions["pustaka-limits"] = limiter  # the wrappers hold it by a weak reference only
    for endpoint, view in list(app.view_functions.items()):
        wrapped = view
        for limit in getattr(view, _MARK, ()):
            wrapped = _wrap(limiter, limit, wrapped)
        app.view_functions[endpoint] = wrapped


def _wrap(limiter: Limiter, limit: Limit, view: Callable[..., Any]) -> Callable[..., Any]:
    deduct: Callable[[Response], bool] | None = _refused if limit.failures else None
    decorate = limiter.limit(limit.rate, key_func=limit.key, methods=list(limit.methods), deduct_when=deduct)
    return decorate(view)


def _refused(response: Response) -> bool:
    return response.status_code >= 400
