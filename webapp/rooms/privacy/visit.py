"""The desk's way for a visitor without an account: a copy of what is kept of her visit, or its erasure.

An officer hands nothing out before she has seen who asks: kind and last four digits of the card, held against those of
the guest book where they stand there.
"""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, NotFound, Refused
from library.floor.guest_book import clean_last4, is_last4
from library.floor.views import VisitView
from library.offices.lists import load_choices
from library.privacy.open_matters import StillOpen
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.door.post import own_office
from webapp.rooms.privacy import words
from webapp.rooms.privacy.blueprint import blueprint
from webapp.rooms.privacy.files import hand_out
from webapp.rooms.privacy.mine import form_options
from webapp.security import audience
from webapp.seen import note


@blueprint.get("/door/visits/<visit_id>/personal-data")
@audience.right(Right.SERVE_VISITORS)
def visit(visit_id: str) -> ResponseReturnValue:
    """Show what can be done."""
    return _show(_here(visit_id))


@blueprint.post("/door/visits/<visit_id>/personal-data")
@audience.right(Right.SERVE_VISITORS)
def visit_deed(visit_id: str) -> ResponseReturnValue:
    """Hand the visitor what is kept of her visit, or erase it; which card was seen is noted."""
    here, erases = _here(visit_id), request.form.get("deed") == "erase"
    try:
        seen = _checked_identity(here)
        return _erase(here) if erases else _hand_out(here, seen)
    except BadForm as problem:
        return _show(here, status=422, errors=field_errors(problem))
    except StillOpen as problem:
        return _show(here, status=409, matters=problem.matters)


def _hand_out(here: VisitView, seen: str) -> ResponseReturnValue:
    """Hand out the visit of somebody without an account; hers is hers to take, with her password.

    Raises:
        Refused: she has an account of her own.
    """
    if here.has_account:
        raise Refused(why="pembaca ini punya akun: Data saya / this reader has an account: My data")
    return hand_out(f"visit:{here.id}", seen)


def _erase(here: VisitView) -> ResponseReturnValue:
    current_library().privacy.erase_now(f"visit:{here.id}", signed_in_visitor().id)
    flash(_("Erased. The visit is still counted; it names nobody any more."), "good")
    return redirect(url_for("door.desk"), 303)


def _here(visit_id: str) -> VisitView:
    """Give a visit of the officer's own office, of any day, that is not erased.

    Raises:
        NotFound: there is none.
    """
    found = current_library().floor.visit(visit_id)
    if found.office != own_office().code or not found.name:
        raise NotFound(visit_id, what="kunjungan / visit")
    return found


def _checked_identity(here: VisitView) -> str:
    """Give the note of the card that was seen: its kind, and whose visit it was held against."""
    kind, last4 = request.form.get("id_kind", ""), request.form.get("last4", "")
    problems = {}
    if kind not in load_choices(current_library().settings.catalog, "identity"):
        problems["id_kind"] = "choice-invalid"
    if not is_last4(last4):
        problems["last4"] = "last4-invalid"
    elif here.id_last4 and clean_last4(last4) != here.id_last4:
        problems["last4"] = "identity-differs"
    if request.form.get("seen") != "yes":
        problems["seen"] = "declaration-required"
    if problems:
        raise BadForm(problems)
    return f"id:{kind}"


def _show(
    here: VisitView, *, status: int = 200, errors: dict[str, str] | None = None, matters: tuple[str, ...] = ()
) -> ResponseReturnValue:
    note("visit", here.id)
    language, catalog = choose_language(), current_library().settings.catalog
    return page(
        "privacy/visit.html",
        status=status,
        view="staff",
        visit=here,
        forms=form_options(),
        identities=[(item.code, item.label.in_language(language)) for item in load_choices(catalog, "identity")],
        matters=[words.say(words.MATTERS, code) for code in matters],
        typed=request.form,
        errors=errors or {},
    )
