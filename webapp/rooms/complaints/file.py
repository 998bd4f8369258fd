"""The form: what happened is all that has to be said."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.feedback.complaints.filing import MAX_TEXT, ComplaintForm
from library.offices import Office
from webapp.current import current_visitor
from webapp.language_choice import choose_language
from webapp.once import form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.complaints.blueprint import blueprint
from webapp.rooms.complaints.sending import send_once
from webapp.rooms.door.words import SERVICES
from webapp.rooms.guest.entrance import office_of
from webapp.security import audience, limits
from webapp.security.limits import Limit, limited

FILING = (Limit("20 per hour", limits.address),)


@blueprint.get("/complaints/<slug>/new")
@audience.public
def new(slug: str) -> ResponseReturnValue:
    """Show the form."""
    return _form(office_of(slug), {}, form_token(), {}, 200)


@blueprint.post("/complaints/<slug>/new")
@audience.public
@limited(*FILING)
def submit(slug: str) -> ResponseReturnValue:
    """Receive it; the same form sent twice is one complaint."""
    office = office_of(slug)
    try:
        code = send_once(office.code, _filled(), "complainant").code
    except BadForm as problem:
        return _form(office, request.form, typed_token(), field_errors(problem), 422)
    return redirect(url_for("complaints.track", code=code, new=1), 303)


def _filled() -> ComplaintForm:
    form, visitor = request.form, current_visitor()
    written = {name: form.get(name, "") for name in ("text", "service", "about_text")}
    if form.get("anonymous") == "yes":
        return ComplaintForm(**written, language=choose_language())
    person = {name: form.get(name, "") for name in ("name", "email", "phone")}
    account = visitor.id if visitor and visitor.is_proven else None
    return ComplaintForm(**written, **person, account_id=account, language=choose_language())


def _form(
    office: Office, typed: Mapping[str, str], token: str, errors: dict[str, str], status: int
) -> ResponseReturnValue:
    visitor = current_visitor()
    return page(
        "complaints/new.html",
        status=status,
        office=office,
        it=office,
        typed=typed or {"name": visitor.name if visitor else ""},
        token=token,
        errors=errors,
        most=MAX_TEXT,
        services=[(code, str(name)) for code, name in SERVICES.items()],
        signed_in=visitor is not None,
        title=_("Complaint to %(office)s", office=office.name.in_language(choose_language())),
    )
