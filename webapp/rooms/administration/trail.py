"""The audit trail: who did what to what, by their ids."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from library.audit_reading import entries
from library.readers.roles import Right
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience

PER_PAGE = 100


@blueprint.get("/trail")
@audience.right(Right.SEE_AUDIT)
def trail() -> ResponseReturnValue:
    """List entries, newest first."""
    sought = {name: request.args.get(name, "").strip()[:60] for name in ("actor", "action", "subject")}
    before = request.args.get("before", type=int)
    with current_library().database.read() as records:
        found = entries(records, **sought, before=before, limit=PER_PAGE)
    more = len(found) == PER_PAGE
    older = url_for("administration.trail", **_filled(sought), before=found[-1].seq) if more else ""  # type: ignore[arg-type] # names of filters, none of them url_for's own
    return page(
        "administration/trail.html",
        view="staff",
        tabs=tabs("trail"),
        entries=found,
        sought=sought,
        older=older,
    )


def _filled(sought: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in sought.items() if value}
