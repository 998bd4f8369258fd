"""A new password for somebody who knows the old one."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.readers import passwords
from library.readers.sessions import PASSWORD
from webapp.current import current_library, signed_in_visitor
from webapp.reasons import field_errors
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.entry import enter_with_link
from webapp.rooms.account.show import show_account
from webapp.security import audience, limits, sessions


@blueprint.post("/password")
@audience.signed_in
@limits.limited(*limits.PASSWORD)
def change_password() -> ResponseReturnValue:
    """Keep the new password; every sign-in ends, and this browser gets a new one."""
    library, visitor = current_library(), signed_in_visitor()
    old, new = request.form.get("old_password", ""), request.form.get("password", "")
    try:
        with library.database.read() as records:
            hashed = passwords.hashed_for_change(records, visitor.id, old, new)
    except BadForm as problem:
        return show_account(status=422, errors=field_errors(problem))
    with library.database.write() as records:
        account = passwords.keep_change(records, library.clock(), visitor.id, hashed)
        entry = enter_with_link(records, account, PASSWORD, visitor.factor_at)
    library.workers.wake()
    sessions.take(entry)
    flash(_("Your new password works. You are signed in here and nowhere else."), "good")
    return redirect(url_for("account.show"), 303)
