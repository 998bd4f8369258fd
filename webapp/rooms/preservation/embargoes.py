"""When a work comes out: announced until a moment, moved, or lifted."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import works
from library.errors import BadForm
from library.preservation import embargo
from library.readers.roles import Right
from library.store.models import Work
from webapp.current import current_library, current_role, signed_in_visitor, use_office
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.preservation.blueprint import blueprint
from webapp.security import audience


@blueprint.get("/bench/works/<work_id>/embargo")
@audience.right(Right.RELEASE)
def embargo_form(work_id: str) -> ResponseReturnValue:
    """Show when a work comes out, and let it be changed."""
    return _show(work_id)


@blueprint.post("/bench/works/<work_id>/embargo")
@audience.right(Right.RELEASE)
def set_embargo(work_id: str) -> ResponseReturnValue:
    """Announce a work, or give an announced one another moment."""
    library, day, hour = current_library(), request.form.get("day", ""), request.form.get("hour", "")
    try:
        with library.database.write() as records:
            work = works.get(records, work_id, current_role())
            zone = _zone(work).key
            moment = embargo.moment_of(day, hour, zone, library.clock())
            embargo.announce(records, library.clock(), work_id, moment, signed_in_visitor().id)
    except BadForm as problem:
        return _show(work_id, (day, hour), field_errors(problem))
    library.workers.wake()
    flash(_("Announced. It comes out by itself."), "good")
    return redirect(url_for("preservation.embargo_form", work_id=work_id), 303)


@blueprint.post("/bench/works/<work_id>/embargo/lift")
@audience.right(Right.RELEASE)
def lift_embargo(work_id: str) -> ResponseReturnValue:
    """Take the embargo away; the work waits for its release."""
    library = current_library()
    with library.database.write() as records:
        embargo.lift(records, library.clock(), work_id, signed_in_visitor().id)
    library.workers.wake()
    flash(_("The embargo is lifted. Release the work when you are ready."), "good")
    return redirect(url_for("bench.review", work_id=work_id), 303)


def _show(
    work_id: str, typed: tuple[str, str] | None = None, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
    day, hour = typed or _known(work)
    return page(
        "preservation/embargo.html",
        status=422 if errors else 200,
        view="staff",
        office=use_office(work.office),
        work=work,
        day=day,
        hour=hour,
        errors=errors or {},
    )


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(use_office(work.office).hours.time_zone.value)


def _known(work: Work) -> tuple[str, str]:
    """Propose the moment that is set; else no day, and the hour at which BPS publishes."""
    if work.embargo_until is None:
        return "", embargo.HOUR
    local = work.embargo_until.astimezone(_zone(work))
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"
