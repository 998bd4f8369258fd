"""My data: what I agreed to, who looked, a copy of everything, and erasing it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.privacy.exporting import FORMS
from library.privacy.open_matters import StillOpen
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.privacy import words
from webapp.rooms.privacy.blueprint import blueprint
from webapp.rooms.privacy.files import chosen_form, hand_out, refuse_shared_screen
from webapp.security import audience, limits
from webapp.security.limits import Limit

EXPORT = (Limit("10 per hour", limits.account),)


@blueprint.get("/account/personal-data")
@audience.signed_in
def mine() -> ResponseReturnValue:
    """Show the page."""
    return _mine()


@blueprint.post("/account/personal-data/export")
@audience.signed_in
@limits.limited(*limits.PASSWORD, *EXPORT)
def export_mine() -> ResponseReturnValue:
    """Hand over everything that is kept of whoever is signed in; the password is asked for again."""
    refuse_shared_screen()
    visitor = signed_in_visitor()
    try:
        chosen_form()
        current_library().privacy.check_password(visitor.id, request.form.get("password", ""))
    except BadForm as problem:
        return _mine(status=422, errors=field_errors(problem))
    return hand_out(f"account:{visitor.id}")


@blueprint.post("/account/personal-data/erase")
@audience.signed_in
@limits.limited(*limits.PASSWORD)
def ask_erasure() -> ResponseReturnValue:
    """Ask for the erasure of one's own account; nothing goes for some days."""
    refuse_shared_screen()
    visitor, privacy = signed_in_visitor(), current_library().privacy
    try:
        privacy.check_password(visitor.id, request.form.get("erase_password", ""), "erase_password")
        check_understood()
        privacy.ask_erasure(visitor.id)
    except BadForm as problem:
        return _mine(status=422, errors=field_errors(problem))
    except StillOpen:
        return _mine(status=409)  # the page says what is open
    current_library().workers.wake()
    flash(_("We have noted it and written to you. Until then you can take it back here."), "good")
    return redirect(url_for("privacy.mine"), 303)


@blueprint.post("/account/personal-data/keep")
@audience.signed_in
def keep_mine() -> ResponseReturnValue:
    """Take the erasure back."""
    visitor = signed_in_visitor()
    current_library().privacy.keep(visitor.id, visitor.id)
    current_library().workers.wake()
    flash(_("Your account stays. Nothing was erased."), "good")
    return redirect(url_for("privacy.mine"), 303)


def _mine(*, status: int = 200, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    library, visitor = current_library(), signed_in_visitor()
    shown = library.privacy.mine(visitor.id)
    return page(
        "privacy/mine.html",
        status=status,
        shown=shown,
        language=choose_language(),
        forms=form_options(),
        matters=[words.say(words.MATTERS, code) for code in shown.matters],
        looks=[
            (row, words.say(words.KINDS, row.kind), words.looker_words(row.role, row.office)) for row in shown.looks
        ],
        wait=library.privacy.register.wait_days,
        errors=errors or {},
    )


def check_understood() -> None:
    """Ask that whoever erases has read what it does.

    Raises:
        BadForm: the box is not ticked.
    """
    if request.form.get("understood") != "yes":
        raise BadForm({"understood": "declaration-required"})


def form_options() -> list[tuple[str, str, str]]:
    """Give the forms of an export for a choice."""
    hints = {
        "zip": (_("Everything (ZIP)"), _("Both of the below, and the files that were sent.")),
        "pdf": (_("To read (PDF)"), ""),
        "json": (_("For a program (JSON)"), ""),
    }
    return [(form, *hints[form]) for form in sorted(FORMS, reverse=True)]
