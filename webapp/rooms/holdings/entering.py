"""Entering a book with the book in hand: its title page above, its place below."""

from __future__ import annotations

import re

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.holdings import copies, printed_works
from library.readers.roles import Right
from library.store.session import Session
from webapp.current import current_library, signed_in_visitor
from webapp.once import form_token, post_once, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.holdings import words
from webapp.rooms.holdings.blueprint import blueprint, office_choices, office_of_shelf, tabs
from webapp.rooms.holdings.shelf import copy_form, typed_copy
from webapp.security import audience

_WORD = r"[^\W\d_]{3}"
"""three letters in a row: words of a title, which nobody types twice, and no ISSN"""


@blueprint.get("/new")
@audience.right(Right.RELEASE)
def enter_form() -> ResponseReturnValue:
    """Show the form; `?q=` looks first whether the work is there already."""
    return _show({"condition": "good", "state": "shelf", "language": "id"}, {}, form_token())


@blueprint.post("/new")
@audience.right(Right.RELEASE)
def enter() -> ResponseReturnValue:
    """Enter the work and its first copy."""
    try:
        work_id = post_once("holdings.enter", _enter)
    except BadForm as problem:
        typed = {name: request.form.get(name, "") for name in printed_works.FIELDS}
        return _show({**typed, **typed_copy()}, field_errors(problem), typed_token())
    flash(_("Entered. Everybody finds it now, as printed only."), "good")
    return redirect(url_for("holdings.of_work", work_id=work_id), 303)


def _enter(records: Session) -> str:
    now, actor, office = current_library().clock(), signed_in_visitor().id, office_of_shelf()
    values = {name: request.form.get(name, "") for name in printed_works.FIELDS}
    work = printed_works.enter(records, now, office, values, actor)
    copies.add(records, now, work.id, office, copy_form(), actor)
    return work.id


def _show(values: dict[str, str], errors: dict[str, str], token: str) -> ResponseReturnValue:
    sought = " ".join(request.args.get("q", "").split())[:100]
    with current_library().database.read() as records:
        known = printed_works.find_editions(records, sought) if sought else []
    if not known and not errors and re.search(_WORD, sought):
        values = {**values, "title": sought}
    return page(
        "holdings/new.html",
        status=422 if errors else 200,
        view="staff",
        tabs=tabs("enter_form"),
        say=words,
        values=values,
        errors=errors,
        token=token,
        offices=office_choices(),
        chosen_office=office_of_shelf(),
        sought=sought,
        known=known,
    )
