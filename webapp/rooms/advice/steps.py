"""What an officer does with a case: each step counts once, and what was typed is kept when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.consultations import Consultations, FollowUpForm
from library.errors import BadForm, NotAllowed, NotFound, Refused
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import typed_token
from webapp.reasons import field_errors
from webapp.rooms.advice.blueprint import blueprint
from webapp.rooms.advice.case import case_page
from webapp.rooms.advice.contact import pages_in
from webapp.rooms.consultations.sent_files import MOST_SENT, received
from webapp.security import audience
from webapp.security.bodies import takes_files_up_to

Deed = Callable[[Consultations, str], object]


def _do(case_id: str, form: str, deed: Deed, said: str, to: str = "", *, tells: bool = False) -> ResponseReturnValue:
    """Take a step and lead back to the case; a refused form stands open with its errors.

    `tells`: the step mails the user, and where it could not the officer has to know.
    """
    library = current_library()
    try:
        deed(library.consultations, signed_in_visitor().id)
    except BadForm as problem:
        return case_page(case_id, field_errors(problem), form, 422)
    except NotFound as problem:  # a work, for whoever misses the case itself misses its page as well
        return case_page(case_id, {"pages": problem.sentence(choose_language())}, form, 422)
    except NotAllowed:
        raise
    except Refused as problem:
        flash(problem.sentence(choose_language()), "bad")
    else:
        unsent = _unsent(case_id) if tells else ""
        flash(unsent or said, "warn" if unsent else "good")
    library.workers.wake()
    return redirect(to or url_for("advice.show", case_id=case_id), 303)


def _unsent(case_id: str) -> str:
    """Say that the user was not mailed; empty: she was."""
    case = current_library().consultations.case(case_id, by=signed_in_visitor().id)
    if case.mailed:
        return ""
    if not case.contact:
        return str(_("Written down, but not mailed: this user has no address that was confirmed."))
    return str(_("Written down, but not mailed: send it to %(contact)s yourself.", contact=case.contact))


def _text() -> str:
    return request.form.get("text", "")


@blueprint.post("/<case_id>/accept")
@audience.right(Right.SERVE_VISITORS)
def accept(case_id: str) -> ResponseReturnValue:
    """Find the request clear and complete."""
    return _do(case_id, "accept", lambda desk, me: desk.accept(case_id, by=me), _("Accepted. It is yours now."))


@blueprint.post("/<case_id>/clarify")
@audience.right(Right.SERVE_VISITORS)
def clarify(case_id: str) -> ResponseReturnValue:
    """Ask the reader what is missing."""
    text, token = _text(), typed_token()
    deed: Deed = lambda desk, me: desk.clarify(case_id, text, by=me, token=token)  # noqa: E731 - one line says it
    return _do(case_id, "clarify", deed, _("Asked. The time for the answer follows the office's standard."), tells=True)


@blueprint.post("/<case_id>/answer")
@audience.right(Right.SERVE_VISITORS)
@takes_files_up_to(MOST_SENT)
def answer(case_id: str) -> ResponseReturnValue:
    """Answer, with pages of the catalogue as links and files of one's own."""
    text, token, pages = _text(), typed_token(), pages_in(request.form.get("pages", ""))

    def deed(desk: Consultations, me: str) -> None:
        desk.answer(case_id, text, by=me, pages=pages, files=received(), token=token)

    return _do(case_id, "answer", deed, _("Answered. The reader has been told."), tells=True)


@blueprint.post("/<case_id>/record")
@audience.right(Right.SERVE_VISITORS)
def record(case_id: str) -> ResponseReturnValue:
    """Write down what the user said elsewhere."""
    text, token, channel = _text(), typed_token(), request.form.get("channel", "")
    deed: Deed = lambda desk, me: desk.record(case_id, text, channel, by=me, token=token)  # noqa: E731
    return _do(case_id, "record", deed, _("Written down as a message of the user."))


@blueprint.post("/<case_id>/remark")
@audience.right(Right.SERVE_VISITORS)
def remark(case_id: str) -> ResponseReturnValue:
    """Write a note for the staff alone."""
    text, token = _text(), typed_token()
    deed: Deed = lambda desk, me: desk.remark(case_id, text, by=me, token=token)  # noqa: E731
    return _do(case_id, "remark", deed, _("Noted. The reader does not see it."))


