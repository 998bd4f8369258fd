"""The request form: three fields, and two honest sentences about the mark."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import works
from library.errors import BadForm, NotFound, Untraceable
from library.privacy import consents
from library.softcopies import requests
from library.softcopies.purposes import load_purposes, purpose_codes
from library.softcopies.requests import RequestForm
from library.store.models import Account, Work
from library.store.session import Session
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.language_choice import choose_language
from webapp.once import form_token, post_once, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.requests.blueprint import blueprint
from webapp.security import audience, limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The form as it stands on the page."""

    purpose: str = ""
    purpose_text: str = ""
    institution: str = ""
    declared: bool = False
    token: str = field(default_factory=form_token)


@blueprint.get("/works/<work_id>/copy")
@audience.signed_in
def new(work_id: str) -> ResponseReturnValue:
    """Show the form, or say at once why no copy of this work can be given."""
    work = _released(work_id)
    try:
        with current_library().database.read() as records:
            _refuse_untraceable(records, work)
    except Untraceable as problem:
        return _untraceable(work, problem)
    return _form(work, Filled(institution=signed_in_visitor().institution))


@blueprint.post("/works/<work_id>/copy")
@audience.signed_in
@limits.limited(*limits.COPY)
def submit(work_id: str) -> ResponseReturnValue:
    """File the request; the same form sent twice is one request."""
    work = _released(work_id)
    filled = _filled()
    try:
        request_id = post_once("request.submit", lambda records: _submit(records, work_id, filled))
    except BadForm as problem:
        return _form(work, filled, field_errors(problem), 422)
    except Untraceable as problem:
        return _untraceable(work, problem)
    return redirect(url_for("requests.show", request_id=request_id), 303)


def _submit(records: Session, work_id: str, filled: Filled) -> str:
    library, visitor = current_library(), signed_in_visitor()
    account = records.get(Account, visitor.id)
    if account is None:
        raise NotFound(what=visitor.id)
    form = RequestForm(
        purpose=filled.purpose,
        purpose_text=filled.purpose_text,
        institution=filled.institution,
        declared=filled.declared,
        visit_id=visitor.visit,
        language=choose_language(),
    )
    codes, work = purpose_codes(library.settings.catalog), works.get(records, work_id)
    zone = library.offices[work.office].hours.time_zone.value
    filed = requests.submit(records, library.clock(), account, work, form, codes, zone=zone)
    catalog, now = library.settings.catalog, library.clock()
    consents.given(records, now, consents.SOFTCOPY, catalog, account=account.id, language=form.language)
    return filed.id


def _released(work_id: str) -> Work:
    with current_library().database.read() as records:
        return works.get(records, work_id)


def _refuse_untraceable(records: Session, work: Work) -> None:
    master = works.current_master(records, works.current_file(records, work.id).id)
    requests.refuse_untraceable(master)


def _filled() -> Filled:
    form = request.form
    return Filled(
        purpose=form.get("purpose", "")[:40],
        purpose_text=form.get("purpose_text", "")[: 2 * requests.MAX_TEXT],
        institution=form.get("institution", "")[:400],
        declared=form.get("declared") == "yes",
        token=typed_token(),
    )


def _form(work: Work, filled: Filled, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    language = choose_language()
    purposes = load_purposes(current_library().settings.catalog)
    office = use_office(work.office)
    return page(
        "requests/new.html",
        status=status,
        office=office,
        work=work,
        filled=filled,
        errors=errors or {},
        visitor=signed_in_visitor(),
        days=office.rules.softcopy.link_days.value,
        years=office.rules.retention.delivery_identity_years.value,
        purposes=[(purpose.code, purpose.name.in_language(language)) for purpose in purposes],
    )


def _untraceable(work: Work, problem: Untraceable) -> ResponseReturnValue:
    sentence = problem.sentence(choose_language())
    return page("requests/untraceable.html", status=409, office=use_office(work.office), work=work, sentence=sentence)
