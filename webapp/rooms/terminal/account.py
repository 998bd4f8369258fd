"""An account in a minute: the address of the guest book, a code of six figures, done."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import NotFound
from library.floor.views import VisitView
from library.readers import opening
from library.readers.accounts import masked
from library.readers.roles import Right, Role
from library.readers.sessions import MAILED
from library.store.models import Account
from webapp.current import current_library, signed_in_visitor
from webapp.navigation import address
from webapp.pages import page
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.enter import let_in, this_screen
from webapp.security import audience, limits
from webapp.security.doors import safe_next
from webapp.security.limits import Limit, limited

SENDING = (Limit("5 per 15 minutes", limits.account),)
TRYING = (Limit("20 per 15 minutes", limits.account),)


def codes_key() -> bytes:
    """Give the key of the codes: it lies beside the database, not in it."""
    return str(current_app.secret_key).encode()


def _own_visit() -> str:
    """Give the visit of whoever is signed in.

    Raises:
        NotFound: she did not sign in during a visit.
    """
    visit = signed_in_visitor().visit
    if visit is None:
        raise NotFound(what="kunjungan / visit")
    return visit


@blueprint.get("/open-account")
@audience.signed_in
def account() -> ResponseReturnValue:
    """Say why an account is needed, and offer the code."""
    return _page()


@blueprint.post("/open-account/send")
@audience.signed_in
@limited(*SENDING)
def send_code() -> ResponseReturnValue:
    """Mail the code to the address of the guest book; the page then asks for it."""
    library = current_library()
    with library.database.write() as records:
        opening.mail_code(records, library.clock(), _own_visit(), codes_key())
    library.workers.wake()
    return redirect(url_for("terminal.account", sent=1, next=_way()), 303)


@blueprint.post("/open-account")
@audience.signed_in
@limited(*TRYING)
def confirm_code() -> ResponseReturnValue:
    """Open the account, stay signed in as its owner, and go on where it was needed."""
    library, visit_id = current_library(), _own_visit()
    with library.database.write() as records:
        opened = opening.confirm(records, library.clock(), visit_id, request.form.get("code", "")[:20], codes_key())
    if opened is None:
        return _page(_("This is not the code, or it is too old. Have another one sent."), 422)
    library.workers.wake()
    _stay_in(opened, visit_id)
    flash(_("Your account is open. A link to choose a password is in your mail."), "good")
    return redirect(_way() or url_for("terminal.start"), 303)


def _stay_in(opened: Account, visit_id: str) -> None:
    """Sign her in as the owner; where an officer showed the code, her mail has still to prove the address."""
    if opened.verified_at is not None:
        let_in(this_screen(), opened.id, visit_id, how=MAILED)


def _way() -> str:
    return safe_next(request.values.get("next"))


def _page(problem: str = "", status: int = 200) -> ResponseReturnValue:
    visitor, library = signed_in_visitor(), current_library()
    if visitor.role != Role.VISITOR:
        return redirect(_way() or address("front.home"), 303)
    visit = library.floor.visit(_own_visit())
    return page(
        "terminal/account.html",
        status=status,
        office=library.offices[visit.office],
        visit=visit,
        shown_address=masked(visit.email) if visit.email else "",
        sent=bool(request.args.get("sent")) or bool(problem),
        problem=problem,
        next=_way(),
    )


@blueprint.get("/codes/<visit_id>")
@audience.right(Right.SERVE_VISITORS)
def ask_code_at_desk(visit_id: str) -> ResponseReturnValue:
    """Tell an officer what the code does before one is drawn."""
    return _code_page(_visit_of_officer(visit_id))


@blueprint.post("/codes/<visit_id>")
@audience.right(Right.SERVE_VISITORS)
@limited(*TRYING)
def code_at_desk(visit_id: str) -> ResponseReturnValue:
    """Show an officer who saw the identity card a code; she reads it to the visitor."""
    library, visit = current_library(), _visit_of_officer(visit_id)
    with library.database.write() as records:
        code = opening.code_at_desk(records, library.clock(), visit_id, signed_in_visitor().id, codes_key())
    return _code_page(visit, code)


def _visit_of_officer(visit_id: str) -> VisitView:
    visit = current_library().floor.visit(visit_id)
    if signed_in_visitor().office not in (None, visit.office):
        raise NotFound(what=visit_id)
    return visit


def _code_page(visit: VisitView, code: str = "") -> ResponseReturnValue:
    office = current_library().offices[visit.office]
    return page("terminal/code.html", view="staff", office=office, visit=visit, code=code)
