"""Asking: search first, then the question; what was typed is kept whatever happens."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.consultations import AskForm, SearchView
from library.errors import BadForm
from library.offices import Office
from library.offices.lists import load_subjects
from webapp.current import current_library, current_office, signed_in_visitor, use_office
from webapp.language_choice import choose_language
from webapp.once import form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.consultations.blueprint import blueprint
from webapp.rooms.consultations.sent_files import MOST_SENT, WRITING, received
from webapp.rooms.search.answer import shown_answers
from webapp.security import audience, limits
from webapp.security.bodies import takes_files_up_to
from webapp.security.limits import limited


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The form as it stands on the page."""

    words: str = ""
    title: str = ""
    question: str = ""
    subject: str = ""
    token: str = field(default_factory=form_token)


@blueprint.get("/new")
@audience.signed_in
def new() -> ResponseReturnValue:
    """Show the search, and once it was made its hits and the form."""
    search = _search(request.args.get("search", ""))
    office = _office(search.office if search else request.args.get("office", ""))
    words = search.words if search else request.args.get("q", "")[:200]
    return _form(office, search, Filled(words=words, title=words))


@blueprint.post("/search")
@audience.signed_in
@limited(*limits.SEARCH)
def look() -> ResponseReturnValue:
    """Search before asking; the words and the hits are kept for the officer."""
    office, words = _office(request.form.get("office", "")), request.form.get("words", "")[:400]
    desk, visitor = current_library().consultations, signed_in_visitor()
    try:
        search = desk.look(visitor.id, office.code, words, token=typed_token())
    except BadForm as problem:
        return _form(office, None, Filled(words=words), field_errors(problem), 422)
    return redirect(url_for("consultations.new", search=search.id), 303)


@blueprint.post("/new")
@audience.signed_in
@takes_files_up_to(MOST_SENT)
@limited(*WRITING)
def submit() -> ResponseReturnValue:
    """Open a case; the same form sent twice is one case."""
    search = _search(request.form.get("search", ""))
    office = _office(search.office if search else request.form.get("office", ""))
    filled = _filled(search)
    form = AskForm(
        title=filled.title,
        question=filled.question,
        subject=filled.subject,
        search_id=search.id if search else None,
        language=choose_language(),
    )
    library, visitor = current_library(), signed_in_visitor()
    try:
        case = library.consultations.submit(visitor.id, office.code, form, files=received(), token=filled.token)
    except BadForm as problem:
        return _form(office, search, filled, field_errors(problem), 422)
    library.workers.wake()
    return redirect(url_for("consultations.show", case_id=case), 303)


def _search(search_id: str) -> SearchView | None:
    if not search_id:
        return None
    return current_library().consultations.own_search(signed_in_visitor().id, search_id)


def _office(code: str) -> Office:
    return use_office(code) if code in current_library().offices else current_office()


def _filled(search: SearchView | None) -> Filled:
    form = request.form
    return Filled(
        words=search.words if search else "",
        title=form.get("title", "")[:400],
        question=form.get("question", "")[:20_000],
        subject=form.get("subject", "")[:3],
        token=typed_token(),
    )


def _form(
    office: Office,
    search: SearchView | None,
    filled: Filled,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    library, language = current_library(), choose_language()
    return page(
        "consultations/new.html",
        status=status,
        office=use_office(office.code),
        asked_office=office,
        offices=[(each.code, each.name.in_language(language)) for each in library.offices.values()],
        search=search,
        answers=shown_answers(search.words) if search else [],
        required=office.rules.online.search.value == "required",
        days=office.rules.online.answer_working_days.value,
        filled=filled,
        errors=errors or {},
        subjects=[(each.code, each.label.in_language(language)) for each in load_subjects(library.settings.catalog)],
        search_token=form_token(),
    )
