"""Signing in."""

from __future__ import annotations

from flask import redirect, request, session
from flask.typing import ResponseReturnValue

from library.errors import EmailNotVerified, LoginFailed
from library.readers.registration import proof, send_verification
from library.readers.signing_in import prove
from library.store.models import Account
from webapp.current import current_library, current_visitor
from webapp.errors import sentence_of
from webapp.navigation import address
from webapp.pages import page
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.entry import REGISTERED, enter_with_password, go_on
from webapp.rooms.account.purpose import purpose_of
from webapp.security import audience, limits
from webapp.security.doors import safe_next


@blueprint.get("/login")
@audience.public
def login() -> ResponseReturnValue:
    """Show the form; who is signed in already goes on."""
    if current_visitor() is not None:
        return redirect(safe_next(request.args.get("next"), address("front.home")), 303)
    return _form()


@blueprint.post("/login")
@audience.public
@limits.limited(*limits.SIGN_IN)
def log_in() -> ResponseReturnValue:
    """Sign in, or say that it did not match; an unconfirmed address gets its link once more."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        with current_library().database.read() as records:
            proven = prove(records, email, password)
        entry = enter_with_password(proven)
    except LoginFailed as refused:
        return _form(status=403, email=email, problem=sentence_of(refused))
    except EmailNotVerified as refused:
        _mail_again(refused.detail)
        return page("account/look_into_mail.html", status=403, email=email, kind="verify")
    return go_on(entry=entry)


def _mail_again(account_id: str) -> None:
    library = current_library()
    with library.database.write() as records:
        account = records.get(Account, account_id)
        if account is not None and account.password is not None:
            send_verification(records, library.clock(), account)
            session[REGISTERED] = proof(account.password)  # it was typed here just now
    library.workers.wake()


def _form(*, status: int = 200, email: str = "", problem: str = "") -> ResponseReturnValue:
    way_back = safe_next(request.values.get("next"))
    purpose = purpose_of(way_back)
    return page("account/login.html", status=status, email=email, problem=problem, next=way_back, purpose=purpose)