@blueprint.post("/<case_id>/follow-up")
@audience.right(Right.SERVE_VISITORS)
def follow_up(case_id: str) -> ResponseReturnValue:
    """Make an appointment."""
    token = typed_token()
    deed: Deed = lambda desk, me: desk.follow_up(case_id, _meeting(case_id), by=me, token=token)  # noqa: E731
    return _do(case_id, "follow", deed, _("The reader is invited, with a calendar file."), tells=True)


def _meeting(case_id: str) -> FollowUpForm:
    """Read the form; the time is the office's own."""
    library, form = current_library(), request.form
    case = library.consultations.case(case_id, by=signed_in_visitor().id)
    zone = ZoneInfo(library.offices[case.office].hours.time_zone.value)
    try:
        starts = datetime.fromisoformat(f"{form.get('day', '')}T{form.get('time', '')}").replace(tzinfo=zone)
        minutes = int(form.get("minutes", "60"))
    except ValueError as exc:
        raise BadForm({"starts_at": "time-invalid"}) from exc
    kind, place = form.get("kind", ""), form.get("place", "")
    return FollowUpForm(kind=kind, starts_at=starts, minutes=minutes, place=place, text=_text())


@blueprint.post("/<case_id>/call-off")
@audience.right(Right.SERVE_VISITORS)
def call_off(case_id: str) -> ResponseReturnValue:
    """Cancel the appointment that stands."""
    deed: Deed = lambda desk, me: desk.call_off(case_id, by=me)  # noqa: E731 - one line says it
    return _do(case_id, "call-off", deed, _("Called off. The reader is told."), tells=True)


@blueprint.post("/<case_id>/close")
@audience.right(Right.SERVE_VISITORS)
def close(case_id: str) -> ResponseReturnValue:
    """Close the case."""
    outcome = request.form.get("outcome", "")
    deed: Deed = lambda desk, me: desk.close(case_id, outcome, by=me)  # noqa: E731
    return _do(case_id, "close", deed, _("Closed. A reply opens it again within the office's days."), tells=True)


@blueprint.post("/<case_id>/hand")
@audience.right(Right.SERVE_VISITORS)
def hand(case_id: str) -> ResponseReturnValue:
    """Take the case, or hand it to a colleague."""
    officer = request.form.get("officer", "")
    return _do(case_id, "hand", lambda desk, me: desk.hand_to(case_id, officer, by=me), _("Handed over."))


@blueprint.post("/<case_id>/move")
@audience.right(Right.SERVE_VISITORS)
def move(case_id: str) -> ResponseReturnValue:
    """Hand the case to another office."""
    office = request.form.get("to", "")
    deed: Deed = lambda desk, me: desk.move_office(case_id, office, by=me)  # noqa: E731
    return _do(case_id, "move", deed, _("The case is with the other office now."), url_for("advice.queue"))


@blueprint.post("/<case_id>/publish")
@audience.right(Right.SERVE_VISITORS)
def publish(case_id: str) -> ResponseReturnValue:
    """Publish the case as a question and an answer that name nobody."""
    question, words = request.form.get("question", ""), request.form.get("answer", "")
    deed: Deed = lambda desk, me: desk.publish(case_id, question, words, by=me)  # noqa: E731
    return _do(case_id, "publish", deed, _("Published. The next reader finds it."))


@blueprint.post("/<case_id>/reason")
@audience.right(Right.SERVE_VISITORS)
def reason(case_id: str) -> ResponseReturnValue:
    """Say why the answer was late."""
    form, floor = request.form, current_library().floor

    def deed(desk: Consultations, me: str) -> None:
        case = desk.case(case_id, by=me)
        if form.get("clock", "") not in {clock.id for clock in case.clocks if clock.office == case.office}:
            raise BadForm({"reason": "choice-invalid"})
        floor.give_reason(form.get("clock", ""), form.get("reason", ""), form.get("reason_text", ""), by=me)

    return _do(case_id, "reason", deed, _("Thank you. The reason stands with the clock."))


@blueprint.post("/answers/<answer_id>/withdraw")
@audience.right(Right.SERVE_VISITORS)
def withdraw(answer_id: str) -> ResponseReturnValue:
    """Take a published answer back."""
    library = current_library()
    library.consultations.withdraw(answer_id, by=signed_in_visitor().id)
    library.workers.wake()
    flash(_("Taken back. Nobody finds it any more."), "good")
    return redirect(url_for("advice.queue"), 303)
