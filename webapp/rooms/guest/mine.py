"""The visit that this browser has just made: in its session, so that nobody reads another's by typing an address."""

from __future__ import annotations

from flask import session

from library.errors import NotFound
from library.floor.views import VisitView
from webapp.current import current_library

_KEY = "visit"


def keep(visit_id: str) -> None:
    """Remember the visit in this browser."""
    session[_KEY] = visit_id


def forget() -> None:
    """Let the next visitor begin anew; a phone keeps what the door told it."""
    session.pop(_KEY, None)


def own_visit(office: str) -> VisitView:
    """Give this browser's visit at the office.

    Raises:
        NotFound: it has made none here.
    """
    visit_id = session.get(_KEY)
    if not isinstance(visit_id, str):
        raise NotFound(what="kunjungan / visit")
    visit = current_library().floor.visit(visit_id)
    if visit.office != office:
        raise NotFound(what="kunjungan / visit")
    return visit


def has_visit() -> bool:
    """Say whether this browser made any visit."""
    return _KEY in session


def is_mine(visit_id: str) -> bool:
    """Say whether this browser made the visit."""
    return bool(session.get(_KEY) == visit_id)
