"""Entering what came by another channel."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.consultations import EnteredCase, MailView
from library.errors import BadForm
from library.offices import Office
from library.offices.lists import load_subjects
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.advice.blueprint import blueprint
from webapp.rooms.advice.queue import frame
from webapp.rooms.consultations import words
from webapp.rooms.door.post import own_office
from webapp.security import audience

FIELDS = ("channel", "title", "question", "words", "subject", "contact_name", "contact")


@blueprint.get("/new")
@audience.right(Right.SERVE_VISITORS)
def new() -> ResponseReturnValue:
    """Show the form, filled from the mail that it is about."""
    mail = _mail(request.args.get("mail", ""))
    filled = dict.fromkeys(FIELDS, "")
    if mail is not None:
        filled |= {"channel": "email", "title": mail.subject, "question": mail.text, "contact": mail.sender}
    return _form(own_office(), filled, mail)


@blueprint.post("/new")
@audience.right(Right.SERVE_VISITORS)
def enter() -> ResponseReturnValue:
    """Open a case for somebody who wrote elsewhere."""
    office, mail = own_office(), _mail(request.form.get("mail", ""))
    filled = {name: request.form.get(name, "")[:20_000] for name in FIELDS}
    library, me = current_library(), signed_in_visitor().id
    try:
        entry = EnteredCase(**filled, language=request.form.get("language", "id"))
        case = library.consultations.enter(office.code, entry, by=me, mail=mail.id if mail else "", token=typed_token())
    except BadForm as problem:
        return _form(office, filled, mail, field_errors(problem), 422)
    library.workers.wake()
    return redirect(url_for("advice.show", case_id=case), 303)


def _mail(mail_id: str) -> MailView | None:
    return current_library().consultations.mail(mail_id, by=signed_in_visitor().id) if mail_id else None


def _form(
    office: Office,
    filled: dict[str, str],
    mail: MailView | None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    library, language = current_library(), choose_language()
    channels = [each for each in office.rules.online.channels.value if each != "application"]
    return page(
        "advice/new.html",
        status=status,
        view="staff",
        office=office,
        **frame(office),
        floor_office=office,
        channels=[(each, words.say(words.CHANNELS, each)) for each in channels],
        subjects=[(each.code, each.label.in_language(language)) for each in load_subjects(library.settings.catalog)],
        required=office.rules.online.search.value == "required",
        filled=filled,
        mail=mail,
        errors=errors or {},
        once=typed_token() if errors else form_token(),
    )
