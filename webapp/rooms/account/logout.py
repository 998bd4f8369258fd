"""Signing out."""

from __future__ import annotations

from flask import redirect
from flask.typing import ResponseReturnValue

from library.readers import sessions as records_of
from webapp.current import current_library, current_visitor
from webapp.navigation import address
from webapp.rooms.account.blueprint import blueprint
from webapp.security import audience, sessions


@blueprint.post("/logout")
@audience.public
def logout() -> ResponseReturnValue:
    """End this browser's sign-in and empty what the browser kept; doing it twice does no harm."""
    library, visitor = current_library(), current_visitor()
    if visitor is not None:
        with library.database.write() as records:
            records_of.end(records, library.clock(), visitor.id, visitor.sign_in)
    sessions.leave()
    answer = redirect(address("front.home"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
