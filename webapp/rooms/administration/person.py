"""One account: its role, shutting and opening it, its invitation."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.readers import accounts, factor_standing, invitations, second_factor
from library.readers import people as accounts_of
from library.readers import sessions as records_of
from library.readers.factor_policy import policy_of
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.administration import words
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience, fresh
from webapp.seen import note


@blueprint.get("/people/<account_id>")
@audience.right(Right.MANAGE_ACCOUNTS)
def person(account_id: str) -> ResponseReturnValue:
    """Show the account."""
    return _show(account_id)


@blueprint.post("/people/<account_id>/role")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def change_role(account_id: str) -> ResponseReturnValue:
    """Change what the account may do."""
    library, actor = current_library(), signed_in_visitor()
    role, office = request.form.get("role", ""), request.form.get("office", "")
    try:
        with library.database.write() as records:
            known = office if office in library.offices else None
            accounts_of.change_role(records, library.clock(), account_id, role, known, actor.id)
    except BadForm as problem:
        return _show(account_id, status=422, errors=field_errors(problem))
    flash(_("Saved."), "good")
    return redirect(url_for("administration.person", account_id=account_id), 303)


@blueprint.post("/people/<account_id>/shut")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def shut(account_id: str) -> ResponseReturnValue:
    """Shut the account."""
    library, actor = current_library(), signed_in_visitor()
    try:
        with library.database.write() as records:
            accounts_of.disable(records, library.clock(), account_id, actor.id)
    except BadForm as problem:
        return _show(account_id, status=422, errors=field_errors(problem))
    flash(_("The account is shut. Nothing of it was deleted; it can be opened again."), "good")
    return redirect(url_for("administration.person", account_id=account_id), 303)


@blueprint.post("/people/<account_id>/open")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def reopen(account_id: str) -> ResponseReturnValue:
    """Open the account again."""
    library, actor = current_library(), signed_in_visitor()
    with library.database.write() as records:
        accounts.enable(records, library.clock(), account_id, actor.id)
    flash(_("The account is open again."), "good")
    return redirect(url_for("administration.person", account_id=account_id), 303)


@blueprint.post("/people/<account_id>/invite")
@audience.right(Right.MANAGE_ACCOUNTS)
def invite_again(account_id: str) -> ResponseReturnValue:
    """Mail the invitation once more."""
    library, actor = current_library(), signed_in_visitor()
    with library.database.write() as records:
        invitations.invite_again(records, library.clock(), account_id, actor.id)
    library.workers.wake()
    flash(_("The invitation is on its way."), "good")
    return redirect(url_for("administration.person", account_id=account_id), 303)


@blueprint.post("/people/<account_id>/second-factor/off")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def reset_factor(account_id: str) -> ResponseReturnValue:
    """Take the second step off somebody else's account, whose phone and paper are lost."""
    library, actor = current_library(), signed_in_visitor()
    if account_id == actor.id:
        return _show(account_id, status=422, errors={"factor": _("You cannot do this to your own account.")})
    with library.database.write() as records:
        account = accounts_of.get(records, account_id)
        second_factor.take_away(records, library.clock(), account, actor.id)
    library.workers.wake()
    flash(_("The second step is off. The person was told by mail, and sets up a new phone at the next log-in."), "good")
    return redirect(url_for("administration.person", account_id=account_id), 303)


def _show(account_id: str, *, status: int = 200, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    library = current_library()
    with library.database.read() as records:
        account = accounts_of.get(records, account_id)
        devices = records_of.open_ones(records, library.clock(), account_id)
        factor = factor_standing.of(records, account, policy_of(library.settings))
    note("account", account_id)
    return page(
        "administration/person.html",
        status=status,
        view="staff",
        tabs=tabs("people"),
        account=account,
        devices=len(devices),
        state=words.state_of(account),
        factor=factor,
        own=account_id == signed_in_visitor().id,
        roles=words.role_options(),
        offices=words.office_options(),
        errors=errors or {},
    )
