"""A forgotten password: a letter with a link, then a new one."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from library.readers import passwords
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.password_link import PasswordLink
from webapp.security import audience, limits

RESET = PasswordLink("reset", "account.choose_password")


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
    return RESET.ask(secret)


@blueprint.post("/reset/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def choose_password(secret: str) -> ResponseReturnValue:
    """Keep the new password and sign in."""
    return RESET.keep(secret)
