"""Breaches: whose data, which fields, whom to tell, and until when."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.privacy.breach import Affected, Scope
from library.privacy.breach_files import as_csv, as_json
from library.privacy.breach_letter import letter_pdf
from library.privacy.breaches import due_at
from library.readers.roles import Right
from library.store.models import Breach
from webapp.current import current_library, current_office, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import form_token, post_once, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.privacy.blueprint import blueprint, tabs
from webapp.rooms.privacy.breach_form import TEXTS, read_form
from webapp.security import audience
from webapp.seen import looker, note

MOST_SHOWN = 200
"""persons on the page; the files hold all"""


@blueprint.get("/privacy/breaches")
@audience.right(Right.SEE_AUDIT)
def breaches() -> ResponseReturnValue:
    """List the breaches on record, and ask about another."""
    return _list(form_token())


@blueprint.post("/privacy/breaches")
@audience.right(Right.SEE_AUDIT)
def open_breach() -> ResponseReturnValue:
    """Put a breach on record; its clock runs from when it was known."""
    library, by = current_library(), signed_in_visitor().id
    try:
        form = read_form(request.form, current_office().calendar.zone)
        breach_id = post_once("breach.open", lambda records: library.privacy.open_in(records, form, by))
    except BadForm as problem:
        return _list(typed_token(), status=422, errors=field_errors(problem))
    return redirect(url_for("privacy.breach", breach_id=breach_id), 303)


@blueprint.get("/privacy/breaches/<breach_id>")
@audience.right(Right.SEE_AUDIT)
def breach(breach_id: str) -> ResponseReturnValue:
    """Show whose data, which fields, and the clock."""
    library = current_library()
    found = library.privacy.breach(breach_id)
    people = _people(found)
    register = library.privacy.register
    return page(
        "privacy/breach.html",
        view="staff",
        tabs=tabs("breaches"),
        breach=found,
        due=due_at(found),
        left=(due_at(found) - library.clock()).total_seconds(),
        scope=Scope.from_json(found.scope),
        people=people[:MOST_SHOWN],
        total=len(people),
        unreached=sum(not person.reached for person in people),
        kinds=[register.of(code) for code in _kinds(people)],
        register=register,
        language=choose_language(),
    )


@blueprint.get("/privacy/breaches/<breach_id>/people.csv")
@audience.right(Right.SEE_AUDIT)
def people_csv(breach_id: str) -> ResponseReturnValue:
    """Give whom to tell, for a letter's merge."""
    people = _people(current_library().privacy.breach(breach_id))
    return _file(as_csv(people, current_library().privacy.register), "text/csv; charset=utf-8", breach_id, "csv")


@blueprint.get("/privacy/breaches/<breach_id>/people.json")
@audience.right(Right.SEE_AUDIT)
def people_json(breach_id: str) -> ResponseReturnValue:
    """Give whom to tell, for a program."""
    found = current_library().privacy.breach(breach_id)
    text = as_json(_people(found), current_library().privacy.register, Scope.from_json(found.scope))
    return _file(text, "application/json", breach_id, "json")


@blueprint.get("/privacy/breaches/<breach_id>/letter.pdf")
@audience.right(Right.SEE_AUDIT)
def letter(breach_id: str) -> ResponseReturnValue:
    """Give the letter to the persons concerned, in both languages."""
    found, office = current_library().privacy.breach(breach_id), current_office()
    kinds, catalog = _kinds(_people(found)), current_library().settings.catalog
    zone = office.hours.time_zone.value
    return _file(
        letter_pdf(found, kinds, catalog, office=office.name.id, zone=zone), "application/pdf", breach_id, "pdf"
    )


@blueprint.post("/privacy/breaches/<breach_id>/told")
@audience.right(Right.SEE_AUDIT)
def told(breach_id: str) -> ResponseReturnValue:
    """Note that the persons or the authority were told."""
    current_library().privacy.told(breach_id, request.form.get("whom", ""), signed_in_visitor().id)
    flash(_("Noted."), "good")
    return redirect(url_for("privacy.breach", breach_id=breach_id), 303)


def _people(found: Breach) -> list[Affected]:
    note("breach", found.id)
    return current_library().privacy.affected(Scope.from_json(found.scope), by=looker())


def _kinds(people: list[Affected]) -> list[str]:
    concerned = {code for person in people for code in person.records}
    return [each.code for each in current_library().privacy.register.activity if each.code in concerned]


def _file(content: str | bytes, mimetype: str, breach_id: str, ending: str) -> Response:
    answer = Response(content, content_type=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="pustaka-breach-{breach_id}.{ending}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _list(token: str, *, status: int = 200, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    library, language = current_library(), choose_language()
    return page(
        "privacy/breaches.html",
        status=status,
        view="staff",
        tabs=tabs("breaches"),
        rows=[(each, due_at(each)) for each in library.privacy.breaches()],
        now=library.clock(),
        values={name: request.form.get(name, "") for name in TEXTS},
        chosen=request.form.getlist("kinds"),
        offices=[(code, each.name.in_language(language)) for code, each in library.offices.items()],
        kinds=[
            (each.code, each.title.in_language(language))
            for each in library.privacy.register.activity
            if each.rows.person
        ],
        token=token,
        errors=errors or {},
    )
