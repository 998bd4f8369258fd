"""Questionnaires: their questions in both languages, drafted, looked at as readers see them, valid from a day."""

from __future__ import annotations

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.errors import BadInput, NotFound
from library.feedback.instruments import Instrument
from library.readers.roles import Right
from library.revisions import instruments as questionnaires
from webapp.current import current_library, signed_in_visitor
from webapp.errors import sentence_of
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.rooms.ratings.fields import shown_questions
from webapp.security import audience


@blueprint.get("/instruments")
@audience.right(Right.MANAGE_DATA)
def instruments() -> ResponseReturnValue:
    """List the questionnaires, and which offices use each."""
    library = current_library()
    known = _all()
    used = {code: library.ratings.instrument(code).code for code in library.offices}
    return page("administration/instruments.html", view="staff", tabs=tabs("instruments"), known=known, used=used)


@blueprint.get("/instruments/<code>")
@audience.right(Right.MANAGE_DATA)
def instrument(code: str) -> ResponseReturnValue:
    """Show a questionnaire as readers see it, and the form for its next version."""
    return _show(_known(code))


@blueprint.post("/instruments/<code>")
@audience.right(Right.MANAGE_DATA)
def reword(code: str) -> ResponseReturnValue:
    """Draft the next version."""
    try:
        drafted = questionnaires.reworded(_known(code), request.form)
    except BadInput as problem:
        return _show(_known(code), sentence_of(problem), 422)
    row = current_library().editing.draft(
        questionnaires.KIND,
        code,
        questionnaires.body_of(drafted),
        signed_in_visitor().id,
        note=request.form.get("note", ""),
        valid_from=_date(request.form.get("valid_from", "")),
    )
    return redirect(url_for("administration.change", number=row.id), 303)


def _all() -> tuple[Instrument, ...]:
    library = current_library()
    with library.database.read() as records:
        return questionnaires.in_force(records, library.clock().date(), library.settings.catalog)


def _known(code: str) -> Instrument:
    found = next((each for each in _all() if each.code == code), None)
    if found is None:
        raise NotFound(what=code)
    return found


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _show(found: Instrument, problem: str = "", status: int = 200) -> ResponseReturnValue:
    return page(
        "administration/instrument.html",
        status=status,
        view="staff",
        tabs=tabs("instruments"),
        it=found,
        seen=shown_questions(found, choose_language(), {}, {}),
        typed=request.form,
        problem=problem,
    )
