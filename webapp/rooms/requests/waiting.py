"""Requests that wait for a librarian's decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, LostRace, Untraceable
from library.readers.roles import Right
from library.softcopies import questions, requests
from library.softcopies.purposes import load_purposes
from library.store.session import Session
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.requests.blueprint import blueprint
from webapp.security import audience

Deed = Callable[[Session, datetime], object]


@blueprint.get("/requests")
@audience.right(Right.DECIDE_REQUESTS)
def waiting() -> ResponseReturnValue:
    """List what waits, oldest first."""
    return _list()


def _list(
    request_id: str = "", field: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    library, visitor = current_library(), signed_in_visitor()
    language = choose_language()
    with library.database.read() as records:
        lines = requests.waiting(records, visitor.office)
        asked = {line.request.id: questions.of_request(records, line.request.id) for line in lines}
    names = {p.code: p.name.in_language(language) for p in load_purposes(library.settings.catalog)}
    return page(
        "requests/waiting.html",
        status=status,
        view="staff",
        lines=lines,
        purposes=names,
        stopped=request_id,
        field=field,
        errors=errors or {},
        typed=request.form.get(field, "") if field else "",
        asked=asked,
    )


@blueprint.post("/requests/<request_id>/approve")
@audience.right(Right.DECIDE_REQUESTS)
def approve(request_id: str) -> ResponseReturnValue:
    """Grant a copy of a restricted title."""
    actor = signed_in_visitor().id
    try:
        _decide(
            lambda records, now: requests.approve(records, now, request_id, actor),
            _("Granted. The copy is being made."),
        )
    except Untraceable as problem:
        flash(problem.sentence(choose_language()), "bad")
    return redirect(url_for("requests.waiting"), 303)


@blueprint.post("/requests/<request_id>/reject")
@audience.right(Right.DECIDE_REQUESTS)
def reject(request_id: str) -> ResponseReturnValue:
    """Say no, with a reason that the reader gets to see."""
    actor, reason = signed_in_visitor().id, request.form.get("reason", "")
    return _write_to_reader(
        request_id,
        "reason",
        lambda records, now: requests.reject(records, now, request_id, actor, reason),
        _("Not granted. The reader has been told why."),
    )


@blueprint.post("/requests/<request_id>/ask")
@audience.right(Right.DECIDE_REQUESTS)
def ask(request_id: str) -> ResponseReturnValue:
    """Ask the reader something before deciding."""
    actor, question = signed_in_visitor().id, request.form.get("question", "")
    return _write_to_reader(
        request_id,
        "question",
        lambda records, now: questions.ask(records, now, request_id, actor, question),
        _("Asked. The request comes back here with the reader's answer."),
    )


def _write_to_reader(request_id: str, field: str, deed: Deed, said: str) -> ResponseReturnValue:
    """Decide with words that were typed into `field`; what is wrong with them is said beside it."""
    try:
        _decide(deed, said)
    except BadForm as problem:
        return _list(request_id, field, field_errors(problem), 422)
    return redirect(url_for("requests.waiting"), 303)


@blueprint.post("/requests/<request_id>/again")
@audience.right(Right.DECIDE_REQUESTS)
def again(request_id: str) -> ResponseReturnValue:
    """Order a copy once more that could not be made."""
    actor = signed_in_visitor().id
    _decide(
        lambda records, now: requests.make_again(records, now, request_id, actor),
        _("The copy is being made once more."),
    )
    return redirect(url_for("requests.waiting"), 303)


def _decide(deed: Deed, said: str) -> None:
    library = current_library()
    try:
        with library.database.write() as records:
            deed(records, library.clock())
    except LostRace:
        flash(_("Somebody else decided this one a moment ago."), "warn")
        return
    library.workers.wake()
    flash(said, "good")
