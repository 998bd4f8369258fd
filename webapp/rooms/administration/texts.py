"""Texts: ready-made sentences for officers, and mails; with their braces checked and filled by sample data."""

from __future__ import annotations

import secrets

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.consultations.replies import ReplyTemplate
from library.errors import BadInput, NotFound
from library.mail.mail_text import MailText
from library.offices import Words
from library.readers.roles import Right
from library.revisions import mails, replies
from library.revisions.replies import ALL
from webapp.current import current_library, signed_in_visitor
from webapp.errors import sentence_of
from webapp.pages import page
from webapp.rooms.administration import words
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience

NEW = "new"
USES = ("answer", "clarification")


@blueprint.get("/texts")
@audience.right(Right.MANAGE_DATA)
def texts() -> ResponseReturnValue:
    """List the sentences of an office, or of all, and the mails."""
    library, scope = current_library(), _scope()
    today = library.clock().date()
    with library.database.read() as records:
        sentences = replies.in_force(records, today, library.settings.catalog, scope)
        subjects = [(kind, mails.wording(records, today, kind, "id").subject) for kind in mails.EDITABLE]
    return page(
        "administration/texts.html",
        view="staff",
        tabs=tabs("texts"),
        sentences=sentences,
        mails=subjects,
        scope=scope,
        scopes=[(ALL, _("All offices")), *words.office_options()],
    )


@blueprint.get("/texts/replies/<code>")
@audience.right(Right.MANAGE_DATA)
def reply(code: str) -> ResponseReturnValue:
    """Show a sentence and the form for its next version; `new` makes another."""
    return _reply_form(code)


@blueprint.post("/texts/replies/<code>")
@audience.right(Right.MANAGE_DATA)
def word_reply(code: str) -> ResponseReturnValue:
    """Draft a sentence."""
    try:
        body = replies.body_of(_typed_reply(code))
    except BadInput as problem:
        return _reply_form(code, sentence_of(problem), 422)
    return _draft(replies.KIND, f"{_scope()}:{body['code']}", body)


@blueprint.post("/texts/replies/<code>/gone")
@audience.right(Right.MANAGE_DATA)
def drop_reply(code: str) -> ResponseReturnValue:
    """Draft that a sentence is offered no more."""
    return _draft(replies.KIND, f"{_scope()}:{_sentence(code).code}", {"gone": True})


@blueprint.get("/texts/mails/<kind>")
@audience.right(Right.MANAGE_DATA)
def mail(kind: str) -> ResponseReturnValue:
    """Show a mail, filled with sample data, and the form for its next version."""
    return _mail_form(kind)


@blueprint.post("/texts/mails/<kind>")
@audience.right(Right.MANAGE_DATA)
def word_mail(kind: str) -> ResponseReturnValue:
    """Draft a mail."""
    _mail_of(kind)
    typed = {
        language: MailText(_text(f"subject-{language}"), _text(f"body-{language}")) for language in mails.LANGUAGES
    }
    try:
        body = mails.body_of(kind, typed)
    except BadInput as problem:
        return _mail_form(kind, typed, sentence_of(problem))
    return _draft(mails.KIND, kind, body)


def _draft(kind: str, subject: str, body: dict[str, object]) -> ResponseReturnValue:
    note, actor = request.form.get("note", ""), signed_in_visitor().id
    row = current_library().editing.draft(kind, subject, body, actor, note=note)
    return redirect(url_for("administration.change", number=row.id), 303)


def _scope() -> str:
    scope = request.values.get("scope", ALL)
    return scope if scope in current_library().offices else ALL


def _sentence(code: str) -> ReplyTemplate:
    library = current_library()
    with library.database.read() as records:
        known = replies.in_force(records, library.clock().date(), library.settings.catalog, _scope())
    found = next((each for each in known if each.code == code), None)
    if found is None:
        raise NotFound(what=code)
    return found


def _typed_reply(code: str) -> ReplyTemplate:
    use = request.form.get("use", "")
    if use not in USES:
        raise BadInput(what="use")
    return ReplyTemplate(
        code=f"own_{secrets.token_hex(4)}" if code == NEW else _sentence(code).code,
        use="answer" if use == "answer" else "clarification",
        title=Words(_text("title-id"), _text("title-en") or _text("title-id")),
        body=Words(_text("body-id"), _text("body-en") or _text("body-id")),
    )


def _text(name: str) -> str:
    """Give a typed text with plain line ends and no control characters."""
    text = request.form.get(name, "").replace("\r\n", "\n").strip()
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())


def _reply_form(code: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    found = None if code == NEW else _sentence(code)
    filled = [found.filled(each, name="Siti Rahmawati", number="K-1872-0001") for each in ("id", "en")] if found else []
    return page(
        "administration/reply.html",
        status=status,
        view="staff",
        tabs=tabs("texts"),
        code=code,
        it=found,
        filled=filled,
        scope=_scope(),
        scopes=[(ALL, _("All offices")), *words.office_options()],
        typed=request.form,
        problem=problem,
    )


def _mail_of(kind: str) -> dict[str, MailText]:
    library = current_library()
    if kind not in mails.EDITABLE:
        raise NotFound(what=kind)
    with library.database.read() as records:
        today = library.clock().date()
        return {each: mails.wording(records, today, kind, each) for each in mails.LANGUAGES}


def _mail_form(kind: str, typed: dict[str, MailText] | None = None, problem: str = "") -> ResponseReturnValue:
    known = _mail_of(kind)
    return page(
        "administration/mail.html",
        status=422 if problem else 200,
        view="staff",
        tabs=tabs("texts"),
        kind=kind,
        texts=typed or known,
        samples=[(language, mails.sample(known[language])) for language in mails.LANGUAGES],
        braces=sorted(mails.known_braces(kind)),
        problem=problem,
    )
