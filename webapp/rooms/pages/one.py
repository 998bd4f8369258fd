"""One page: its picture beside its text, to be corrected; what was done to it, and what was corrected before."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import corrections, trials, works
from library.catalogue.page_list import ListedPage, one_page
from library.errors import BadForm, LostRace, NotFound
from library.readers.roles import Right
from library.store.models import Account, PageCorrection, PageTrial, Work
from library.store.session import Session
from webapp.current import current_library, current_role, signed_in_visitor, use_office
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.pages.blueprint import blueprint
from webapp.rooms.pages.form import AgainForm, trial_states
from webapp.rooms.pages.words import made_words, repair_result, repair_words
from webapp.security import audience


@dataclass(frozen=True, slots=True)
class OnePage:
    """A page as its librarian sees it."""

    work: Work
    line: ListedPage
    text: str
    recognised: str | None
    """what the machine read, where a person corrected it"""
    history: list[PageCorrection]
    names: dict[str | None, str]
    """who corrected, by account"""
    trials: list[PageTrial]
    """readings with other settings that wait for a decision"""

    @property
    def seen(self) -> str:
        """Name the text that the form is written over."""
        return corrections.fingerprint(self.text)


@blueprint.get("/bench/works/<work_id>/pages/<int:number>")
@audience.right(Right.RELEASE)
def show(work_id: str, number: int) -> ResponseReturnValue:
    """Show the page and its text."""
    return shown(work_id, number)


@blueprint.post("/bench/works/<work_id>/pages/<int:number>")
@audience.right(Right.RELEASE)
def correct(work_id: str, number: int) -> ResponseReturnValue:
    """Keep the text as it was corrected; it is searched from now on."""
    library, actor = current_library(), signed_in_visitor().id
    typed, seen = request.form.get("text", ""), request.form.get("seen", "")
    try:
        with library.database.write() as records:
            work = works.get(records, work_id, current_role())
            changed = corrections.correct(records, library.clock(), work, number, typed, seen, actor)
    except BadForm as problem:
        return shown(work_id, number, typed=typed, errors=field_errors(problem), status=422)
    except LostRace:
        late = {
            "text": _("Somebody changed this text meanwhile. Yours stands below; save it again to put it in place.")
        }
        return shown(work_id, number, typed=typed, errors=late, status=409)
    library.workers.wake()
    flash(_("The text is kept, and searched from now on.") if changed else _("Nothing was changed."), "good")
    return redirect(url_for("pages.show", work_id=work_id, number=number), 303)


@blueprint.post("/bench/works/<work_id>/pages/<int:number>/take-back")
@audience.right(Right.RELEASE)
def take_back(work_id: str, number: int) -> ResponseReturnValue:
    """Show again what the machine read."""
    library = current_library()
    with library.database.write() as records:
        work = works.get(records, work_id, current_role())
        corrections.take_back(records, library.clock(), work, number, signed_in_visitor().id)
    library.workers.wake()
    flash(_("What the machine read stands again. The correction is kept in the history."), "info")
    return redirect(url_for("pages.show", work_id=work_id, number=number), 303)


def shown(
    work_id: str, number: int, *, typed: str | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Show a page, with what was typed and is wrong."""
    with current_library().database.read() as records:
        one = look(records, work_id, number)
    return page(
        "pages/show.html",
        status=status,
        view="staff",
        office=use_office(one.work.office),
        one=one,
        work=one.work,
        number=number,
        told=made_words(one.line),
        repairs=[(repair_words(each), repair_result(each), each.get("reason", "")) for each in one.line.repairs],
        typed=one.text if typed is None else typed,
        errors=errors or {},
        longest=corrections.LONGEST,
        again=AgainForm.from_request(),
        trial_states=trial_states(),
    )


def look(records: Session, work_id: str, number: int) -> OnePage:
    """Read all that is known of a page.

    Raises:
        NotFound: there is no such page.
    """
    work = works.get(records, work_id, current_role())
    file = works.current_file(records, work_id)
    line = one_page(records, work, file, number)
    if line is None:
        raise NotFound(what=f"halaman / page {number}")
    place = corrections.place_of(records, work, file, number)
    known = corrections.standing(records, place)
    text = works.page(records, file.id, number).text
    history = corrections.history(records, place)
    names = {each.by: account.name for each in history if (account := records.get(Account, each.by or ""))}
    tried = trials.open_trials(records, file.id, number)
    return OnePage(work, line, text, known.recognised if known else None, history, names, tried)
