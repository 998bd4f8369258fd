"""The sheet of a consultation at the desk: topic, question, answer, what was handed over, and how it ended."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.consultations import DeskForm
from library.errors import BadForm, LostRace, NotFound
from library.offices.lists import load_choices, load_subjects
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.advice.blueprint import blueprint
from webapp.rooms.advice.contact import pages_in
from webapp.security import audience

FIELDS = ("topic", "question", "answer", "outcome", "subject")


@blueprint.get("/desk/<leg_id>")
@audience.right(Right.SERVE_VISITORS)
def sheet(leg_id: str) -> ResponseReturnValue:
    """Show the sheet of a leg."""
    return _page(leg_id)


@blueprint.post("/desk/<leg_id>")
@audience.right(Right.SERVE_VISITORS)
def write_sheet(leg_id: str) -> ResponseReturnValue:
    """Write the sheet, or correct it."""
    given = {name: request.form.get(name, "")[:20_000] for name in FIELDS}
    form = DeskForm(**given, sources=tuple(pages_in(request.form.get("sources", ""))))
    try:
        current_library().consultations.write_desk(leg_id, form, by=signed_in_visitor().id)
    except BadForm as problem:
        return _page(leg_id, field_errors(problem), 422)
    except NotFound as problem:  # a work, for whoever misses the leg itself misses its page as well
        return _page(leg_id, {"sources": problem.sentence(choose_language())}, 422)
    except LostRace as problem:
        flash(problem.sentence(choose_language()), "bad")
        return redirect(url_for("door.counter"), 303)
    flash(_("Written down."), "good")
    return redirect(url_for("advice.sheet", leg_id=leg_id), 303)


def _page(leg_id: str, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    library, language = current_library(), choose_language()
    desk = library.consultations.desk(leg_id, by=signed_in_visitor().id)
    filled = {name: request.form.get(name, "") if errors else getattr(desk, name) for name in FIELDS}
    written = "\n".join(f"{source.work} {source.page or ''}".strip() for source in desk.sources)
    catalog = library.settings.catalog
    return page(
        "advice/sheet.html",
        status=status,
        view="staff",
        office=use_office(desk.office),
        desk=desk,
        filled=filled,
        sources=request.form.get("sources", "") if errors else written,
        subjects=[(each.code, each.label.in_language(language)) for each in load_subjects(catalog)],
        outcomes=[(each.code, each.label.in_language(language)) for each in load_choices(catalog, "outcome")],
        errors=errors or {},
    )
