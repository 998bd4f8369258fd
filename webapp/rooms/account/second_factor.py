"""Setting up the second step: the phone, its first code, the recovery codes."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import NotFound, Refused
from library.readers import passwords, recovery_codes, second_factor
from library.readers.factor_policy import may_have, policy_of
from library.store.models import Account, SecondFactor
from library.store.session import Session
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.guest.qr import drawn
from webapp.security import audience, fresh, limits, sessions
from webapp.security.doors import safe_next


def _own(records: Session) -> Account:
    """Give the account of whoever is signed in.

    Raises:
        NotFound: it is none of the staff's.
    """
    account = records.get_one(Account, signed_in_visitor().id)
    if not may_have(account.role) and not second_factor.is_on(records, account.id):
        raise NotFound(what=_("a second step for readers"))
    return account


@blueprint.get("/second-factor")
@audience.signed_in
def manage_second_factor() -> ResponseReturnValue:
    """Say how the account stands, and what can be done."""
    return _show()


@blueprint.post("/second-factor/begin")
@audience.signed_in
@limits.limited(*limits.PASSWORD)
@fresh.asked
def begin_second_factor() -> ResponseReturnValue:
    """Draw a secret for a phone; whoever asks shows that she is the account's owner by its password."""
    library, visitor = current_library(), signed_in_visitor()
    with library.database.read() as records:
        is_own = passwords.is_own(records, visitor.id, request.form.get("password", ""))
    if not is_own:
        return _show(_("This is not your present password."), status=422)
    with library.database.write() as records:
        second_factor.offer(records, library.clock(), _own(records).id, sessions.secrets_key())
    return redirect(url_for("account.set_up_phone", next=safe_next(request.form.get("next")) or None), 303)


@blueprint.get("/second-factor/phone")
@audience.signed_in
def set_up_phone() -> ResponseReturnValue:
    """Show the QR code and the secret, and ask for the first code."""
    return _phone()


@blueprint.post("/second-factor/phone")
@audience.signed_in
@limits.limited(*limits.PASSWORD)
def confirm_phone() -> ResponseReturnValue:
    """Take the phone into use by its first code, and show the recovery codes this once."""
    library, visitor = current_library(), signed_in_visitor()
    typed, key = request.form.get("code", "")[:40], sessions.secrets_key()
    now = library.clock()
    with library.database.write() as records:
        account = _own(records)
        offered = second_factor.offered(records, account, key)
        if offered is None and second_factor.was_just_confirmed(records, now, account.id):
            flash(_("The second step is on already. If you saw no recovery codes, make new ones here."), "good")
            return redirect(url_for("account.manage_second_factor"), 303)
        papers = second_factor.confirm(records, now, account, typed, key, sign_in=visitor.sign_in)
    if papers is None:
        return _phone(_("This is not the code that the phone shows now. Check its clock, and type the next one."), 422)
    library.workers.wake()
    return _papers(papers)


@blueprint.post("/second-factor/papers")
@audience.signed_in
@fresh.asked
def new_papers() -> ResponseReturnValue:
    """Draw recovery codes anew and show them this once."""
    library = current_library()
    with library.database.write() as records:
        papers = second_factor.new_papers(records, library.clock(), _own(records), sessions.secrets_key())
    return _papers(papers)


@blueprint.post("/second-factor/off")
@audience.signed_in
@fresh.asked
def turn_off() -> ResponseReturnValue:
    """Go back to the password alone, where the office does not ask for more; this browser is signed out, too.

    Raises:
        Refused: the account's role needs the second step.
    """
    library = current_library()
    with library.database.write() as records:
        account = _own(records)
        if account.role in policy_of(library.settings).roles:
            raise Refused(why="peran Anda memerlukan langkah kedua / your role needs the second step")
        second_factor.take_away(records, library.clock(), account, account.id)
    library.workers.wake()
    sessions.leave()
    flash(_("The second step is off. Log in with your password."), "good")
    return redirect(url_for("account.login"), 303)


@blueprint.post("/once-more")
@audience.signed_in
@limits.limited(*limits.PASSWORD)
def once_more() -> ResponseReturnValue:
    """Take the second step once more, then go back to the page that asked."""
    way = safe_next(request.form.get("next"), url_for("account.show"))
    answer = fresh.take_again(request.form.get(fresh.CODE, ""))
    if not answer.is_right:
        flash(fresh.sentence_of(answer), "bad")
    return redirect(way, 303)


def _show(problem: str = "", *, status: int = 200) -> ResponseReturnValue:
    library, visitor = current_library(), signed_in_visitor()
    with library.database.read() as records:
        account = _own(records)
        row, left = records.get(SecondFactor, account.id), recovery_codes.left(records, account.id)
    return page(
        "account/second_factor.html",
        status=status,
        since=row.confirmed_at if row else None,
        left=left,
        due=visitor.factor_due,
        owes=visitor.owes_factor,
        needed=account.role in policy_of(library.settings).roles,
        problem=problem,
        next=safe_next(request.values.get("next")),
    )


def _phone(problem: str = "", status: int = 200) -> ResponseReturnValue:
    library = current_library()
    with library.database.read() as records:
        offer = second_factor.offered(records, _own(records), sessions.secrets_key())
    if offer is None:
        return redirect(url_for("account.manage_second_factor"), 303)
    return page(
        "account/phone.html",
        status=status,
        picture=drawn(offer.address, _("QR code for the authenticator app")),
        spelled=offer.spelled,
        problem=problem,
        next=safe_next(request.values.get("next")),
    )


def _papers(papers: list[str]) -> ResponseReturnValue:
    return page("account/papers.html", papers=papers, next=safe_next(request.form.get("next"), url_for("account.show")))
