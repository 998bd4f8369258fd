"""Is every part fit for work? For people; machines ask /readyz."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from library.health import check_all
from library.readers.roles import Right
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.administration import words
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience


@blueprint.get("/health")
@audience.right(Right.SEE_JOBS)
def health() -> ResponseReturnValue:
    """Show each part, and what it says when it is not fit."""
    library = current_library()
    return page(
        "administration/health.html",
        view="staff",
        tabs=tabs("health"),
        checks=[(str(words.PARTS[check.name]), check) for check in check_all(library)],
        free=library.blobs.free_bytes(),
    )
