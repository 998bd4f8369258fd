"""The second step at sign-in: a code from the phone, or one from the paper."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import LinkExpired
from library.readers import second_step as steps
from library.readers.second_step import Entry
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.entry import go_on, this_browser
from webapp.security import audience, fresh, limits, sessions
from webapp.security.doors import safe_next
from webapp.security.limits import Limit, limited

TRYING = (Limit("60 per 15 minutes", limits.address, failures=True),)


@blueprint.get("/second-step")
@audience.public
def second_step() -> ResponseReturnValue:
    """Ask for the code."""
    library = current_library()
    try:
        with library.database.read() as records:
            steps.owner(records, library.clock(), sessions.half_secret())
    except LinkExpired:
        return _once_more_from_the_start()
    return _form()


@blueprint.post("/second-step")
@audience.public
@limited(*TRYING)
def give_code() -> ResponseReturnValue:
    """Sign in with the code, or say that it is not the one."""
    library, typed, key = current_library(), request.form.get("code", "")[:40], sessions.secrets_key()
    try:
        with library.database.write() as records:
            found = steps.finish(records, library.clock(), sessions.half_secret(), typed, key, this_browser())
    except LinkExpired:
        return _once_more_from_the_start()
    library.workers.wake()
    if isinstance(found, Entry):
        sessions.take(found)
        return go_on()
    return _form(fresh.sentence_of(found), status=403)


def _form(problem: str = "", *, status: int = 200) -> ResponseReturnValue:
    return page(
        "account/second_step.html",
        status=status,
        paper=request.values.get("paper", "") == "1",
        problem=problem,
        next=safe_next(request.values.get("next")),
    )


def _once_more_from_the_start() -> ResponseReturnValue:
    """Ask for the password again: the half sign-in was too old, or saw too many wrong codes."""
    sessions.leave()
    flash(_("That took too long, or too many codes were wrong. Please log in again."), "warn")
    return redirect(url_for("account.login", next=safe_next(request.values.get("next")) or None), 303)
