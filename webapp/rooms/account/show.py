"""My account: what I say of myself, my password, my devices."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from library.readers import sessions as records_of
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.rooms.account.blueprint import blueprint
from webapp.security import audience


@blueprint.get("")
@audience.signed_in
def show() -> ResponseReturnValue:
    """Show the page."""
    return show_account()


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
        devices=devices,
        values={**kept, **typed},
        errors=errors or {},
    )
