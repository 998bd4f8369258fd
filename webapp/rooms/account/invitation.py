"""An account that an administrator opened: its owner chooses the password."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.password_link import PasswordLink
from webapp.security import audience, limits

INVITATION = PasswordLink("invite", "account.accept_invitation")


@blueprint.get("/invitation/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def invitation(secret: str) -> ResponseReturnValue:
    """Ask for the password."""
    return INVITATION.ask(secret)


@blueprint.post("/invitation/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def accept_invitation(secret: str) -> ResponseReturnValue:
    """Keep the password and sign in."""
    return INVITATION.keep(secret)
