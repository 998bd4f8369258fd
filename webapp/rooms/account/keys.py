"""My keys: programs ask with them in my name, and I end them."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.exchange.api_keys import MOST
from webapp.current import current_library, signed_in_visitor
from webapp.once import first_post, form_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.account.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import limited


@blueprint.get("/keys")
@audience.signed_in
def keys() -> ResponseReturnValue:
    """List the keys in force."""
    return _show()


@blueprint.post("/keys")
@audience.signed_in
@limited(*limits.COPY)
def make_key() -> ResponseReturnValue:
    """Make a key and show it, this once."""
    typed = request.form.get("name", "")
    if not first_post("key.make"):
        flash(_("This form has been sent before: the key is made, and is shown no second time."), "warn")
        return redirect(url_for("account.keys"), 303)
    try:
        secret = current_library().api_keys.make(signed_in_visitor().id, typed)
    except BadForm as problem:
        return _show(status=422, errors=field_errors(problem), name=typed)
    return _show(secret=secret)


@blueprint.post("/keys/<key_id>/end")
@audience.signed_in
def end_key(key_id: str) -> ResponseReturnValue:
    """End a key at once."""
    current_library().api_keys.end(signed_in_visitor().id, key_id)
    flash(_("The key has been ended."), "good")
    return redirect(url_for("account.keys"), 303)


def _show(
    *, status: int = 200, errors: dict[str, str] | None = None, name: str = "", secret: str = ""
) -> ResponseReturnValue:
    held = current_library().api_keys.of(signed_in_visitor().id)
    return page(
        "account/keys.html",
        status=status,
        keys=held,
        full=len(held) >= MOST,
        errors=errors or {},
        name=name,
        secret=secret,
        token=form_token(),
    )
