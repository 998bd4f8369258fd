"""The offices: what each states, changed in pieces by forms or as a whole by its file."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from library.errors import NotFound
from library.offices import Office
from library.offices.hours import WEEKDAYS
from library.readers.roles import Right
from library.revisions import office_edits
from library.revisions import offices as edited
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.rooms.offices.promises import weekdays
from webapp.security import audience


@blueprint.get("/offices")
@audience.right(Right.MANAGE_DATA)
def offices() -> ResponseReturnValue:
    """List the offices with the version in force of each."""
    library = current_library()
    with library.database.read() as records:
        changed = edited.overlays_in_force(records, library.clock().date())
    return page(
        "administration/offices.html",
        view="staff",
        tabs=tabs("offices"),
        offices=list(library.offices.values()),
        changed=set(changed),
        errors={},
    )


@blueprint.get("/offices/<code>")
@audience.right(Right.MANAGE_DATA)
def office(code: str) -> ResponseReturnValue:
    """Show an office's data and the forms that change them."""
    return show_office(known_office(code))


@blueprint.get("/offices/<code>/file")
@audience.right(Right.MANAGE_DATA)
def office_file(code: str) -> ResponseReturnValue:
    """Give the office's data as the file that would hold them."""
    library = current_library()
    found = known_office(code)
    with library.database.read() as records:
        text = office_edits.as_file(library.offices_in_force.table(records, library.clock().date(), code))
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.toml"'}
    return Response(text, mimetype="application/toml", headers=headers)


def known_office(code: str) -> Office:
    """Give an office by its code.

    Raises:
        NotFound: there is none of this code.
    """
    found = current_library().offices.get(code)
    if found is None:
        raise NotFound(what=code)
    return found


def show_office(
    found: Office, *, status: int = 200, errors: dict[str, str] | None = None, **typed: object
) -> ResponseReturnValue:
    """Show the page with what was typed and what is wrong with it."""
    week = found.hours.hours.value
    hours = {day: office_edits.shown_day_hours(getattr(week, day)) for day in WEEKDAYS}
    return page(
        "administration/office.html",
        status=status,
        view="staff",
        tabs=tabs("offices"),
        it=found,
        days=[(day, name) for day, (name, _hours) in zip(WEEKDAYS, weekdays(found), strict=True)],
        hours=hours,
        errors=errors or {},
        typed=typed.get("values", {}),
    )


def back_to(found: Office) -> ResponseReturnValue:
    """Go back to the office's page."""
    return redirect(url_for("administration.office", code=found.code), 303)
