"""A forgotten password: a letter with a link, then a new one."""

from __future__ import annotations

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.readers import links, passwords
from webapp.current import current_library
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.entry import enter_with_link, go_on
from webapp.security import audience, limits, sessions


@blueprint.get("/forgot")
@audience.public
def forgot() -> ResponseReturnValue:
    """Ask for the address."""
    return page("account/forgot.html")


@blueprint.post("/forgot")
@audience.public
@limits.limited(*limits.MAIL)
def ask_reset() -> ResponseReturnValue:
    """Mail a link, where the address is known; the answer is the same where it is not."""
    library, email = current_library(), request.form.get("email", "").strip()
    with library.database.write() as records:
        passwords.ask_reset(records, library.clock(), email)
    library.workers.wake()
    return page("account/look_into_mail.html", email=email, kind="reset")


@blueprint.get("/reset/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def reset(secret: str) -> ResponseReturnValue:
    """Ask for the new password."""
    library = current_library()
    with library.database.read() as records:
        links.peek(records, library.clock(), secret, "reset")
    return _form(secret)


def _form(secret: str, *, status: int = 200, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    url = url_for("account.choose_password", secret=secret)
    return page("account/new_password.html", status=status, url=url, errors=errors or {})


@blueprint.post("/reset/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def choose_password(secret: str) -> ResponseReturnValue:
    """Keep the new password; every sign-in ends but the one that begins here."""
    library = current_library()
    try:
        with library.database.write() as records:
            password = request.form.get("password", "")
            account = passwords.reset_password(records, library.clock(), secret, password)
            sign_in = enter_with_link(records, account)
    except BadForm as problem:
        return _form(secret, status=422, errors=field_errors(problem))
    library.workers.wake()
    sessions.enter(sign_in)
    flash(_("Your new password works. You are signed in here and nowhere else."), "good")
    return go_on()
