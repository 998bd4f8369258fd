"""The browsers that are signed in, and ending them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.readers import sessions as records_of
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.account.blueprint import blueprint
from webapp.security import audience, sessions


@blueprint.post("/devices/<sign_in>/end")
@audience.signed_in
def end_device(sign_in: str) -> ResponseReturnValue:
    """Sign one browser out; somebody else's is not touched."""
    library, visitor = current_library(), signed_in_visitor()
    with library.database.write() as records:
        records_of.end(records, library.clock(), visitor.id, sign_in)
    flash(_("That device is signed out."), "good")
    return redirect(url_for("account.show"), 303)


@blueprint.post("/devices/end-all")
@audience.signed_in
def end_all_devices() -> ResponseReturnValue:
    """Sign every browser out, this one too."""
    library, visitor = current_library(), signed_in_visitor()
    with library.database.write() as records:
        records_of.end_all(records, library.clock(), visitor.id)
    sessions.leave()
    flash(_("All devices are signed out."), "good")
    return redirect(url_for("account.login"), 303)
