"""The keys of the invisible mark, and the office's seal: what is in force since when. No secret is ever shown."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.care.seal_checks import RENEW_AHEAD
from library.errors import BadForm
from library.readers.roles import Right
from library.softcopies import key_ring
from library.softcopies.key_ring import ShownKey
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience, fresh

OLD = timedelta(days=365)
"""A year with one key is a good time for the next; it is advice, no limit."""


@blueprint.get("/keys")
@audience.right(Right.MANAGE_DATA)
def keys() -> ResponseReturnValue:
    """Show the keys, and the seal."""
    return _show()


@blueprint.post("/keys/rotate")
@audience.right(Right.MANAGE_DATA)
@fresh.asked
def rotate_keys() -> ResponseReturnValue:
    """Begin a new key; whoever does it types the id of the one in force."""
    library = current_library()
    typed, actor = request.form.get("key", "")[:40], signed_in_visitor().id
    try:
        key_ring.rotate(library.database, library.keys, library.clock, typed, actor)
    except BadForm as problem:
        return _show(errors=field_errors(problem), status=422)
    flash(_("A new key is in force. Make a back-up now: the old one does not hold it."), "good")
    return redirect(url_for("administration.keys"), 303)


def list_keys() -> list[ShownKey]:
    """List the keys, newest first."""
    library = current_library()
    with library.database.read() as records:
        return key_ring.shown_keys(records, library.keys)


def _show(*, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    library = current_library()
    seal, now, known = library.seals.current, library.clock(), list_keys()
    return page(
        "administration/keys.html",
        status=status,
        view="staff",
        tabs=tabs("keys"),
        keys=known,
        days=(now - known[0].created).days,
        seal=seal,
        holds=seal is not None and seal.holds_at(now),
        soon=seal is not None and seal.until - now < RENEW_AHEAD,
        errors=errors or {},
    )
