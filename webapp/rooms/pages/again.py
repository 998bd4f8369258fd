"""A page read with other settings: ordered, looked at beside what stands, and taken or left."""

from __future__ import annotations

from flask import Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ingest import IngestError, sentence
from ingest.errors import from_code
from library.catalogue import trials, works
from library.catalogue.pages import PageLine
from library.errors import BadForm, NotFound
from library.readers.roles import Right
from library.store.models import PageTrial, Work
from webapp.current import current_library, current_role, signed_in_visitor, use_office
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.pages.blueprint import blueprint
from webapp.rooms.pages.chosen import chosen_facts
from webapp.rooms.pages.form import AgainForm, trial_states
from webapp.rooms.pages.one import look, shown
from webapp.rooms.pages.words import confidence_words
from webapp.security import audience
from webapp.thumbnails import thumbnail


@blueprint.post("/bench/works/<work_id>/pages/<int:number>/again")
@audience.right(Right.RELEASE)
def again(work_id: str, number: int) -> ResponseReturnValue:
    """Order a reading with other settings."""
    library, actor = current_library(), signed_in_visitor().id
    try:
        settings = AgainForm.from_request().settings()
    except BadForm as problem:
        return shown(work_id, number, errors=field_errors(problem), status=422)
    with library.database.write() as records:
        work = works.get(records, work_id, current_role())
        ordered = trials.order(records, library.clock(), work, number, settings.to_json(), actor)
        trial_id = ordered.id
    library.workers.wake()
    return redirect(url_for("pages.trial", work_id=work_id, trial_id=trial_id), 303)


@blueprint.get("/bench/works/<work_id>/trials/<trial_id>")
@audience.right(Right.RELEASE)
def trial(work_id: str, trial_id: str) -> ResponseReturnValue:
    """Show how a trial stands, and when it is ready what would come of it."""
    with current_library().database.read() as records:
        work, tried = _trial(work_id, trial_id)
        count = works.current_file(records, work_id).pages
        one = look(records, work_id, min(tried.number, count))
    words, tone = trial_states()[tried.state]
    return page(
        "pages/trial.html",
        view="staff",
        office=use_office(work.office),
        work=work,
        one=one,
        trial=tried,
        confidence_words=confidence_words,
        chosen=chosen_facts(tried.settings),
        moving=tried.state in ("ordered", "accepted"),
        state=words,
        tone=tone,
        problem=sentence(from_code(tried.error, "", {}), choose_language()) if tried.error else "",
    )


@blueprint.get("/bench/works/<work_id>/trials/<trial_id>/<int:part>.jpg")
@audience.right(Right.RELEASE)
def trial_picture(work_id: str, trial_id: str, part: int) -> ResponseReturnValue:
    """Give a page of a trial, no larger than any picture that bears no mark."""
    tried = _trial(work_id, trial_id)[1]
    if not tried.sheet or not 1 <= part <= len(tried.found):
        raise NotFound(what=f"{trial_id}/{part}")
    found = tried.found[part - 1]
    line = PageLine(part, str(part), float(found["width"]), float(found["height"]), "ocr", found["confidence"])
    try:
        answer: Response = send_file(thumbnail(tried.sheet, line), "image/jpeg", etag=f"{tried.sheet[:32]}-{part}")
    except IngestError as error:
        raise NotFound(error.detail, what=f"{trial_id}/{part}") from error
    answer.headers["Cache-Control"] = "private"
    return answer


@blueprint.post("/bench/works/<work_id>/trials/<trial_id>/accept")
@audience.right(Right.RELEASE)
def accept_trial(work_id: str, trial_id: str) -> ResponseReturnValue:
    """Put what came of it in the page's place."""
    library = current_library()
    with library.database.write() as records:
        work = works.get(records, work_id, current_role())
        trials.accept(records, library.clock(), work, trial_id, signed_in_visitor().id)
    library.workers.wake()
    return redirect(url_for("pages.trial", work_id=work_id, trial_id=trial_id), 303)


@blueprint.post("/bench/works/<work_id>/trials/<trial_id>/dismiss")
@audience.right(Right.RELEASE)
def dismiss_trial(work_id: str, trial_id: str) -> ResponseReturnValue:
    """Leave the page as it is."""
    library = current_library()
    with library.database.write() as records:
        work = works.get(records, work_id, current_role())
        number = trials.get(records, work_id, trial_id).number
        trials.dismiss(records, library.clock(), work, trial_id, signed_in_visitor().id)
    flash(_("The page stays as it is."), "info")
    return redirect(url_for("pages.show", work_id=work_id, number=number), 303)


def _trial(work_id: str, trial_id: str) -> tuple[Work, PageTrial]:
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
        return work, trials.get(records, work_id, trial_id)
