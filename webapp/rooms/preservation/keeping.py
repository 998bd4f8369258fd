"""Whether every kept byte is there: what was found, how far the looks have come, and how to bring back what is lost."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from library.preservation import archive_round, fixity_log
from library.preservation.fixity_round import AT_ONCE
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.rooms.administration.blueprint import tabs
from webapp.rooms.preservation.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import Limit, limited

_LOOKING = (Limit("20 per hour", limits.account),)


@blueprint.get("/administration/keeping")
@audience.right(Right.MANAGE_DATA)
def keeping() -> ResponseReturnValue:
    """Show the alarms and how far the looks have come."""
    library = current_library()
    days = library.settings.fixity_days
    with library.database.read() as records:
        standing = fixity_log.standing(records, library.clock() - timedelta(days=max(days, 1)))
        alarms = fixity_log.alarms(records)
        copies = archive_round.standing(records)
    return page(
        "preservation/keeping.html",
        view="staff",
        tabs=tabs("keeping"),
        standing=standing,
        alarms=[(alarm, _fault(alarm.fault), _role(alarm.role)) for alarm in alarms],
        days=days,
        copies=copies,
    )


@blueprint.post("/administration/keeping/look")
@audience.right(Right.MANAGE_DATA)
@limited(*_LOOKING)
def look_again() -> ResponseReturnValue:
    """Read what some alarms stand on once more: somebody may have mended it. The round looks at the others."""
    library = current_library()
    left = library.keeping.look_again(library.clock(), AT_ONCE)
    if left:
        flash(ngettext("%(num)s file is still not whole.", "%(num)s files are still not whole.", left), "warn")
    else:
        flash(_("Every file is whole again."), "good")
    return redirect(url_for("preservation.keeping"), 303)


@blueprint.post("/administration/keeping/archive")
@audience.right(Right.MANAGE_DATA)
@limited(*_LOOKING)
def order_copies() -> ResponseReturnValue:
    """Have PDF/A copies made of all works that have none."""
    library = current_library()
    with library.database.write() as records:
        files = archive_round.order_missing(records, library.clock(), signed_in_visitor().id)
    library.workers.wake()
    flash(
        ngettext("One PDF/A copy is ordered.", "%(num)s PDF/A copies are ordered.", len(files))
        if files
        else _("There is nothing to order: every work has a PDF/A copy, waits for one, or cannot have any."),
        "good" if files else "info",
    )
    return redirect(url_for("preservation.keeping"), 303)


def _fault(fault: str) -> str:
    return str({"missing": _("missing"), "damaged": _("its bytes have changed")}.get(fault, fault))


def _role(role: str) -> str:
    names = {
        "original": _("original"),
        "shown": _("the PDF that is shown"),
        "cover": _("cover"),
        "master": _("master"),
        "slots": _("slot map of a master"),
        "archive": _("PDF/A copy"),
        "attachment": _("attachment"),
    }
    return str(names.get(role, role))
