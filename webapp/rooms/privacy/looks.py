"""Who of the staff looked at what: for administrators."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from library.privacy.looks import KINDS, Sought
from library.readers.roles import Right
from webapp.current import current_library
from webapp.numbers import row_before
from webapp.pages import page
from webapp.rooms.privacy import words
from webapp.rooms.privacy.blueprint import blueprint, tabs
from webapp.security import audience

PER_PAGE = 100
_FILTERS = ("actor", "person", "kind", "record")


@blueprint.get("/privacy/looks")
@audience.right(Right.SEE_AUDIT)
def looks() -> ResponseReturnValue:
    """List looks, newest first."""
    sought = {name: request.args.get(name, "").strip()[:40] for name in _FILTERS}
    before = row_before()
    rows = current_library().privacy.looks(
        Sought(sought["actor"], sought["person"], sought["kind"], sought["record"]), before=before, limit=PER_PAGE
    )
    filled = {name: value for name, value in sought.items() if value}
    older = url_for("privacy.looks", **filled, before=rows[-1].id) if len(rows) == PER_PAGE else ""  # type: ignore[arg-type] # names of filters, none of them url_for's own
    return page(
        "privacy/looks.html",
        view="staff",
        tabs=tabs("looks"),
        rows=[(row, words.say(words.KINDS, row.kind), words.looker_words(row.role, row.office)) for row in rows],
        kinds=[(kind, words.say(words.KINDS, kind)) for kind in KINDS if kind in words.KINDS],
        sought=sought,
        older=older,
    )
