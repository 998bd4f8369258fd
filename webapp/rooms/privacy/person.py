"""The administrator's way: everything of an account, handed out or erased, with the reason on record."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.privacy.open_matters import StillOpen
from library.readers import people
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.privacy import words
from webapp.rooms.privacy.blueprint import blueprint
from webapp.rooms.privacy.files import hand_out
from webapp.rooms.privacy.mine import check_understood, form_options
from webapp.security import audience, fresh
from webapp.seen import note

MOST_PURPOSE = 100


@blueprint.get("/administration/people/<account_id>/personal-data")
@audience.right(Right.MANAGE_ACCOUNTS)
def person(account_id: str) -> ResponseReturnValue:
    """Show what can be done."""
    return _show(account_id)


@blueprint.post("/administration/people/<account_id>/personal-data/export")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def export_person(account_id: str) -> ResponseReturnValue:
    """Hand out everything of an account; the number of the letter that asked for it is noted."""
    try:
        return hand_out(f"account:{account_id}", _purpose())
    except BadForm as problem:
        return _show(account_id, status=422, errors=field_errors(problem))


@blueprint.post("/administration/people/<account_id>/personal-data/erase")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def erase_person(account_id: str) -> ResponseReturnValue:
    """Erase an account at once."""
    actor = signed_in_visitor()
    try:
        _refuse_own(account_id, actor.id)
        check_understood()
        current_library().privacy.erase_now(f"account:{account_id}", actor.id)
    except BadForm as problem:
        return _show(account_id, status=422, errors=field_errors(problem))
    except StillOpen:
        return _show(account_id, status=409)
    flash(_("The account is erased. Its number stays, so that counts hold; it names nobody."), "good")
    return redirect(url_for("administration.people"), 303)


@blueprint.post("/administration/people/<account_id>/personal-data/keep")
@audience.right(Right.MANAGE_ACCOUNTS)
def keep_person(account_id: str) -> ResponseReturnValue:
    """Take back the erasure of an account, for somebody who asks for it at the office."""
    current_library().privacy.keep(account_id, signed_in_visitor().id)
    current_library().workers.wake()
    flash(_("The erasure is taken back."), "good")
    return redirect(url_for("privacy.person", account_id=account_id), 303)


def _refuse_own(account_id: str, actor: str) -> None:
    if account_id == actor:
        raise BadForm({"understood": "own-account"})


def _purpose() -> str:
    purpose = " ".join(request.form.get("purpose", "").split())
    if not purpose:
        raise BadForm({"purpose": "required"})
    if len(purpose) > MOST_PURPOSE:
        raise BadForm({"purpose": "too-long"})
    return purpose


def _show(account_id: str, *, status: int = 200, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    library = current_library()
    with library.database.read() as records:
        account = people.get(records, account_id)
    mine = library.privacy.mine(account_id)
    note("account", account_id)
    return page(
        "privacy/person.html",
        status=status,
        view="staff",
        account=account,
        shown=mine,
        own=account_id == signed_in_visitor().id,
        forms=form_options(),
        matters=[words.say(words.MATTERS, code) for code in mine.matters],
        looks=[(row, words.say(words.KINDS, row.kind), words.looker_words(row.role, row.office)) for row in mine.looks],
        typed=request.form,
        errors=errors or {},
    )
