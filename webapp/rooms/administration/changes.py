"""A drafted change, looked at before it counts; its history; taking an earlier version up again."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.numbers import LARGEST
from webapp.pages import page
from webapp.rooms.administration import kinds
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.rooms.administration.value_names import value_name
from webapp.security import audience, fresh

SHOWN_CLOCKS = 20
NUMBER = f"<int(max={LARGEST}):number>"


@blueprint.get(f"/changes/{NUMBER}")
@audience.right(Right.MANAGE_DATA)
def change(number: int) -> ResponseReturnValue:
    """Show what a version changes, and what follows from it."""
    preview = current_library().editing.preview(number)
    return page(
        "administration/change.html",
        view="staff",
        tabs=tabs(kinds.tab_of(preview.revision)),
        preview=preview,
        value_name=value_name,
        title=kinds.title_of(preview.revision),
        home=kinds.home_of(preview.revision),
        people=kinds.names_of([preview.revision]),
        shown=SHOWN_CLOCKS,
    )


@blueprint.post(f"/changes/{NUMBER}/publish")
@audience.right(Right.MANAGE_DATA)
@fresh.asked
def publish_change(number: int) -> ResponseReturnValue:
    """Put it in force."""
    library = current_library()
    moved = library.editing.publish(number, signed_in_visitor().id)
    library.workers.wake()
    flash(_("In force."), "good")
    if moved:
        flash(
            ngettext("%(num)s open clock has a new due time.", "%(num)s open clocks have a new due time.", moved),
            "info",
        )
    return redirect(url_for("administration.change", number=number), 303)


@blueprint.post(f"/changes/{NUMBER}/drop")
@audience.right(Right.MANAGE_DATA)
def drop_change(number: int) -> ResponseReturnValue:
    """Throw it away."""
    row = current_library().editing.drop(number, signed_in_visitor().id)
    flash(_("Thrown away. Nothing has changed."), "good")
    return redirect(kinds.home_of(row), 303)


@blueprint.post(f"/changes/{NUMBER}/again")
@audience.right(Right.MANAGE_DATA)
def take_up_again(number: int) -> ResponseReturnValue:
    """Draft an earlier version anew."""
    row = current_library().editing.take_up_again(number, signed_in_visitor().id)
    return redirect(url_for("administration.change", number=row.id), 303)


@blueprint.get("/history")
@audience.right(Right.MANAGE_DATA)
def history() -> ResponseReturnValue:
    """List the versions of a piece of data: who, when, why."""
    kind, subject = request.args.get("kind", "")[:20], request.args.get("subject", "")[:80]
    rows = current_library().editing.history(kind, subject)
    return page(
        "administration/history.html",
        view="staff",
        tabs=tabs(kinds.tab_of(rows[0]) if rows else ""),
        rows=rows,
        title=kinds.title_of(rows[0]) if rows else subject,
        people=kinds.names_of(rows),
    )
