"""Mails that no conversation took: added to a case, entered as a new one, or put aside."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, LostRace
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.advice.blueprint import blueprint
from webapp.rooms.advice.queue import frame
from webapp.rooms.door.post import own_office
from webapp.security import audience


@blueprint.get("/mails")
@audience.right(Right.SERVE_VISITORS)
def mails() -> ResponseReturnValue:
    """List the mails that wait for a person."""
    return _page()


@blueprint.post("/mails/<mail_id>/add")
@audience.right(Right.SERVE_VISITORS)
def add(mail_id: str) -> ResponseReturnValue:
    """Add a mail to the case of the number that was typed or chosen."""
    library, number = current_library(), request.form.get("number", "")[:40]
    try:
        case = library.consultations.add_mail(mail_id, number, by=signed_in_visitor().id, token=typed_token())
    except BadForm as problem:
        return _page(mail_id, number, field_errors(problem).get("number", ""), 422)
    except LostRace as problem:
        flash(problem.sentence(choose_language()), "warn")
        return redirect(url_for("advice.mails"), 303)
    library.workers.wake()
    flash(_("Added to the case as a message of the user."), "good")
    return redirect(url_for("advice.show", case_id=case), 303)


@blueprint.post("/mails/<mail_id>/settle")
@audience.right(Right.SERVE_VISITORS)
def settle(mail_id: str) -> ResponseReturnValue:
    """Put a mail aside that needs nothing more."""
    try:
        current_library().consultations.settle_mail(mail_id, by=signed_in_visitor().id)
        flash(_("Put aside."), "good")
    except LostRace as problem:
        flash(problem.sentence(choose_language()), "warn")
    return redirect(url_for("advice.mails"), 303)


def _page(stopped: str = "", typed: str = "", error: str = "", status: int = 200) -> ResponseReturnValue:
    """Show the mails; where adding the mail `stopped` was refused, its form stands open with what was typed."""
    office = own_office()
    waiting = current_library().consultations.mails(by=signed_in_visitor().id)
    return page(
        "advice/mails.html",
        status=status,
        view="staff",
        office=office,
        **frame(office),
        floor_office=office,
        mails=[(mail, _why(mail.reason)) for mail in waiting],
        takes="email" in office.rules.online.channels.value,
        stopped=stopped,
        typed=typed,
        error=error,
        token=form_token,
    )


def _why(reason: str) -> str:
    reasons = {
        "new": _("Somebody writes for the first time."),
        "stranger": _("It came to a case's address, but not from its reader's own."),
        "bounce": _("A mail of ours did not arrive."),
        "erased": _("Its case was erased."),
        "too-large": _("It is too large to be read here; open it in the mailbox."),
        "failed": _("It could not be entered into its case by itself; please look at both."),
        "unreadable": _("It could not be read; open it in the mailbox."),
    }
    return str(reasons.get(reason, reason))
