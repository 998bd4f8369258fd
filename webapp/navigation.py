"""Which links stand in the frame, and who sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from library.readers.roles import Right
from webapp.current import may
from webapp.shell import Link


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a room's first page; with a right, only for who has it.

    `whole` means that every page of the room belongs to it: some rooms have pages for readers and for staff.
    """

    endpoint: str
    label: LazyString
    icon: str
    right: Right | None = None
    whole: bool = False

    @property
    def room(self) -> str:
        """The room it leads to."""
        return self.endpoint.partition(".")[0]


MAIN = (
    Way("works.catalogue", _l("Catalogue"), "library", whole=True),
    Way("offices.standard", _l("Service standard"), "clipboard-check"),
    Way("verification.ask", _l("Check a copy"), "shield-check"),
    Way("door.desk", _l("Front desk"), "clipboard-list", Right.SERVE_VISITORS, whole=True),
    Way("advice.queue", _l("Consultations"), "messages-square", Right.SERVE_VISITORS, whole=True),
    Way("bench.batches", _l("Librarian's bench"), "layers", Right.INGEST, whole=True),
    Way("holdings.shelf", _l("Printed works"), "library", Right.RELEASE, whole=True),
    Way("requests.waiting", _l("Requests"), "list-checks", Right.DECIDE_REQUESTS),
    Way("search.sought", _l("Sought and not found"), "circle-help", Right.RELEASE),
    Way("reports.show", _l("Reports"), "chart-column", Right.SEE_DAY, whole=True),
    Way("ratings.results", _l("Ratings"), "star", Right.SEE_DAY),
    Way("complaints.desk", _l("Complaints"), "messages-square", Right.SERVE_VISITORS),
    Way("privacy.visits", _l("Personal data"), "shield-check", Right.SERVE_VISITORS),
    Way("trace.desk", _l("Trace a leak"), "fingerprint", Right.TRACE, whole=True),
    Way("administration.overview", _l("Administration"), "settings", Right.MANAGE_DATA, whole=True),
    Way("administration.jobs", _l("Later work"), "activity", Right.SEE_JOBS),
)
ACCOUNT = (
    Way("requests.mine", _l("My copies"), "file-check"),
    Way("consultations.mine", _l("My consultations"), "messages-square"),
    Way("search.saved", _l("Saved searches"), "bookmark"),
    Way("account.show", _l("My account"), "user"),
    Way("privacy.mine", _l("My data"), "shield-check"),
)
FOOTER = (
    Way("offices.standard", _l("Service standard"), "clipboard-check"),
    Way("complaints.offices", _l("Complaints and suggestions"), "messages-square"),
    Way("ratings.ask", _l("Rate our service"), "star"),
    Way("verification.ask", _l("Check a copy"), "shield-check"),
    Way("privacy.overview", _l("Personal data"), "lock"),
)


def links(ways: tuple[Way, ...]) -> tuple[Link, ...]:
    """Make links of the ways that are open to whoever is here."""
    shown = [way for way in ways if exists(way.endpoint) and (way.right is None or may(way.right))]
    here = _here(shown)
    return tuple(
        Link(str(way.label), url_for(way.endpoint), way.icon, way is here, around=way.endpoint != request.endpoint)
        for way in shown
    )


def _here(ways: list[Way]) -> Way | None:
    """Find the way to the page that is shown, or to the room that it belongs to."""
    exact = (way for way in ways if way.endpoint == request.endpoint)
    around = (way for way in ways if way.whole and way.room == request.blueprint)
    return next(exact, None) or next(around, None)


def exists(endpoint: str) -> bool:
    """Say whether the application has this page."""
    return endpoint in current_app.view_functions


def address(endpoint: str, default: str = "/", **values: Any) -> str:
    """Give a page's address, or `default` where this installation has no such page."""
    return url_for(endpoint, **values) if exists(endpoint) else default
