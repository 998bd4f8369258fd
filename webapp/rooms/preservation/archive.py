"""The PDF/A copy of a work: ordered here, made by a worker, and what stands in its way where there is none."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import works
from library.preservation import archive_copies
from library.readers.roles import Right
from webapp.current import current_library, current_role, signed_in_visitor, use_office
from webapp.pages import page
from webapp.rooms.preservation.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import Limit, limited

_ORDERING = (Limit("120 per hour", limits.account),)


@blueprint.get("/bench/works/<work_id>/archive")
@audience.right(Right.RELEASE)
def archive(work_id: str) -> ResponseReturnValue:
    """Show whether there is a copy for the long run, and what was looked at."""
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
        copy = archive_copies.of_work(records, work_id)
    return page("preservation/archive.html", view="staff", office=use_office(work.office), work=work, copy=copy)


@blueprint.post("/bench/works/<work_id>/archive")
@audience.right(Right.RELEASE)
@limited(*_ORDERING)
def order_archive(work_id: str) -> ResponseReturnValue:
    """Have the copy made."""
    library = current_library()
    with library.database.write() as records:
        archive_copies.order(records, library.clock(), work_id, signed_in_visitor().id)
    library.workers.wake()
    flash(_("Ordered. It is made when no reader waits."), "good")
    return redirect(url_for("preservation.archive", work_id=work_id), 303)
