"""The code of a visit lets a returning reader search and read; for what is hers she shows that the account is hers."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import EmailNotVerified, LoginFailed
from library.readers import proving, signing_in
from library.readers.accounts import masked
from library.readers.sessions import MAILED
from webapp.current import current_library, signed_in_visitor
from webapp.errors import sentence_of
from webapp.pages import page
from webapp.rooms.terminal.account import SENDING, TRYING, codes_key
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.enter import let_in, this_screen
from webapp.rooms.terminal.start import office_of
from webapp.security import audience, limits
from webapp.security.doors import safe_next
from webapp.security.limits import limited


@blueprint.get("/prove")
@audience.signed_in
def prove() -> ResponseReturnValue:
    """Ask for the password, or for the figures of the mail."""
    return _page()


@blueprint.post("/prove/password")
@audience.signed_in
@limited(*limits.PASSWORD)
def prove_password() -> ResponseReturnValue:
    """Go on with the account's own password."""
    device, visitor = this_screen(), signed_in_visitor()
    try:
        with current_library().database.read() as records:
            proven = signing_in.prove(records, visitor.email, request.form.get("password", ""))
    except (LoginFailed, EmailNotVerified):
        return _page(sentence_of(LoginFailed()), 403)
    let_in(device, proven.account, visitor.visit, proven)
    return _go_on()


@blueprint.post("/prove/send")
@audience.signed_in
@limited(*SENDING)
def prove_send() -> ResponseReturnValue:
    """Mail the figures to the account's address."""
    library = current_library()
    with library.database.write() as records:
        proving.mail_code(records, library.clock(), signed_in_visitor().id, codes_key())
    library.workers.wake()
    return redirect(url_for("terminal.prove", sent=1, next=_way() or None), 303)


@blueprint.post("/prove/code")
@audience.signed_in
@limited(*TRYING)
def prove_code() -> ResponseReturnValue:
    """Go on with the figures of the mail."""
    device, library, visitor = this_screen(), current_library(), signed_in_visitor()
    with library.database.write() as records:
        proven = proving.confirm(records, library.clock(), visitor.id, request.form.get("code", "")[:20], codes_key())
    if not proven:
        return _page(_("This is not the code, or it is too old. Have another one sent."), 422)
    let_in(device, visitor.id, visitor.visit, how=MAILED)
    return _go_on()


def _way() -> str:
    return safe_next(request.values.get("next"))


def _go_on() -> ResponseReturnValue:
    return redirect(_way() or url_for("terminal.start"), 303)


def _page(problem: str = "", status: int = 200) -> ResponseReturnValue:
    visitor = signed_in_visitor()
    if visitor.is_proven:
        return _go_on()
    return page(
        "terminal/prove.html",
        status=status,
        office=office_of(this_screen()),
        shown_address=masked(visitor.email),
        sent=bool(request.args.get("sent")) or request.endpoint == "terminal.prove_code",
        problem=problem,
        next=_way(),
    )
