"""Finding the visit of somebody who asks at the desk for what is kept of her."""

from __future__ import annotations

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from library.privacy.finding import LEAST, visits_on
from library.readers.roles import Right
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.door.post import own_office
from webapp.rooms.privacy.blueprint import blueprint, tabs
from webapp.security import audience


@blueprint.get("/door/personal-data")
@audience.right(Right.SERVE_VISITORS)
def visits() -> ResponseReturnValue:
    """Show the form, and what fits it."""
    office, library = own_office(), current_library()
    name = request.args.get("name", "")[:100]
    day = _day(request.args.get("day", "")) or office.calendar.local_date(library.clock())
    with library.database.read() as records:
        found = visits_on(records, office.code, day, name)
    return page(
        "privacy/visits.html",
        view="staff",
        office=office,
        tabs=tabs("visits"),
        rows=found,
        name=name,
        day=day.isoformat(),
        asked=bool(name.strip()),
        least=LEAST,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
