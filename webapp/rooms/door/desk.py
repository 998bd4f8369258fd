"""The front desk: who is here, who waits how long, which cards and lockers are out."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from library.floor.paths import SERVICES, has_custody, number_comes_first
from library.floor.views import FloorState
from library.offices import Office
from library.offices.lists import load_choices
from library.readers.roles import Right
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.rows import lockers, row_of, rows, strip
from webapp.rooms.door.screens import Screen, Values, show
from webapp.security import audience


@blueprint.get("")
@audience.right(Right.SERVE_VISITORS)
def desk() -> ResponseReturnValue:
    """Show the desk."""
    return show(DESK)


def _fill(office: Office, state: FloorState) -> Values:
    return {
        "rows": rows(state),
        "strip": strip(state),
        "custody": any(has_custody(office, service) for service in SERVICES),
        "lockers": lockers(state),
        "overdue": [row_of(visit, (), state.hours.now) for visit in state.overdue],
        "number_first": [service for service in SERVICES if number_comes_first(office, service)],
        "identities": identities(),
        "kinds": dict(identities()),
    }


def identities() -> list[tuple[str, str]]:
    """Give the kinds of identity documents with their names."""
    language = choose_language()
    kinds = load_choices(current_library().settings.catalog, "identity")
    return [(kind.code, kind.label.in_language(language)) for kind in kinds]


DESK = Screen("desk", "door/parts/desk.html", _fill)
