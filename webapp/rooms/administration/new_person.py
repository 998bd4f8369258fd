"""Opening an account for somebody, by invitation."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.readers import invitations
from library.readers.roles import GIVEN, Right, Role
from library.store.session import Session
from webapp.current import current_library, signed_in_visitor
from webapp.language.catalogues import LANGUAGES
from webapp.once import form_token, post_once, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.administration import words
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience, fresh


@blueprint.get("/people/new")
@audience.right(Right.MANAGE_ACCOUNTS)
def new_person() -> ResponseReturnValue:
    """Show the form."""
    return _form({"role": Role.OFFICER.value, "language": LANGUAGES[0]}, form_token())


@blueprint.post("/people/new")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def invite() -> ResponseReturnValue:
    """Open the account and mail the invitation."""
    typed = {name: request.form.get(name, "") for name in ("email", "name", "role", "office", "language")}
    try:
        account_id = post_once("account.invite", lambda records: _invite(records, typed))
    except BadForm as problem:
        return _form(typed, typed_token(), status=422, errors=field_errors(problem))
    flash(_("The account is open and the invitation on its way."), "good")
    return redirect(url_for("administration.person", account_id=account_id), 303)


def _invite(records: Session, typed: dict[str, str]) -> str:
    library = current_library()
    if typed["role"] not in GIVEN:
        raise BadForm({"role": "choice-invalid"})
    account = invitations.invite(
        records,
        library.clock(),
        email=typed["email"],
        name=typed["name"],
        role=Role(typed["role"]),
        office=typed["office"] if typed["office"] in library.offices else None,
        language=typed["language"] if typed["language"] in LANGUAGES else LANGUAGES[0],
        actor=signed_in_visitor().id,
    )
    return account.id


def _form(
    values: dict[str, str], token: str, *, status: int = 200, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    return page(
        "administration/new_person.html",
        status=status,
        view="staff",
        tabs=tabs("people"),
        values=values,
        token=token,
        errors=errors or {},
        roles=words.role_options(),
        offices=words.office_options(),
    )
