"""What stands on the shelves: the list, one work's copies, one copy."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import works
from library.errors import BadForm
from library.holdings import copies, printed_works
from library.holdings.copies import NAMES, CopyForm
from library.readers.roles import Right
from library.store.models import Holding, Work
from webapp.current import current_library, current_role, signed_in_visitor, use_office
from webapp.numbers import page_number
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.bench.withdrawing import withdrawal_options
from webapp.rooms.holdings import words
from webapp.rooms.holdings.blueprint import blueprint, office_choices, office_of_shelf, tabs
from webapp.security import audience

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was refused: what was typed, and what is wrong, by field."""

    values: dict[str, str]
    errors: dict[str, str]


@blueprint.get("")
@audience.right(Right.RELEASE)
def shelf() -> ResponseReturnValue:
    """List copies, of one's own office or of all."""
    sought, state = " ".join(request.args.get("q", "").split())[:100], request.args.get("state", "")
    number = page_number()
    with current_library().database.read() as records:
        own, offset = signed_in_visitor().office, (number - 1) * PER_PAGE
        found = copies.listed(records, own, sought, state, limit=PER_PAGE, offset=offset)
    return page(
        "holdings/shelf.html",
        view="staff",
        tabs=tabs("shelf"),
        rows=found.rows,
        total=found.total,
        say=words,
        sought=sought,
        state=state,
        number=number,
        pages=-(-found.total // PER_PAGE),
        page_url=lambda n: url_for("holdings.shelf", q=sought or None, state=state or None, page=n),
    )


@blueprint.get("/works/<work_id>")
@audience.right(Right.RELEASE)
def of_work(work_id: str) -> ResponseReturnValue:
    """Show the copies of a work, and its values where it is there in print alone."""
    return _show(work_id)


@blueprint.post("/works/<work_id>")
@audience.right(Right.RELEASE)
def correct(work_id: str) -> ResponseReturnValue:
    """Keep the values of a printed work."""
    library = current_library()
    typed = {name: request.form[name] for name in printed_works.FIELDS if name in request.form}
    try:
        with library.database.write() as records:
            work = works.get(records, work_id, current_role())
            works.correct(records, library.clock(), work, typed, signed_in_visitor().id)
    except BadForm as problem:
        return _show(work_id, Tried(typed, field_errors(problem)))
    library.workers.wake()
    flash(_("Saved."), "good")
    return redirect(url_for("holdings.of_work", work_id=work_id), 303)


@blueprint.post("/works/<work_id>/copies")
@audience.right(Right.RELEASE)
def add_copy(work_id: str) -> ResponseReturnValue:
    """Enter one more copy of a work."""
    library, form = current_library(), copy_form()
    try:
        with library.database.write() as records:
            office = office_of_shelf()
            copy = copies.add(records, library.clock(), work_id, office, form, signed_in_visitor().id)
            number = copy.number
    except BadForm as problem:
        return _show(work_id, Tried(typed_copy(), field_errors(problem)))
    library.workers.wake()
    flash(_("Entered as %(number)s.", number=number), "good")
    return redirect(url_for("holdings.of_work", work_id=work_id), 303)


@blueprint.get("/copies/<holding_id>")
@audience.right(Right.RELEASE)
def copy(holding_id: str) -> ResponseReturnValue:
    """Show one copy to change it."""
    return _show_copy(holding_id)


@blueprint.post("/copies/<holding_id>")
@audience.right(Right.RELEASE)
def change_copy(holding_id: str) -> ResponseReturnValue:
    """Keep what is said of a copy now."""
    library = current_library()
    try:
        with library.database.write() as records:
            changed = copies.change(records, library.clock(), holding_id, copy_form(), signed_in_visitor().id)
            work_id = changed.work_id
    except BadForm as problem:
        return _show_copy(holding_id, Tried(typed_copy(), field_errors(problem)))
    library.workers.wake()
    flash(_("Saved."), "good")
    return redirect(url_for("holdings.of_work", work_id=work_id), 303)


def typed_copy() -> dict[str, str]:
    """Give what was typed about a copy."""
    return {name: request.form.get(name, "") for name in NAMES}


def copy_form() -> CopyForm:
    """Read the form of a copy."""
    return CopyForm(**{name: text for name, text in typed_copy().items() if text or name not in ("condition", "state")})


def _show(work_id: str, tried: Tried | None = None) -> ResponseReturnValue:
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
        known = copies.of_edition(records, work, all_states=True)
    return page(
        "holdings/work.html",
        status=422 if tried else 200,
        view="staff",
        office=use_office(work.office),
        work=work,
        copies=known,
        say=words,
        values={**_values(work), **_empty_copy(), **(tried.values if tried else {})},
        errors=tried.errors if tried else {},
        printed=work.kind == copies.PRINT,
        offices=office_choices(),
        withdrawal_options=withdrawal_options(),
    )


def _values(work: Work) -> dict[str, str]:
    return {name: str(getattr(work, name) or "") for name in printed_works.FIELDS}


def _empty_copy() -> dict[str, str]:
    form = CopyForm()
    return {name: getattr(form, name) for name in NAMES}


def _show_copy(holding_id: str, tried: Tried | None = None) -> ResponseReturnValue:
    with current_library().database.read() as records:
        known = copies.get(records, holding_id)
        work = works.get(records, known.work_id, current_role())
    return page(
        "holdings/copy.html",
        status=422 if tried else 200,
        view="staff",
        office=use_office(known.office),
        copy=known,
        work=work,
        say=words,
        values=tried.values if tried else _copy_values(known),
        errors=tried.errors if tried else {},
    )


def _copy_values(known: Holding) -> dict[str, str]:
    return {name: getattr(known, name) for name in NAMES}
