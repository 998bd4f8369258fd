"""The letter's link that takes an erasure back, without signing in."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import LinkExpired, LostRace, NotFound
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.privacy.blueprint import blueprint
from webapp.security import audience, limits


@blueprint.get("/privacy/keep/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def keep(secret: str) -> ResponseReturnValue:
    """Show one button: programs that open every link in a mail press none."""
    current_library().privacy.peek_link(secret)
    return page("privacy/keep.html", secret=secret)


@blueprint.post("/privacy/keep/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def keep_by_link(secret: str) -> ResponseReturnValue:
    """Take the erasure back; where none waits any more, the link is over."""
    library = current_library()
    try:
        library.privacy.keep_by_link(secret)
    except (NotFound, LostRace) as problem:
        raise LinkExpired(str(problem)) from problem
    library.workers.wake()
    flash(_("Your account stays. Nothing was erased."), "good")
    return redirect(url_for("account.login"), 303)
