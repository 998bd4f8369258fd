"""The staff's live screens: what each shows, as a page and as the piece of it that follows the floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from library.floor.views import FloorState
from library.offices import Office
from library.offices.lists import load_choices
from library.readers.roles import Right
from webapp.current import current_library, may
from webapp.language import formats
from webapp.language_choice import choose_language
from webapp.navigation import exists
from webapp.once import form_token
from webapp.pages import page
from webapp.rooms.door import words
from webapp.rooms.door.post import choices, own_office

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Screen:
    """A page of the staff that follows the floor; `fill` gives what its live part shows beyond the floor's state."""

    name: str
    part: str
    fill: Callable[[Office, FloorState], Values]

    @property
    def endpoint(self) -> str:
        """Its page."""
        return f"door.{self.name}"


def show(screen: Screen, **values: Any) -> Response:
    """Answer with the whole page."""
    office = own_office()
    answer = page(
        f"door/{screen.name}.html",
        view="staff",
        office=office,
        tabs=tabs(screen.endpoint),
        **live_values(screen, office, current_library().floor.day(office.code)),
        **values,
    )
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer


def live_values(screen: Screen, office: Office, state: FloorState) -> Values:
    """Give everything that the live part needs."""
    return {
        **frame_values(office),
        "state": state,
        "screen": screen,
        "server_time": server_time(office, state),
        **screen.fill(office, state),
    }


def frame_values(office: Office) -> Values:
    """Give what every page of the floor needs: its office, the offices to choose from, words and tokens."""
    return {
        "floor_office": office,
        "office_choices": choices(),
        "language": choose_language(),
        "say": words.say,
        "names": words,
        "reasons": reasons(),
        "token": form_token,
    }


def reasons() -> list[tuple[str, str]]:
    """Give the reasons that an officer may name for a late promise."""
    language = choose_language()
    known = load_choices(current_library().settings.catalog, "breach_reason")
    return [(reason.code, reason.label.in_language(language)) for reason in known]


def server_time(office: Office, state: FloorState) -> str:
    """Write the server's time of day in the office's zone: what the page shows was true then."""
    return formats.clock(state.hours.now, get_locale(), ZoneInfo(office.hours.time_zone.value))


def tabs(current: str) -> list[dict[str, object]]:
    """Give the pages of the floor that whoever is here may open."""
    pages = (
        ("door.desk", _("Front desk"), "clipboard-list", Right.SERVE_VISITORS),
        ("door.counter", _("Counter"), "headphones", Right.SERVE_VISITORS),
        ("door.clocks", _("Clocks"), "timer", Right.SERVE_VISITORS),
        ("door.closing", _("End of the day"), "key-round", Right.SERVE_VISITORS),
        ("day.show", _("The day"), "chart-column", Right.SEE_DAY),
        ("door.devices", _("Devices"), "panel-left", Right.MANAGE_FLOOR),
    )
    return [
        {"label": label, "url": url_for(endpoint), "icon": icon, "current": endpoint == current}
        for endpoint, label, icon, right in pages
        if may(right) and exists(endpoint)
    ]
