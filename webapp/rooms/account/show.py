"""My account: what I say of myself, my password, my devices."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.readers import accounts
from library.readers import sessions as records_of
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.browser_names import browser_name
from webapp.security import audience


@blueprint.get("")
@audience.signed_in
def show() -> ResponseReturnValue:
    """Show the page."""
    return show_account()


@blueprint.post("")
@audience.signed_in
def describe() -> ResponseReturnValue:
    """Keep name, institution and language."""
    library, visitor = current_library(), signed_in_visitor()
    typed = {name: request.form.get(name, "") for name in ("name", "institution", "language")}
    try:
        with library.database.write() as records:
            accounts.describe(records, library.clock(), visitor.id, **typed)
    except BadForm as problem:
        return show_account(status=422, errors=field_errors(problem), **typed)
    flash(_("Saved."), "good")
    return redirect(url_for("account.show"), 303)


def show_account(*, status: int = 200, errors: dict[str, str] | None = None, **typed: str) -> ResponseReturnValue:
    """Show the account with what was typed and what is wrong with it."""
    library, visitor = current_library(), signed_in_visitor()
    with library.database.read() as records:
        devices = records_of.open_ones(records, library.clock(), visitor.id)
    kept = {"name": visitor.name, "institution": visitor.institution, "language": visitor.language}
    return page(
        "account/show.html",
        status=status,
        visitor=visitor,
        devices=[(device, browser_name(device.agent)) for device in devices],
        values={**kept, **typed},
        errors=errors or {},
    )
