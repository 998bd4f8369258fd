"""Entering what came by another channel: the box, the telephone, WhatsApp."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue

from library.errors import BadForm
from library.feedback.complaints.filing import MAX_TEXT, ComplaintForm
from library.readers.roles import Right
from webapp.current import signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.complaints import words
from webapp.rooms.complaints.blueprint import blueprint
from webapp.rooms.complaints.sending import send_once
from webapp.rooms.complaints.staff import address
from webapp.rooms.door.post import own_office
from webapp.rooms.door.words import SERVICES
from webapp.security import audience

FIELDS = ("text", "service", "about_text", "name", "email", "phone", "channel")


@blueprint.get("/complaints/desk/enter")
@audience.right(Right.SERVE_VISITORS)
def enter() -> ResponseReturnValue:
    """Show the form."""
    return _form({}, form_token(), {}, 200)


@blueprint.post("/complaints/desk/enter")
@audience.right(Right.SERVE_VISITORS)
def enter_now() -> ResponseReturnValue:
    """Register it, and show the receipt to be handed over or read out."""
    office = own_office()
    filled = {name: request.form.get(name, "") for name in FIELDS}
    try:
        receipt = send_once(office.code, ComplaintForm(**filled, language=choose_language()), signed_in_visitor().id)
    except BadForm as problem:
        return _form(request.form, typed_token(), field_errors(problem), 422)
    return page("complaints/receipt.html", view="staff", office=office, receipt=receipt, address=address)


def _form(typed: Mapping[str, str], token: str, errors: dict[str, str], status: int) -> ResponseReturnValue:
    office = own_office()
    return page(
        "complaints/enter.html",
        view="staff",
        status=status,
        office=office,
        typed=typed,
        token=token,
        errors=errors,
        most=MAX_TEXT,
        address=address,
        services=[(code, str(name)) for code, name in SERVICES.items()],
        channels=[(code, str(name)) for code, name in words.CHANNELS.items() if code != "web"],
    )
