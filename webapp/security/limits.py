"""How often one address may try: enough for a hall of readers behind one address, too little for guessing.

An account is never locked: what is limited is the pair of address and account, so nobody can shut another out.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter

from library.readers.accounts import normal_email
from webapp.current import current_visitor
from webapp.security.bodies import brings_files

View = TypeVar("View", bound=Callable[..., Any])
ASKED, ASKED_WITH_KEY = 120, 1_200
"""questions that a program may ask in a minute, from one address or with the keys of one account"""
_MARK = "__limits__"
_KEY = "pustaka-limits"
_GATES = "pustaka-limits-before-bodies"
_WRONG_KEYS = "pustaka-limits-of-wrong-keys"


@dataclass(frozen=True, slots=True)
class Limit:
    """`rate` in the notation of the limits package, counted by `key`; `failures`: only refused attempts count.

    All routes whose limit has the same `scope` are counted together; without one, each is counted by itself.
    """

    rate: str | Callable[[], str]
    key: Callable[[], str]
    methods: tuple[str, ...] = ("POST",)
    failures: bool = False
    scope: str = ""

    def __post_init__(self) -> None:
        """Count the question for the head of an answer as the answer: it costs as much."""
        if "GET" in self.methods and "HEAD" not in self.methods:
            object.__setattr__(self, "methods", (*self.methods, "HEAD"))


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


def program() -> str:
    """Give the account with whose key a program asks, however many keys it has; else the address it asks from."""
    known = g.get("program")
    return f"account {known.account_id}" if known else address()


def program_rate() -> str:
    """Say how often a program may ask."""
    return f"{ASKED_WITH_KEY if g.get('program') else ASKED} per minute"


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
READING = (Limit("300 per minute", account, ("GET",)), Limit("4000 per hour", account, ("GET",)))
"""Pages on screen, each kind of answer by itself: nobody leafs through five pages a second for a minute."""
PROGRAM = (Limit(program_rate, program, ("GET", "POST"), scope="program"),)
"""Other systems, which ask for a hundred records at a time: all their questions together, more with a key of theirs."""
SUGGEST = (Limit("600 per minute", address, ("GET",)),)


def limited(*limits: Limit) -> Callable[[View], View]:
    """Limit a route: `@limited(*limits.SEARCH)`, under the route and its audience."""

    def mark(view: View) -> View:
        setattr(view, _MARK, limits)
        return view

    return mark


def install_before_bodies(app: Flask) -> None:
    """Count uploads before anything reads their bodies, where neither what was typed nor the answer matters."""
    limiter = Limiter(address, app=app, storage_uri="memory://", strategy="moving-window", headers_enabled=False)
    app.extensions[_KEY] = limiter  # the wrappers hold it by a weak reference only
    app.extensions[_WRONG_KEYS] = _wrap_all(limiter, list(PROGRAM), _gate("wrong keys"))
    app.before_request(_pass_gate)
    app.after_request(lambda response: _say_when(limiter, response))


def install(app: Flask) -> None:
    """Put the declared limits before the views, those of uploads before their bodies."""
    limiter = app.extensions[_KEY]
    gates: dict[str, Callable[[], None]] = app.extensions.setdefault(_GATES, {})
    for endpoint, view in list(app.view_functions.items()):
        declared = getattr(view, _MARK, ())
        early = [limit for limit in declared if _counts_early(view, limit)]
        if early:
            gates[endpoint] = _wrap_all(limiter, early, _gate(endpoint))
        app.view_functions[endpoint] = _wrap_all(limiter, [each for each in declared if each not in early], view)


def _counts_early(view: Callable[..., Any], limit: Limit) -> bool:
    return brings_files(view) and not limit.failures and limit.key is not address_and_account


def count_wrong_key() -> None:
    """Count a question with a wrong key as one of its address, before it is refused: keys are not guessed at leisure.

    Raises:
        RateLimitExceeded: the address has asked too often.
    """
    current_app.extensions[_WRONG_KEYS]()


def _gate(endpoint: str) -> Callable[[], None]:
    def gate() -> None:
        return None

    gate.__qualname__ = f"gate of {endpoint}"  # by which the limiter knows its limits
    return gate


def _pass_gate() -> None:
    gate = current_app.extensions[_GATES].get(request.endpoint)
    if gate is not None:
        gate()


def _say_when(limiter: Limiter, response: Response) -> Response:
    """Tell programs, too, when they may try again."""
    breached = limiter.current_limit
    if response.status_code == 429 and breached is not None and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(max(1, breached.reset_at - int(time.time())))
    return response


def _wrap_all(limiter: Limiter, limits: list[Limit], view: Callable[..., Any]) -> Callable[..., Any]:
    for limit in limits:
        view = _wrap(limiter, limit, view)
    return view


def _wrap(limiter: Limiter, limit: Limit, view: Callable[..., Any]) -> Callable[..., Any]:
    deduct: Callable[[Response], bool] | None = _refused if limit.failures else None
    methods = list(limit.methods)
    if limit.scope:
        together = limiter.shared_limit(
            limit.rate, limit.scope, key_func=limit.key, methods=methods, deduct_when=deduct
        )
        return together(view)
    return limiter.limit(limit.rate, key_func=limit.key, methods=methods, deduct_when=deduct)(view)


def _refused(response: Response) -> bool:
    return response.status_code >= 400
