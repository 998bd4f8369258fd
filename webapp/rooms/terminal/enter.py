"""Signing in at a terminal: with the visit code, or with an account. The sign-in is tied to screen and visit."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.errors import EmailNotVerified, LoginFailed, NotFound, SecondStepNeeded
from library.floor.returning import open_visit
from library.floor.views import DeviceView
from library.readers import sessions as records_of
from library.readers.signing_in import Proven, prove, sign_in
from library.store.models import Account
from library.store.session import Session
from webapp.current import current_library
from webapp.errors import sentence_of
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.clearing import clear_away
from webapp.rooms.terminal.start import welcome
from webapp.security import audience, devices, limits, sessions
from webapp.security.limits import Limit, limited

AGENT = "terminal"


def screen() -> str:
    """Give the paired screen that asks: each has tries of its own."""
    device = devices.current_device()
    return device.id if device else limits.address()


CODES = (Limit("20 per 15 minutes", screen, failures=True),)


def this_screen() -> DeviceView:
    """Give the terminal that asks.

    Raises:
        NotFound: this browser is no terminal.
    """
    device = devices.current_device()
    if device is None or not devices.is_terminal():
        raise NotFound(what="terminal")
    return device


@blueprint.post("/code")
@audience.public
@limited(*CODES)
def enter_code() -> ResponseReturnValue:
    """Sign in with the code of an open visit of today."""
    device, library = this_screen(), current_library()
    typed = request.form.get("code", "")[:40]
    try:
        visit = library.floor.visit_by_code(device.office, typed)
        let_in(device, visit.account_id or "", visit.id)
    except NotFound as problem:
        return welcome(device, problem=sentence_of(problem), status=403)
    return redirect(url_for("terminal.start"), 303)


@blueprint.post("/account")
@audience.public
@limited(*limits.SIGN_IN)
def enter_account() -> ResponseReturnValue:
    """Sign in with e-mail and password; an open visit of today is found by itself."""
    device, library = this_screen(), current_library()
    email = request.form.get("email", "")[:254]
    try:
        with library.database.read() as records:
            proven = prove(records, email, request.form.get("password", ""))
            today = library.offices[device.office].calendar.local_date(library.clock())
            visit_id = open_visit(records, device.office, today, proven.account)
        let_in(device, proven.account, visit_id, proven)
    except (LoginFailed, EmailNotVerified, SecondStepNeeded) as problem:
        return welcome(device, problem=sentence_of(problem), email=email, status=403)
    return redirect(url_for("terminal.start"), 303)


def let_in(
    device: DeviceView, account_id: str, visit_id: str | None, proven: Proven | None = None, how: str = records_of.CODE
) -> None:
    """Sign this screen in, alone: whoever was in before is out. In the library this is being served.

    Raises:
        NotFound, LoginFailed: the account is shut.
    """
    library = current_library()
    with library.database.write() as records:
        secret = _open(records, device, account_id, visit_id, proven, how)
    sessions.enter(secret)
    clear_away(device.id)  # what whoever was in before did not take is deleted
    if visit_id is not None:
        library.floor.signed_in(visit_id, device.id, by=f"device:{device.id}")


def _open(
    records: Session, device: DeviceView, account_id: str, visit_id: str | None, proven: Proven | None, how: str
) -> str:
    now, lifetime = current_library().clock(), sessions.lifetime()
    records_of.end_at_device(records, now, device.id)
    if proven is not None:
        return sign_in(records, now, proven, lifetime, AGENT, device=device.id, visit=visit_id)
    account = records.get(Account, account_id)
    if account is None or account.disabled_at is not None or account.erased_at is not None:
        raise NotFound(what="akun / account")
    return records_of.begin(records, now, account, lifetime, AGENT, device=device.id, visit=visit_id, how=how)
