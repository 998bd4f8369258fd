"""What the request at hand belongs to: the library, the visitor, the office."""

from __future__ import annotations

from typing import cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from flask_login import current_user

from library.offices import Office
from library.readers.roles import Right, has_right
from library.readers.sessions import Visitor
from library.wiring import Library
from webapp.security.sessions import SignedIn

KEY = "library"


def install(app: Flask, library: Library) -> None:
    """Keep the library with the application."""
    app.extensions[KEY] = library


def follow_offices(app: Flask, library: Library) -> None:
    """Take up what administrators change of the offices, before a room asks for one."""
    app.before_request(library.offices_in_force.refresh_sometimes)


def current_library() -> Library:
    """Give the library behind this application."""
    return cast("Library", current_app.extensions[KEY])


def current_visitor() -> Visitor | None:
    """Say who is signed in; None for everybody else."""
    return current_user.visitor if isinstance(current_user._get_current_object(), SignedIn) else None  # noqa: SLF001 - the documented way past the proxy


def signed_in_visitor() -> Visitor:
    """Say who is signed in, on a route whose audience is never anonymous."""
    visitor = current_visitor()
    assert visitor is not None, "the route's audience lets anonymous readers in"
    return visitor


def current_role() -> str:
    """Give the visitor's role; empty for nobody, whose rights are none."""
    visitor = current_visitor()
    return visitor.role if visitor else ""


def may(right: Right) -> bool:
    """Say whether whoever is here has this right."""
    visitor = current_visitor()
    return visitor is not None and has_right(visitor.role, right)


def current_office() -> Office:
    """Give the office whose pages these are: the staff member's own, else the installation's first."""
    library = current_library()
    visitor = current_visitor()
    own = visitor.office if visitor else None
    return library.offices.get(own or "", library.first_office)


def use_office(code: str) -> Office:
    """Show times in the zone of the office that the page is about."""
    office = current_library().offices.get(code, current_library().first_office)
    g.zone = ZoneInfo(office.hours.time_zone.value)
    return office
