"""For whom a route is. A route that does not say so does not answer.

@blueprint.get("/works/<work_id>")
@audience.public
def show(work_id: str) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from library.errors import NotAllowed
from library.readers.roles import Right
from webapp.current import current_visitor, may
from webapp.security.doors import ask_for_second_factor, ask_to_sign_in

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__audience__"


class UndeclaredRoute(Exception):
    """A route has not said for whom it is; the application does not start."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is let in: everybody, whoever is signed in, or whoever has one of `rights`."""

    name: str
    rights: frozenset[Right] = frozenset()


PUBLIC = Audience("public")
SIGNED_IN = Audience("signed-in")


def public(view: View) -> View:
    """Let everybody in."""
    return _declare(view, PUBLIC)


def signed_in(view: View) -> View:
    """Let in who is signed in; others are asked to sign in first."""
    return _declare(view, SIGNED_IN)


def right(*rights: Right) -> Callable[[View], View]:
    """Let in who has at least one of these rights."""
    audience = Audience(" or ".join(sorted(rights)), frozenset(rights))
    return lambda view: _declare(view, audience)


def _declare(view: View, audience: Audience) -> View:
    setattr(view, _MARK, audience)
    return view


def of(view: Callable[..., Any]) -> Audience | None:
    """Say for whom a view is; None when it has not said so."""
    found = getattr(view, _MARK, None)
    return found if isinstance(found, Audience) else None


def install(app: Flask) -> None:
    """Check the audience before every view. Static files are for everybody."""
    public(app.view_functions["static"])
    app.before_request(_guard)


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    audience = of(current_app.view_functions[request.endpoint])
    if audience is None:
        raise NotAllowed(f"{request.endpoint} has no audience")
    if audience == PUBLIC:
        return None
    visitor = current_visitor()
    if visitor is None:
        return ask_to_sign_in()
    if audience.rights and not any(may(one) for one in audience.rights):
        if visitor.owes_factor:
            return ask_for_second_factor()
        raise NotAllowed(f"{request.endpoint} is for {audience.name}")
    return None


def refuse_undeclared(app: Flask) -> None:
    """Refuse to start with a route that has not said for whom it is.

    Raises:
        UndeclaredRoute: the routes are named.
    """
    silent = sorted(name for name, view in app.view_functions.items() if of(view) is None)
    if silent:
        raise UndeclaredRoute(f"no audience declared: {', '.join(silent)}")
